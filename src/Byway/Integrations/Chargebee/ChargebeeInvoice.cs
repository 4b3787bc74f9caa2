using System.Text.Json;
using Byway.Values;

namespace Byway.Integrations.Chargebee;

/// <summary>
/// What an invoice comes to. One invoice is one sale, counted when it is settled in full, however many payments that
/// took: its amount is then the same in every event that tells of it, whichever arrives first.
/// </summary>
public sealed class ChargebeeInvoice
{
    private const string InvoiceId = "invoice_id";
    private const string PaymentId = "payment_id";
    private const string ChargeId = "charge_id";

    private readonly JsonElement invoice;
    private readonly JsonElement content;
    private readonly ChargebeeMoney money;

    private ChargebeeInvoice(JsonElement content, JsonElement invoice, string id, ChargebeeMoney money)
    {
        this.content = content;
        this.invoice = invoice;
        this.money = money;
        Id = id;
    }

    /// <summary>Its number.</summary>
    public string Id { get; }

    /// <summary>As Chargebee names it.</summary>
    public string? Status => invoice.Text("status");

    /// <summary>True once nothing is owed any more.</summary>
    public bool IsPaid => Status == "paid" && !invoice.IsTrue("deleted");

    /// <summary>True when it was paid and is no longer meant to be.</summary>
    public bool IsTakenBack => (Status == "voided" || invoice.IsTrue("deleted")) && invoice.Has("paid_at");

    /// <summary>When it was settled; null when it does not say.</summary>
    public long? SettledAt =>
        invoice.Time("paid_at") ?? Latest(invoice.Objects("linked_payments").Select(paid => paid.Time("applied_at")));

    /// <summary>The last time anything was paid on it.</summary>
    public long? LastPaidAt =>
        Latest(
            invoice.Objects("linked_payments").Select(paid => paid.Time("applied_at")).Append(invoice.Time("paid_at"))
        );

    /// <summary>An event's invoice; null when there is none, or none that can be read.</summary>
    /// <param name="content">The event's content.</param>
    public static ChargebeeInvoice? Of(JsonElement content) => Of(content, content.Object("invoice"));

    /// <summary>An invoice; null when it cannot be read.</summary>
    /// <param name="content">Where its customer and subscription stand.</param>
    /// <param name="invoice">The invoice.</param>
    public static ChargebeeInvoice? Of(JsonElement content, JsonElement invoice) =>
        invoice.Id("id") is { } id && ChargebeeMoney.Of(invoice) is { } money
            ? new(content, invoice, id, money)
            : null;

    /// <summary>The ids of a payment that settles this one invoice and nothing else.</summary>
    /// <param name="invoiceId">The invoice.</param>
    /// <param name="payment">Its transaction.</param>
    public static IEnumerable<BillingId> IdsOf(string invoiceId, JsonElement payment)
    {
        var links = payment.Objects("linked_invoices").ToList();
        if (
            payment.Id("id") is not { } id
            || links is not [var link]
            || link.Id("invoice_id") != invoiceId
            || link.Whole("applied_amount") != payment.Whole("amount")
        )
        {
            yield break;
        }

        yield return new(PaymentId, id);

        // A shop that also reports what Stripe charged means this very payment.
        if (
            payment.Text("gateway") == "stripe"
            && payment.Id("id_at_gateway") is { } charge
            && (
                charge.StartsWith("ch_", StringComparison.Ordinal)
                || charge.StartsWith("py_", StringComparison.Ordinal)
            )
        )
        {
            yield return new(ChargeId, charge);
        }
    }

    /// <summary>The sale; null when its amounts cannot be booked.</summary>
    /// <param name="occurredAt">When the event happened, for an invoice that does not say when it was paid.</param>
    public BillingSale? Sale(long occurredAt)
    {
        if (
            ChargebeeParty.Of(content, invoice) is not { } party
            || !invoice.Has("total")
            || money.Of(invoice, "total") is not { } total
            || Settled(total) is not { } gross
        )
        {
            return null;
        }

        var tax = Math.Min(money.Of(invoice, "tax") ?? 0, total);
        return new()
        {
            OccurredAt = SettledAt ?? invoice.Time("date") ?? occurredAt,
            Key = Id,
            Ids = Ids(),
            Party = party,
            Unit = money.Unit,
            GrossAmount = gross,

            // What was not paid in money had its share of the tax.
            TaxAmount = total == 0 ? 0 : Micros.MultiplyDivide(tax, gross, total),
            DiscountAmount = Discounts(),
            Products = Products(),
            Codes = Codes(),
            Action = Action(),
        };
    }

    /// <summary>
    /// Payments that this settled invoice shows to have been taken back before others settled it: what was said about
    /// them no longer holds.
    /// </summary>
    /// <param name="occurredAt">When the event happened.</param>
    public IEnumerable<BillingRefund> Replaced(long occurredAt)
    {
        if (money.MoreThanNothing(invoice, "total") is not { } total)
        {
            yield break;
        }

        long? owed = total;
        var latestFirst = invoice
            .Objects("linked_payments")
            .OrderByDescending(payment => payment.Time("applied_at") ?? 0)
            .ThenByDescending(payment => payment.Text("txn_id"), StringComparer.Ordinal);
        foreach (var payment in latestFirst)
        {
            var isSuccess = payment.Text("txn_status") == "success";
            var isSurplus = payment.Text("txn_status") == "voided" || (isSuccess && owed <= 0);
            owed -= isSuccess ? money.Of(payment, "applied_amount") : 0;
            if (
                isSurplus
                && payment.Id("txn_id") is { } id
                && money.MoreThanNothing(payment, "applied_amount") is { } applied
            )
            {
                var isWhole = payment.Whole("applied_amount") == payment.Whole("txn_amount");
                yield return new()
                {
                    OccurredAt = occurredAt,
                    Key = ChargebeeTransaction.ReversalOf(id, Id, isWhole),
                    Of = [new(InvoiceId, Id)],
                    Amount = applied,
                    Unit = money.Unit,
                    IsStanding = false,
                };
            }
        }
    }

    /// <summary>All of it is given back: it was voided or deleted after it had been paid.</summary>
    /// <param name="occurredAt">When the event happened.</param>
    public BillingRefund TakenBack(long occurredAt) =>
        new()
        {
            OccurredAt = invoice.Time("voided_at") ?? occurredAt,
            Key = "void:" + Id,
            Of = [new(InvoiceId, Id)],
            Amount = null,
            Unit = money.Unit,
        };

    private static long? Latest(IEnumerable<long?> times) => times.Max();

    /// <summary>
    /// What was paid in money, now or before: neither what credit notes took off (the sale they were given for counted
    /// in full) nor what was adjusted or written off. Tax that the buyer withheld was paid too, to the state.
    /// </summary>
    private long? Settled(long total) =>
        money.Of(invoice, "credits_applied") is { } credits
        && money.Of(invoice, "amount_adjusted") is { } adjusted
        && money.Of(invoice, "write_off_amount") is { } writtenOff
        && money.Of(invoice, "amount_paid") is { } paid
            ? (long)Int128.Clamp((Int128)total - credits - adjusted - writtenOff, Math.Min(paid, total), total)
            : null;

    private List<BillingId> Ids()
    {
        var ids = new List<BillingId> { new(InvoiceId, Id) };
        foreach (var link in invoice.Objects("linked_payments"))
        {
            if (
                link.Id("txn_id") is { } payment
                && link.Text("txn_status") == "success"
                && link.Whole("applied_amount") is { } applied
                && link.Whole("txn_amount") == applied
            )
            {
                ids.Add(new(PaymentId, payment));
            }
        }

        ids.AddRange(IdsOf(Id, content.Object("transaction")));
        return [.. ids.Distinct()];
    }

    private long Discounts()
    {
        var sum = invoice
            .Objects("discounts")
            .Where(discount => discount.Text("entity_type") != "prorated_credits")
            .Aggregate((Int128)0, (so, discount) => so + (money.Of(discount, "amount") ?? 0));
        return (long)Int128.Min(sum, Micros.Largest);
    }

    private List<string> Products() =>
        [
            .. invoice
                .Objects("line_items")
                .Select(line => line.Id("entity_id"))
                .OfType<string>()
                .Distinct(StringComparer.Ordinal),
        ];

    /// <summary>A coupon's id is what buyers type, unless it has a set of codes: then one of those.</summary>
    private List<string> Codes() =>
        [
            .. invoice
                .Objects("discounts")
                .Concat(invoice.Objects("line_item_discounts"))
                .Where(discount =>
                    (discount.Text("entity_type") ?? discount.Text("discount_type"))
                        is "document_level_coupon"
                            or "item_level_coupon"
                )
                .SelectMany(discount =>
                    new[] { discount.Id("coupon_set_code"), discount.Id("entity_id") ?? discount.Id("coupon_id") }
                )
                .OfType<string>()
                .Distinct(StringComparer.Ordinal),
        ];

    private string Action() =>
        !invoice.IsTrue("recurring") && !invoice.Has("subscription_id") ? "sale"
        : invoice.IsTrue("first_invoice") ? "subscription"
        : invoice.Objects("discounts").Any(discount => discount.Text("entity_type") == "prorated_credits")
            ? "proration"
        : "renewal";
}
