using System.Text.Json.Nodes;
using Byway.Tests.Proof;
using Byway.Tests.Tidy;
using Xunit;

namespace Byway.Tests.Cli;

/// <summary><c>byway rules show</c>, <c>check</c> and <c>apply</c>, and the files of rules in <c>examples/rules</c>.
/// </summary>
public sealed class RulesCommandTests : IDisposable
{
    private readonly CliPlace place = new();
    private readonly string file = Path.GetTempFileName();

    /// <summary>The files people would start from.</summary>
    public static readonly TheoryData<string> Examples =
    [
        .. Directory
            .GetFiles(Path.Combine(SourceTree.Root, "examples", "rules"))
            .Select(path => Path.GetFileName(path)),
    ];

    /// <inheritdoc/>
    public void Dispose()
    {
        place.Dispose();
        File.Delete(file);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Rules_are_checked_applied_and_shown_whether_or_not_a_server_runs(bool isServed)
    {
        using var server = isServed ? new ServerProcess(place.Options) : null;
        await (server?.Start() ?? Task.CompletedTask);
        var (id, _) = await place.Program();
        Write(
            """
            // Comments may stand anywhere,
            { "rules": [{ "name": "All" /* of it */, "percent": 12.5 },], }
            """
        );
        var good = await place.Json("rules", "check", id, file);
        Assert.Equal("1", good["rules"]!.ToString());
        Assert.Equal("[]", (await place.Json("rules", "show", id))["rules"]!.ToJsonString());

        var applied = await place.Json("rules", "apply", id, file);
        Assert.Equal("2", applied["version"]!.ToString());
        var (exit, shown, _) = await place.Run("rules", "show", id);
        Assert.Equal(0, exit);
        Assert.Equal("12.5", JsonNode.Parse(shown)!["rules"]![0]!["percent"]!.ToString());

        // What was shown can be applied as it is: it changes nothing.
        Write(shown);
        Assert.Equal("2", (await place.Json("rules", "apply", id, file))["version"]!.ToString());
        Assert.Contains("Good: 1 rules", (await place.Run("rules", "check", id, file)).Out, StringComparison.Ordinal);

        // Somebody else was faster.
        await place.Json("program", "set", id, "reward_percent=5");
        Write(shown.Replace("12.5", "13", StringComparison.Ordinal));
        await IsRefused(1, "version 3 is in force", "rules", "apply", id, file);
        Assert.Equal("12.5", (await place.Json("rules", "show", id))["rules"]![0]!["percent"]!.ToString());
    }

    [Fact]
    public async Task Faults_are_told_with_their_place()
    {
        var (id, _) = await place.Program();
        Write("{\n  \"rules\": [\n    { \"percent\" 5 }\n  ]\n}");
        await IsRefused(1, "not valid JSON (line 3)", "rules", "check", id, file);
        Write("""{"rules":[],"rules":[]}""");
        await IsRefused(1, "not valid JSON", "rules", "check", id, file);
        Write("""{"rules":[{"percent":1},{"percent":2}],"levels":[{"fixed":-1}]}""");
        foreach (var verb in new[] { "check", "apply" })
        {
            await IsRefused(1, "rules.1: Rule 2 can never be reached", "rules", verb, id, file);
            await IsRefused(1, "levels.0.fixed: ", "rules", verb, id, file);
        }

        await IsRefused(1, "There is no program 7", "rules", "check", "7", file);
        await IsRefused(1, "no-such-file", "rules", "check", id, "no-such-file");
        Assert.Equal(2, (await place.Run("rules", "check", id)).Exit);
        Assert.Equal("1", (await place.Json("rules", "show", id))["version"]!.ToString());
    }

    [Theory]
    [MemberData(nameof(Examples))]
    public async Task The_examples_are_good_rules(string name)
    {
        var isFriends = name.Contains("friend", StringComparison.Ordinal);
        var (id, _) = await place.Program(isFriends ? "refer-a-friend" : "affiliate");
        var example = Path.Combine(SourceTree.Root, "examples", "rules", name);
        Assert.StartsWith("//", await File.ReadAllTextAsync(example), StringComparison.Ordinal);
        Assert.NotEqual("0", (await place.Json("rules", "check", id, example))["rules"]!.ToString());
        await place.Json("rules", "apply", id, example);
    }

    private void Write(string text) => File.WriteAllText(file, text);

    private async Task IsRefused(int exitCode, string sentence, params string[] typed)
    {
        var (exit, text, error) = await place.Run([.. typed, "--json"]);
        Assert.Equal(exitCode, exit);
        Assert.Contains(sentence, error, StringComparison.Ordinal);
        Assert.Contains(sentence, JsonNode.Parse(text)!["error"]!.ToString(), StringComparison.Ordinal);
    }
}
