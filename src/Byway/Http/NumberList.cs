using System.Globalization;
using System.Text.Json;

namespace Byway.Http;

/// <summary>
/// A list of whole numbers in a request, each with its own path (<c>numbers.3</c>). One number, and numbers in a text
/// with commas between them, do as well.
/// </summary>
public static class NumberList
{
    /// <summary>The numbers in order; null when absent, empty for <c>[]</c>.</summary>
    /// <param name="fields">Where the list stands.</param>
    /// <param name="name">The field.</param>
    /// <param name="most">The most items.</param>
    public static IReadOnlyList<long>? Of(Fields fields, string name, int most)
    {
        var value = fields.Anything(name);
        var items = value.ValueKind switch
        {
            JsonValueKind.Array => [.. value.EnumerateArray().Take(most + 1).Select(TextOf)],
            JsonValueKind.Undefined or JsonValueKind.Null => null,
            JsonValueKind.String when value.GetString() is { Length: 0 } => null,
            JsonValueKind.String => value.GetString()!.Split(','),
            _ => new[] { TextOf(value) },
        };
        if (items is null)
        {
            return null;
        }

        if (items.Length > most)
        {
            fields.Fault(name, $"The {name} must not have more than {most} items.");
            return [];
        }

        var numbers = new List<long>(items.Length);
        var known = new HashSet<long>();
        for (var at = 0; at < items.Length; at++)
        {
            if (
                !long.TryParse(items[at].Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                || number == 0
            )
            {
                fields.Fault($"{name}.{at}", "The item must be a number: 1, 2, 3 …");
            }
            else if (!known.Add(number))
            {
                fields.Fault($"{name}.{at}", $"The number {number} stands there twice.");
            }

            numbers.Add(number);
        }

        return numbers;
    }

    private static string TextOf(JsonElement item) =>
        item.ValueKind switch
        {
            JsonValueKind.Number => item.GetRawText(),
            JsonValueKind.String => item.GetString()!,
            _ => "",
        };
}
