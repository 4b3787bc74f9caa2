using Byway.Tests.Scenarios;
using Xunit;

namespace Byway.Tests.Rates;

/// <summary>What rates have to do with rules: amounts, revenue, goals.</summary>
public sealed class RatesInRulesTests(TestServer server) : ServerTests(server)
{
    private const string Eur = ""","amount_units":"EUR" """;

    [Fact]
    public async Task Amounts_in_rules_compare_at_the_rate()
    {
        var api = await Server.Affiliate().WithCarl();
        await api.Rules("""{"rules":[{"conditions":{"amount_from":50},"percent":10}]}""");
        await api.Sale("o1", "100", "carl", Eur);
        Assert.Equal("30", await api.Balance(unit: "EUR"));
        await Rates(api, """{"from":"EUR","rate":"2"}""");
        var at = await api.Sale("o2", "25", "carl", Eur);
        Assert.Equal("32.5", await api.Balance(unit: "EUR"));
        Assert.Equal("rule 1", (await api.Explain(at))["data.decision.arithmetic.0.rule"]);
        var below = await api.Sale("o3", "24.999999", "carl", Eur);
        Assert.Equal("default", (await api.Explain(below))["data.decision.arithmetic.0.rule"]);
        Assert.Equal("amount_differs", (await api.Explain(below))["data.decision.evidence.1.verdict"]);
        var pounds = await api.Sale("o4", "100", "carl", ""","amount_units":"GBP" """);
        Assert.Equal("unit_differs", (await api.Explain(pounds))["data.decision.evidence.1.verdict"]);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Revenue_counts_sales_at_the_rate_they_had(bool isCountedLate)
    {
        const string rules = """
            {"rules":[{"conditions":{"running":[{"of":"revenue","from":100,"window_days":30}]},"percent":50}],
            "goals":[{"name":"Hundred","of":"revenue","at":100,"bonus":{"fixed":7,"unit":"points"}}]}
            """;
        var api = await Server.Affiliate(s => s with { RewardPercentMicros = 0 }).WithCarl();
        if (!isCountedLate)
        {
            await api.Rules(rules);
        }

        await api.Sale("before", "1000", "carl", Eur); // No rate yet: it counts in euros only.
        await Rates(api, """{"from":"EUR","rate":"1.5"}""");
        await api.Sale("o1", "40", "carl"); // 40
        await api.Sale("o2", "60", "carl", Eur); // 90 more
        await Rates(api, """{"from":"EUR","rate":"9"}""");
        await api.Refund("o2", "r1", "20"); // 30 less, at the rate of the sale: 100 are left
        if (isCountedLate)
        {
            await api.Rules(rules);
        }

        await api.Sale("o3", "1", "carl");
        Assert.Equal("0.5", await api.Balance());
        Assert.Equal(isCountedLate ? "0" : "7", await api.Balance(unit: "points"));
        await api.Refund("o2", "r2", "0.6"); // 99.1 and the 1 of o3
        await api.Sale("o4", "1", "carl");
        Assert.Equal("1", await api.Balance());
        await api.Refund("o2", "r3", "39.4"); // 42: below, and the goal's bonus is gone
        await api.Sale("o5", "1", "carl");
        Assert.Equal("1", await api.Balance());
        Assert.Equal("0", await api.Balance(unit: "points"));
    }

    private static async Task Rates(ApiClient api, string rates) =>
        (await api.Put("/v1/program/rates", $$"""{"rates":[{{rates}}]}""")).Is(200);
}
