using Byway.Values;

namespace Byway.Integrations.Stripe;

/// <summary>
/// CSV as the Dashboard exports it, with all columns: invoices, payments, refunds. It says less than Stripe's JSON: no
/// products, and of payments no tax.
/// </summary>
public static class StripeCsv
{
    private const string MetadataMark = " (metadata)";

    private const string UnknownHeading =
        "The heading is none of Stripe's exports of payments, invoices or refunds: export all columns.";

    private static readonly string[] PaidStates =
    [
        "paid",
        "succeeded",
        "refunded",
        "partially refunded",
        "partial refund",
        "disputed",
    ];

    private delegate IReadOnlyList<BillingFact> Kind(StripeRow row, string id, string unit);

    /// <summary>What it says, the oldest first.</summary>
    /// <param name="export">The file.</param>
    public static IEnumerable<ExportedLine> Read(TextReader export)
    {
        IReadOnlyDictionary<string, int> columns = new Dictionary<string, int>();
        Kind? kind = null;
        var lines = new List<ExportedLine>();
        foreach (var row in CsvRows.Read(export))
        {
            if (kind is null)
            {
                columns = StripeRow.Heading(row.Cells);
                kind = KindOf(columns);
                if (kind is null)
                {
                    return [new(row.Line, null, [], UnknownHeading)];
                }
            }
            else
            {
                lines.Add(
                    row.Fault is { } fault
                        ? new(row.Line, null, [], fault)
                        : LineOf(new(row.Line, row.Cells, columns), kind)
                );
            }
        }

        return StripeExport.Sorted(lines);
    }

    private static Kind? KindOf(IReadOnlyDictionary<string, int> columns)
    {
        return !Has("id", "Currency", "Status") ? null
            : Has("Amount Paid") ? Invoice
            : Has("Amount", "Amount Refunded", "PaymentIntent ID", "Invoice ID") ? Payment
            : Has("Amount Refunded") ? null
            : Has("Amount", "Charge ID") || Has("Amount", "Charge") || Has("Amount", "PaymentIntent ID") ? Refund
            : null;

        bool Has(params ReadOnlySpan<string> names)
        {
            foreach (var name in names)
            {
                if (!columns.ContainsKey(name))
                {
                    return false;
                }
            }

            return true;
        }
    }

    private static ExportedLine LineOf(StripeRow row, Kind kind)
    {
        if (row.Text("id") is not { } id || StripeMoney.UnitOf(row.Text("Currency")) is not { } unit)
        {
            return new(row.Number, null, [], "The line has no id or no currency.");
        }

        var facts = kind(row, id, unit);
        var refunded = Money(row, unit, "Amount Refunded");
        var name = StripeExport.Name(id, row.Text("Status"), refunded > 0 ? Micros.ToText(refunded.Value) : null);
        return facts.Count > 0
            ? new(row.Number, name, facts, null)
            : new(row.Number, name, [], "An amount or a time of the line cannot be read.");
    }

    private static IReadOnlyList<BillingFact> Invoice(StripeRow row, string id, string unit)
    {
        if (
            Time(row, "Paid At (UTC)", "Finalized At (UTC)", "Date (UTC)", "Created (UTC)") is not { } at
            || Money(row, unit, "Amount Paid") is not { } gross
        )
        {
            return [];
        }

        if (!"paid".Equals(row.Text("Status"), StringComparison.OrdinalIgnoreCase))
        {
            return StripeTranslation.Note(at, "The invoice is not paid.");
        }

        var total = Money(row, unit, "Total") ?? gross;
        var tax = Math.Max(Money(row, unit, "Tax") ?? 0, 0);
        return
        [
            new BillingSale
            {
                OccurredAt = at,
                Key = id,
                Ids = new StripeIds().Invoice(id).Payment(row.Text("PaymentIntent ID")).Charge(Charge(row)).List,
                Party = PartyOf(row),
                Unit = unit,
                GrossAmount = gross,
                TaxAmount = gross >= total || total <= 0 ? tax : Micros.MultiplyDivide(tax, gross, total),
                DiscountAmount = Math.Max(Money(row, unit, "Total Discount Amount") ?? 0, 0),
            },
        ];
    }

    private static IReadOnlyList<BillingFact> Payment(StripeRow row, string id, string unit)
    {
        if (
            Time(row, "Created date (UTC)", "Created (UTC)") is not { } at
            || Money(row, unit, "Amount") is not { } gross
            || Money(row, unit, "Amount Refunded") is not { } refunded
        )
        {
            return [];
        }

        if (!PaidStates.Contains(row.Text("Status"), StringComparer.OrdinalIgnoreCase))
        {
            return StripeTranslation.Note(at, "The payment did not succeed.");
        }

        var invoice = row.Text("Invoice ID");
        var payment = row.Text("PaymentIntent ID");
        var ids = new StripeIds()
            .Invoice(invoice)
            .Payment(payment)
            .Charge(id == payment ? null : id)
            .Checkout(row.Text("Checkout Session ID"));
        var party = PartyOf(row);
        var isNamed =
            (party.PartnerKey ?? party.ReferringCustomerKey ?? party.ClickId ?? party.CustomerKey) is not null;
        var facts = new List<BillingFact>();
        if (invoice is null && (isNamed || row.Text("Checkout Session ID") is not null))
        {
            facts.Add(
                new BillingSale
                {
                    OccurredAt = at,
                    Key = payment ?? id,
                    Ids = ids.List,
                    Party = party,
                    Unit = unit,
                    GrossAmount = gross,
                }
            );
        }
        else
        {
            facts.AddRange(StripeTranslation.Link(at, ids, "The payment has no invoice and no checkout."));
        }

        if (refunded > 0)
        {
            facts.Add(
                new BillingRefundTotal
                {
                    OccurredAt = at,
                    Of = ids.List,
                    Total = refunded,
                    Unit = unit,
                }
            );
        }

        return facts;
    }

    private static IReadOnlyList<BillingFact> Refund(StripeRow row, string id, string unit)
    {
        var ids = new StripeIds().Payment(row.Text("PaymentIntent ID")).Charge(Charge(row)).List;
        return
            Time(row, "Created date (UTC)", "Created (UTC)", "Date (UTC)") is { } at
            && Money(row, unit, "Amount") is { } amount
            && ids.Count > 0
            ?
            [
                new BillingRefund
                {
                    OccurredAt = at,
                    Key = id,
                    Of = ids,
                    // Some reports write what goes out below zero.
                    Amount = Math.Abs(amount),
                    Unit = unit,
                    IsStanding = row.Text("Status")?.ToUpperInvariant() is not ("FAILED" or "CANCELED"),
                },
            ]
            : [];
    }

    private static string? Charge(StripeRow row) => row.Text("Charge ID", "Charge");

    private static BillingParty PartyOf(StripeRow row)
    {
        var metadata = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var column in row.Columns.Keys)
        {
            if (column.EndsWith(MetadataMark, StringComparison.OrdinalIgnoreCase) && row.Text(column) is { } value)
            {
                metadata.TryAdd(column[..^MetadataMark.Length], value);
            }
        }

        return new()
        {
            CustomerKey = Take(StripeParty.CustomerKey) ?? row.Text("Client Reference ID"),
            ProviderId = row.Text("Customer ID", "Customer"),
            Email = row.Text("Customer Email"),
            Name = row.Text("Customer Name"),
            PartnerKey = Take(StripeParty.PartnerKey),
            ReferringCustomerKey = Take(StripeParty.ReferringCustomerKey),
            ClickId = Take(StripeParty.ClickId),
            Metadata = metadata,
        };

        string? Take(string name) => metadata.Remove(name, out var value) ? value : null;
    }

    private static long? Money(StripeRow row, string unit, string column) =>
        row.Text(column) is { } text ? StripeMoney.ReadMajor(text, unit) : null;

    private static long? Time(StripeRow row, params ReadOnlySpan<string> columns) =>
        row.Text(columns) is { } text ? UtcMicros.Read(text) : null;
}
