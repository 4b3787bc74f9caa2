using Byway.Values;

namespace Byway.Rewards;

/// <summary>How much of a reward is taken back when its sale is.</summary>
public static class ReversalRule
{
    /// <summary>
    /// What must be taken back in all, given what has been refunded of the sale so far: in proportion, half to even
    /// to the micro; everything when the
    /// sale is archived or deleted. The difference to what was taken back before is what to post, so refunds in any
    /// order end alike.
    /// </summary>
    /// <param name="reward">The reward as earned, in micros.</param>
    /// <param name="saleAmount">The sale's amount in micros.</param>
    /// <param name="refunded">Refunded so far, at most the amount.</param>
    /// <param name="isLive">False when the sale is archived or deleted.</param>
    public static long TargetOf(long reward, long saleAmount, long refunded, bool isLive) =>
        !isLive || (refunded >= saleAmount && saleAmount > 0) ? reward
        : saleAmount == 0 ? 0
        : Micros.MultiplyDivide(reward, refunded, saleAmount);
}
