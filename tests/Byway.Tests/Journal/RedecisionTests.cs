using System.Text.Json.Nodes;
using Byway.Backups;
using Byway.Cli;
using Byway.Programs;
using Byway.Tests.Backups;
using Byway.Tests.Cli;
using Xunit;

namespace Byway.Tests.Journal;

/// <summary>
/// Promise R7, the second half: <c>byway verify</c> makes every decision again from what is stored, and names the
/// entry whose decision comes out otherwise.
/// </summary>
public sealed class RedecisionTests : IDisposable
{
    private readonly CliPlace place = new();

    public RedecisionTests() =>
        RestoreCommand.Run(OldBackup.File, new(place.Folder, place.Connection, IsJson: true), Steps.Untold);

    [Fact]
    public async Task Every_decision_comes_out_the_same()
    {
        var outcome = await place.Run(new VerifyCommand());
        Assert.Equal(0, outcome.ExitCode);
        Assert.Equal(29, (long)outcome.Result!["decided_again"]!);
        var not = outcome.Result["not_decided_again"]!.AsObject();
        Assert.Equal(39 - 29, not.Sum(pair => (long)pair.Value!));
        Assert.Contains("there was nothing to weigh", not.Select(pair => pair.Key));
    }

    // Sequence numbers: 8 is the first sale, decided by version 1; 18 the first by version 2.
    [Theory]
    [InlineData(1, "reward_percent_micros", 25_000_000, "entry 8 (ent_")]
    [InlineData(1, "reward_fixed_micros", 5_000_000, "entry 8 (ent_")]
    [InlineData(1, "review_period_days", 1, "entry 8 (ent_")]
    [InlineData(2, "review_period_days", 4, "entry 18 (ent_")]
    [InlineData(2, "earning_period_length", 5, "entry 21 (ent_")]
    [InlineData(2, "website", "https://other.example", "entry 17 (ent_")]
    public async Task A_changed_settings_version_is_reported_with_the_first_entry_it_would_have_changed(
        long version,
        string name,
        object value,
        string where
    )
    {
        string text;
        using (var open = place.Open())
        {
            text = (
                await open.Server.Database.Query<string>(
                    "select settings from program_versions where program_id = 1 and version = @version",
                    new { version }
                )
            )[0];
        }

        var settings = JsonNode.Parse(text)!;
        settings[name] = JsonValue.Create(value);
        Assert.NotEqual(text, ProgramSettings.FromJson(settings.ToJsonString()).ToJson());
        place.Execute(
            "update program_versions set settings = @text where program_id = 1 and version = @version",
            new { text = settings.ToJsonString(), version }
        );
        var outcome = await place.Run(new VerifyCommand());
        Assert.Equal(1, outcome.ExitCode);
        Assert.StartsWith(where, (string)outcome.Result!["break"]!["place"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_erased_people_leave_behind_is_decided_again_but_for_their_e_mail()
    {
        place.Execute("delete from entry_personal where program_id = 1 and person is not null");
        var outcome = await place.Run(new VerifyCommand());
        Assert.Equal(0, outcome.ExitCode);
        Assert.Equal(29, (long)outcome.Result!["decided_again"]!);
        Assert.Contains(
            outcome.Result["not_decided_again"]!.AsObject(),
            pair => pair.Key.Contains("erased", StringComparison.Ordinal)
        );
    }

    /// <inheritdoc/>
    public void Dispose() => place.Dispose();
}
