using Xunit;

namespace Byway.Tests.Scenarios;

/// <summary>A subscription pays 20 % for twelve months, and each reward after thirty days.</summary>
public sealed class SubscriptionStory(TestServer server) : ServerTests(server)
{
    [Fact]
    public async Task Twelve_months_earn_and_the_thirteenth_does_not()
    {
        var api = await Server.Affiliate(s => s with { ReviewPeriodDays = 30 }).WithCarl();
        await api.Rules(
            """{"rules":[{"name":"First year","percent":20,"earning_period":"months","earning_period_length":12}]}"""
        );
        var bound = Server.Clock.GetUtcNow();
        for (var month = 0; month < 12; month++)
        {
            await api.Days((bound.AddMonths(month) - Server.Clock.GetUtcNow()).TotalDays);
            var sale = await api.Sale($"month-{month}", "50", "carl");
            Assert.Equal("10", sale["data.rewards.0.amount"]);
            Assert.Equal("review_period", sale["data.rewards.0.status"]);
            var payable = bound.AddMonths(month).AddDays(30);
            Assert.Equal(
                $"20 % of 50 USD is 10 USD by rule 1 'First year', version 2; payable from {payable:yyyy-MM-dd}.",
                await api.Sentence(sale)
            );
        }

        await api.Days((bound.AddYears(1) - Server.Clock.GetUtcNow()).TotalDays);
        var late = await api.Sale("month-12", "50", "carl");
        Assert.Equal("earning_period_over", late.Header("Byway-Decision"));
        Assert.Equal("[]", late["data.rewards"]);

        // All twelve are payable by now; half of the last month is refunded after that.
        Assert.Equal("120", await api.Balance());
        await api.Refund("month-11", "r1", "25");
        Assert.Equal("115", await api.Balance());
        Assert.Equal("0", await api.Balance("held"));
    }
}
