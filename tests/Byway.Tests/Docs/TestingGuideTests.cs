using System.Text.RegularExpressions;
using Byway.Tests.Examples;
using Byway.Tests.Tidy;
using Xunit;

namespace Byway.Tests.Docs;

/// <summary>The script in docs/guides/testing.md does what it says, as it stands there.</summary>
public sealed partial class TestingGuideTests(TestServer server) : ServerTests(server)
{
    [GeneratedRegex(@"^```bash\n(?<code>.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline, 5_000)]
    private static partial Regex Script { get; }

    private static string Code =>
        Script
            .Match(File.ReadAllText(Path.Combine(SourceTree.Root, "docs", "guides", "testing.md")))
            .Groups["code"]
            .Value;

    [Fact]
    public async Task The_year_of_subscription_passes()
    {
        await using var script = Start(await Server.TestProgram(), Code);
        Assert.Contains("\"amount\":20,", await script.Line("invoice 12: "), StringComparison.Ordinal);
        Assert.Equal("\"rewards\":[]", await script.Line("invoice 13: "));
        Assert.Contains("\"not_paid\":[{\"currency\":\"USD\",\"amount\":240}]", await script.Line("anna: "));
        await script.End();
    }

    [Fact]
    public async Task A_program_that_does_otherwise_is_caught()
    {
        var longer = Code.Replace(
            "earning_period_length\":12",
            "earning_period_length\":13",
            StringComparison.Ordinal
        );
        Assert.NotEqual(Code, longer);
        await using var script = Start(await Server.TestProgram(), longer);
        await script.Line("That is not what was agreed.");
    }

    private static ExampleProcess Start(ApiClient api, string code) =>
        ExampleProcess.Start("curl", Interpreter.Bash, ["-c", code], api);
}
