using Xunit;

namespace Byway.Tests.Scenarios;

/// <summary>Points for both on the sign-up, and cash for both on the third sale.</summary>
public sealed class DoubleSidedStory(TestServer server) : ServerTests(server)
{
    [Fact]
    public async Task Friends_get_points_at_once_and_cash_on_the_third_sale()
    {
        var api = await Server.ReferAFriend(s => s with { RewardPercentMicros = 0 });
        await api.Rules(
            """
            {"rewards":[
              {"name":"Welcome","trigger":"sign_up",
               "referring":{"fixed":100,"unit":"points"},"referred":{"fixed":50,"unit":"points"}},
              {"name":"Third sale","trigger":"sale","start_after":2,"end_after":3,
               "referring":{"fixed":10},"referred":{"percent":5}}
            ]}
            """
        );
        await api.Referrer("anna");
        var signUp = await api.SignUp("carl", "anna");
        Assert.Equal("attributed", signUp.Header("Byway-Decision"));
        Assert.Contains(
            "100 points by reward 1 'Welcome', version 2; payable now.",
            await api.Sentence(signUp),
            StringComparison.Ordinal
        );
        Assert.Contains(
            "50 points for the referred customer by reward 1",
            await api.Sentence(signUp),
            StringComparison.Ordinal
        );
        Assert.Equal("100", await api.Balance("payable", "points"));
        Assert.Equal("50", await api.Balance("payable", "points", "carl"));

        await api.Sale("o1", "40", "carl");
        await api.Sale("o2", "40", "carl");
        await api.Refund("o2", "r1", "40");
        Assert.Equal("reward_is_zero", (await api.Sale("o3", "40", "carl")).Header("Byway-Decision"));
        var third = await api.Sale("o4", "80", "carl");
        Assert.Equal("anna-id", third["data.customer"]);
        Assert.Equal("anna-id", third["data.rewards.0.customer"]);
        Assert.Equal("10", third["data.rewards.0.amount"]);
        Assert.Equal("carl", third["data.rewards.1.customer"]);
        Assert.Equal("carl", third["data.rewards.1.referred_customer"]);
        Assert.Equal("4", third["data.rewards.1.amount"]);
        Assert.Equal("[]", (await api.Sale("o5", "40", "carl"))["data.rewards"]);

        // Half of it back: both sides give back half.
        await api.Refund("o4", "r2", "40");
        Assert.Equal("5", await api.Balance());
        Assert.Equal("2", await api.Balance(referrer: "carl"));
        await api.Delete("/v1/transactions/o4");
        Assert.Equal("0", await api.Balance());
        Assert.Equal("0", await api.Balance(referrer: "carl"));
        Assert.Equal("100", await api.Balance("payable", "points"));
    }
}
