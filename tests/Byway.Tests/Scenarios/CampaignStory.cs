using Xunit;

namespace Byway.Tests.Scenarios;

/// <summary>
/// A weekend with double rates: the list is set on Friday and set back on Monday. What counts is when a sale is
/// booked.
/// </summary>
public sealed class CampaignStory(TestServer server) : ServerTests(server)
{
    private const string Always = """
        {"rules":[
          {"name":"Newcomers' quarter","conditions":{"partner_days_until":90,"first_sale":true},"fixed":15},
          {"name":"Code","conditions":{"promotion_code":"FRIEND"},"percent":25},
          {"name":"Shops","conditions":{"metadata":{"channel":"shop"},"amount_from":50},"percent":15},
          {"name":"Rest","percent":10}
        ]}
        """;

    [Fact]
    public async Task Double_rates_from_Friday_to_Monday()
    {
        var api = await Server.Affiliate().WithCarl();
        await api.Rules("""{"rules":[{"name":"Usual","percent":10}]}""");
        await api.Sale("thursday", "100", "carl");
        await api.Days(1);
        await api.Rules("""{"rules":[{"name":"Weekend","percent":20}]}""");
        Assert.Contains(
            "'Weekend'",
            await api.Sentence(await api.Sale("friday", "100", "carl")),
            StringComparison.Ordinal
        );
        await api.Days(3);
        await api.Rules("""{"rules":[{"name":"Usual","percent":10}]}""");

        // Reported on Monday, though it was sold on Saturday: the list of the day on which it is booked counts.
        var saturday = Server.Clock.GetUtcNow().AddDays(-2);
        var late = await api.Sale("saturday", "100", "carl", $$""","created_at":"{{saturday:O}}" """);
        Assert.Equal("10", late["data.rewards.0.amount"]);
        Assert.Equal("40", await api.Balance());
    }

    [Fact]
    public async Task Newcomers_codes_and_channels_each_have_their_rule()
    {
        var api = await Server.Affiliate().WithCarl();
        await api.Rules(Always);
        Assert.Equal("15", await Earned(api, "o1"));
        Assert.Equal("25", await Earned(api, "o2", ""","discount_code":"friend" """));
        Assert.Equal("15", await Earned(api, "o3", ""","metadata":{"channel":"shop"} """));
        Assert.Equal("10", await Earned(api, "o4", ""","metadata":{"channel":"web"} """));

        // After ninety days she is no newcomer any more: a first sale earns as every other.
        await api.Days(90);
        await api.SignUp("dora", "anna");
        var first = await api.Sale("o5", "100", "dora");
        Assert.Equal("10", first["data.rewards.0.amount"]);
        Assert.Equal("partner_days_differ", (await api.Explain(first))["data.decision.evidence.1.verdict"]);
    }

    private static async Task<string?> Earned(ApiClient api, string key, string more = "") =>
        (await api.Sale(key, "100", "carl", more))["data.rewards.0.amount"];
}
