namespace Byway.Integrations.Stripe;

/// <summary>What Stripe's events and objects say in Byway's words. Pure, and nothing in an event makes it fail.</summary>
public static class StripeTranslation
{
    /// <summary>What thin events call themselves.</summary>
    public const string ThinEvent = "v2.core.event";

    /// <summary>What an event says; empty when its type is not known here.</summary>
    /// <param name="one">The event.</param>
    public static IReadOnlyList<BillingFact> OfEvent(StripeObject one)
    {
        var at = StripeProvider.TimeOf(one) ?? 0;
        if (one.Kind == ThinEvent)
        {
            return Note(at, "Thin events say nothing but an id; tick snapshot events for this endpoint.");
        }

        var data = one.Object("data").Object("object");
        return data.IsThere ? OfEvent(one.Text("type") ?? "", data, at) : Note(at, "The event carries no object.");
    }

    /// <summary>
    /// What an object of an export says: the same as the last event of it would. Empty when its kind is not known here.
    /// </summary>
    /// <param name="one">The object.</param>
    public static IReadOnlyList<BillingFact> OfObject(StripeObject one)
    {
        var at = one.Time("created") ?? 0;
        return one.Kind switch
        {
            "invoice" when one.Text("status") == "paid" || one.Flag("paid") == true => StripeInvoices.Paid(one, at),
            "invoice" => Note(at, "The invoice is not paid."),
            "invoice_payment" => StripeInvoices.Attached(one, at),
            "checkout.session" when one.Text("status") is "complete" or null => StripeCheckouts.Completed(one, at),
            "checkout.session" => Note(at, "The session was not completed."),
            "payment_intent" when one.Text("status") == "succeeded" => StripePayments.Succeeded(one, at),
            "payment_intent" => Note(at, "The payment did not succeed."),
            "charge" when one.Text("status") == "succeeded" =>
            [
                .. StripePayments.Charged(one, at),
                .. one.Whole("amount_refunded") > 0 ? StripeRefunds.Total(one, at) : [],
            ],
            "charge" => Note(at, "The charge did not succeed."),
            "refund" => StripeRefunds.Refund(one, at),
            "credit_note" => StripeRefunds.CreditNote(one, at),
            "dispute" => StripeRefunds.Dispute(one, type: null, at),
            "customer" => Customer(one, at),
            "subscription" => Subscription(one, at),
            "coupon" => StripeCodes.Coupon(one, isDeleted: false, at),
            "promotion_code" => StripeCodes.PromotionCode(one, at),
            _ => [],
        };
    }

    /// <summary>A sentence, and nothing for the books.</summary>
    /// <param name="occurredAt">When.</param>
    /// <param name="sentence">For the merchant.</param>
    public static IReadOnlyList<BillingFact> Note(long occurredAt, string sentence) =>
        [new BillingNote { OccurredAt = occurredAt, Sentence = sentence }];

    /// <summary>
    /// A sale; of one for nothing, such as a trial's first invoice, that somebody is there who may be referred.
    /// </summary>
    /// <param name="sale">The sale.</param>
    public static IReadOnlyList<BillingFact> Sold(BillingSale sale) =>
        sale.GrossAmount > 0 ? [sale] : [new BillingSignUp { OccurredAt = sale.OccurredAt, Party = sale.Party }, sale];

    /// <summary>That ids belong together; a sentence when there are not two.</summary>
    /// <param name="occurredAt">When.</param>
    /// <param name="ids">The ids.</param>
    /// <param name="otherwise">For the merchant.</param>
    public static IReadOnlyList<BillingFact> Link(long occurredAt, StripeIds ids, string otherwise) =>
        ids.List.Count > 1
            ? [new BillingLink { OccurredAt = occurredAt, Ids = ids.List }]
            : Note(occurredAt, otherwise);

    private static IReadOnlyList<BillingFact> OfEvent(string type, StripeObject one, long at) =>
        type switch
        {
            "checkout.session.completed" or "checkout.session.async_payment_succeeded" => StripeCheckouts.Completed(
                one,
                at
            ),
            "checkout.session.async_payment_failed" or "checkout.session.expired" => Note(
                at,
                "Nothing was paid in this session."
            ),
            "invoice.paid" or "invoice.payment_succeeded" => StripeInvoices.Paid(one, at),
            "invoice_payment.paid" => StripeInvoices.Attached(one, at),
            "payment_intent.succeeded" => StripePayments.Succeeded(one, at),
            "charge.succeeded" or "charge.captured" => StripePayments.Charged(one, at),
            "charge.updated" when one.Text("status") == "succeeded" => StripePayments.Charged(one, at),
            "charge.refunded" => StripeRefunds.Total(one, at),
            "refund.created" or "refund.updated" or "refund.failed" or "charge.refund.updated" => StripeRefunds.Refund(
                one,
                at
            ),
            "credit_note.created" or "credit_note.updated" or "credit_note.voided" => StripeRefunds.CreditNote(
                one,
                at
            ),
            "charge.dispute.created"
            or "charge.dispute.updated"
            or "charge.dispute.closed"
            or "charge.dispute.funds_withdrawn"
            or "charge.dispute.funds_reinstated" => StripeRefunds.Dispute(one, type, at),
            "customer.created" or "customer.updated" => Customer(one, at),
            "customer.deleted" => Note(at, "Byway keeps the customer: what it bought stays in the books."),
            "customer.subscription.created" or "customer.subscription.updated" or "customer.subscription.resumed" =>
                Subscription(one, at),
            "coupon.created" or "coupon.updated" => StripeCodes.Coupon(one, isDeleted: false, at),
            "coupon.deleted" => StripeCodes.Coupon(one, isDeleted: true, at),
            "promotion_code.created" or "promotion_code.updated" => StripeCodes.PromotionCode(one, at),
            _ when type.StartsWith("customer.subscription.", StringComparison.Ordinal) => Note(
                at,
                "A subscription that pauses or ends changes nothing that was paid."
            ),
            _ when type.StartsWith("invoice.", StringComparison.Ordinal) => Note(
                at,
                "An invoice counts when it is paid: invoice.paid."
            ),
            _ when type.StartsWith("payment_intent.", StringComparison.Ordinal)
                    || type is "charge.failed" or "charge.pending" or "charge.expired" or "charge.updated" => Note(
                at,
                "Nothing was paid by this."
            ),
            _ => [],
        };

    private static IReadOnlyList<BillingFact> Customer(StripeObject customer, long at) =>
        customer.Id is null
            ? Note(at, "The customer has no id.")
            : [new BillingSignUp { OccurredAt = at, Party = StripeParty.OfCustomer(customer) }];

    private static IReadOnlyList<BillingFact> Subscription(StripeObject subscription, long at) =>
        subscription.IdOf("customer") is null
            ? Note(at, "The subscription has no customer.")
            :
            [
                new BillingSignUp
                {
                    OccurredAt = at,
                    Party = StripeParty.Of(subscription, null, null, subscription.Object("metadata")),
                },
            ];
}
