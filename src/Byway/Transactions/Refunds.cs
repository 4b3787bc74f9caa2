using Byway.Journal;
using Byway.Rewards;
using Byway.Turns;

namespace Byway.Transactions;

/// <summary>Counts refunds and disputes against their sale.</summary>
public static class Refunds
{
    /// <summary>
    /// Counts a refund or dispute: rewards are taken back in proportion, and a sale is taken back at most once over. A
    /// dispute that was won gives back what it had taken.
    /// </summary>
    /// <param name="turn">The turn.</param>
    /// <param name="sale">The sale as it is.</param>
    /// <param name="refund">The refund or dispute, new, changed, or having waited.</param>
    /// <param name="report">What its entry says.</param>
    /// <returns>The sale's resource as UTF-8 JSON.</returns>
    public static byte[] Count(Turn turn, Transaction sale, Refund refund, RefundReport report)
    {
        // Facts
        var others = Of(turn, sale).Where(other => other.Number != refund.Number).ToList();

        // Decision
        var verdict = RefundRule.Decide(
            sale.Amount,
            others.Select(other => other.ToGivenBack()),
            refund.ToGivenBack()
        );

        // Effects
        var refunded = sale with
        {
            RefundedAmount = verdict.Refunded,
        };
        turn.Put(Transaction.Table, refunded);
        var mine = refund with { TransactionNumber = sale.Number };
        turn.Put(Refund.Table, mine with { CountedAmount = verdict.Counted[refund.Number] });
        foreach (var other in others.Where(other => other.CountedAmount != verdict.Counted[other.Number]))
        {
            turn.Put(Refund.Table, other with { CountedAmount = verdict.Counted[other.Number] });
        }

        if (sale.IsLive)
        {
            Sales.CountSale(turn, sale, sale.RefundedAmount - verdict.Refunded, sales: 0);
        }

        var (rewards, reversals) = RewardPostings.Adjust(turn, refunded);
        IReadOnlyList<Arithmetic> arithmetic = [.. reversals, .. RunningTotals.Count(turn, sale, refunded)];
        var resource = TransactionJson.Of(turn, refunded, rewards);
        turn.Append(
            new()
            {
                Kind = report.Kind,
                Subject = sale.Number,
                OccurredAt = report.OccurredAt,
                Decision = new()
                {
                    Code = verdict.Code,
                    Evidence = [new(refund.Dispute is null ? "refund" : "dispute", "resolved", refund.Number)],
                    Arithmetic = arithmetic.Count == 0 ? null : arithmetic,
                },
                Request = report.Request,
                Answer = resource,
            },
            report.Actor
        );
        return resource;
    }

    /// <summary>The refunds and disputes of a sale.</summary>
    /// <param name="turn">The turn.</param>
    /// <param name="sale">The sale.</param>
    public static IReadOnlyList<Refund> Of(Turn turn, Transaction sale) =>
        turn.Find(Refund.ByTransaction, sale.Number);

    /// <summary>The kind of the entry in which one that waited is counted.</summary>
    /// <param name="refund">The refund or dispute.</param>
    public static string KindOf(Refund refund) =>
        refund.Dispute switch
        {
            null => EntryKind.TransactionRefunded,
            DisputeStatus.Opened => EntryKind.TransactionDisputed,
            _ => EntryKind.TransactionDisputeClosed,
        };
}

/// <summary>What the entry of a refund or dispute says of its report.</summary>
/// <param name="Kind">One of <see cref="EntryKind"/>.</param>
/// <param name="OccurredAt">When it occurred; Unix microseconds.</param>
/// <param name="Request">The request.</param>
/// <param name="Actor">Who asked.</param>
public sealed record RefundReport(string Kind, long OccurredAt, string Request, string Actor);
