namespace Byway.Integrations.Stripe;

/// <summary>What takes money back: refunds, credit notes that were paid out elsewhere, disputes.</summary>
public static class StripeRefunds
{
    /// <summary>
    /// What a refunded charge says: how much of it was refunded so far and, before 2022-11-15, by which refunds.
    /// </summary>
    /// <param name="charge">The charge.</param>
    /// <param name="occurredAt">When.</param>
    public static IReadOnlyList<BillingFact> Total(StripeObject charge, long occurredAt)
    {
        var ids = StripePayments.IdsOf(charge).List;
        if (
            ids.Count == 0
            || StripeMoney.UnitOf(charge.Text("currency")) is not { } unit
            || charge.Whole("amount_refunded") is not ({ } refunded and >= 0)
            || StripeMoney.ToMicros(refunded, unit) is not { } total
        )
        {
            return StripeTranslation.Note(occurredAt, "The charge has no id, currency or refunded amount.");
        }

        var facts = new List<BillingFact>
        {
            new BillingRefundTotal
            {
                OccurredAt = occurredAt,
                Of = ids,
                Total = total,
                Unit = unit,
            },
        };
        foreach (var refund in charge.List("refunds"))
        {
            facts.AddRange(Refund(refund, occurredAt).OfType<BillingRefund>().Select(one => one with { Of = ids }));
        }

        return facts;
    }

    /// <summary>What a refund says, however far it is.</summary>
    /// <param name="refund">The refund.</param>
    /// <param name="occurredAt">When.</param>
    public static IReadOnlyList<BillingFact> Refund(StripeObject refund, long occurredAt)
    {
        var ids = new StripeIds().Payment(refund.IdOf("payment_intent")).Charge(refund.IdOf("charge")).List;
        return refund.Id is { } id && ids.Count > 0 && AmountOf(refund, "amount") is var (amount, unit)
            ?
            [
                new BillingRefund
                {
                    OccurredAt = refund.Time("created") ?? occurredAt,
                    Key = id,
                    Of = ids,
                    Amount = amount,
                    Unit = unit,
                    // What is under way counts: Stripe has taken the money from the merchant already.
                    IsStanding = refund.Text("status") is not ("failed" or "canceled"),
                },
            ]
            : StripeTranslation.Note(occurredAt, "The refund does not say of which payment or how much.");
    }

    /// <summary>
    /// What a credit note says. What it gives back through Stripe comes as a refund, what it leaves as credit is paid
    /// less with a later invoice; only what the merchant paid back elsewhere is told by nothing else.
    /// </summary>
    /// <param name="note">The credit note.</param>
    /// <param name="occurredAt">When.</param>
    public static IReadOnlyList<BillingFact> CreditNote(StripeObject note, long occurredAt) =>
        note.Id is { } id
        && note.IdOf("invoice") is { } invoice
        && note.Whole("out_of_band_amount") > 0
        && AmountOf(note, "out_of_band_amount") is var (amount, unit)
            ?
            [
                new BillingRefund
                {
                    OccurredAt = note.Time("created") ?? occurredAt,
                    Key = id,
                    Of = new StripeIds().Invoice(invoice).List,
                    Amount = amount,
                    Unit = unit,
                    IsStanding = note.Text("status") != "void",
                },
            ]
            : StripeTranslation.Note(
                occurredAt,
                "The credit note pays nothing back outside of Stripe; a refund of it comes as a refund."
            );

    /// <summary>What a dispute says, however far it is.</summary>
    /// <param name="dispute">The dispute.</param>
    /// <param name="type">The event's type, or null in an export.</param>
    /// <param name="occurredAt">When.</param>
    public static IReadOnlyList<BillingFact> Dispute(StripeObject dispute, string? type, long occurredAt)
    {
        var ids = new StripeIds().Payment(dispute.IdOf("payment_intent")).Charge(dispute.IdOf("charge")).List;
        if (StageOf(dispute.Text("status"), type) is not { } stage)
        {
            return StripeTranslation.Note(occurredAt, "The bank asked about the payment; no money was taken.");
        }

        return dispute.Id is { } id && ids.Count > 0 && AmountOf(dispute, "amount") is var (amount, unit)
            ?
            [
                new BillingDispute
                {
                    OccurredAt = occurredAt,
                    Key = id,
                    Of = ids,
                    Amount = amount,
                    Unit = unit,
                    Stage = stage,
                },
            ]
            : StripeTranslation.Note(occurredAt, "The dispute does not say of which payment or how much.");
    }

    // An inquiry (warning_…) takes no money, and becomes a dispute under the same id if it does. One that was prevented
    // or ended by refunding is told by the refund.
    private static BillingDisputeStage? StageOf(string? status, string? type) =>
        (status, type) switch
        {
            ("won", _) => BillingDisputeStage.Won,
            ("lost", _) => BillingDisputeStage.Lost,
            (_, "charge.dispute.funds_reinstated") => BillingDisputeStage.Won,
            (_, "charge.dispute.funds_withdrawn") => BillingDisputeStage.Opened,
            ("needs_response" or "under_review", _) => BillingDisputeStage.Opened,
            ("appeal_needs_response" or "appeal_under_review", _) => BillingDisputeStage.Lost,
            _ => null,
        };

    private static (long Amount, string Unit)? AmountOf(StripeObject one, string name) =>
        StripeMoney.UnitOf(one.Text("currency")) is { } unit
        && one.Whole(name) is { } amount and >= 0
        && StripeMoney.ToMicros(amount, unit) is { } micros
            ? (micros, unit)
            : null;
}
