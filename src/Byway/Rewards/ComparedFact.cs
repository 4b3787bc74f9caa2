using Byway.Values;

namespace Byway.Rewards;

/// <summary>
/// The number that kept a rule from matching, for its evidence: what rows and requests do not tell afterwards.
/// </summary>
/// <param name="Value">The number; of revenue in micros.</param>
/// <param name="Total">Which running total it is; null for any other.</param>
public readonly record struct ComparedFact(long? Value, RunningTotal? Total = null)
{
    /// <summary>The fact behind a verdict of <see cref="ConditionsRule"/>.</summary>
    /// <param name="verdict">The verdict.</param>
    /// <param name="conditions">The conditions.</param>
    /// <param name="facts">What was known.</param>
    public static ComparedFact Of(string verdict, RuleConditions conditions, RewardFacts facts)
    {
        switch (verdict)
        {
            case "customer_days_differ":
                return new(ConditionsRule.DaysSince(facts.CustomerSince, facts));
            case "partner_days_differ":
                return new(ConditionsRule.DaysSince(facts.ReferrerSince, facts));
            case "running_differs":
                foreach (var (total, bounds) in conditions.Running!)
                {
                    var value = facts.Running.GetValueOrDefault(total);
                    if (!bounds.Holds(value))
                    {
                        return new(value, total);
                    }
                }

                return default;
            default:
                return default;
        }
    }

    /// <summary>How evidence names a running total: <c>revenue USD 30 days</c>.</summary>
    /// <param name="total">The total.</param>
    public static string NameOf(RunningTotal total) =>
        total.Of
        + (total.Unit.Length == 0 ? "" : $" {total.Unit}")
        + (total.WindowDays == 0 ? "" : $" {Micros.ToText(total.WindowDays * Micros.PerWhole)} days");
}
