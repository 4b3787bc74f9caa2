using Byway.Programs;
using Byway.Rewards;
using Xunit;

namespace Byway.Tests.Rewards;

/// <summary>What a sale earns, through HTTP: given and refused rewards, holds, periods, rounding.</summary>
public sealed class RewardTests(TestServer server) : ServerTests(server)
{
    [Theory]
    [MemberData(nameof(BothTypes))]
    public async Task A_reward_is_held_until_the_very_end_of_its_review_period_and_released_once(string type)
    {
        var api = await Server.NewProgram(type, s => s with { ReviewPeriodDays = 14 }).WithCarl();
        var sale = await api.Sale("o1", "100", "carl");
        Assert.Equal("review_period", sale["data.rewards.0.status"]);
        Assert.Equal("30", await api.Balance("held"));
        Server.Clock.Advance(TimeSpan.FromDays(14) - TimeSpan.FromTicks(10));
        await Server.RunJob<ReleaseHeldRewards>();
        Assert.Equal("30", await api.Balance("held"));
        Server.Clock.Advance(TimeSpan.FromTicks(10));
        var before = await api.Sequence();
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Server.RunJob<ReleaseHeldRewards>()));
        Assert.Equal("0", await api.Balance("held"));
        Assert.Equal("30", await api.Balance());
        Assert.Equal("ok", (await api.Get("/v1/transactions/o1"))["data.rewards.0.status"]);
        Assert.Equal(before + 1, await api.Sequence());
        var entry = await api.Get($"/v1/journal?after={before}");
        Assert.Equal("rewards.released", entry["data.0.kind"]);
        Assert.Equal("job:ReleaseHeldRewards", entry["data.0.actor"]);
        Assert.Equal("released", entry["data.0.decision.code"]);
    }

    [Fact]
    public async Task A_hold_counts_from_when_the_sale_occurred()
    {
        var api = await Server.Affiliate(s => s with { ReviewPeriodDays = 14 }).WithCarl();
        var old = await api.Sale("o1", "100", "carl", ""","created_at":"2026-01-01T12:00:00Z" """);
        Assert.Equal("ok", old["data.rewards.0.status"]);
        var younger = await api.Sale("o2", "100", "carl", ""","created_at":"2026-01-01T12:00:00.000001Z" """);
        Assert.Equal("review_period", younger["data.rewards.0.status"]);
    }

    [Theory]
    [MemberData(nameof(BothTypes))]
    public async Task A_sale_that_is_not_rewardable_earns_nothing(string type)
    {
        var api = await Server.NewProgram(type).WithCarl();
        var sale = await api.Sale("o1", "100", "carl", ""","rewardable":false,"reward":5""");
        Assert.Equal("not_rewardable", sale.Decision);
        Assert.Equal("[]", sale["data.rewards"]);
        Assert.Equal("anna-id", sale.CountsFor());
        Assert.Equal("0", await api.Balance());
    }

    [Theory]
    [InlineData(""","reward":7.5""", "7.5", "reward_given")]
    [InlineData(""","reward":"0.000001" """, "0.000001", "reward_given")]
    [InlineData(""","reward":0""", null, "reward_is_zero")]
    [InlineData(""","reward":null""", "30", "rewarded")]
    [InlineData(""","reward":"" """, "30", "rewarded")]
    public async Task A_reward_may_be_given(string more, string? amount, string code)
    {
        foreach (var program in new[] { Server.Affiliate(), Server.ReferAFriend() })
        {
            var api = await program.WithCarl();
            var sale = await api.Sale("o1", "100", "carl", more);
            Assert.Equal(amount, sale["data.rewards.0.amount"]);
            Assert.Equal(code, sale.Decision);
            Assert.Equal(amount ?? "0", await api.Balance());
        }
    }

    [Fact]
    public async Task A_given_reward_needs_no_amount()
    {
        var api = await Server.Affiliate().WithCarl();
        var sale = await api.Post("/v1/transactions", """{"key":"o1","reward":5,"customer":{"key":"carl"}}""");
        Assert.Equal("0", sale.Is(200)["data.amount"]);
        Assert.Equal("5", sale["data.rewards.0.amount"]);
        (await api.Delete("/v1/transactions/o1")).Is(200);
        Assert.Equal("0", await api.Balance());
    }

    [Theory]
    [MemberData(nameof(BothTypes))]
    public async Task A_reward_that_was_paid_already_is_booked_as_paid(string type)
    {
        var api = await Server.NewProgram(type, s => s with { ReviewPeriodDays = 14 }).WithCarl();
        var sale = await api.Sale("o1", "100", "carl", ""","rewarded":true""");
        Assert.Equal("ok", sale["data.rewards.0.status"]);
        Assert.Equal("30", await api.Balance("paid"));
        Assert.Equal("0", await api.Balance("held"));
        Assert.Equal("0", await api.Balance());
    }

    [Theory]
    [InlineData("anna@gmail.com", "anna@gmail.com")]
    [InlineData("anna@example.com", "ANNA@Example.com")]
    [InlineData("anna@example.com", "anna+shop@example.com")]
    [InlineData("anna+partner@example.com", "anna+shop@example.com")]
    [InlineData("an.na@gmail.com", "a.n.n.a+x@googlemail.com")]
    public async Task Ones_own_purchase_earns_nothing_unless_the_program_allows_it(string partner, string customer)
    {
        foreach (var isAllowed in new[] { false, true })
        {
            foreach (var type in new[] { ProgramType.Affiliate, ProgramType.ReferAFriend })
            {
                var api = await Server.NewProgram(type, s => s with { AllowSelfReferral = isAllowed });
                await api.Referrer("anna", partner);
                await api.SignUp("carl", "anna", $",\"email\":\"{customer}\"");
                var sale = await api.Sale("o1", "100", "carl", ""","reward":5""");
                Assert.Equal(isAllowed ? "reward_given" : "self_referral", sale.Decision);
                Assert.Equal(isAllowed ? "5" : "0", await api.Balance());
            }
        }
    }

    [Theory]
    [InlineData("an.na@example.com", "anna@example.com")]
    [InlineData("anna@example.com", "anna@example.org")]
    [InlineData("anna@example.com", "no address")]
    public async Task Somebody_elses_purchase_earns(string partner, string customer)
    {
        var api = await Server.Affiliate();
        await api.Referrer("anna", partner);
        await api.SignUp("carl", "anna", $",\"email\":\"{customer}\"");
        Assert.Equal("rewarded", (await api.Sale("o1", "100", "carl")).Decision);
    }

    [Theory]
    [MemberData(nameof(BothTypes))]
    public async Task The_first_sales_earn_and_a_reversed_one_does_not_count(string type)
    {
        var api = await Server
            .NewProgram(type, s => s with { EarningPeriod = "sales", EarningPeriodLength = 2 })
            .WithCarl();
        await api.SignUp("dora", "anna");
        Assert.Equal("rewarded", (await api.Sale("o1", "10", "carl")).Decision);
        Assert.Equal("not_rewardable", (await api.Sale("n", "10", "carl", ""","rewardable":false""")).Decision);
        Assert.Equal("rewarded", (await api.Sale("o2", "10", "carl")).Decision);
        Assert.Equal("earning_period_over", (await api.Sale("o3", "10", "carl")).Decision);
        await api.Refund("o1", "r1", "5");
        Assert.Equal("earning_period_over", (await api.Sale("o4", "10", "carl")).Decision);
        await api.Refund("o1", "r2", "5");
        Assert.Equal("rewarded", (await api.Sale("o5", "10", "carl")).Decision);
        Assert.Equal("rewarded", (await api.Sale("o6", "10", "dora")).Decision);
    }

    [Theory]
    [InlineData("days", 10, "2026-01-25T12:00:00Z")]
    [InlineData("months", 1, "2026-02-15T12:00:00Z")]
    [InlineData("years", 2, "2028-01-15T12:00:00Z")]
    public async Task An_earning_period_ends_at_its_very_end(string kind, long length, string end)
    {
        foreach (var type in new[] { ProgramType.Affiliate, ProgramType.ReferAFriend })
        {
            Server.Clock.Now = MovingClock.Start;
            var api = await Server
                .NewProgram(type, s => s with { EarningPeriod = kind, EarningPeriodLength = length })
                .WithCarl();
            Server.Clock.Now = DateTimeOffset.Parse(end, null) - TimeSpan.FromTicks(10);
            Assert.Equal("rewarded", (await api.Sale("o1", "10", "carl")).Decision);
            Server.Clock.Advance(TimeSpan.FromTicks(10));
            Assert.Equal("earning_period_over", (await api.Sale("o2", "10", "carl")).Decision);
            // A late report of an early sale still earns: what counts is when it occurred.
            var late = await api.Sale("o3", "10", "carl", ""","created_at":"2026-01-16" """);
            Assert.Equal("rewarded", late.Decision);
        }
    }

    [Theory]
    [InlineData("10", "3")]
    [InlineData("10.01", "4")]
    [InlineData("0.01", "1")]
    [InlineData("0.000005", "1")]
    public async Task Rewards_may_be_rounded_up(string amount, string reward)
    {
        var api = await Server.Affiliate(s => s with { RoundUpRewards = true }).WithCarl();
        var sale = await api.Sale("o1", amount, "carl");
        Assert.Equal(reward, sale["data.rewards.0.amount"]);
        Assert.Contains(
            reward == "3" ? "3 USD, by" : "rounded up",
            (await api.Explain(sale))["data.decision.sentence"],
            StringComparison.Ordinal
        );
    }

    [Theory]
    [MemberData(nameof(BothTypes))]
    public async Task A_fixed_reward_is_the_same_for_every_sale(string type)
    {
        var api = await Server
            .NewProgram(type, s => s with { RewardPercentMicros = null, RewardFixedMicros = 12_500_000 })
            .WithCarl();
        Assert.Equal("12.5", (await api.Sale("o1", "1", "carl"))["data.rewards.0.amount"]);
        Assert.Equal("12.5", (await api.Sale("o2", "999", "carl"))["data.rewards.0.amount"]);
        await api.Refund("o2", "r", "333");
        Assert.Equal("20.833333", await api.Balance());
    }

    [Fact]
    public async Task A_partner_who_was_put_away_earns_nothing_more_and_keeps_what_was_earned()
    {
        var api = await Server.Affiliate().WithCarl();
        await api.Sale("o1", "100", "carl");
        await api.Post("/v1/partners/anna-id/archive");
        var sale = await api.Sale("o2", "100", "carl");
        Assert.Equal("partner_inactive", sale.Decision);
        Assert.Equal("anna-id", sale.CountsFor());
        Assert.Equal("30", await api.Balance());
        await api.Refund("o1", "r", "50");
        Assert.Equal("15", await api.Balance());
        await api.Post("/v1/partners/anna-id/revoke-archive");
        Assert.Equal("rewarded", (await api.Sale("o3", "100", "carl")).Decision);
    }

    [Theory]
    [MemberData(nameof(BothTypes))]
    public async Task Rewards_are_numbered_in_order(string type)
    {
        var api = await Server.NewProgram(type).WithCarl();
        for (var number = 1; number <= 3; number++)
        {
            var sale = await api.Sale($"o{number}", "10", "carl");
            Assert.Equal($"{number}", (await api.Explain(sale))["data.decision.arithmetic.0.reward"]);
        }
    }
}
