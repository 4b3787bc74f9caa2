using Xunit;

namespace Byway.Tests.Scenarios;

/// <summary>
/// Thirty per cent on the first three sales of a customer, ten afterwards; a code makes all sales better.
/// </summary>
public sealed class StepDownStory(TestServer server) : ServerTests(server)
{
    [Fact]
    public async Task Three_sales_at_thirty_then_ten()
    {
        var api = await Server.Affiliate().WithCarl();
        await api.Rules(
            """
            {"rules":[
              {"name":"Spring","conditions":{"promotion_code":"SPRING"},"percent":50,"cap":"20"},
              {"name":"Start","percent":30,"earning_period":"sales","earning_period_length":3,
               "after_earning_period":"next_rule"},
              {"name":"Later","percent":10}
            ]}
            """
        );
        Assert.Equal("30", await Earned(api, "o1"));
        Assert.Equal("30", await Earned(api, "o2"));
        Assert.Equal("20", await Earned(api, "o3", ",\"discount_code\":\"spring\""));
        Assert.Equal("10", await Earned(api, "o4"));
        Assert.Equal(
            "10 % of 100 USD is 10 USD by rule 3 'Later', version 2; payable now.",
            await api.Sentence(await api.Sale("o4", "100", "carl"))
        );
        // Sales that were taken back do not count among the three, by whatever rule they had earned.
        await api.Delete("/v1/transactions/o1");
        await api.Delete("/v1/transactions/o4");
        Assert.Equal("30", await Earned(api, "o5"));
        Assert.Equal("10", await Earned(api, "o6"));
    }

    private static async Task<string?> Earned(ApiClient api, string key, string more = "") =>
        (await api.Sale(key, "100", "carl", more))["data.rewards.0.amount"];
}
