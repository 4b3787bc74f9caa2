namespace Byway.Integrations.Stripe;

/// <summary>
/// Checkout sessions, those of payment links too. A session that makes an invoice says who buys, and the invoice says
/// what was paid; a session without one is the sale itself.
/// </summary>
public static class StripeCheckouts
{
    /// <summary>What a completed session says.</summary>
    /// <param name="session">The session.</param>
    /// <param name="occurredAt">When.</param>
    public static IReadOnlyList<BillingFact> Completed(StripeObject session, long occurredAt)
    {
        var ids = new StripeIds()
            .Invoice(session.IdOf("invoice"))
            .Payment(session.IdOf("payment_intent"))
            .Checkout(session.Id);
        var isInvoiced =
            session.IdOf("invoice") is not null
            || session.Object("invoice_creation").Flag("enabled") == true
            || session.Text("mode") != "payment";
        if (!isInvoiced && session.Text("payment_status") is "paid" or "no_payment_required")
        {
            return Sale(session, ids, occurredAt);
        }

        var facts = new List<BillingFact> { SignUp(session, occurredAt) };
        if (ids.List.Count > 1)
        {
            facts.Add(new BillingLink { OccurredAt = occurredAt, Ids = ids.List });
        }

        return facts;
    }

    private static BillingSignUp SignUp(StripeObject session, long occurredAt) =>
        new() { OccurredAt = occurredAt, Party = PartyOf(session) };

    private static IReadOnlyList<BillingFact> Sale(StripeObject session, StripeIds ids, long occurredAt)
    {
        var details = session.Object("total_details");
        if (
            (session.IdOf("payment_intent") ?? session.Id) is not { } key
            || StripeMoney.UnitOf(session.Text("currency")) is not { } unit
            || session.Whole("amount_total") is not ({ } total and >= 0)
            || StripeMoney.ToMicros(total, unit) is not { } gross
        )
        {
            return StripeTranslation.Note(
                occurredAt,
                "The session has no id, currency or amount that Byway can count."
            );
        }

        var shipping = StripeLines.Shipping(session.Object("shipping_cost")) ?? details.Whole("amount_shipping");
        return StripeTranslation.Sold(
            new()
            {
                OccurredAt = occurredAt,
                Key = key,
                Ids = ids.List,
                Party = PartyOf(session),
                Unit = unit,
                GrossAmount = gross,
                TaxAmount = StripeMoney.PartOf(details.Whole("amount_tax"), unit),
                ShippingAmount = StripeMoney.PartOf(shipping, unit),
                DiscountAmount = StripeMoney.PartOf(details.Whole("amount_discount"), unit),
                Products = StripeLines.Products(session.List("line_items")),
                Codes = StripeLines.Codes(session.List("discounts")),
            }
        );
    }

    // The client reference is the merchant's own name for who buys; metadata may say it too, and then wins.
    private static BillingParty PartyOf(StripeObject session)
    {
        var details = session.Object("customer_details");
        var party = StripeParty.Of(
            session,
            details.Text("email") ?? session.Text("customer_email"),
            details.Text("name"),
            [
                session.Object("metadata"),
                session.Object("subscription").Object("metadata"),
                session.Object("payment_intent").Object("metadata"),
            ]
        );
        return party.CustomerKey is null ? party with { CustomerKey = session.Text("client_reference_id") } : party;
    }
}
