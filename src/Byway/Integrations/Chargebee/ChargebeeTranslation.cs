namespace Byway.Integrations.Chargebee;

/// <summary>What an event of Chargebee's says in Byway's words. Pure: the event in, facts out.</summary>
public static class ChargebeeTranslation
{
    // How long after a payment another event may be the one that tells of it. Later ones show an invoice that was paid
    // long ago, perhaps before Byway was connected.
    private const long FreshMicros = 24L * 3_600 * Values.UtcMicros.PerSecond;

    // Types that say nothing for the books, by how they begin.
    private static readonly string[] SilentBeginnings =
    [
        "add_usages_",
        "authorization_",
        "card_",
        "contract_term_",
        "dunning_",
        "einvoice_",
        "gift_",
        "hierarchy_",
        "mrr_",
        "netd_payment_",
        "order_",
        "payment_due_",
        "payment_intent_",
        "payment_schedule",
        "payment_source_",
        "pending_invoice_",
        "promotional_credits_",
        "purchase_",
        "quote_",
        "tax_withheld_",
        "token_",
        "unbilled_charges_",
        "virtual_bank_account_",
        "voucher_",
    ];

    /// <summary>The facts of an event; empty when its type is not known here.</summary>
    /// <param name="told">The event.</param>
    public static IReadOnlyList<BillingFact> Of(ChargebeeEvent told)
    {
        var (facts, silence) = told.Type switch
        {
            "customer_deleted" => ([], "Deleted at Chargebee; the customer and the books stay as they are."),
            "payment_failed" => ([], "A payment did not succeed, so there is no sale."),
            "payment_initiated" => ([], "A payment is under way; it counts when it has succeeded."),
            "refund_initiated" => ([], "A refund is under way; it counts when it has succeeded."),
            "credit_note_deleted" => ([], "A credit note was deleted; what was refunded on it is told by itself."),
            "payment_succeeded" => (
                Invoice(told, isPayment: true).Concat(ChargebeeTransaction.Facts(told)),
                "The payment does not settle an invoice yet: the sale counts once nothing is owed on it."
            ),
            "payment_refunded" or "transaction_created" or "transaction_updated" or "transaction_deleted" => (
                Invoice(told).Concat(ChargebeeTransaction.Facts(told)),
                "The transaction moves no money of a sale, or not yet."
            ),
            _ => ByNoun(told),
        };
        var found = facts?.ToList();
        return found switch
        {
            null => [],
            { Count: > 0 } => found,
            _ => [new BillingNote { OccurredAt = told.OccurredAt, Sentence = silence }],
        };
    }

    private static (IEnumerable<BillingFact>? Facts, string Silence) ByNoun(ChargebeeEvent told)
    {
        bool Is(string beginning) => told.Type.StartsWith(beginning, StringComparison.Ordinal);
        return 0 switch
        {
            _ when Is("customer_") => (SignUp(told), "The event names no customer."),
            _ when Is("subscription_") => (
                SignUp(told).Concat(Invoice(told)),
                "The subscription's event names no customer and no invoice."
            ),
            _ when Is("invoice_") => (
                Invoice(told),
                "Nothing was paid just now: an invoice counts when it is settled in full."
            ),
            _ when Is("credit_note_") => (
                ChargebeeCreditNote.Refunds(told.Content.Object("credit_note"), told.OccurredAt),
                "Nothing was given back in money: a credit lowers the invoice it is used for."
            ),
            _ when Is("dispute_") => (
                ChargebeeTransaction.Dispute(told),
                "The dispute takes no money back, or not yet."
            ),
            _ when Is("coupon_set_") || Is("coupon_codes_added") || Is("coupon_codes_updated") => (
                Is("coupon_set_") ? [] : ChargebeeCoupon.Facts(told),
                "Chargebee does not tell the codes of a set; sales name the coupon they belong to."
            ),
            _ when Is("coupon_") => (ChargebeeCoupon.Facts(told), "The event names no coupon."),
            _ when Array.Exists(SilentBeginnings, Is) => ([], "Nothing follows from it for the books."),
            _ => (null, ""),
        };
    }

    private static IEnumerable<BillingFact> SignUp(ChargebeeEvent told)
    {
        if (ChargebeeParty.Of(told.Content) is { } party)
        {
            yield return new BillingSignUp { OccurredAt = told.OccurredAt, Party = party };
        }
    }

    private static IEnumerable<BillingFact> Invoice(ChargebeeEvent told, bool isPayment = false)
    {
        if (ChargebeeInvoice.Of(told.Content) is not { } invoice)
        {
            yield break;
        }

        if (invoice.IsTakenBack)
        {
            yield return invoice.TakenBack(told.OccurredAt);
        }

        if (!invoice.IsPaid)
        {
            yield break;
        }

        foreach (var replaced in invoice.Replaced(told.OccurredAt))
        {
            yield return replaced;
        }

        var isFresh = isPayment || invoice.LastPaidAt >= told.OccurredAt - FreshMicros;
        if (isFresh && invoice.Sale(told.OccurredAt) is { } sale)
        {
            yield return sale;
        }
    }
}
