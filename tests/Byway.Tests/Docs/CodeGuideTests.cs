using System.Text.RegularExpressions;
using Byway.Tests.Examples;
using Byway.Tests.Tidy;
using Xunit;

namespace Byway.Tests.Docs;

/// <summary>The scripts in the guides about clicks, codes and transaction-based programs do what they say.</summary>
public sealed partial class CodeGuideTests(TestServer server) : ServerTests(server)
{
    [GeneratedRegex(@"^```bash\n(?<code>.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline, 5_000)]
    private static partial Regex Script { get; }

    [Fact]
    public async Task A_code_at_the_checkout_finds_its_partner()
    {
        await using var script = Start(await Server.Affiliate(), CodeOf("promotion-codes"));
        Assert.Contains("\"amount\":22.5,", await script.Line("first: "), StringComparison.Ordinal);
        Assert.Contains("\"amount\":30,", await script.Line("second: "), StringComparison.Ordinal);
        Assert.Contains("promotion_code_not_first_order", await script.Line("why: "), StringComparison.Ordinal);
        Assert.Equal("\"times_redeemed\":1", await script.Line("redeemed: "));
        await script.End();
    }

    [Fact]
    public async Task A_click_through_the_redirect_finds_its_partner()
    {
        await using var script = Start(await Server.Affiliate(), CodeOf("links-and-clicks"));
        var landing = await script.Line("landing: ");
        Assert.Contains("aff=anna", landing, StringComparison.Ordinal);
        Assert.Contains("utm_source=letter", landing, StringComparison.Ordinal);
        Assert.Contains("bw_click=clk_", landing, StringComparison.Ordinal);
        Assert.Contains("\"key\":\"customer_1\"", await script.Line("sign-up: "), StringComparison.Ordinal);
        Assert.Contains("\"amount\":30,", await script.Line("sale: "), StringComparison.Ordinal);
        var stats = await script.Line("stats: ");
        Assert.Contains("\"clicks\":1,", stats, StringComparison.Ordinal);
        await script.End();
    }

    [Theory]
    [InlineData("first_click", "anna")]
    [InlineData("last_click", "bert")]
    public async Task Clicks_of_a_visitor_are_weighed_by_the_model(string model, string partner)
    {
        // The clock of tests stands still, and both landings would be of one instant.
        var code = CodeOf("links-and-clicks", 1)
            .Replace("first_click", model, StringComparison.Ordinal)
            .Replace("aff=anna\",", "aff=anna\",\"occurred_at\":\"2026-01-14T12:00:00Z\",", StringComparison.Ordinal);
        var api = await Server.Affiliate();
        await using var script = Start(api, code);
        Assert.Contains("\"status\":1", await script.Line("sign-up: "), StringComparison.Ordinal);
        Assert.Contains("\"amount\":30,", await script.Line("sale: "), StringComparison.Ordinal);
        Assert.Contains("superseded", await script.Line("why: "), StringComparison.Ordinal);
        await script.End();
        var owner = (await api.Get("/v1/customers/customer_1")).CountsFor();
        Assert.Equal((await api.Get($"/v1/partners/{partner}")).Is(200)["data.id"], owner);
    }

    [Fact]
    public async Task Each_payment_counts_for_the_partner_it_names()
    {
        await using var script = Start(await Server.Affiliate(), CodeOf("transaction-based"));
        Assert.Contains("cus_123__pkey_anna", await script.Line("one: "), StringComparison.Ordinal);
        Assert.Contains("cus_123__pkey_bert", await script.Line("other: "), StringComparison.Ordinal);
        Assert.Contains("\"key\":\"cus_123__pkey_anna\"", await script.Line("record: "), StringComparison.Ordinal);
        Assert.Contains("\"rewards\":[]", await script.Line("without: "), StringComparison.Ordinal);
        await script.End();
    }

    [Fact]
    public async Task A_program_that_was_not_switched_is_caught()
    {
        var other = CodeOf("transaction-based")
            .Replace("transaction_based", "customer_based", StringComparison.Ordinal);
        await using var script = Start(await Server.Affiliate(), other);
        Assert.DoesNotContain("__pkey_", await script.Line("one: "), StringComparison.Ordinal);
    }

    private static string CodeOf(string guide, int number = 0) =>
        Script
            .Matches(File.ReadAllText(Path.Combine(SourceTree.Root, "docs", "guides", guide + ".md")))[number]
            .Groups["code"]
            .Value;

    private static ExampleProcess Start(ApiClient api, string code) =>
        ExampleProcess.Start("curl", Interpreter.Bash, ["-c", code], api);
}
