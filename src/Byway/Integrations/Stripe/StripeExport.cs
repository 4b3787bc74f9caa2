using System.Text;
using System.Text.Json;

namespace Byway.Integrations.Stripe;

/// <summary>
/// JSON of Stripe's API and command line, such as of <c>stripe invoices list</c>: lists, arrays or objects, one after
/// the other. Events in it are the events themselves, so one that came already is not taken again.
/// </summary>
public static class StripeExport
{
    /// <summary>What it says, the oldest first: sales are counted in this order.</summary>
    /// <param name="export">The file.</param>
    public static IEnumerable<ExportedLine> Read(TextReader export)
    {
        var lines = new List<ExportedLine>();
        try
        {
            foreach (var one in Objects(Encoding.UTF8.GetBytes(export.ReadToEnd().TrimStart('\uFEFF'))))
            {
                lines.Add(Line(lines.Count + 1, new(one)));
            }
        }
        catch (JsonException broken)
        {
            lines.Add(new(lines.Count + 1, null, [], $"This is no JSON from line {broken.LineNumber + 1} on."));
        }

        return Sorted(lines);
    }

    /// <summary>Lines by when what they say happened; those that say nothing stand first.</summary>
    /// <param name="lines">The lines.</param>
    public static IEnumerable<ExportedLine> Sorted(IEnumerable<ExportedLine> lines) =>
        lines.OrderBy(line => line.Facts.Count == 0 ? long.MinValue : line.Facts[0].OccurredAt);

    /// <summary>
    /// The name of a line: the object, and how far it is. A later export that says more of the same object has another
    /// name.
    /// </summary>
    /// <param name="id">The object's id.</param>
    /// <param name="states">Its status, what was refunded of it, and the like.</param>
    public static string Name(string id, params IEnumerable<string?> states) =>
        string.Join('/', [$"export:{id}", .. states.OfType<string>()]);

    private static IEnumerable<JsonElement> Objects(byte[] json)
    {
        var values = new List<JsonElement>();
        var reader = new Utf8JsonReader(json, new() { AllowMultipleValues = true, MaxDepth = 64 });
        while (reader.Read())
        {
            values.Add(JsonElement.ParseValue(ref reader));
        }

        return values.SelectMany(Members);
    }

    private static IEnumerable<JsonElement> Members(JsonElement value) =>
        value.ValueKind == JsonValueKind.Array ? value.EnumerateArray().SelectMany(Members)
        : new StripeObject(value) is { IsThere: true } one && one.Text("object") is "list" or "search_result"
            ? one.List("data").Select(member => member.Element)
        : [value];

    private static ExportedLine Line(long number, StripeObject one)
    {
        if (one.Id is not { } id || one.Kind is not { } kind)
        {
            return new(number, null, [], "This is none of Stripe's objects: it has no id or no object.");
        }

        if (kind == "event")
        {
            return new(number, id, StripeTranslation.OfEvent(one), null);
        }

        var refunded = one.Whole("amount_refunded");
        var state = one.Text("status") ?? (one.Flag("active") == false || one.Flag("valid") == false ? "off" : null);
        var name = Name(id, state, refunded > 0 ? $"{refunded}" : null);
        return StripeTranslation.OfObject(one) is { Count: > 0 } facts
            ? new(number, name, facts, null)
            : new(number, name, [], $"Byway learns nothing from Stripe's objects of the kind \"{kind}\".");
    }
}
