using Byway.Journal;

namespace Byway.Transactions;

/// <summary>
/// What refunds and disputes together take back of a sale, at most once over. Refunds count first, each in its turn;
/// disputes share what they leave, so that a dispute that is won gives back no cent that was refunded. Pure, and blind
/// to the order in which they came.
/// </summary>
public static class RefundRule
{
    /// <summary>Decides what counts once a refund or dispute has come, or changed.</summary>
    /// <param name="saleAmount">The sale's amount in micros.</param>
    /// <param name="others">The sale's other refunds and disputes.</param>
    /// <param name="current">The one that came.</param>
    public static RefundVerdict Decide(long saleAmount, IEnumerable<GivenBack> others, GivenBack current)
    {
        var all = others.Append(current).OrderBy(each => each.Number).ToList();
        var left = saleAmount - all.Where(each => each != current && !each.IsDispute).Sum(each => each.Counted);
        var counted = new Dictionary<long, long>(all.Count);
        foreach (var each in all.Where(each => !each.IsDispute))
        {
            counted[each.Number] = each == current ? Math.Min(each.Amount, left) : each.Counted;
        }

        left -= current.IsDispute ? 0 : counted[current.Number];
        foreach (var each in all.Where(each => each.IsDispute))
        {
            counted[each.Number] = Math.Min(each.ClaimOn(saleAmount), left);
            left -= counted[each.Number];
        }

        return new(CodeOf(current, counted[current.Number], left), saleAmount - left, counted);
    }

    /// <summary>How much of a sale is left to refund, whatever is disputed of it.</summary>
    /// <param name="saleAmount">The sale's amount in micros.</param>
    /// <param name="all">Its refunds and disputes.</param>
    public static long RestOf(long saleAmount, IEnumerable<GivenBack> all) =>
        saleAmount - all.Where(each => !each.IsDispute).Sum(each => each.Counted);

    private static string CodeOf(GivenBack current, long counted, long left) =>
        current.Dispute switch
        {
            DisputeStatus.Opened => DecisionCode.Disputed,
            DisputeStatus.Won => DecisionCode.DisputeWon,
            DisputeStatus.Lost => DecisionCode.DisputeLost,
            _ => current.Amount == 0 ? DecisionCode.Restored
            : counted < current.Amount ? DecisionCode.RefundExceedsSale
            : left == 0 ? DecisionCode.Reversed
            : DecisionCode.PartlyReversed,
        };
}

/// <summary>A refund or dispute, as the rule sees it.</summary>
/// <param name="Number">Its number.</param>
/// <param name="Amount">Micros.</param>
/// <param name="Counted">What of it counted so far, in micros.</param>
/// <param name="Dispute">One of <see cref="DisputeStatus"/>; null for a refund.</param>
/// <param name="AmountBy">Which report set a dispute's amount; null for the whole sale.</param>
public sealed record GivenBack(long Number, long Amount, long Counted, string? Dispute, string? AmountBy)
{
    /// <summary>True for a dispute.</summary>
    public bool IsDispute => Dispute is not null;

    /// <summary>What a dispute would take of a sale of its own.</summary>
    /// <param name="saleAmount">The sale's amount in micros.</param>
    public long ClaimOn(long saleAmount) =>
        Dispute == DisputeStatus.Won ? 0
        : AmountBy is null ? saleAmount
        : Amount;
}

/// <summary>What counts.</summary>
/// <param name="Code">One of <see cref="DecisionCode"/>.</param>
/// <param name="Refunded">Of the sale in all, in micros.</param>
/// <param name="Counted">Of each refund and dispute, by number.</param>
public sealed record RefundVerdict(string Code, long Refunded, IReadOnlyDictionary<long, long> Counted);
