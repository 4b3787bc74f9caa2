using System.Text.Json;

namespace Byway.Integrations.Paddle;

/// <summary>
/// Past payments: Paddle's reports of transactions and of adjustments (CSV), and what its API lists (JSON). Each line
/// says what the event of the same thing says, by way of the same <see cref="PaddleTransaction"/> and
/// <see cref="PaddleAdjustment"/>, so doing both counts nothing twice.
/// </summary>
public static class PaddleExport
{
    private static readonly (string Prefix, string Noun)[] Nouns =
    [
        ("txn_", "transaction"),
        ("adj_", "adjustment"),
        ("sub_", "subscription"),
        ("ctm_", "customer"),
        ("dsc_", "discount"),
    ];

    /// <summary>The lines of an export.</summary>
    /// <param name="export">The file's text.</param>
    /// <param name="fileName">Its name.</param>
    public static IEnumerable<ExportedLine> Read(TextReader export, string fileName) =>
        fileName.EndsWith(".json", StringComparison.OrdinalIgnoreCase)
        || fileName.EndsWith(".jsonl", StringComparison.OrdinalIgnoreCase)
            ? ReadJson(export.ReadToEnd())
            : PaddleReport.Read(export);

    /// <summary>A line that could not be read.</summary>
    /// <param name="number">From 1.</param>
    /// <param name="sentence">What is wrong.</param>
    public static ExportedLine Fault(long number, string sentence) => new(number, null, [], sentence);

    // An answer of the API with its `data`, several of them one a line, a bare list, or one thing.
    private static IEnumerable<ExportedLine> ReadJson(string text)
    {
        if (Parse(text) is { } whole)
        {
            return Things(whole).SelectMany((thing, index) => LinesOf(thing, index + 1));
        }

        var lines = text.Split('\n');
        return lines.Length == 1
            ? [Fault(1, "This is not JSON.")]
            : lines
                .Select((line, index) => (Text: line.Trim(), Number: index + 1L))
                .Where(line => line.Text.Length > 0)
                .SelectMany(line =>
                    Parse(line.Text) is { } element
                        ? Things(element).SelectMany(thing => LinesOf(thing, line.Number))
                        : [Fault(line.Number, "This line is not JSON.")]
                );
    }

    private static JsonElement? Parse(string text)
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

    private static IEnumerable<JsonElement> Things(JsonElement element)
    {
        // An event has `data` too, and is one thing.
        var isEvent = new PaddleFields(element).Member("event_type").ValueKind == JsonValueKind.String;
        var inside = isEvent ? default : new PaddleFields(element).Member("data");
        return inside.ValueKind == JsonValueKind.Array ? inside.EnumerateArray()
            : element.ValueKind == JsonValueKind.Array ? element.EnumerateArray()
            : inside.ValueKind == JsonValueKind.Object ? [inside]
            : [element];
    }

    private static IEnumerable<ExportedLine> LinesOf(JsonElement thing, long number)
    {
        var fields = new PaddleFields(thing);
        if (PaddleTranslation.HeadOf(thing) is { } head)
        {
            return [new(number, head.Id, PaddleTranslation.FactsOf(thing), null)];
        }

        var id = PaddleParty.Id(fields.Text("id"));
        var noun = Nouns.FirstOrDefault(one => id?.StartsWith(one.Prefix, StringComparison.Ordinal) is true).Noun;
        if (id is null || noun is null)
        {
            return
            [
                Fault(number, "This is no transaction, adjustment, subscription, customer or discount of Paddle."),
            ];
        }

        var line = new ExportedLine(
            number,
            IdOf(id, fields.Text("status"), fields.Text("updated_at")),
            PaddleTranslation.FactsOf(noun, "", fields, fields.Time("updated_at") ?? 0),
            null
        );
        // `include=customer,adjustments` brings them along.
        return [line, .. fields.Items("adjustments").SelectMany(adjustment => LinesOf(adjustment.Element, number))];
    }

    /// <summary>
    /// Names what a line says for ever: a transaction that was not paid in one export may be paid in the next.
    /// </summary>
    /// <param name="id">The thing's id.</param>
    /// <param name="status">Its status.</param>
    /// <param name="updatedAt">When it was changed last.</param>
    public static string IdOf(string id, string? status, string? updatedAt) =>
        $"export:{id}:{status}"
        + (
            id.StartsWith("txn_", StringComparison.Ordinal) || id.StartsWith("adj_", StringComparison.Ordinal)
                ? ""
                : $":{updatedAt}"
        );
}
