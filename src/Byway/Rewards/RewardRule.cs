using Byway.Journal;
using Byway.Programs;
using Byway.Signals;
using Byway.Values;

namespace Byway.Rewards;

/// <summary>
/// The one place that says what a sale, a sign-up or an action earns. Pure: the same facts give the same verdict,
/// whenever it is asked. The order of reasons is the order below.
/// </summary>
public static class RewardRule
{
    /// <summary>What a sale earns, and why.</summary>
    /// <param name="facts">Everything the verdict may depend on.</param>
    public static RewardVerdict Decide(RewardFacts facts) => WithSignals(facts, OfSale(facts));

    /// <summary>What a sign-up earns.</summary>
    /// <param name="facts">Everything the verdict may depend on; there is no sale.</param>
    public static RewardVerdict DecideSignUp(RewardFacts facts) =>
        WithSignals(facts, WithoutSale(facts, RewardTrigger.SignUp));

    /// <summary>What an action of a customer earns; the facts name it.</summary>
    /// <param name="facts">Everything the verdict may depend on; there is no sale.</param>
    public static RewardVerdict DecideAction(RewardFacts facts) =>
        WithSignals(facts, WithoutSale(facts, RewardTrigger.Custom));

    private static RewardVerdict OfSale(RewardFacts facts)
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

        if (RefusalOf(facts) is { } refusal)
        {
            return new(refusal);
        }

        if (facts.GivenReward is { } given)
        {
            return given == 0
                ? new(DecisionCode.RewardIsZero)
                : Paid(DecisionCode.RewardGiven, Own(facts, new("given", given, facts.Unit)), []);
        }

        return ByTheRules(facts);
    }

    private static RewardVerdict WithoutSale(RewardFacts facts, string trigger)
    {
        if (!facts.IsReferred)
        {
            return new(DecisionCode.CustomerNotReferred);
        }

        if (RefusalOf(facts) is { } refusal)
        {
            return new(refusal);
        }

        var asked = new AskedRules();
        var rewards = Extras(facts, trigger, asked);
        return new(rewards.Count > 0 ? DecisionCode.Rewarded : DecisionCode.RewardIsZero)
        {
            Asked = asked.List,
            Rewards = rewards,
        };
    }

    /// <summary>
    /// A reward is held until so many days after it occurred; one already paid elsewhere is not.
    /// </summary>
    /// <param name="settings">The settings in force.</param>
    /// <param name="earned">The reward.</param>
    /// <param name="occurredAt">When it occurred.</param>
    /// <param name="now">The turn's time.</param>
    public static EarnedReward Held(ProgramSettings settings, EarnedReward earned, long occurredAt, long now)
    {
        var until = occurredAt + (settings.ReviewPeriodDays * UtcMicros.PerDay);
        return until <= now ? earned : earned with { HeldUntil = until };
    }

    /// <summary>
    /// Signals hold all that was earned, and never change how much. What was paid elsewhere already cannot be held.
    /// </summary>
    private static RewardVerdict WithSignals(RewardFacts facts, RewardVerdict verdict)
    {
        var mayEarn =
            verdict.Code
            is DecisionCode.Rewarded
                or DecisionCode.RewardGiven
                or DecisionCode.RewardIsZero
                or DecisionCode.EarningPeriodOver;
        var isWatched = facts is { Fraud: not null, Settings.Fraud: not null };
        if (!mayEarn || !(isWatched || facts.IsUnverified))
        {
            return verdict;
        }

        var seen = isWatched ? FraudRule.SignalsOf(facts.Settings.Fraud!, facts.Fraud!) : [];
        var signals = (facts.IsUnverified ? seen.Prepend(Signal.OfBrowser) : seen)
            .Select(signal => signal.ToEvidence(isHolding: !facts.IsAlreadyPaid))
            .ToList();
        return Signal.HoldingIn(signals) is { } names
            ? verdict with
            {
                Signals = signals,
                Rewards = [.. verdict.Rewards.Select(reward => reward with { Signals = names })],
            }
            : verdict with
            {
                Signals = signals,
            };
    }

    private static string? RefusalOf(RewardFacts facts) =>
        !facts.IsCustomerActive ? DecisionCode.CustomerSuspended
        : !facts.IsReferrerActive ? DecisionCode.PartnerInactive
        : facts.IsSelfReferral && !facts.Settings.AllowSelfReferral ? DecisionCode.SelfReferral
        : null;

    /// <summary>
    /// The first rule that matches, else the default; then the partners above, and the rewards beside the rules.
    /// </summary>
    private static RewardVerdict ByTheRules(RewardFacts facts)
    {
        var rules = facts.Settings.Rules ?? RewardRules.None;
        var asked = new AskedRules();
        var (earned, levels) = MainReward(facts, rules, asked);
        var more = Above(facts, levels ?? rules.Levels, earned);
        if (rules.Rewards.Count > 0)
        {
            more = [.. more, .. Extras(facts, RewardTrigger.Sale, asked)];
        }

        return earned is null && more.Count == 0 ? new(DecisionCode.EarningPeriodOver) { Asked = asked.List }
            : (earned is null || earned.Amount == 0) && more.Count == 0
                ? new(DecisionCode.RewardIsZero, earned) { Asked = asked.List }
            : WithoutRate(facts, Paid(DecisionCode.Rewarded, earned, more) with { Asked = asked.List });
    }

    /// <summary>Notes that shares stayed in the sale's currency because there was no rate.</summary>
    private static RewardVerdict WithoutRate(RewardFacts facts, RewardVerdict verdict) =>
        facts.IsToConvert
        && facts.Rate is null
        && verdict.Rewards.Any(reward => reward.PartsPerMillion is not null && reward.Unit == facts.Unit)
            ? verdict with
            {
                Asked =
                [
                    .. verdict.Asked,
                    new("rate", "rate_missing", Note: $"{facts.Unit} to {facts.Settings.Currency}"),
                ],
            }
            : verdict;

    /// <summary>Null when the earning period of the rule that matched, or of the default, is over.</summary>
    private static (EarnedReward? Earned, IReadOnlyList<RulePay>? Levels) MainReward(
        RewardFacts facts,
        RewardRules rules,
        AskedRules asked
    )
    {
        for (var at = 0; at < rules.Rules.Count; at++)
        {
            var rule = rules.Rules[at];
            if (ConditionsRule.Differs(rule.Conditions, facts) is { } differs)
            {
                asked.Note("rule", at + 1, differs, ComparedFact.Of(differs, rule.Conditions, facts));
                continue;
            }

            if (IsOver(rule.Period, facts))
            {
                asked.Note("rule", at + 1, DecisionCode.EarningPeriodOver);
                if (rule.PassesOn)
                {
                    continue;
                }

                return (null, []);
            }

            asked.Note("rule", at + 1, "resolved");
            var earned = rule.Pay.Of(
                AskedRules.NameOf("rule", at + 1),
                facts.Amount,
                facts.Unit,
                facts.Settings.RoundUpRewards,
                facts.Rate
            );
            return (Own(facts, earned with { Name = rule.Name }), rule.Levels);
        }

        var settings = facts.Settings;
        return IsOver(new(settings.EarningPeriod, settings.EarningPeriodLength), facts)
            ? (null, [])
            : (Own(facts, Default(facts)), null);
    }

    private static bool IsOver(EarningPeriod? period, RewardFacts facts) =>
        period?.IsOver(facts.OccurredAt, facts.BoundAt, facts.RewardedSalesBefore) == true;

    private static EarnedReward Default(RewardFacts facts)
    {
        var settings = facts.Settings;
        var pay = settings.RewardFixedMicros is { } fixedReward
            ? new RulePay { Fixed = fixedReward, Unit = settings.Currency }
            : new() { PartsPerMillion = Percent.OfMicros(settings.RewardPercentMicros ?? 0).PartsPerMillion };
        return pay.Of("default", facts.Amount, facts.Unit, settings.RoundUpRewards, facts.Rate);
    }

    /// <summary>
    /// Each level has its own rate of the sale, on top. A partner who is not active earns nothing and is not skipped:
    /// nobody moves up a level because somebody else is suspended.
    /// </summary>
    private static IReadOnlyList<EarnedReward> Above(
        RewardFacts facts,
        IReadOnlyList<RulePay> levels,
        EarnedReward? earned
    )
    {
        if (earned is null || levels.Count == 0)
        {
            return [];
        }

        var rewards = new List<EarnedReward>();
        for (var at = 0; at < levels.Count && at < facts.Above.Count; at++)
        {
            var (number, isActive) = facts.Above[at];
            var reward = levels[at]
                .Of(earned.Rule, facts.Amount, facts.Unit, facts.Settings.RoundUpRewards, facts.Rate);
            if (isActive && reward.Amount > 0)
            {
                rewards.Add(
                    Held(
                        facts,
                        reward with
                        {
                            Name = earned.Name,
                            Beneficiary = number,
                            Side = RewardSide.Level,
                            Level = at + 1,
                        }
                    )
                );
            }
        }

        return rewards;
    }

    /// <summary>The rewards beside the rules, each by itself.</summary>
    private static List<EarnedReward> Extras(RewardFacts facts, string trigger, AskedRules asked)
    {
        var extras = facts.Settings.Rules?.Rewards ?? [];
        var rewards = new List<EarnedReward>();
        for (var at = 0; at < extras.Count; at++)
        {
            var extra = extras[at];
            if (extra.Trigger != trigger || (trigger == RewardTrigger.Custom && extra.Action != facts.Action))
            {
                continue;
            }

            var before = OccurrencesBefore(facts, extra);
            var differs = !extra.EarnsAfter(before)
                ? "occurrence_differs"
                : ConditionsRule.Differs(extra.Conditions, facts);
            asked.Note("reward", at + 1, differs ?? "resolved", FactOf(differs, extra, facts, before));
            if (differs is null)
            {
                var name = AskedRules.NameOf("reward", at + 1);
                Add(rewards, facts, extra, name, extra.Referring, facts.Referrer, RewardSide.Referring);
                Add(rewards, facts, extra, name, extra.Referred, facts.Customer, RewardSide.Referred);
            }
        }

        return rewards;
    }

    private static long OccurrencesBefore(RewardFacts facts, ExtraReward extra) =>
        (extra.Trigger, extra.CountsByCustomer) switch
        {
            (RewardTrigger.Custom, true) => facts.ActionsBefore,
            (RewardTrigger.Custom, false) => facts.ReferredActionsBefore,
            (RewardTrigger.Sale, true) => facts.CustomerSalesBefore,
            (_, true) => 0,
            _ => facts.Running.GetValueOrDefault(RuleNeeds.Occurrences(extra)),
        };

    private static ComparedFact FactOf(string? differs, ExtraReward extra, RewardFacts facts, long before) =>
        differs switch
        {
            null => default,
            "occurrence_differs" => new(before),
            _ => ComparedFact.Of(differs, extra.Conditions, facts),
        };

    private static void Add(
        List<EarnedReward> rewards,
        RewardFacts facts,
        ExtraReward extra,
        string rule,
        RulePay? pay,
        long beneficiary,
        string side
    )
    {
        var reward = pay?.Of(rule, facts.Amount, facts.Unit, facts.Settings.RoundUpRewards, facts.Rate);
        if (reward is { Amount: > 0 })
        {
            rewards.Add(
                Held(facts, reward with { Name = extra.Name, Beneficiary = beneficiary, Side = side, IsExtra = true })
            );
        }
    }

    private static RewardVerdict Paid(string code, EarnedReward? earned, IReadOnlyList<EarnedReward> more) =>
        new(code, earned) { Rewards = earned is { Amount: > 0 } ? [earned, .. more] : more };

    private static EarnedReward Own(RewardFacts facts, EarnedReward earned) =>
        earned.Amount == 0 ? earned : Held(facts, earned with { Beneficiary = facts.Referrer });

    private static EarnedReward Held(RewardFacts facts, EarnedReward earned) =>
        facts.IsAlreadyPaid ? earned : Held(facts.Settings, earned, facts.OccurredAt, facts.Now);
}
