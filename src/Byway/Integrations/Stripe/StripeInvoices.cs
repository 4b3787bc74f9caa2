using Byway.Values;

namespace Byway.Integrations.Stripe;

/// <summary>
/// Invoices: the sale is what was paid of a paid invoice. Credit that a customer had is no money that came in with it:
/// it was paid before, with the invoice it comes from, or never. Reads Stripe's API before and since 2025-03-31.
/// </summary>
public static class StripeInvoices
{
    private static readonly Dictionary<string, string> Actions = new(StringComparer.Ordinal)
    {
        ["subscription_create"] = "subscription",
        ["subscription_cycle"] = "renewal",
        ["subscription_threshold"] = "renewal",
        ["subscription"] = "renewal",
        ["subscription_update"] = "proration",
    };

    /// <summary>What a paid invoice says.</summary>
    /// <param name="invoice">The invoice.</param>
    /// <param name="occurredAt">When it was paid, unless it says so itself.</param>
    public static IReadOnlyList<BillingFact> Paid(StripeObject invoice, long occurredAt)
    {
        var at = invoice.Object("status_transitions").Time("paid_at") ?? occurredAt;
        if (
            invoice.Id is not { } id
            || StripeMoney.UnitOf(invoice.Text("currency")) is not { } unit
            || PaidOf(invoice) is not { } paid
            || StripeMoney.ToMicros(paid, unit) is not { } gross
        )
        {
            return StripeTranslation.Note(at, "The invoice has no id, currency or amount that Byway can count.");
        }

        return StripeTranslation.Sold(
            new()
            {
                OccurredAt = at,
                Key = id,
                Ids = IdsOf(invoice).List,
                Party = PartyOf(invoice),
                Unit = unit,
                GrossAmount = gross,
                TaxAmount = Share(invoice, TaxOf(invoice), paid, unit),
                ShippingAmount = Share(invoice, ShippingOf(invoice), paid, unit),
                DiscountAmount = StripeMoney.PartOf(DiscountOf(invoice), unit),
                Products = StripeLines.Products(invoice.List("lines")),
                Codes = StripeLines.Codes([.. invoice.List("discounts"), invoice.Object("discount")]),
                Action = Actions.GetValueOrDefault(invoice.Text("billing_reason") ?? "", "sale"),
            }
        );
    }

    /// <summary>What an attached payment of an invoice says: which payment paid it.</summary>
    /// <param name="payment">The invoice payment.</param>
    /// <param name="occurredAt">When.</param>
    public static IReadOnlyList<BillingFact> Attached(StripeObject payment, long occurredAt) =>
        StripeTranslation.Link(
            occurredAt,
            AddPayment(new StripeIds().Invoice(payment.IdOf("invoice")), payment),
            "The invoice was paid outside of Stripe; its sale comes with invoice.paid."
        );

    private static StripeIds IdsOf(StripeObject invoice)
    {
        var ids = new StripeIds()
            .Invoice(invoice.Id)
            .Payment(invoice.IdOf("payment_intent"))
            .Charge(invoice.IdOf("charge"));
        foreach (var payment in invoice.List("payments"))
        {
            if (payment.Text("status") is null or "paid")
            {
                AddPayment(ids, payment);
            }
        }

        return ids;
    }

    private static StripeIds AddPayment(StripeIds ids, StripeObject payment)
    {
        var inner = payment.Object("payment");
        return ids.Payment(inner.IdOf("payment_intent")).Charge(inner.IdOf("charge"));
    }

    private static BillingParty PartyOf(StripeObject invoice) =>
        StripeParty.Of(
            invoice,
            invoice.Text("customer_email"),
            invoice.Text("customer_name"),
            [
                invoice.Object("metadata"),
                invoice.Object("parent").Object("subscription_details").Object("metadata"),
                invoice.Object("subscription_details").Object("metadata"),
                invoice.Object("subscription").Object("metadata"),
                .. invoice.List("lines").Select(line => line.Object("metadata")),
            ]
        );

    // Marked as paid outside of Stripe, the whole is paid, whatever part of it went through Stripe.
    private static long? PaidOf(StripeObject invoice)
    {
        var paid = invoice.Whole("amount_paid");
        var isOutside = invoice.Flag("paid_out_of_band") == true || invoice.Whole("amount_paid_off_stripe") > 0;
        var all = isOutside ? Math.Max(paid ?? 0, invoice.Whole("amount_due") ?? 0) : paid;
        return all < 0 ? 0 : all;
    }

    private static long TaxOf(StripeObject invoice)
    {
        var taxes = invoice.List("total_taxes").Concat(invoice.List("total_tax_amounts")).ToList();
        return taxes.Count > 0 ? StripeLines.Sum(taxes, "amount")
            : invoice.Whole("tax") is { } tax ? tax
            : invoice.Whole("total") is { } total && invoice.Whole("total_excluding_tax") is { } net ? total - net
            : 0;
    }

    private static long ShippingOf(StripeObject invoice) => StripeLines.Shipping(invoice.Object("shipping_cost")) ?? 0;

    private static long DiscountOf(StripeObject invoice) =>
        StripeLines.Sum([.. invoice.List("total_discount_amounts")], "amount");

    // Of an invoice that was paid in part with credit, tax and shipping are in what was paid in the same part.
    private static long Share(StripeObject invoice, long part, long paid, string unit)
    {
        var total = invoice.Whole("total") ?? paid;
        var micros = StripeMoney.PartOf(part, unit);
        return total <= 0 ? 0
            : paid >= total ? micros
            : Micros.MultiplyDivide(micros, paid, total);
    }
}
