using Byway.Values;

namespace Byway.Integrations.Paddle;

/// <summary>
/// Paddle's transaction, the same whether an event, a list of the API or a report tells it. A transaction is at once a
/// checkout, an invoice and its payment, so its <c>txn_…</c> is the sale's key.
/// </summary>
public sealed record PaddleTransaction
{
    /// <summary>Its id, <c>txn_…</c>.</summary>
    public required string? Id { get; init; }

    /// <summary>draft, ready, billed, paid, completed, canceled or past_due.</summary>
    public required string? Status { get; init; }

    /// <summary>web, api, subscription_recurring, subscription_update, subscription_charge …</summary>
    public string? Origin { get; init; }

    /// <summary>Whether it belongs to a subscription or starts one.</summary>
    public bool IsRecurring { get; init; }

    /// <summary>Who pays.</summary>
    public required BillingParty Party { get; init; }

    /// <summary>The currency; null when it is none.</summary>
    public required Unit? Unit { get; init; }

    /// <summary>Subtotal less discount plus tax, in micros.</summary>
    public long? Total { get; init; }

    /// <summary>What is charged: the total less what came from the customer's credit balance; micros.</summary>
    public long? GrandTotal { get; init; }

    /// <summary>The tax in the total, in micros.</summary>
    public long Tax { get; init; }

    /// <summary>The tax in what is charged, in micros; null when Paddle does not say.</summary>
    public long? GrandTotalTax { get; init; }

    /// <summary>What was taken off, in micros.</summary>
    public long Discount { get; init; }

    /// <summary>What a downgrade gives to the customer's credit balance, in micros.</summary>
    public long CreditToBalance { get; init; }

    /// <summary>Other ids of it and of its payments.</summary>
    public IReadOnlyList<BillingId> OtherIds { get; init; } = [];

    /// <summary>Products and prices bought.</summary>
    public IReadOnlyList<string> Products { get; init; } = [];

    /// <summary>Discount codes, and the discounts' ids where the event has no code.</summary>
    public IReadOnlyList<string> Codes { get; init; } = [];

    /// <summary>When it was paid; Unix microseconds.</summary>
    public long? PaidAt { get; init; }

    /// <summary>The transaction in an event or in a list.</summary>
    /// <param name="data">The transaction's JSON.</param>
    public static PaddleTransaction Of(PaddleFields data)
    {
        var totals = data.Object("details").Object("totals");
        var unit = PaddleUnit.Of(data.Text("currency_code") ?? totals.Text("currency_code"));
        var known = unit ?? new Unit("USD");
        var lines = LinesOf(data);
        return new()
        {
            Id = PaddleParty.Id(data.Text("id")),
            Status = data.Word("status"),
            Origin = data.Word("origin"),
            IsRecurring = data.Text("subscription_id") is not null || lines.Any(IsRecurringLine),
            Party = PaddleParty.OfThing(data),
            Unit = unit,
            Total = totals.Amount("total", known),
            GrandTotal = totals.Amount("grand_total", known),
            Tax = totals.Amount("tax", known) ?? 0,
            GrandTotalTax = totals.Amount("grand_total_tax", known),
            Discount = totals.Amount("discount", known) ?? 0,
            CreditToBalance = totals.Amount("credit_to_balance", known) ?? 0,
            OtherIds = [.. OtherIdsOf(data)],
            Products = [.. lines.SelectMany(ProductsOf).OfType<string>().Distinct(StringComparer.Ordinal)],
            Codes = CodesOf(data),
            PaidAt = PaidAtOf(data),
        };
    }

    /// <summary>What it means for the books.</summary>
    /// <param name="toldAt">When it was told, for what has no time of its own; Unix microseconds.</param>
    public IReadOnlyList<BillingFact> Facts(long toldAt)
    {
        var at = PaidAt ?? toldAt;
        if (Status is not ("paid" or "completed"))
        {
            return [Note(at, $"The transaction is {Status ?? "of unknown status"}: nothing was paid yet.")];
        }

        if (Id is null || Unit is not { } unit || (GrandTotal ?? Total) is not { } charged)
        {
            return [Note(at, "The transaction has no readable id, currency or total; it was not counted.")];
        }

        if (NothingCharged(charged) is { } sentence)
        {
            return [Note(at, sentence)];
        }

        // A trial is where custom data is told first, and perhaps only here.
        var sale = Sale(Id, unit, charged, at);
        return charged == 0 && PaddleParty.IsTold(Party)
            ? [new BillingSignUp { OccurredAt = at, Party = Party }, sale]
            : [sale];
    }

    private static BillingNote Note(long at, string sentence) => new() { OccurredAt = at, Sentence = sentence };

    // A trial or a discount of 100 % is a sale of nothing. These are no sales at all.
    private string? NothingCharged(long charged) =>
        charged < 0 || (charged == 0 && CreditToBalance != 0)
            ? "Nothing was charged: the change of the subscription gave the customer credit. It lowers what is charged "
                + "later."
        : charged == 0 && Total > 0 ? "Nothing was charged: all of it was paid from the customer's credit balance."
        : charged == 0 && Origin == "subscription_payment_method_change"
            ? "Nothing was charged: the customer changed the payment method."
        : null;

    private BillingSale Sale(string id, Unit unit, long charged, long at) =>
        new()
        {
            OccurredAt = at,
            Key = id,
            Ids = [.. IdsOf(id), .. OtherIds],
            Party = Party,
            Unit = unit.Code,
            GrossAmount = charged,
            TaxAmount = Math.Clamp(TaxIn(charged), 0, charged),
            DiscountAmount = Math.Max(Discount, 0),
            Products = Products,
            Codes = Codes,
            Action = Action,
        };

    /// <summary>The ids by which any event names a transaction.</summary>
    /// <param name="id">Its <c>txn_…</c>.</param>
    public static IReadOnlyList<BillingId> IdsOf(string id) => [new("invoice_id", id), new("payment_id", id)];

    private string Action =>
        Origin switch
        {
            "subscription_recurring" => "renewal",
            "subscription_update" => "proration",
            "subscription_charge" => "sale",
            _ => IsRecurring ? "subscription" : "sale",
        };

    // What came from the credit balance took its tax along. Paddle says so since 2026; older transactions repeat the
    // whole tax there.
    private long TaxIn(long charged) =>
        Total is not { } total || total <= 0 || charged >= total ? Tax
        : GrandTotalTax is { } tax && tax != Tax ? tax
        : Micros.MultiplyDivide(Tax, charged, total);

    // The lines as they were charged; those without a product in them are found among the items.
    private static List<PaddleFields> LinesOf(PaddleFields data)
    {
        // What is taken out of a subscription has a negative quantity: it was not bought.
        var items = data.Items("items").Concat(data.Object("details").Items("line_items"));
        return [.. items.Where(item => item.Text("quantity")?.StartsWith('-') is not true)];
    }

    private static bool IsRecurringLine(PaddleFields line) => line.Object("price").Object("billing_cycle").IsThere;

    private static IEnumerable<string?> ProductsOf(PaddleFields line)
    {
        var price = line.Object("price");
        return
        [
            PaddleParty.Id(line.Object("product").Text("id") ?? price.Text("product_id")),
            PaddleParty.Id(line.Text("price_id") ?? price.Text("id")),
        ];
    }

    private static IReadOnlyList<string> CodesOf(PaddleFields data) =>
        PaddleParty.Id(data.Object("discount").Text("code") ?? data.Text("discount_id")) is { } code ? [code] : [];

    private static IEnumerable<BillingId> OtherIdsOf(PaddleFields data)
    {
        foreach (var name in (string[])["invoice_id", "invoice_number"])
        {
            if (PaddleParty.Id(data.Text(name)) is { } invoice)
            {
                yield return new("invoice_id", invoice);
            }
        }

        foreach (var payment in data.Items("payments").Where(IsCaptured))
        {
            if (PaddleParty.Id(payment.Text("payment_attempt_id")) is { } attempt)
            {
                yield return new("charge_id", attempt);
            }
        }
    }

    private static bool IsCaptured(PaddleFields payment) => payment.Text("status") == "captured";

    // The same in every event of a transaction, so that it does not matter which of them comes first.
    private static long? PaidAtOf(PaddleFields data) =>
        data.Items("payments").Where(IsCaptured).Select(payment => payment.Time("captured_at")).Max()
        ?? data.Time("billed_at")
        ?? data.Time("created_at");
}
