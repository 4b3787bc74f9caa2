using System.Text.RegularExpressions;
using Byway.Tests.Examples;
using Byway.Tests.Tidy;
using Xunit;

namespace Byway.Tests.Docs;

/// <summary>The scripts in the guides about promotion codes and transaction-based programs do what they say.</summary>
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
    public async Task Each_payment_counts_for_the_partner_it_names()
    {
        await using var script = Start(await Server.Affiliate(), CodeOf("transaction-based"));
        Assert.Contains("cus_123__pkey_anna", await script.Line("one: "), StringComparison.Ordinal);
        Assert.Contains("cus_123__pkey_bert", await script.Line("other: "), StringComparison.Ordinal);
        Assert.Contains("anna@example.com", await script.Line("record: "), StringComparison.Ordinal);
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

    private static string CodeOf(string guide) =>
        Script
            .Match(File.ReadAllText(Path.Combine(SourceTree.Root, "docs", "guides", guide + ".md")))
            .Groups["code"]
            .Value;

    private static ExampleProcess Start(ApiClient api, string code) =>
        ExampleProcess.Start("curl", Interpreter.Bash, ["-c", code], api);
}
