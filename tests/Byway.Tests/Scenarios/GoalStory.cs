using Xunit;

namespace Byway.Tests.Scenarios;

/// <summary>
/// A bonus for every second customer until new year: taken back with a refund, given again when it is restored.
/// </summary>
public sealed class GoalStory(TestServer server) : ServerTests(server)
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_goal_that_is_left_and_set_again_pays_no_step_twice(bool isRejected)
    {
        const string Goal = """{"goals":[{"name":"Pair","of":"customers","at":2,"bonus":{"fixed":25}}]}""";
        var api = await Server.Affiliate(s => s with { RewardPercentMicros = 0 });
        await api.Referrer("anna");
        await api.Rules(Goal);
        await Buy(api, 1);
        await Buy(api, 2);
        Assert.Equal("25", await api.Balance());
        if (isRejected)
        {
            (await api.Post("/v1/rewards/1/reject")).Is(200);
        }

        await api.Rules("""{"rules":[]}""");
        await api.Post("/v1/transactions/o2/archive");
        await api.Rules(Goal);
        await Buy(api, 3);
        Assert.Equal(isRejected ? "0" : "25", await api.Balance());
        await api.Post("/v1/transactions/o3/archive");
        Assert.Equal("0", await api.Balance());
        await Buy(api, 4);
        Assert.Equal(isRejected ? "0" : "25", await api.Balance());
        await Server.BooksAreWhole();
    }

    [Fact]
    public async Task A_refund_across_millions_of_steps_looks_only_at_those_that_earned()
    {
        var api = await Server.Affiliate(s => s with { RewardPercentMicros = 0 });
        await api.Referrer("anna");
        await api.SignUp("carl", "anna");
        await api.Sale("old", "9000000000", "carl");
        await api.Rules(
            """{"goals":[{"name":"G","of":"revenue","at":0.000001,"recurring":true,"bonus":{"fixed":1}}]}"""
        );
        await api.Sale("new", "0.00015", "carl");
        Assert.Equal("100", await api.Balance());
        await api.Post("/v1/transactions/old/archive");
        Assert.Equal("0", await api.Balance());
        await api.Post("/v1/transactions/old/revoke-archive");
        Assert.Equal("150", await api.Balance());
        await Server.BooksAreWhole();
    }

    [Fact]
    public async Task Bonuses_come_go_and_come_again()
    {
        var api = await Server.Affiliate(s => s with { RewardPercentMicros = 0 });
        await api.Referrer("anna");
        await api.SignUp("c0", "anna");
        await api.Sale("o0", "10", "c0");
        var end = Server.Clock.GetUtcNow().AddDays(30);
        await api.Rules(
            $$"""
            {"goals":[{"name":"Pairs","of":"customers","at":2,"recurring":true,
             "bonus":{"fixed":25},"until":"{{end:O}}" }]}
            """
        );
        var first = await Buy(api, 1);
        Assert.Contains(
            "25 USD by goal 1 'Pairs', version 2; payable now.",
            await api.Sentence(first),
            StringComparison.Ordinal
        );
        Assert.Equal("[]", first["data.rewards"]);
        Assert.Equal("25", await api.Balance());
        await Buy(api, 2);
        Assert.Equal("25", await api.Balance());
        await Buy(api, 3);
        Assert.Equal("50", await api.Balance());

        // Three customers are left after this, and the second pair is broken.
        await api.Refund("o2", "r1", "10");
        Assert.Equal("25", await api.Balance());
        await api.Post("/v1/transactions/o1/archive");
        Assert.Equal("25", await api.Balance());
        await api.Post("/v1/transactions/o3/archive");
        Assert.Equal("0", await api.Balance());
        await api.Post("/v1/transactions/o3/revoke-archive");
        await api.Post("/v1/transactions/o1/revoke-archive");
        Assert.Equal("25", await api.Balance());
        await Buy(api, 4);
        Assert.Equal("50", await api.Balance());

        // What is reached after the end earns nothing, and what was earned before stays.
        await api.Days(31);
        await Buy(api, 5);
        await Buy(api, 6);
        Assert.Equal("50", await api.Balance());
        await api.Refund("o6", "r2", "10");
        await api.Refund("o5", "r3", "10");
        Assert.Equal("50", await api.Balance());
    }

    [Fact]
    public async Task What_was_reached_before_a_goal_was_set_earns_nothing()
    {
        var api = await Server.Affiliate(s => s with { RewardPercentMicros = 0 });
        await api.Referrer("anna");
        for (var number = 0; number < 3; number++)
        {
            await Buy(api, number);
        }

        await api.Rules(
            """
            {"goals":[{"name":"Two","of":"customers","at":2,"bonus":{"fixed":25}},
             {"name":"50","of":"revenue","at":"45.5","bonus":{"fixed":1}}]}
            """
        );
        await Buy(api, 3);
        Assert.Equal("0", await api.Balance());
        await Buy(api, 4);
        Assert.Equal("1", await api.Balance());
        await api.Refund("o1", "r1", "4.500001");
        Assert.Equal("0", await api.Balance());
        await api.Sale("more", "0.00001", "c1");
        Assert.Equal("1", await api.Balance());
    }

    private static async Task<Reply> Buy(ApiClient api, int number)
    {
        await api.SignUp($"c{number}", "anna");
        return await api.Sale($"o{number}", "10", $"c{number}");
    }
}
