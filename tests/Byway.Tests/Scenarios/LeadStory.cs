using Xunit;

namespace Byway.Tests.Scenarios;

/// <summary>A partner brings somebody by name: the merchant talks to them, and the first contract earns.</summary>
public sealed class LeadStory(TestServer server) : ServerTests(server)
{
    [Fact]
    public async Task A_lead_becomes_a_customer_whose_sales_earn_and_another_does_not()
    {
        var api = await Server.Affiliate(s => s with { ReviewPeriodDays = 30 });
        await api.Referrer("anna");
        await api.Rules(
            """{"rules":[{"name":"First contract","conditions":{"first_sale":true},"percent":15},{"percent":5}]}"""
        );
        var carl = await Lead(api, "Carl Brown", "carl@example.net");
        var dora = await Lead(api, "Dora Green", "dora@example.net");
        Assert.Equal("0", await api.Balance("held"));

        await api.Days(20);
        var converted = (
            await api.Post("/v1/leads/convert", $$"""{"id":{{carl}},"commission_transaction_amount":2000}""")
        ).Is(200);
        Assert.Equal("converted", converted["data.status"]);
        Assert.Equal("300", await api.Balance("held"));
        (await api.Post("/v1/leads/reject", $$"""{"id":{{dora}}}""")).Is(200);

        // The customer goes on buying under the key it was given; whoever was rejected is nobody's.
        var customer = converted["data.converted_to.key"]!;
        var next = await api.Sale("o2", "1000", customer);
        Assert.Equal("anna-id", next["data.partner"]);
        Assert.Equal("350", await api.Balance("held"));
        Assert.Equal("customer_unknown", (await api.Sale("o3", "1000", "dora@example.net")).Decision);
        await api.Days(30);
        Assert.Equal("350", await api.Balance());

        // Converted once, and no second time.
        Assert.Equal(400, (await api.Post("/v1/leads/convert", $$"""{"id":{{carl}}}""")).Status);
        Assert.Equal("350", await api.Balance());
    }

    private static async Task<string> Lead(ApiClient api, string name, string email) =>
        (await api.Post("/v1/leads", $$"""{"name":"{{name}}","email":"{{email}}","partner":{"key":"anna"} }""")).Is(
            201
        )["data.id"]!;
}
