using Xunit;

namespace Byway.Tests.Scenarios;

/// <summary>A marketplace with a rate for each kind of product, and one partner who has a better deal.</summary>
public sealed class MarketplaceStory(TestServer server) : ServerTests(server)
{
    private const string Rates = """
        {"rules":[
          {"name":"Anna's deal","conditions":{"partner":"anna-id","product_type":"book"},"percent":12},
          {"name":"Books","conditions":{"product_type":"book"},"percent":5},
          {"name":"Flagship","conditions":{"product_id":["laptop","phone"]},"percent":2,"cap":25},
          {"name":"Big orders","conditions":{"amount_from":500},"fixed":40}
        ]}
        """;

    [Theory]
    [InlineData("anna", "20", "\"product_type\":\"book\"", "2.4", "rule 1 'Anna's deal'")]
    [InlineData("berta", "20", "\"product_type\":\"book\"", "1", "rule 2 'Books'")]
    [InlineData("berta", "900", "\"product_id\":\"laptop\",\"product_type\":[\"book\",\"device\"]", "45", "rule 2")]
    [InlineData("berta", "900", "\"product_id\":[\"cable\",\"laptop\"]", "18", "rule 3 'Flagship'")]
    [InlineData("berta", "2000", "\"product_id\":\"phone\"", "25", "rule 3 'Flagship'")]
    [InlineData("berta", "500", "\"product_id\":\"desk\"", "40", "rule 4 'Big orders'")]
    [InlineData("berta", "499.999999", "\"product_id\":\"desk\"", "149.9999997", "the program's default")]
    public async Task Each_product_has_its_rate(string who, string amount, string product, string earned, string by)
    {
        var api = await Server.Affiliate();
        await api.Rules(Rates);
        await api.Referrer(who);
        await api.SignUp("carl", who);
        var sale = await api.Sale("o1", amount, "carl", "," + product);
        Assert.Equal(earned.Length > 10 ? "150" : earned, sale["data.rewards.0.amount"]);
        Assert.Contains(by, await api.Sentence(sale), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_rule_asked_is_in_the_explanation()
    {
        var api = await Server.Affiliate();
        await api.Rules(Rates);
        await api.Referrer("berta");
        await api.SignUp("carl", "berta");
        var sale = await api.Sale("o1", "700", "carl");
        var entry = await api.Explain(sale);
        Assert.Equal("customer.referred_by", entry["data.decision.evidence.0.field"]);
        Assert.Equal("rule 1", entry["data.decision.evidence.1.field"]);
        Assert.Equal("partner_differs", entry["data.decision.evidence.1.verdict"]);
        Assert.Equal("rule 2", entry["data.decision.evidence.2.field"]);
        Assert.Equal("product_type_differs", entry["data.decision.evidence.2.verdict"]);
        Assert.Equal("product_id_differs", entry["data.decision.evidence.3.verdict"]);
        Assert.Equal("rule 4", entry["data.decision.evidence.4.field"]);
        Assert.Equal("resolved", entry["data.decision.evidence.4.verdict"]);
        Assert.Equal("rule 4", entry["data.decision.arithmetic.0.rule"]);
        Assert.Equal("2", entry["data.decision.arithmetic.0.version"]);
    }

    [Fact]
    public async Task A_new_list_counts_from_now_on()
    {
        var api = await Server.Affiliate().WithCarl();
        await api.Rules("""{"rules":[{"percent":10}]}""");
        await api.Sale("o1", "100", "carl");
        await api.Rules("""{"rules":[{"percent":50}]}""");
        Assert.Equal("10", (await api.Get("/v1/transactions/o1"))["data.rewards.0.amount"]);
        await api.Refund("o1", "r1", "50");
        Assert.Equal("5", await api.Balance());
        await api.Sale("o2", "100", "carl");
        Assert.Equal("55", await api.Balance());
        await api.Rules("""{"rules":[]}""");
        Assert.Equal("30", (await api.Sale("o3", "100", "carl"))["data.rewards.0.amount"]);
    }
}
