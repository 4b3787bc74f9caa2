using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Byway.Values;

namespace Byway.Integrations.Chargebee;

/// <summary>
/// The columns of a CSV export. They are found by their names whatever their order, case and punctuation: the web
/// pages write <c>Invoice Number</c> and amounts in major units, bulk files write <c>invoice[id]</c>, data sets write
/// <c>id</c> and amounts in cents as the API does.
/// </summary>
public sealed class ChargebeeColumns
{
    private static readonly Dictionary<string, string> InvoiceNames = new(StringComparer.Ordinal)
    {
        ["invoice_number"] = "id",
        ["invoice_id"] = "id",
        ["customer_email"] = "email",
        ["currency"] = "currency_code",
        ["amount"] = "total",
        ["invoice_amount"] = "total",
        ["tax_total"] = "tax",
        ["tax_amount"] = "tax",
        ["paid_on"] = "paid_at",
        ["paid_date"] = "paid_at",
        ["invoice_date"] = "date",
        ["paid_amount"] = "amount_paid",
        ["adjusted_amount"] = "amount_adjusted",
        ["written_off_amount"] = "write_off_amount",
        ["credits_applied_amount"] = "credits_applied",
    };

    private static readonly Dictionary<string, string> TransactionNames = new(StringComparer.Ordinal)
    {
        ["transaction_id"] = "id",
        ["customer_email"] = "email",
        ["currency"] = "currency_code",
        ["transaction_type"] = "type",
        ["transaction_status"] = "status",
        ["transaction_date"] = "date",
        ["transaction_amount"] = "amount",
        ["refunded_transaction_id"] = "refunded_txn_id",
        ["reference_transaction"] = "reference_transaction_id",
    };

    private static readonly string[] Amounts =
    [
        "total",
        "tax",
        "amount",
        "amount_paid",
        "amount_adjusted",
        "write_off_amount",
        "credits_applied",
    ];

    private static readonly string[] Times = ["paid_at", "date", "voided_at"];

    private static readonly string[] Flags = ["recurring", "first_invoice", "deleted"];

    private static readonly string[] Statuses = ["status", "type", "payment_method"];

    private static readonly string[] TimeForms =
    [
        "dd-MMM-yyyy HH:mm",
        "dd-MMM-yyyy HH:mm:ss",
        "dd-MMM-yyyy",
        "yyyy-MM-dd HH:mm:ss",
        "yyyy-MM-dd HH:mm",
        "yyyy-MM-dd",
    ];

    private readonly string kind;
    private readonly IReadOnlyList<string> names;
    private readonly bool isInMajorUnits;

    private ChargebeeColumns(string kind, IReadOnlyList<string> names, bool isInMajorUnits)
    {
        this.kind = kind;
        this.names = names;
        this.isInMajorUnits = isInMajorUnits;
    }

    /// <summary>The columns by the file's first line; null when it names none that are known.</summary>
    /// <param name="heading">The first line.</param>
    public static ChargebeeColumns? Of(IReadOnlyList<string> heading)
    {
        // "id, amount, …" are those of the API; what people read has capitals and spaces.
        var isForPeople = heading.Any(name => name.Any(c => char.IsAsciiLetterUpper(c)));
        var plain = heading.Select(Plain).ToList();
        bool Has(string name) => plain.Contains(name, StringComparer.Ordinal);
        var isTransaction =
            Has("transaction_id") || Has("transaction_type") || (Has("type") && Has("amount") && !Has("paid_at"));
        var isInvoice = Has("invoice_number") || Has("invoice_id") || Has("amount_paid") || Has("paid_at");
        var known = isTransaction ? TransactionNames : InvoiceNames;
        var kind = isTransaction ? "transaction" : "invoice";
        var names = plain
            .Select(name =>
                name.StartsWith(kind + "_", StringComparison.Ordinal) && !known.ContainsKey(name)
                    ? name[(kind.Length + 1)..]
                    : name
            )
            .Select(name => known.GetValueOrDefault(name, name))
            .ToList();
        return
            (isInvoice || isTransaction)
            && names.Contains("id", StringComparer.Ordinal)
            && names.Contains("currency_code", StringComparer.Ordinal)
            && names.Contains(isTransaction ? "amount" : "total", StringComparer.Ordinal)
            ? new(kind, names, isForPeople)
            : null;
    }

    /// <summary>A line as an entry of the API's list; null when something in it cannot be read.</summary>
    /// <param name="fields">The line.</param>
    public System.Text.Json.JsonElement? Entry(IReadOnlyList<string> fields)
    {
        var row = new Dictionary<string, string>(StringComparer.Ordinal);
        for (var at = 0; at < Math.Min(fields.Count, names.Count); at++)
        {
            if (fields[at].Trim() is { Length: > 0 } text)
            {
                row.TryAdd(names[at], text);
            }
        }

        if (!row.ContainsKey("id") || Values.Unit.Currency(row.GetValueOrDefault("currency_code", "")) is not { } unit)
        {
            return null;
        }

        var entry = new JsonObject();
        foreach (var (name, text) in row)
        {
            if (ValueOf(name, text, unit) is not { } value)
            {
                return null;
            }

            entry[name] = value;
        }

        Link(entry, row);
        var customer = new JsonObject
        {
            ["id"] = entry["customer_id"]?.DeepClone(),
            ["email"] = row.GetValueOrDefault("email"),
        };
        return System.Text.Json.JsonSerializer.SerializeToElement(
            new JsonObject { [kind] = entry, ["customer"] = customer }
        );
    }

    /// <summary>The invoice a payment is for, where the line names just one.</summary>
    private void Link(JsonObject entry, Dictionary<string, string> row)
    {
        var invoice = row.GetValueOrDefault("invoice_id") ?? row.GetValueOrDefault("invoice_number");
        if (kind != "transaction" || invoice is null || invoice.AsSpan().IndexOfAny(',', ';', '|') >= 0)
        {
            return;
        }

        entry[
            row.GetValueOrDefault("type") is { } type && Plain(type) == "refund"
                ? "linked_credit_notes"
                : "linked_invoices"
        ] = new JsonArray(
            new JsonObject
            {
                ["invoice_id"] = invoice,
                ["cn_reference_invoice_id"] = invoice,
                ["applied_amount"] = entry["amount"]?.DeepClone(),
            }
        );
    }

    private JsonNode? ValueOf(string name, string text, Unit unit) =>
        Array.IndexOf(Amounts, name) >= 0 ? AmountOf(text, unit)
        : Array.IndexOf(Times, name) >= 0 ? TimeOf(text)
        : Array.IndexOf(Flags, name) >= 0
            ? JsonValue.Create(text is "true" or "TRUE" or "True" or "yes" or "Yes" or "1")
        : Array.IndexOf(Statuses, name) >= 0 ? JsonValue.Create(Plain(text))
        : JsonValue.Create(text);

    private JsonNode? AmountOf(string text, Unit unit)
    {
        var perStep =
            !isInMajorUnits ? Micros.PerWhole
            : unit.MinorDecimals == 0 ? Micros.PerWhole
            : Micros.PerWhole / 100;
        return
            Micros.Read(text.Replace(",", "", StringComparison.Ordinal), out var micros) == MicrosRead.Read
            && micros % perStep == 0
            ? JsonValue.Create(micros / perStep)
            : null;
    }

    private static JsonNode? TimeOf(string text)
    {
        if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds))
        {
            return JsonValue.Create(seconds);
        }

        const DateTimeStyles Utc = DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal;
        return
            DateTimeOffset.TryParseExact(text, TimeForms, CultureInfo.InvariantCulture, Utc, out var time)
            || DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, Utc, out time)
            ? JsonValue.Create(time.ToUnixTimeSeconds())
            : null;
    }

    /// <summary>
    /// <c>Invoice Number</c>, <c>invoice[number]</c> and <c>invoice_number</c> are one name.
    /// </summary>
    private static string Plain(string name)
    {
        var plain = new StringBuilder();
        foreach (var letter in name)
        {
            if (char.IsAsciiLetterOrDigit(letter))
            {
                plain.Append(char.ToLowerInvariant(letter));
            }
            else if (plain.Length > 0 && plain[^1] != '_')
            {
                plain.Append('_');
            }
        }

        return plain.ToString().TrimEnd('_');
    }
}
