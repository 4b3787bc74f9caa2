using System.Text.Json;

namespace Byway.Integrations.Chargebee;

/// <summary>
/// What a transaction of Chargebee's comes to: money that came (<c>payment</c>), went back (<c>refund</c>) or was
/// fetched back by the bank (<c>payment_reversal</c>, and refunds whose <c>payment_method</c> is
/// <c>chargeback</c>). Chargebee has no events for disputes: it records a chargeback as such a refund, and a
/// chargeback that was won by removing it.
/// </summary>
public static class ChargebeeTransaction
{
    private const string InvoiceId = "invoice_id";
    private const string PaymentId = "payment_id";

    /// <summary>The facts of an event's transaction.</summary>
    /// <param name="told">The event.</param>
    public static IEnumerable<BillingFact> Facts(ChargebeeEvent told)
    {
        var transaction = told.Content.Object("transaction");
        return transaction.Text("type") switch
        {
            "payment" => Payment(told, transaction),
            "refund" when transaction.Text("payment_method") == "chargeback" => Chargeback(told, transaction),
            "refund" => Refunds(told, transaction),
            "payment_reversal" => Reversal(told, transaction),
            _ => [],
        };
    }

    /// <summary>What a dispute of Chargebee's says; empty for what is not about money yet.</summary>
    /// <param name="told">The event.</param>
    public static IEnumerable<BillingFact> Dispute(ChargebeeEvent told)
    {
        var dispute = told.Content.Object("dispute");
        if (
            dispute.Id("transaction_id") is not { } payment
            || ChargebeeMoney.Of(dispute) is not { } money
            || StageOf(dispute) is not { } stage
            || (dispute.Has("amount") && money.MoreThanNothing(dispute, "amount") is null)
        )
        {
            yield break;
        }

        yield return new BillingDispute
        {
            OccurredAt = dispute.Time("updated_at") ?? told.OccurredAt,
            Key = DisputeOf(payment),
            Of = SaleOf(told.Content, payment),
            Amount = money.MoreThanNothing(dispute, "amount"),
            Unit = money.Unit,
            Stage = stage,
        };
    }

    /// <summary>What a payment's reversal is called: alike in all that tells of it.</summary>
    /// <param name="payment">The payment's id.</param>
    /// <param name="invoice">The invoice it had settled.</param>
    /// <param name="isWhole">Whether that took all of the payment.</param>
    public static string ReversalOf(string payment, string? invoice = null, bool isWhole = true) =>
        isWhole ? $"reversal:{payment}" : $"reversal:{payment}:{invoice}";

    /// <summary>
    /// What a part of a refund is called. A refund of one credit note has its own id for a name; a part of one that
    /// covers several is named after both, so that credit notes and transactions tell of the same.
    /// </summary>
    /// <param name="refund">The refund's id.</param>
    /// <param name="note">The credit note's id, or null.</param>
    /// <param name="isWhole">Whether it is all of the refund.</param>
    public static string RefundOf(string refund, string? note, bool isWhole) =>
        isWhole || note is null ? refund : $"{refund}:{note}";

    private static string DisputeOf(string payment) => "chargeback:" + payment;

    private static BillingDisputeStage? StageOf(JsonElement dispute) =>
        (dispute.Text("status"), dispute.Text("type")) switch
        {
            ("won" or "cancelled", _) => BillingDisputeStage.Won,
            ("lost", _) => BillingDisputeStage.Lost,
            ("funds_withdrawn", _) => BillingDisputeStage.Opened,
            (_, "inquiry") => null, // the bank asks; the money is still there
            ("initiated" or "in_review", _) => BillingDisputeStage.Opened,
            _ => null,
        };

    private static IEnumerable<BillingFact> Payment(ChargebeeEvent told, JsonElement payment)
    {
        if (payment.Id("id") is not { } id)
        {
            return [];
        }

        if (payment.IsTrue("deleted") || payment.Text("status") == "voided")
        {
            return Reversed(told, payment, id, isStanding: true);
        }

        var invoices = payment.Objects("linked_invoices").Select(link => link.Id("invoice_id")).OfType<string>();
        return
            payment.Text("status") == "success"
            && invoices.ToList() is [var invoice]
            && ChargebeeInvoice.IdsOf(invoice, payment).Prepend(new(InvoiceId, invoice)).ToList() is { Count: > 1 } ids
            ? [new BillingLink { OccurredAt = payment.Time("date") ?? told.OccurredAt, Ids = ids }]
            : [];
    }

    private static IEnumerable<BillingFact> Reversal(ChargebeeEvent told, JsonElement reversal)
    {
        var reversed = reversal.Id("reference_transaction_id") ?? reversal.Id("refunded_txn_id");
        return reversed is not null && IsStanding(reversal) is { } isStanding
            ? Reversed(told, reversal, reversed, isStanding)
            : [];
    }

    private static IEnumerable<BillingRefund> Reversed(
        ChargebeeEvent told,
        JsonElement transaction,
        string payment,
        bool isStanding
    )
    {
        if (
            ChargebeeMoney.Of(transaction) is not { } money
            || money.MoreThanNothing(transaction, "amount") is not { } amount
        )
        {
            yield break;
        }

        var whole = new BillingRefund
        {
            OccurredAt = transaction.Time("date") ?? told.OccurredAt,
            Key = ReversalOf(payment),
            Of = SaleOf(told.Content, payment),
            Amount = amount,
            Unit = money.Unit,
            IsStanding = isStanding,
        };
        var links = transaction
            .Objects("linked_invoices")
            .Where(link =>
                link.Id("invoice_id") is not null && money.MoreThanNothing(link, "applied_amount") is not null
            )
            .ToList();
        foreach (var link in links)
        {
            var invoice = link.Id("invoice_id")!;
            yield return whole with
            {
                Key = ReversalOf(payment, invoice, link.Whole("applied_amount") == transaction.Whole("amount")),
                Of = [new(InvoiceId, invoice)],
                Amount = money.Of(link, "applied_amount"),
            };
        }

        if (links.Count == 0)
        {
            yield return whole;
        }
    }

    private static IEnumerable<BillingFact> Refunds(ChargebeeEvent told, JsonElement refund) =>
        IsStanding(refund) is { } isStanding
            ? Parts(told, refund)
                .Select(part => new BillingRefund
                {
                    OccurredAt = part.OccurredAt,
                    Key = part.Key,
                    Of = part.Of,
                    Amount = part.Amount,
                    Unit = part.Unit,
                    IsStanding = isStanding,
                })
            : [];

    /// <summary>
    /// The bank took the money, and Chargebee has recorded that. Taking the record away again, or its failing, says
    /// that the merchant has the money after all.
    /// </summary>
    private static IEnumerable<BillingFact> Chargeback(ChargebeeEvent told, JsonElement refund)
    {
        if (IsStanding(refund) is not { } isStanding)
        {
            return [];
        }

        var payment = refund.Id("refunded_txn_id") ?? refund.Id("reference_transaction_id");
        return Parts(told, refund)
            .Select(part => new BillingDispute
            {
                OccurredAt = part.OccurredAt,
                Key = DisputeOf(part.IsWhole && payment is not null ? payment : part.Key),
                Of = part.Of,
                Amount = part.Amount,
                Unit = part.Unit,
                Stage = isStanding ? BillingDisputeStage.Lost : BillingDisputeStage.Won,
            });
    }

    /// <summary>Whether the money moved; null while nobody knows.</summary>
    private static bool? IsStanding(JsonElement transaction) =>
        transaction.IsTrue("deleted")
            ? false
            : transaction.Text("status") switch
            {
                "success" => true,
                "failure" or "voided" or "timeout" => false,
                _ => null,
            };

    /// <summary>What a refund gives back, sale by sale: its credit notes tell which invoices they are for.</summary>
    private static IEnumerable<Part> Parts(ChargebeeEvent told, JsonElement refund)
    {
        if (refund.Id("id") is not { } id || ChargebeeMoney.Of(refund) is not { } money)
        {
            yield break;
        }

        var occurredAt = refund.Time("date") ?? told.OccurredAt;
        var payment = refund.Id("refunded_txn_id") ?? refund.Id("reference_transaction_id");
        var whole = refund.Whole("amount");
        var notes = refund
            .Objects("linked_credit_notes")
            .Where(note =>
                note.Id("cn_reference_invoice_id") is not null
                && money.MoreThanNothing(note, "applied_amount") is not null
            )
            .ToList();
        foreach (var note in notes)
        {
            var isWhole = note.Whole("applied_amount") == whole;
            yield return new(
                RefundOf(id, note.Id("cn_id"), isWhole),
                [new(InvoiceId, note.Id("cn_reference_invoice_id")!)],
                money.Of(note, "applied_amount")!.Value,
                money.Unit,
                occurredAt,
                isWhole
            );
        }

        if (
            notes.Count == 0
            && SaleOf(told.Content, payment) is { Count: > 0 } of
            && money.MoreThanNothing(refund, "amount") is { } amount
        )
        {
            yield return new(id, of, amount, money.Unit, occurredAt, IsWhole: true);
        }
    }

    /// <summary>
    /// What finds the sale: the invoice, else the payment. Never both, because ids named together are taken for one
    /// sale's, and a payment may have settled several invoices.
    /// </summary>
    private static IReadOnlyList<BillingId> SaleOf(JsonElement content, string? payment) =>
        content.Object("credit_note").Id("reference_invoice_id") is { } noted ? [new(InvoiceId, noted)]
        : content.Object("invoice").Id("id") is { } invoice ? [new(InvoiceId, invoice)]
        : payment is not null ? [new(PaymentId, payment)]
        : [];

    private sealed record Part(
        string Key,
        IReadOnlyList<BillingId> Of,
        long Amount,
        string Unit,
        long OccurredAt,
        bool IsWhole
    );
}
