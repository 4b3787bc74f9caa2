using System.Text.RegularExpressions;
using Xunit;

namespace Byway.Tests.Tidy;

/// <summary>
/// A test program's clock may be ahead of the machine's, so whoever asks what time it is has to say of which. Turns
/// have <c>turn.Now</c>, reads <c>call.Now()</c>: the program's time, and the usual one. The machine's time is for the
/// files named here, each for its reason.
/// </summary>
public sealed partial class TimeTests
{
    private const string Credentials = "credentials and rate limits are safe or not, whatever a test plays";
    private const string Others = "other machines wait for it, which no test can hurry";
    private const string Itself = "it is what program time is made of";
    private const string NoProgram = "it is about the server, and about no program";
    private const string Shown = "it shows or judges the machine's time beside the program's";
    private const string WithOffset = "one query for all programs adds each one's offset in SQL";

    private static readonly Dictionary<string, string> MachineTime = new(StringComparer.Ordinal)
    {
        ["Values/UtcMicros.cs"] = Itself,
        ["Programs/ProgramClock.cs"] = Itself,
        ["Turns/Turn.cs"] = Itself,
        ["Turns/TurnRunner.cs"] = Itself,
        ["Http/OccurredAt.cs"] = Shown,
        ["Programs/GetClock.cs"] = Shown,
        ["Programs/MoveClock.cs"] = Shown,
        ["Rewards/ReleaseHeldRewards.cs"] = WithOffset,
        ["Transactions/SettleWaitingSales.cs"] = WithOffset,
        ["Integrations/BookEvent.cs"] = Others,
        ["Integrations/BookEvents.cs"] = Others,
        ["Integrations/IntegrationSecrets.cs"] = Credentials,
        ["Integrations/KeepEvent.cs"] = Others,
        ["Integrations/PaymentBook.cs"] = Others,
        ["Integrations/ReceiveEvent.cs"] = Others,
        ["Integrations/ReplayProviderEvent.cs"] = Others,
        ["Webhooks/ForgetDeliveries.cs"] = Others,
        ["Webhooks/DeliveryLog.cs"] = Others,
        ["Webhooks/Outbound.cs"] = Others,
        ["Webhooks/ReplayDeliveries.cs"] = Others,
        ["Webhooks/Sending.cs"] = Others,
        ["Webhooks/SendWebhooks.cs"] = Others,
        ["Webhooks/PostWebhook.cs"] = Others,
        ["Webhooks/PutWebhook.cs"] = Others,
        ["Webhooks/DeleteWebhook.cs"] = Others,
        ["Webhooks/DisableWebhook.cs"] = Others,
        ["Webhooks/RotateSecret.cs"] = Others,
        ["Mail/QueuedMail.cs"] = Others,
        ["Persons/ExportPerson.cs"] = Shown,
        ["Persons/ErasurePlan.cs"] = Credentials,
        ["Persons/ErasePerson.cs"] = Others,
        ["Persons/ForgetErasedMails.cs"] = Others,
        ["Mail/SendMails.cs"] = Others,
        ["Turns/ChangeRunner.cs"] = Credentials,
        ["Turns/ForgetIdempotencyKeys.cs"] = Others,
        ["Portal/ForgetSignIns.cs"] = Credentials,
        ["Portal/PortalSessions.cs"] = Credentials,
        ["Portal/PostSignInUrl.cs"] = Credentials,
        ["Programs/ApiKeyDirectory.cs"] = Credentials,
        ["Browser/VisitorRates.cs"] = Credentials,
        ["Programs/CloseProgram.cs"] = Credentials,
        ["Programs/CreateProgram.cs"] = "a new program's clock is the machine's",
        ["Programs/ThrowAwayProgram.cs"] = NoProgram,
        ["Clicks/ClickLog.cs"] = "an id tells the machine's time; when it happened is the program's",
        ["Clicks/ForgetClicks.cs"] = "clicks are as old as their ids say, by the machine's time",
        ["Clicks/LinkDirectory.cs"] = NoProgram,
        ["Storage/Migrator.cs"] = NoProgram,
        ["Backups/BackupWriter.cs"] = NoProgram,
        ["Cli/CreateKeyCommand.cs"] = Credentials,
        ["Cli/RevokeKeyCommand.cs"] = Credentials,
        ["Cli/DoctorCommand.cs"] = NoProgram,
    };

    [GeneratedRegex(
        @"\b(UtcMicros\s*\.\s*Now|GetUtcNow|GetLocalNow|MachineNow)\b",
        RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 5_000
    )]
    private static partial Regex MachineClock { get; }

    [Fact]
    public void Only_those_named_go_by_the_machines_clock() =>
        Complaints.AssertNone(SourceTree.Server.SelectMany(file => Complaint(file)));

    [Fact]
    public void Nobody_is_named_who_does_not() => Complaints.AssertNone(Unneeded(SourceTree.Server));

    [Theory]
    [InlineData("src/Byway/Rewards/PostReward.cs", "var now = UtcMicros.Now(call.Server.Clock);", true)]
    [InlineData("src/Byway/Rewards/PostReward.cs", "var now = UtcMicros\n    .Now(clock);", true)]
    [InlineData("src/Byway/Rewards/PostReward.cs", "var now = clock.GetUtcNow();", true)]
    [InlineData("src/Byway/Rewards/PostReward.cs", "var at = turn.MachineNow;", true)]
    [InlineData("src/Byway/Rewards/PostReward.cs", "var at = turn.Now;", false)]
    [InlineData("src/Byway/Rewards/PostReward.cs", "var at = await call.Now();", false)]
    [InlineData("src/Byway/Rewards/PostReward.cs", "// turn.MachineNow would be wrong", false)]
    [InlineData("src/Byway/Mail/SendMails.cs", "var now = UtcMicros.Now(clock);", false)]
    public void A_slice_that_takes_the_machines_time_is_caught(string path, string code, bool caught) =>
        Assert.Equal(caught, Complaint(new SourceFile(path, code)).Any());

    [Fact]
    public void A_name_that_is_not_needed_is_caught() =>
        Assert.Equal(
            MachineTime.Count - 1,
            Unneeded([new SourceFile("src/Byway/Mail/SendMails.cs", "clock.GetUtcNow()")]).Count()
        );

    private static IEnumerable<string> Complaint(SourceFile file) =>
        MachineTime.ContainsKey(NameOf(file))
            ? []
            : MachineClock
                .Matches(file.Code)
                .Select(found =>
                    file.At(
                        file.Code[..found.Index].Count(sign => sign == '\n') + 1,
                        $"{found.Value} is the machine's time. Take turn.Now or call.Now(), the program's; if it has "
                            + "to be the machine's, say why in tests/Byway.Tests/Tidy/TimeTests.cs."
                    )
                );

    private static IEnumerable<string> Unneeded(IEnumerable<SourceFile> files)
    {
        var used = files.Where(file => MachineClock.IsMatch(file.Code)).Select(NameOf).ToHashSet();
        return MachineTime
            .Keys.Where(name => !used.Contains(name))
            .Select(name => $"{name} is named in TimeTests.cs and does not ask for the machine's time.");
    }

    private static string NameOf(SourceFile file) =>
        file.IsUnder("src/Byway/") ? file.Path["src/Byway/".Length..] : file.Path;
}
