using Byway.Journal;
using Byway.Programs;
using Byway.Rewards;
using Byway.Values;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Byway.Tests.Rewards;

/// <summary>What a sale earns, and what is taken back: the rules as tables, refusals in order of precedence.</summary>
public sealed class RewardRuleTests
{
    private const long Now = 1_768_478_400_000_000;
    private const long Sale = 100 * Micros.PerWhole;

    private static readonly ProgramSettings Settings = new()
    {
        Name = "Test",
        Website = "https://shop.example",
        RewardPercentMicros = 30 * Micros.PerWhole,
        EarningPeriod = "sales",
        EarningPeriodLength = 1,
    };

    // Everything that can speak against a reward, at once; each line of the table takes the first reason away.
    private static readonly RewardFacts Hopeless = new()
    {
        Settings = Settings,
        Now = Now,
        OccurredAt = Now,
        Amount = 0,
        Unit = "USD",
        IsCustomerProvisional = true,
        IsCustomerActive = false,
        IsSelfReferral = true,
        IsRewardable = false,
        GivenReward = 0,
        RewardedSalesBefore = 1,
    };

    [Fact]
    public void Reasons_count_in_their_order()
    {
        var facts = Hopeless;
        Assert.Equal(DecisionCode.CustomerUnknown, RewardRule.Decide(facts).Code);
        facts = facts with { IsCustomerKnown = true };
        Assert.Equal(DecisionCode.CustomerProvisional, RewardRule.Decide(facts).Code);
        facts = facts with { IsCustomerProvisional = false };
        Assert.Equal(DecisionCode.CustomerNotReferred, RewardRule.Decide(facts).Code);
        facts = facts with { IsReferred = true };
        Assert.Equal(DecisionCode.NotRewardable, RewardRule.Decide(facts).Code);
        facts = facts with { IsRewardable = true };
        Assert.Equal(DecisionCode.CustomerSuspended, RewardRule.Decide(facts).Code);
        facts = facts with { IsCustomerActive = true };
        Assert.Equal(DecisionCode.PartnerInactive, RewardRule.Decide(facts).Code);
        facts = facts with { IsReferrerActive = true };
        Assert.Equal(DecisionCode.SelfReferral, RewardRule.Decide(facts).Code);
        facts = facts with { IsSelfReferral = false };
        Assert.Equal(DecisionCode.RewardIsZero, RewardRule.Decide(facts).Code);
        Assert.Equal(DecisionCode.RewardGiven, RewardRule.Decide(facts with { GivenReward = 1 }).Code);
        facts = facts with { GivenReward = null };
        Assert.Equal(DecisionCode.EarningPeriodOver, RewardRule.Decide(facts).Code);
        facts = facts with { RewardedSalesBefore = 0 };
        Assert.Equal(DecisionCode.RewardIsZero, RewardRule.Decide(facts).Code);
        facts = facts with { Amount = Sale };
        Assert.Equal(DecisionCode.Rewarded, RewardRule.Decide(facts).Code);
    }

    [Theory]
    [InlineData("sales", 3, 0, 2, true)]
    [InlineData("sales", 3, 0, 3, false)]
    [InlineData("days", 10, (10 * UtcMicros.PerDay) - 1, 0, true)]
    [InlineData("days", 10, 10 * UtcMicros.PerDay, 0, false)]
    [InlineData("days", 10, -500 * UtcMicros.PerDay, 0, true)]
    [InlineData("months", 1, (31 * UtcMicros.PerDay) - 1, 0, true)]
    [InlineData("months", 1, 31 * UtcMicros.PerDay, 0, false)]
    [InlineData("months", 1_000_000, 36_500 * UtcMicros.PerDay, 0, true)]
    [InlineData("years", 1, (365 * UtcMicros.PerDay) - 1, 0, true)]
    [InlineData("years", 1, 365 * UtcMicros.PerDay, 0, false)]
    [InlineData("years", 1_000_000, 36_500 * UtcMicros.PerDay, 0, true)]
    [InlineData("lifetime", null, 36_500 * UtcMicros.PerDay, 1000, true)]
    public void An_earning_period_is_half_open(string kind, int? length, long later, long salesBefore, bool earns)
    {
        var facts = Good() with
        {
            Settings = Settings with { EarningPeriod = kind, EarningPeriodLength = length },
            BoundAt = Now,
            OccurredAt = Now + later,
            Now = Now + later,
            RewardedSalesBefore = salesBefore,
        };
        Assert.Equal(earns ? DecisionCode.Rewarded : DecisionCode.EarningPeriodOver, RewardRule.Decide(facts).Code);
    }

    [Fact]
    public void A_month_from_the_last_of_January_ends_with_February()
    {
        var bound = UtcMicros.Read("2026-01-31T12:00:00Z")!.Value;
        var end = UtcMicros.Read("2026-02-28T12:00:00Z")!.Value;
        var facts = Good() with
        {
            Settings = Settings with { EarningPeriod = "months", EarningPeriodLength = 1 },
            BoundAt = bound,
            OccurredAt = end - 1,
        };
        Assert.Equal(DecisionCode.Rewarded, RewardRule.Decide(facts).Code);
        Assert.Equal(DecisionCode.EarningPeriodOver, RewardRule.Decide(facts with { OccurredAt = end }).Code);
    }

    [Theory]
    [InlineData(0, 0, false)]
    [InlineData(14, 0, true)]
    [InlineData(14, (14 * UtcMicros.PerDay) - 1, true)]
    [InlineData(14, 14 * UtcMicros.PerDay, false)]
    public void A_hold_counts_from_when_the_sale_occurred(long days, long ago, bool isHeld)
    {
        var facts = Good() with { Settings = Settings with { ReviewPeriodDays = days }, OccurredAt = Now - ago };
        var until = RewardRule.Decide(facts).Earned!.HeldUntil;
        Assert.Equal(isHeld ? Now - ago + (days * UtcMicros.PerDay) : null, until);
        Assert.Null(RewardRule.Decide(facts with { IsAlreadyPaid = true }).Earned!.HeldUntil);
        Assert.Equal(until, RewardRule.Decide(facts with { GivenReward = 5 }).Earned!.HeldUntil);
    }

    [Theory]
    [InlineData(99_990_000, 30_000_000, false, 29_997_000)]
    [InlineData(99_990_000, 30_000_000, true, 30_000_000)]
    [InlineData(100_000_000, 30_000_000, true, 30_000_000)]
    [InlineData(1, 30_000_000, true, 0)]
    [InlineData(5, 30_000_000, true, 1_000_000)]
    [InlineData(Micros.Largest, 1_000_000_000, false, Micros.Largest)]
    public void A_percentage_is_exact_and_may_be_rounded_up(long amount, long percent, bool roundsUp, long reward)
    {
        if (percent == 1_000_000_000)
        {
            amount /= 10;
        }

        var verdict = RewardRule.Decide(
            Good() with
            {
                Amount = amount,
                Settings = Settings with { RewardPercentMicros = percent, RoundUpRewards = roundsUp },
            }
        );
        Assert.Equal(reward, verdict.Earned!.Amount);
        Assert.Equal(amount, verdict.Earned.Base);
    }

    [Fact]
    public void A_fixed_reward_is_in_the_programs_currency_and_a_percentage_in_the_sales()
    {
        var euros = Good() with { Unit = "EUR" };
        Assert.Equal("EUR", RewardRule.Decide(euros).Earned!.Unit);
        var fixedOne = euros with { Settings = Settings with { RewardPercentMicros = null, RewardFixedMicros = 7 } };
        Assert.Equal(new EarnedReward("default", 7, "USD"), RewardRule.Decide(fixedOne).Earned);
        Assert.Equal(new EarnedReward("given", 9, "EUR"), RewardRule.Decide(fixedOne with { GivenReward = 9 }).Earned);
    }

    [Theory]
    [InlineData(30, 100, 0, true, 0)]
    [InlineData(30, 100, 50, true, 15)]
    [InlineData(30, 100, 100, true, 30)]
    [InlineData(30, 100, 0, false, 30)]
    [InlineData(30, 100, 50, false, 30)]
    [InlineData(1, 2, 1, true, 0)]
    [InlineData(3, 2, 1, true, 2)]
    [InlineData(30, 0, 0, true, 0)]
    [InlineData(30, 0, 0, false, 30)]
    [InlineData(long.MaxValue, long.MaxValue, long.MaxValue - 1, true, long.MaxValue - 1)]
    public void What_is_taken_back_is_in_proportion(long reward, long sale, long refunded, bool isLive, long target) =>
        Assert.Equal(target, ReversalRule.TargetOf(reward, sale, refunded, isLive));

    [Fact]
    public void Parts_in_any_order_take_back_the_whole_reward_and_never_more() =>
        Prop.ForAll(
                Gen.Choose(1, 1_000_000).Select(part => (long)part).NonEmptyListOf().ToArbitrary(),
                Gen.Choose(0, int.MaxValue).ToArbitrary(),
                (parts, reward) =>
                {
                    var sale = parts.Sum();
                    long refunded = 0,
                        taken = 0;
                    foreach (var part in parts)
                    {
                        refunded += part;
                        var target = ReversalRule.TargetOf(reward, sale, refunded, isLive: true);
                        if (target < taken || target > reward)
                        {
                            return false;
                        }

                        taken = target;
                    }

                    return taken == reward;
                }
            )
            .QuickCheckThrowOnFailure();

    [Fact]
    public void A_verdict_depends_on_its_facts_alone() =>
        Prop.ForAll(
                Gen.Choose(0, int.MaxValue).Two().ToArbitrary(),
                pair =>
                {
                    var facts = Good() with { Amount = pair.Item1, OccurredAt = Now - pair.Item2 };
                    return FastBooks.TextOf(RewardRule.Decide(facts))
                        == FastBooks.TextOf(RewardRule.Decide(facts with { }));
                }
            )
            .QuickCheckThrowOnFailure();

    private static RewardFacts Good() =>
        Hopeless with
        {
            Amount = Sale,
            IsCustomerKnown = true,
            IsCustomerProvisional = false,
            IsReferred = true,
            IsCustomerActive = true,
            IsReferrerActive = true,
            IsSelfReferral = false,
            IsRewardable = true,
            GivenReward = null,
            RewardedSalesBefore = 0,
            BoundAt = Now,
        };
}
