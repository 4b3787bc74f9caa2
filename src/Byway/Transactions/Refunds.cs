using Byway.Journal;
using Byway.Rewards;
using Byway.Turns;

namespace Byway.Transactions;

/// <summary>Counts refunds against their sale.</summary>
public static class Refunds
{
    /// <summary>
    /// Counts a refund: rewards are taken back in proportion, and a sale is refunded at most once over.
    /// </summary>
    /// <param name="turn">The turn.</param>
    /// <param name="sale">The sale as it is.</param>
    /// <param name="refund">The refund, new or having waited.</param>
    /// <param name="request">The request.</param>
    /// <param name="actor">Who asked.</param>
    /// <returns>The sale's resource as UTF-8 JSON.</returns>
    public static byte[] Count(Turn turn, Transaction sale, Refund refund, string request, string actor)
    {
        // Decision
        var counted = Math.Min(refund.Amount, sale.Amount - sale.RefundedAmount);
        var isExcess = counted < refund.Amount;

        // Effects
        var refunded = sale with
        {
            RefundedAmount = sale.RefundedAmount + counted,
        };
        turn.Put(Transaction.Table, refunded);
        turn.Put(Refund.Table, refund with { TransactionNumber = sale.Number, CountedAmount = counted });
        if (sale.IsLive)
        {
            Sales.CountSale(turn, sale, -counted, sales: 0);
        }

        var (rewards, reversals) = RewardPostings.Adjust(turn, refunded);
        IReadOnlyList<Arithmetic> arithmetic = [.. reversals, .. RunningTotals.Count(turn, sale, refunded)];
        var code =
            isExcess ? DecisionCode.RefundExceedsSale
            : refunded.RefundedAmount == refunded.Amount ? DecisionCode.Reversed
            : DecisionCode.PartlyReversed;
        var resource = TransactionJson.Of(turn, refunded, rewards);
        turn.Append(
            new()
            {
                Kind = EntryKind.TransactionRefunded,
                Subject = sale.Number,
                OccurredAt = refund.CreatedAt,
                Decision = new()
                {
                    Code = code,
                    Evidence = [new("refund", "resolved", refund.Number)],
                    Arithmetic = arithmetic.Count == 0 ? null : arithmetic,
                },
                Request = request,
                Answer = resource,
            },
            actor
        );
        return resource;
    }
}
