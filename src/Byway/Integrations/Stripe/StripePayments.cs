namespace Byway.Integrations.Stripe;

/// <summary>
/// Payment intents and charges. Most of them belong to an invoice or a checkout, which is the sale; Stripe's API since
/// 2025-03-31 does not say so any more. So one of them is a sale by itself only if the merchant put one of Byway's
/// names into its own metadata; all others only tell which ids belong together.
/// </summary>
public static class StripePayments
{
    private const string NoSale =
        "A payment counts as a sale with its invoice or checkout, or with customer_key or partner_key in its own "
        + "metadata.";

    /// <summary>What a payment intent that succeeded says.</summary>
    /// <param name="payment">The payment intent.</param>
    /// <param name="occurredAt">When.</param>
    public static IReadOnlyList<BillingFact> Succeeded(StripeObject payment, long occurredAt)
    {
        var charge = payment.IdOf("latest_charge") ?? payment.List("charges").FirstOrDefault().Id;
        var ids = new StripeIds().Invoice(payment.IdOf("invoice")).Payment(payment.Id).Charge(charge);
        if (payment.IdOf("invoice") is not null || !StripeParty.IsNamed(payment.Object("metadata")))
        {
            return StripeTranslation.Link(occurredAt, ids, NoSale);
        }

        var details = payment.Object("amount_details");
        return Sale(
            payment,
            payment.Whole("amount_received") ?? payment.Whole("amount"),
            details.Object("tax").Whole("total_tax_amount"),
            details.Object("shipping").Whole("amount"),
            ids,
            occurredAt
        );
    }

    /// <summary>What a charge that succeeded says.</summary>
    /// <param name="charge">The charge.</param>
    /// <param name="occurredAt">When.</param>
    public static IReadOnlyList<BillingFact> Charged(StripeObject charge, long occurredAt)
    {
        var ids = IdsOf(charge);
        var isWhole = charge.IdOf("payment_intent") is null && charge.IdOf("invoice") is null;
        if (!isWhole || !StripeParty.IsNamed(charge.Object("metadata")))
        {
            return StripeTranslation.Link(occurredAt, ids, NoSale);
        }

        if (charge.Flag("captured") == false)
        {
            return StripeTranslation.Note(occurredAt, "The charge is authorised and not captured yet.");
        }

        var amount = charge.Whole("amount_captured") ?? charge.Whole("amount");
        return Sale(charge, amount, tax: null, shipping: null, ids, occurredAt);
    }

    /// <summary>The ids that a charge names.</summary>
    /// <param name="charge">The charge.</param>
    public static StripeIds IdsOf(StripeObject charge) =>
        new StripeIds().Invoice(charge.IdOf("invoice")).Payment(charge.IdOf("payment_intent")).Charge(charge.Id);

    private static IReadOnlyList<BillingFact> Sale(
        StripeObject payment,
        long? amount,
        long? tax,
        long? shipping,
        StripeIds ids,
        long occurredAt
    )
    {
        if (
            payment.Id is not { } key
            || StripeMoney.UnitOf(payment.Text("currency")) is not { } unit
            || amount is not ({ } paid and >= 0)
            || StripeMoney.ToMicros(paid, unit) is not { } gross
        )
        {
            return StripeTranslation.Note(
                occurredAt,
                "The payment has no id, currency or amount that Byway can count."
            );
        }

        var billing = payment.Object("billing_details");
        return
        [
            new BillingSale
            {
                OccurredAt = occurredAt,
                Key = key,
                Ids = ids.List,
                Party = StripeParty.Of(
                    payment,
                    payment.Text("receipt_email") ?? billing.Text("email"),
                    billing.Text("name"),
                    payment.Object("metadata")
                ),
                Unit = unit,
                GrossAmount = gross,
                TaxAmount = StripeMoney.PartOf(tax, unit),
                ShippingAmount = StripeMoney.PartOf(shipping, unit),
            },
        ];
    }
}
