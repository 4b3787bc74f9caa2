using System.Text.Json;
using Byway.Values;

namespace Byway.Integrations.Paddle;

/// <summary>
/// Paddle's reports of transactions and of adjustments, as the dashboard makes them: CSV whose columns are named like the
/// fields of the API. Amounts are in the smallest unit as in the API, or in the currency itself when the file writes
/// decimals anywhere.
/// </summary>
public static class PaddleReport
{
    private static readonly string[] AmountColumns =
    [
        "subtotal",
        "discount",
        "tax",
        "total",
        "credit",
        "grand_total",
        "grand_total_tax",
        "credit_to_balance",
    ];

    /// <summary>The lines of a report.</summary>
    /// <param name="export">The file's text.</param>
    public static IEnumerable<ExportedLine> Read(TextReader export)
    {
        // Whether amounts have decimals shows only when all of them were seen.
        var rows = CsvRows.Read(export).ToList();
        if (rows.Count == 0 || rows[0].Fault is not null)
        {
            return [PaddleExport.Fault(1, rows.Count == 0 ? "The file is empty." : rows[0].Fault!)];
        }

        var columns = ColumnsOf(rows[0].Cells);
        if (FaultOf(columns) is { } fault)
        {
            return [PaddleExport.Fault(1, fault)];
        }

        var sheet = new Sheet(columns, rows.Skip(1).Any(row => HasDecimals(columns, row)));
        return rows.Skip(1).Select(row => LineOf(sheet, row));
    }

    private static Dictionary<string, int> ColumnsOf(IReadOnlyList<string> heading)
    {
        var columns = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var at = 0; at < heading.Count; at++)
        {
            columns.TryAdd(heading[at].Trim().Replace(' ', '_').ToLowerInvariant(), at);
        }

        return columns;
    }

    private static string? FaultOf(Dictionary<string, int> columns) =>
        columns.ContainsKey("adjustment_id")
        || (columns.ContainsKey("transaction_id") && !columns.ContainsKey("action"))
            ? "This is a report of line items. Take the report of transactions or of adjustments."
        : columns.ContainsKey("id") && columns.ContainsKey("status") && columns.ContainsKey("total") ? null
        : "This is no report of Paddle's transactions or adjustments: it needs the columns id, status and total.";

    private static bool HasDecimals(Dictionary<string, int> columns, CsvRows.Row row) =>
        AmountColumns.Any(name =>
            columns.TryGetValue(name, out var at) && at < row.Cells.Count && row.Cells[at].Contains('.')
        );

    private static ExportedLine LineOf(Sheet sheet, CsvRows.Row row)
    {
        if (row.Fault is { } fault)
        {
            return PaddleExport.Fault(row.Line, fault);
        }

        var cells = new Cells(sheet, row.Cells);
        if (PaddleParty.Id(cells.Text("id")) is not { } id)
        {
            return PaddleExport.Fault(row.Line, "The line has no id.");
        }

        if (PaddleUnit.Of(cells.Text("currency_code") ?? cells.Text("currency")) is not { } unit)
        {
            return PaddleExport.Fault(row.Line, "The line has no currency_code that is a currency.");
        }

        if (cells.Amount("total", unit) is null)
        {
            return PaddleExport.Fault(row.Line, "The line has no total that is an amount.");
        }

        var at = cells.Time("updated_at") ?? 0;
        var facts = cells.Text("action") is { } action
            ? Adjustment(cells, id, action, unit).Facts(at)
            : Transaction(cells, id, unit).Facts(at);
        return new(row.Line, PaddleExport.IdOf(id, cells.Text("status"), null), facts, null);
    }

    private static PaddleTransaction Transaction(Cells cells, string id, Unit unit)
    {
        var total = cells.Amount("total", unit);
        var credit = cells.Amount("credit", unit) ?? 0;
        return new()
        {
            Id = id,
            Status = cells.Text("status"),
            Origin = cells.Text("origin"),
            IsRecurring = cells.Text("subscription_id") is not null,
            Party = PaddleParty.OfReport(
                cells.Text("customer_id"),
                cells.Text("customer_email"),
                cells.Json("custom_data")
            ),
            Unit = unit,
            Total = total,
            GrandTotal = cells.Amount("grand_total", unit) ?? total - credit,
            Tax = cells.Amount("tax", unit) ?? 0,
            GrandTotalTax = cells.Amount("grand_total_tax", unit),
            Discount = cells.Amount("discount", unit) ?? 0,
            CreditToBalance = cells.Amount("credit_to_balance", unit) ?? 0,
            OtherIds =
            [
                .. from name in (string[])["invoice_id", "invoice_number"]
                let invoice = PaddleParty.Id(cells.Text(name))
                where invoice is not null
                select new BillingId("invoice_id", invoice),
            ],
            Products =
            [
                .. cells
                    .List("product_ids", "product_id", "price_ids", "price_id")
                    .Select(PaddleParty.Id)
                    .OfType<string>()
                    .Distinct(StringComparer.Ordinal),
            ],
            Codes =
            [
                .. cells
                    .List("discount_codes", "discount_code", "discount_ids", "discount_id")
                    .Select(PaddleParty.Id)
                    .OfType<string>()
                    .Take(1),
            ],
            PaidAt = cells.Time("billed_at") ?? cells.Time("created_at"),
        };
    }

    private static PaddleAdjustment Adjustment(Cells cells, string id, string action, Unit unit) =>
        new()
        {
            Id = id,
            Action = action,
            Status = cells.Text("status"),
            TransactionId = PaddleParty.Id(cells.Text("transaction_id")),
            Unit = unit,
            Total = cells.Amount("total", unit),
            Subtotal = cells.Amount("subtotal", unit),
            At = cells.Time("updated_at") ?? cells.Time("created_at"),
        };

    private sealed record Sheet(Dictionary<string, int> Columns, bool HasDecimals);

    private readonly record struct Cells(Sheet Sheet, IReadOnlyList<string> Row)
    {
        public string? Text(string column) =>
            Sheet.Columns.TryGetValue(column, out var at) && at < Row.Count ? PaddleFields.Clean(Row[at]) : null;

        public long? Time(string column) => Text(column) is { } text ? UtcMicros.Read(text) : null;

        public long? Amount(string column, Unit unit) =>
            Text(column) is not { } text ? null
            : Sheet.HasDecimals ? PaddleAmount.OfMajor(text)
            : PaddleAmount.OfMinor(text, unit);

        public IEnumerable<string> List(params IEnumerable<string> columns)
        {
            foreach (var column in columns)
            {
                foreach (var item in Text(column)?.Split(',', StringSplitOptions.TrimEntries) ?? [])
                {
                    if (item.Length > 0)
                    {
                        yield return item;
                    }
                }
            }
        }

        public PaddleFields Json(string column)
        {
            try
            {
                using var document = JsonDocument.Parse(Text(column) ?? "null");
                return new(document.RootElement.Clone());
            }
            catch (JsonException)
            {
                return default;
            }
        }
    }
}
