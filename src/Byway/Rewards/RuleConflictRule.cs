using System.Globalization;
using Byway.Values;

namespace Byway.Rewards;

/// <summary>
/// Rules that are well written each, and wrong together: what can never be reached, ranges that straddle, names used
/// twice, caps that cannot be reached, units spelled in two ways. Pure.
/// </summary>
public static class RuleConflictRule
{
    /// <summary>The faults, each under its path, counted from 0 as paths are.</summary>
    /// <param name="rules">The rules.</param>
    public static IEnumerable<(string Path, string Sentence)> Of(RewardRules rules) =>
        Unreachable(rules.Rules)
            .Concat(Straddling(rules.Rules))
            .Concat(NamedTwice(rules))
            .Concat(Caps(rules))
            .Concat(GoalsTwice(rules.Goals))
            .Concat(UnitsTwice(rules));

    /// <summary>True when whatever matches the second matches the first too.</summary>
    /// <param name="wide">The first.</param>
    /// <param name="narrow">The second.</param>
    public static bool Covers(RuleConditions wide, RuleConditions narrow) =>
        IsWithin(wide.Partner, narrow.Partner)
        && IsWithin(wide.PartnerTag, narrow.PartnerTag)
        && IsWithin(wide.CustomerTag, narrow.CustomerTag)
        && IsWithin(wide.ProductId, narrow.ProductId)
        && IsWithin(wide.ProductType, narrow.ProductType)
        && IsWithin(wide.Action, narrow.Action)
        && CoversUnit(wide, narrow)
        && wide.Amount?.Covers(narrow.Amount) != false
        && (wide.FirstSale is null || wide.FirstSale == narrow.FirstSale)
        && wide.CustomerDays?.Covers(narrow.CustomerDays) != false
        && wide.PartnerDays?.Covers(narrow.PartnerDays) != false
        && IsWithin(wide.Link, narrow.Link)
        && IsWithin(wide.PromotionCode, narrow.PromotionCode, StringComparer.OrdinalIgnoreCase)
        && (wide.Metadata ?? new Dictionary<string, string>()).All(pair =>
            narrow.Metadata is { } metadata && metadata.TryGetValue(pair.Key, out var text) && text == pair.Value
        )
        && (wide.Running ?? []).All(total =>
            narrow.Running?.Any(other => other.Total == total.Total && total.Bounds.Covers(other.Bounds)) == true
        );

    /// <summary>With a range of amounts the unit is the range's, and sales in other currencies count too.</summary>
    private static bool CoversUnit(RuleConditions wide, RuleConditions narrow) =>
        wide.Unit is null || (wide.Unit == narrow.Unit && (wide.Amount is not null || narrow.Amount is null));

    private static bool IsWithin(
        IReadOnlyList<string>? wide,
        IReadOnlyList<string>? narrow,
        StringComparer? comparer = null
    ) => wide is null || narrow?.All(text => wide.Contains(text, comparer ?? StringComparer.Ordinal)) == true;

    private static IEnumerable<(string Path, string Sentence)> Unreachable(IReadOnlyList<ListedRule> rules)
    {
        for (var at = 1; at < rules.Count; at++)
        {
            for (var above = 0; above < at; above++)
            {
                if (!rules[above].PassesOn && Covers(rules[above].Conditions, rules[at].Conditions))
                {
                    yield return (
                        PathOf("rules", at),
                        $"{NameOf(rules, at)} can never be reached: {NameOf(rules, above)} matches first whenever it "
                            + "would."
                    );
                    break;
                }
            }
        }
    }

    /// <summary>Two rules alike but for one range, and these ranges overlap in part.</summary>
    private static IEnumerable<(string Path, string Sentence)> Straddling(IReadOnlyList<ListedRule> rules)
    {
        for (var at = 1; at < rules.Count; at++)
        {
            for (var above = 0; above < at; above++)
            {
                var (one, other) = (rules[above].Conditions, rules[at].Conditions);
                foreach (var (name, without, first, second) in Ranges(one, other))
                {
                    if (
                        first is not null
                        && second is not null
                        && first.Straddles(second)
                        && Covers(without(one), without(other))
                        && Covers(without(other), without(one))
                    )
                    {
                        yield return (
                            $"{PathOf("rules", at)}.conditions.{name}",
                            $"The range overlaps that of {NameOf(rules, above)} in part. Let one begin where the "
                                + "other ends, or let one lie inside the other."
                        );
                    }
                }
            }
        }
    }

    private static IEnumerable<(
        string Name,
        Func<RuleConditions, RuleConditions> Without,
        Bounds? First,
        Bounds? Second
    )> Ranges(RuleConditions one, RuleConditions other)
    {
        yield return ("amount_from", conditions => conditions with { Amount = null }, one.Amount, other.Amount);
        yield return (
            "customer_days_from",
            conditions => conditions with { CustomerDays = null },
            one.CustomerDays,
            other.CustomerDays
        );
        yield return (
            "partner_days_from",
            conditions => conditions with { PartnerDays = null },
            one.PartnerDays,
            other.PartnerDays
        );
        foreach (var total in (other.Running ?? []).Select(bounds => bounds.Total).Distinct())
        {
            yield return (
                "running",
                conditions =>
                    conditions with
                    {
                        Running = [.. (conditions.Running ?? []).Where(bounds => bounds.Total != total)],
                    },
                one.Running?.FirstOrDefault(bounds => bounds.Total == total)?.Bounds,
                other.Running?.FirstOrDefault(bounds => bounds.Total == total)?.Bounds
            );
        }
    }

    private static IEnumerable<(string Path, string Sentence)> NamedTwice(RewardRules rules)
    {
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        var named = rules
            .Rules.Select((rule, at) => (Path: PathOf("rules", at), rule.Name))
            .Concat(rules.Rewards.Select((reward, at) => (Path: PathOf("rewards", at), reward.Name)))
            .Concat(rules.Goals.Select((goal, at) => (Path: PathOf("goals", at), Name: (string?)goal.Name)));
        foreach (var (path, name) in named)
        {
            if (!string.IsNullOrEmpty(name) && !seen.Add(name))
            {
                yield return (
                    $"{path}.name",
                    $"The name \"{name}\" is used twice; explanations could not tell them apart."
                );
            }
        }
    }

    private static IEnumerable<(string Path, string Sentence)> Caps(RewardRules rules)
    {
        for (var at = 0; at < rules.Rules.Count; at++)
        {
            var rule = rules.Rules[at];
            if (
                rule.Pay is { Cap: { } cap, PartsPerMillion: { } share }
                && rule.Conditions.Amount?.Until is { } until
                && RulePay.Share(until - 1, share) <= cap
            )
            {
                yield return (
                    $"{PathOf("rules", at)}.cap",
                    $"The cap can never be reached: sales below {Micros.ToText(until)} earn less anyway."
                );
            }
        }
    }

    private static IEnumerable<(string Path, string Sentence)> GoalsTwice(IReadOnlyList<RewardGoal> goals)
    {
        for (var at = 1; at < goals.Count; at++)
        {
            var goal = goals[at];
            if (
                goals
                    .Take(at)
                    .Any(other =>
                        other.Total == goal.Total && other.At == goal.At && other.IsRecurring == goal.IsRecurring
                    )
            )
            {
                yield return ($"{PathOf("goals", at)}.at", "Another goal is reached at the same point.");
            }
        }
    }

    /// <summary>
    /// Own units that differ in letter case only: nobody means two balances, one of points and one of Points.
    /// </summary>
    private static IEnumerable<(string Path, string Sentence)> UnitsTwice(RewardRules rules)
    {
        var seen = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (path, pay) in Pays(rules))
        {
            if (pay.Unit is { } unit && !seen.TryAdd(unit, unit) && seen[unit] != unit)
            {
                yield return (
                    $"{path}.unit",
                    $"The unit {unit} is written {seen[unit]} elsewhere; they would be two balances."
                );
            }
        }
    }

    private static IEnumerable<(string Path, RulePay Pay)> Pays(RewardRules rules)
    {
        for (var at = 0; at < rules.Rules.Count; at++)
        {
            var path = PathOf("rules", at);
            yield return (path, rules.Rules[at].Pay);
            foreach (var level in Levels($"{path}.levels", rules.Rules[at].Levels ?? []))
            {
                yield return level;
            }
        }

        foreach (var level in Levels("levels", rules.Levels))
        {
            yield return level;
        }

        for (var at = 0; at < rules.Rewards.Count; at++)
        {
            var path = PathOf("rewards", at);
            foreach (
                var (side, pay) in new[]
                {
                    ("referring", rules.Rewards[at].Referring),
                    ("referred", rules.Rewards[at].Referred),
                }
            )
            {
                if (pay is not null)
                {
                    yield return ($"{path}.{side}", pay);
                }
            }
        }

        for (var at = 0; at < rules.Goals.Count; at++)
        {
            yield return ($"{PathOf("goals", at)}.bonus", rules.Goals[at].Bonus);
        }
    }

    private static IEnumerable<(string Path, RulePay Pay)> Levels(string part, IReadOnlyList<RulePay> levels) =>
        levels.Select((level, at) => (PathOf(part, at), level));

    private static string PathOf(string part, int at) => string.Create(CultureInfo.InvariantCulture, $"{part}.{at}");

    private static string NameOf(IReadOnlyList<ListedRule> rules, int at) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"Rule {at + 1}{(rules[at].Name is { } name ? $" '{name}'" : "")}"
        );
}
