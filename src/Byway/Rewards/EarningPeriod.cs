using Byway.Values;

namespace Byway.Rewards;

/// <summary>For how long one customer's sales earn.</summary>
/// <param name="Kind"><c>sales</c>, <c>days</c>, <c>months</c> or <c>years</c>; anything else is for life.</param>
/// <param name="Length">How many of them; null for life.</param>
public sealed record EarningPeriod(string Kind, long? Length)
{
    /// <summary>
    /// True when it is over. A sale before the binding counts as day 0. Bounds are half-open: the last instant of the
    /// period still earns, its end does not.
    /// </summary>
    /// <param name="occurredAt">When the sale occurred.</param>
    /// <param name="boundAt">When the customer was bound.</param>
    /// <param name="rewardedSalesBefore">The customer's sales whose rewards stand.</param>
    public bool IsOver(long occurredAt, long boundAt, long rewardedSalesBefore)
    {
        if (Length is not { } length)
        {
            return false;
        }

        var bound = UtcMicros.ToDateTime(boundAt);
        return Kind switch
        {
            "sales" => rewardedSalesBefore >= length,
            "days" => occurredAt - boundAt >= length * UtcMicros.PerDay,
            "months" => occurredAt >= UtcMicros.OfUtc(bound.AddMonths((int)Math.Min(length, 12_000))),
            "years" => occurredAt >= UtcMicros.OfUtc(bound.AddYears((int)Math.Min(length, 1000))),
            _ => false,
        };
    }
}
