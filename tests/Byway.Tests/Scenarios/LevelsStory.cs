using Xunit;

namespace Byway.Tests.Scenarios;

/// <summary>Three levels above a partner, a refund in parts, and a partner in between who is archived.</summary>
public sealed class LevelsStory(TestServer server) : ServerTests(server)
{
    [Fact]
    public async Task A_refund_goes_through_all_levels()
    {
        var api = await Server.Affiliate(s => s with { ReviewPeriodDays = 10 });
        await api.Referrer("dora");
        await api.PartnerUnder("cleo", "dora");
        await api.PartnerUnder("berta", "cleo");
        await api.PartnerUnder("anna", "berta");
        await api.SignUp("carl", "anna");
        await api.Rules(
            """{"rules":[{"name":"All","percent":20}],"levels":[{"percent":5},{"percent":3},{"percent":1}]}"""
        );
        var sale = await api.Sale("o1", "99.99", "carl");
        Assert.Equal("anna-id", sale["data.partner"]);
        Assert.Equal("19.998", sale["data.rewards.0.amount"]);
        Assert.Equal("berta-id", sale["data.rewards.1.partner"]);
        Assert.Equal("4.9995", sale["data.rewards.1.amount"]);
        Assert.Equal("cleo-id", sale["data.rewards.2.partner"]);
        Assert.Equal("dora-id", sale["data.rewards.3.partner"]);
        Assert.Equal("0.9999", sale["data.rewards.3.amount"]);
        Assert.Contains(
            "5 % of 99.99 USD is 4.9995 USD for the partner 1 above by rule 1 'All'",
            await api.Sentence(sale),
            StringComparison.Ordinal
        );
        Assert.Equal(sale["data.rewards.3.partner"], (await api.Get("/v1/transactions/o1"))["data.rewards.3.partner"]);

        // A third is refunded while all is held, the rest after it was released.
        await api.Refund("o1", "r1", "33.33");
        Assert.Equal("3.333", await api.Balance("held", referrer: "berta"));
        await api.Days(11);
        Assert.Equal("13.332 3.333 1.9998 0.6666", await api.Payable("anna", "berta", "cleo", "dora"));
        await api.Post("/v1/transactions/o1/archive");
        Assert.Equal("0 0 0 0", await api.Payable("anna", "berta", "cleo", "dora"));
        await api.Post("/v1/transactions/o1/revoke-archive");
        Assert.Equal("13.332 3.333 1.9998 0.6666", await api.Payable("anna", "berta", "cleo", "dora"));
        await api.Refund("o1", "r2", "66.66");
        Assert.Equal("0 0 0 0", await api.Payable("anna", "berta", "cleo", "dora"));

        // Berta is archived: nobody moves up, and nobody gets her part.
        (await api.Post("/v1/partners/berta-id/archive")).Is(200);
        await api.Sale("o2", "100", "carl");
        await api.Days(11);
        Assert.Equal("20 0 3 1", await api.Payable("anna", "berta", "cleo", "dora"));
    }
}
