using System.Text.RegularExpressions;
using Byway.Tests.Examples;
using Byway.Tests.Tidy;
using Xunit;

namespace Byway.Tests.Docs;

/// <summary>The commands that connect a billing provider do so, as they stand in its guide.</summary>
public sealed partial class BillingGuideTests(TestServer server) : ServerTests(server)
{
    [GeneratedRegex(@"^curl -sS -X PUT (?<rest>.*?[^\\])$", RegexOptions.Multiline | RegexOptions.Singleline, 5_000)]
    private static partial Regex Command { get; }

    [Theory]
    [InlineData("stripe")]
    [InlineData("paddle")]
    [InlineData("chargebee")]
    public async Task The_command_of_the_guide_connects_the_provider(string provider)
    {
        var api = await Server.Affiliate();
        Assert.False(await IsConnected(api, provider));
        await using (var script = Start(api, CommandOf(provider)))
        {
            await script.Line($"{{\"data\":{{\"provider\":\"{provider}\"");
            await script.End();
        }

        Assert.True(await IsConnected(api, provider));
    }

    [Fact]
    public async Task A_command_with_a_wrong_name_is_caught()
    {
        var api = await Server.Affiliate();
        var wrong = CommandOf("paddle").Replace("webhook_secrets", "secrets", StringComparison.Ordinal);
        await using (var script = Start(api, wrong))
        {
            await script.Line("{\"status\":0");
        }

        Assert.False(await IsConnected(api, "paddle"));
    }

    private static async Task<bool> IsConnected(ApiClient api, string provider)
    {
        var all = (await api.Get("/v1/integrations")).Is(200);
        var index = all.Text.Contains(provider, StringComparison.Ordinal)
            ? Enumerable.Range(0, 10).First(at => all[$"data.{at}.provider"] == provider)
            : throw new InvalidOperationException(all.Text);
        return all[$"data.{index}.is_connected"] == "true";
    }

    private static string CommandOf(string provider) =>
        Command
            .Match(File.ReadAllText(Path.Combine(SourceTree.Root, "docs", "guides", provider + ".md")))
            .Value.Replace("https://refer.example.com", "\"$BYWAY_URL\"", StringComparison.Ordinal);

    private static ExampleProcess Start(ApiClient api, string command) =>
        ExampleProcess.Start("curl", Interpreter.Bash, ["-c", command], api);
}
