using Byway.Values;

namespace Byway.Rewards;

/// <summary>Whether a rule's conditions hold. Pure.</summary>
public static class ConditionsRule
{
    /// <summary>The first condition that does not hold, as evidence names it; null when all do.</summary>
    /// <param name="conditions">The conditions.</param>
    /// <param name="facts">What is known of the sale or sign-up.</param>
    public static string? Differs(RuleConditions conditions, RewardFacts facts) =>
        !IsAnyOf(conditions.Partner, facts.ReferrerId) ? "partner_differs"
        : !IsAnyOf(conditions.PartnerTag, facts.ReferrerTags) ? "partner_tag_differs"
        : !IsAnyOf(conditions.CustomerTag, facts.CustomerTags) ? "customer_tag_differs"
        : !IsAnyOf(conditions.ProductId, facts.ProductIds) ? "product_id_differs"
        : !IsAnyOf(conditions.ProductType, facts.ProductTypes) ? "product_type_differs"
        : !IsAnyOf(conditions.Action, facts.Action) ? "action_differs"
        : DiffersAmount(conditions, facts) is { } differs ? differs
        : conditions.FirstSale is { } isFirst && isFirst != (facts.CustomerSalesBefore == 0) ? "first_sale_differs"
        : conditions.CustomerDays?.Holds(DaysSince(facts.CustomerSince, facts)) == false ? "customer_days_differ"
        : conditions.PartnerDays?.Holds(DaysSince(facts.ReferrerSince, facts)) == false ? "partner_days_differ"
        : !IsAnyOf(conditions.Link, facts.LinkKeys) ? "link_differs"
        : !IsCode(conditions.PromotionCode, facts.PromotionCode) ? "promotion_code_differs"
        : !HasAll(conditions.Metadata, facts.Metadata) ? "metadata_differs"
        : DiffersRunning(conditions.Running, facts.Running);

    /// <summary>Whole days, counted from the instant; what came before counts as day 0.</summary>
    private static long DaysSince(long since, RewardFacts facts) =>
        Math.Max(0, facts.OccurredAt - since) / UtcMicros.PerDay;

    /// <summary>
    /// A unit by itself is the sale's own. With a range of amounts it is what the range is counted in, and a sale in
    /// another currency counts at the merchant's rate, where there is one.
    /// </summary>
    private static string? DiffersAmount(RuleConditions conditions, RewardFacts facts) =>
        (
            conditions.Unit is { } unit
                ? conditions.Amount is null
                    ? OwnAmount(unit, facts)
                    : facts.AmountIn(unit)
                : facts.Amount
        )
            is not { } amount
            ? "unit_differs"
        : conditions.Amount?.Holds(amount) == false ? "amount_differs"
        : null;

    private static long? OwnAmount(string unit, RewardFacts facts) => unit == facts.Unit ? facts.Amount : null;

    private static bool IsAnyOf(IReadOnlyList<string>? wanted, string? given)
    {
        if (wanted is null)
        {
            return true;
        }

        for (var at = 0; at < wanted.Count && given is not null; at++)
        {
            if (wanted[at] == given)
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsAnyOf(IReadOnlyList<string>? wanted, IReadOnlyList<string> given)
    {
        if (wanted is null)
        {
            return true;
        }

        for (var at = 0; at < given.Count; at++)
        {
            if (IsAnyOf(wanted, given[at]))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsCode(IReadOnlyList<string>? wanted, string? given) =>
        wanted is null || (given is not null && wanted.Contains(given, StringComparer.OrdinalIgnoreCase));

    private static bool HasAll(
        IReadOnlyDictionary<string, string>? wanted,
        IReadOnlyDictionary<string, string>? given
    ) =>
        wanted is null
        || wanted.All(pair => given is not null && given.TryGetValue(pair.Key, out var text) && text == pair.Value);

    private static string? DiffersRunning(
        IReadOnlyList<RunningBounds>? wanted,
        IReadOnlyDictionary<RunningTotal, long> given
    )
    {
        foreach (var (total, bounds) in wanted ?? [])
        {
            if (!bounds.Holds(given.GetValueOrDefault(total)))
            {
                return "running_differs";
            }
        }

        return null;
    }
}
