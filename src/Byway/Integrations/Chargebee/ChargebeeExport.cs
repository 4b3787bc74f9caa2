using System.Text.Json;

namespace Byway.Integrations.Chargebee;

/// <summary>
/// Past payments: JSON as the API lists invoices, transactions, credit notes, customers, coupons and events, or CSV of
/// invoices and transactions as Chargebee exports them. Keys and ids are those of the events, so both may be read.
/// </summary>
public static class ChargebeeExport
{
    // What the API's list calls each thing, and what names it.
    private static readonly string[] Kinds = ["invoice", "transaction", "credit_note", "customer", "coupon"];

    /// <summary>The lines of an export.</summary>
    /// <param name="export">The file's text.</param>
    /// <param name="fileName">Its name.</param>
    public static IEnumerable<ExportedLine> Read(TextReader export, string fileName) =>
        fileName.EndsWith(".csv", StringComparison.OrdinalIgnoreCase) ? ReadCsv(export) : ReadJson(export);

    private static IEnumerable<ExportedLine> ReadCsv(TextReader export)
    {
        ChargebeeColumns? columns = null;
        foreach (var row in CsvRows.Read(export))
        {
            if (row.Fault is null && columns is null)
            {
                columns = ChargebeeColumns.Of(row.Cells);
                if (columns is null)
                {
                    const string Heading = "The first line must name the columns of invoices or of transactions.";
                    yield return new(row.Line, null, [], Heading);
                    yield break;
                }
            }
            else if (row.Fault is null && columns!.Entry(row.Cells) is { } entry)
            {
                yield return Line(row.Line, entry);
            }
            else
            {
                const string Unreadable = "An amount, a date, the currency or the number cannot be read.";
                yield return new(row.Line, null, [], row.Fault ?? Unreadable);
            }
        }
    }

    private static IEnumerable<ExportedLine> ReadJson(TextReader export)
    {
        var text = export.ReadToEnd();
        if (Parsed(text) is { } whole)
        {
            var number = 0L;
            foreach (var entry in Entries(whole))
            {
                yield return Line(++number, entry);
            }

            yield break;
        }

        // One answer of the API, or one object, a line.
        var at = 0L;
        foreach (var written in text.Split('\n', StringSplitOptions.TrimEntries))
        {
            at++;
            if (written.Length == 0)
            {
                continue;
            }

            if (Parsed(written) is not { } said)
            {
                yield return new(at, null, [], "This is no JSON.");
                continue;
            }

            foreach (var entry in Entries(said))
            {
                yield return Line(at, entry);
            }
        }
    }

    /// <summary>The entries of a list, of an array of lists, or the one entry it is.</summary>
    private static IEnumerable<JsonElement> Entries(JsonElement said) =>
        said.ValueKind == JsonValueKind.Array ? said.EnumerateArray().SelectMany(Entries)
        : JsonMembers.Find(said, "list") is { ValueKind: JsonValueKind.Array } list ? list.EnumerateArray()
        : [said];

    private static JsonElement? Parsed(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            return document.RootElement.Clone();
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static ExportedLine Line(long number, JsonElement entry)
    {
        if (ChargebeeEvent.Of(entry) is { } told)
        {
            return new(number, told.Id, ChargebeeTranslation.Of(told), null);
        }

        var kind = Array.Find(Kinds, kind => entry.Object(kind).ValueKind == JsonValueKind.Object);
        if (kind is null || entry.Object(kind).Id("id") is not { } id)
        {
            return new(number, null, [], "This is no invoice, transaction, credit note, customer, coupon or event.");
        }

        var of = entry.Object(kind);
        var occurredAt = of.Time("paid_at") ?? of.Time("date") ?? of.Time("created_at") ?? of.Time("updated_at");
        if (occurredAt is not { } at)
        {
            return new(number, null, [], "There is no date in it.");
        }

        if (kind is "invoice" or "transaction" && ChargebeeMoney.Of(of) is null)
        {
            return new(number, null, [], "Its currency is not known.");
        }

        var facts = Facts(kind, new(id, kind, at, entry)).ToList();
        return new(number, $"export:{kind}:{id}", facts.Count > 0 ? facts : [Note(at)], null);
    }

    private static IEnumerable<BillingFact> Facts(string kind, ChargebeeEvent entry) =>
        kind switch
        {
            "invoice" => Invoice(entry),
            "transaction" => ChargebeeTransaction.Facts(entry),
            "credit_note" => ChargebeeCreditNote.Refunds(entry.Content.Object(kind), entry.OccurredAt),
            "coupon" => ChargebeeCoupon.Facts(entry),
            _ => ChargebeeParty.Of(entry.Content) is { } party
                ? [new BillingSignUp { OccurredAt = entry.OccurredAt, Party = party }]
                : [],
        };

    private static IEnumerable<BillingFact> Invoice(ChargebeeEvent entry)
    {
        var invoice = ChargebeeInvoice.Of(entry.Content);
        return invoice is { IsPaid: true } && invoice.Sale(entry.OccurredAt) is { } sale
                ? [.. invoice.Replaced(entry.OccurredAt), sale]
            : invoice is { IsTakenBack: true } ? [invoice.TakenBack(entry.OccurredAt)]
            : [];
    }

    private static BillingNote Note(long at) =>
        new() { OccurredAt = at, Sentence = "Nothing was paid or given back by it, or not yet." };
}
