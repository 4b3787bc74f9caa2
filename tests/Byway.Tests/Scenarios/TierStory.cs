using Xunit;

namespace Byway.Tests.Scenarios;

/// <summary>
/// Partners move up at 20 and 50 customers within a rolling year, and down again when the year rolls on.
/// </summary>
public sealed class TierStory(TestServer server) : ServerTests(server)
{
    private const string Tiers = """
        {"rules":[
          {"name":"Gold","percent":30,"conditions":{"running":[{"of":"customers","from":50,"window_days":365}]}},
          {"name":"Silver","percent":25,"conditions":{"running":[{"of":"customers","from":20,"window_days":365}]}}
        ]}
        """;

    [Fact]
    public async Task Tiers_follow_the_customers_of_the_last_year()
    {
        var api = await Server.Affiliate(s => s with { RewardPercentMicros = 20_000_000 });
        await api.Referrer("anna");
        await api.Rules(Tiers);
        var rates = new List<string>();
        for (var number = 1; number <= 52; number++)
        {
            rates.Add(await Buy(api, number));
            await api.Days(1);
        }

        // The tier counts the customers before the sale: the 21st customer's sale is the first at 25 %.
        Assert.Equal(Enumerable.Repeat("20", 20), rates.Take(20));
        Assert.Equal(Enumerable.Repeat("25", 30), rates.Skip(20).Take(30));
        Assert.Equal(Enumerable.Repeat("30", 2), rates.Skip(50));

        // Three refunds bring her below 50 again; restoring is not asked for.
        for (var number = 1; number <= 3; number++)
        {
            await api.Refund($"o{number}", "r", "100");
        }

        Assert.Equal("25", await Buy(api, 53));

        // A year after the first fifty, only those of the last days are left.
        await api.Days(340);
        Assert.Equal("25", await Buy(api, 54));
        await api.Days(60);
        Assert.Equal("20", await Buy(api, 55));
    }

    private static async Task<string> Buy(ApiClient api, int number)
    {
        await api.SignUp($"c{number}", "anna");
        return (await api.Sale($"o{number}", "100", $"c{number}"))["data.rewards.0.amount"]!;
    }
}
