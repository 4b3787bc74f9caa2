using Byway.Journal;
using Byway.Programs;
using Byway.Values;

namespace Byway.Rewards;

/// <summary>
/// The one place that says what a sale earns. Pure: the same facts give the same verdict, whenever it is asked. The
/// order of reasons is the order below.
/// </summary>
public static class RewardRule
{
    /// <summary>What a sale earns, and why.</summary>
    /// <param name="facts">Everything the verdict may depend on.</param>
    public static RewardVerdict Decide(RewardFacts facts)
    {
        if (!facts.IsCustomerKnown)
        {
            return new(DecisionCode.CustomerUnknown);
        }

        if (!facts.IsReferred)
        {
            return new(
                facts.IsCustomerProvisional ? DecisionCode.CustomerProvisional : DecisionCode.CustomerNotReferred
            );
        }

        if (!facts.IsRewardable)
        {
            return new(DecisionCode.NotRewardable);
        }

        if (!facts.IsCustomerActive)
        {
            return new(DecisionCode.CustomerSuspended);
        }

        if (!facts.IsReferrerActive)
        {
            return new(DecisionCode.PartnerInactive);
        }

        if (facts.IsSelfReferral && !facts.Settings.AllowSelfReferral)
        {
            return new(DecisionCode.SelfReferral);
        }

        if (facts.GivenReward is { } given)
        {
            return given == 0
                ? new(DecisionCode.RewardIsZero)
                : new(DecisionCode.RewardGiven, Held(facts, new("given", given, facts.Unit)));
        }

        if (IsEarningPeriodOver(facts))
        {
            return new(DecisionCode.EarningPeriodOver);
        }

        var earned = Default(facts);
        return earned.Amount == 0
            ? new(DecisionCode.RewardIsZero, earned)
            : new(DecisionCode.Rewarded, Held(facts, earned));
    }

    private static EarnedReward Default(RewardFacts facts)
    {
        var settings = facts.Settings;
        if (settings.RewardFixedMicros is { } fixedReward)
        {
            return RoundedUp(settings, new("default", fixedReward, settings.Currency));
        }

        var percent = Percent.OfMicros(settings.RewardPercentMicros ?? 0);
        return RoundedUp(
            settings,
            new("default", percent.Of(facts.Amount), facts.Unit)
            {
                Base = facts.Amount,
                PartsPerMillion = percent.PartsPerMillion,
            }
        );
    }

    private static EarnedReward RoundedUp(ProgramSettings settings, EarnedReward earned)
    {
        var rest = earned.Amount % Micros.PerWhole;
        return !settings.RoundUpRewards || rest == 0
            ? earned
            : earned with
            {
                Amount = earned.Amount - rest + Micros.PerWhole,
                IsRoundedUp = true,
            };
    }

    /// <summary>
    /// A reward is held until so many days after the sale occurred; one already paid elsewhere is not.
    /// </summary>
    private static EarnedReward Held(RewardFacts facts, EarnedReward earned)
    {
        var until = facts.OccurredAt + (facts.Settings.ReviewPeriodDays * UtcMicros.PerDay);
        return facts.IsAlreadyPaid || until <= facts.Now ? earned : earned with { HeldUntil = until };
    }

    /// <summary>
    /// A sale before the binding counts as day 0. Bounds are half-open: the last instant of the period still earns,
    /// its end does not.
    /// </summary>
    private static bool IsEarningPeriodOver(RewardFacts facts)
    {
        if (facts.Settings.EarningPeriodLength is not { } length)
        {
            return false;
        }

        var bound = UtcMicros.ToDateTime(facts.BoundAt);
        var months = (int)Math.Min(length, 12_000);
        return facts.Settings.EarningPeriod switch
        {
            "sales" => facts.RewardedSalesBefore >= length,
            "days" => facts.OccurredAt - facts.BoundAt >= length * UtcMicros.PerDay,
            "months" => facts.OccurredAt >= UtcMicros.OfUtc(bound.AddMonths(months)),
            "years" => facts.OccurredAt >= UtcMicros.OfUtc(bound.AddYears((int)Math.Min(length, 1000))),
            _ => false,
        };
    }
}

/// <summary>Everything a reward may depend on.</summary>
public sealed record RewardFacts
{
    /// <summary>The settings in force.</summary>
    public required ProgramSettings Settings { get; init; }

    /// <summary>The turn's time, Unix microseconds.</summary>
    public required long Now { get; init; }

    /// <summary>When the sale occurred.</summary>
    public required long OccurredAt { get; init; }

    /// <summary>The sale's amount in micros.</summary>
    public required long Amount { get; init; }

    /// <summary>The sale's unit.</summary>
    public required string Unit { get; init; }

    /// <summary>False while no customer has the sale's key.</summary>
    public bool IsCustomerKnown { get; init; }

    /// <summary>True while the customer awaits its sign-up.</summary>
    public bool IsCustomerProvisional { get; init; }

    /// <summary>True when the customer is bound.</summary>
    public bool IsReferred { get; init; }

    /// <summary>False while the customer is suspended or archived.</summary>
    public bool IsCustomerActive { get; init; } = true;

    /// <summary>True when the partner or referring customer counts at present.</summary>
    public bool IsReferrerActive { get; init; }

    /// <summary>True when buyer and referrer have one e-mail.</summary>
    public bool IsSelfReferral { get; init; }

    /// <summary>When the customer was bound.</summary>
    public long BoundAt { get; init; }

    /// <summary>The customer's sales whose rewards stand, before this one.</summary>
    public long RewardedSalesBefore { get; init; }

    /// <summary>False when the request said so.</summary>
    public bool IsRewardable { get; init; } = true;

    /// <summary>The reward the request set, in micros.</summary>
    public long? GivenReward { get; init; }

    /// <summary>True when the request said the reward was already paid.</summary>
    public bool IsAlreadyPaid { get; init; }
}

/// <summary>What a sale earns, and why.</summary>
/// <param name="Code">One of <see cref="DecisionCode"/>.</param>
/// <param name="Earned">The reward; null or of amount 0 when there is none.</param>
public sealed record RewardVerdict(string Code, EarnedReward? Earned = null);

/// <summary>A reward as computed.</summary>
/// <param name="Rule">Which rule.</param>
/// <param name="Amount">Micros.</param>
/// <param name="Unit">Currency or own unit.</param>
public sealed record EarnedReward(string Rule, long Amount, string Unit)
{
    /// <summary>What it is a share of.</summary>
    public long? Base { get; init; }

    /// <summary>The share; null when fixed.</summary>
    public long? PartsPerMillion { get; init; }

    /// <summary>True when rounded up to a whole unit.</summary>
    public bool IsRoundedUp { get; init; }

    /// <summary>Until when it is held; null when payable at once.</summary>
    public long? HeldUntil { get; init; }
}
