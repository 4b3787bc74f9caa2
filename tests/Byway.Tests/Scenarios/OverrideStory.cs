using Xunit;

namespace Byway.Tests.Scenarios;

/// <summary>One partner gets a better deal for a while: a rule of her own on top of the list.</summary>
public sealed class OverrideStory(TestServer server) : ServerTests(server)
{
    private const string Everybody = """{"name":"Everybody","percent":20}""";

    private const string Deal = """{"name":"Anna's deal","conditions":{"partner":"anna-id"},"percent":35}""";

    [Fact]
    public async Task Old_sales_keep_the_deal_when_it_ends()
    {
        var api = await Server.Affiliate().WithCarl();
        await api.Referrer("berta");
        await api.SignUp("dora", "berta");
        await api.Rules($$"""{"rules":[{{Everybody}}]}""");
        await api.Sale("before", "100", "carl");

        await api.Rules($$"""{"rules":[{{Deal}},{{Everybody}}]}""");
        var better = await api.Sale("deal", "100", "carl");
        Assert.Equal(
            "35 % of 100 USD is 35 USD by rule 1 'Anna's deal', version 3; payable now.",
            await api.Sentence(better)
        );
        var other = await api.Sale("other", "100", "dora");
        Assert.Equal(
            "20 % of 100 USD is 20 USD by rule 2 'Everybody', version 3; payable now.",
            await api.Sentence(other)
        );
        Assert.Equal("partner_differs", (await api.Explain(other))["data.decision.evidence.1.verdict"]);

        // The deal ends. What was sold under it keeps its rate, and is refunded at it.
        await api.Rules($$"""{"rules":[{{Everybody}}]}""");
        await api.Sale("after", "100", "carl");
        Assert.Equal("75 20", await api.Payable("anna", "berta"));
        await api.Refund("deal", "r1", "50");
        await api.Refund("after", "r1", "50");
        Assert.Equal("47.5 20", await api.Payable("anna", "berta"));
        Assert.Equal("35", (await api.Get("/v1/transactions/deal"))["data.rewards.0.amount"]);
    }
}
