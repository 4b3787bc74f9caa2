using System.Text.Json;
using Byway.Values;

namespace Byway.Rewards;

/// <summary>Members of merchants' metadata as comparable text: <c>1</c>, <c>1.0</c> and <c>"1"</c> are one.</summary>
public static class MetadataText
{
    /// <summary>A member's text; null for lists, objects and null.</summary>
    /// <param name="value">The member.</param>
    public static string? Of(JsonElement value) =>
        value.ValueKind switch
        {
            JsonValueKind.String => value.GetString(),
            JsonValueKind.True => "true",
            JsonValueKind.False => "false",
            JsonValueKind.Number => Micros.Read(value.GetRawText(), out var micros) == MicrosRead.Read
                ? Micros.ToText(micros)
                : value.GetRawText(),
            _ => null,
        };

    /// <summary>All members that have a text.</summary>
    /// <param name="json">A JSON object, or null.</param>
    public static IReadOnlyDictionary<string, string>? Of(string? json)
    {
        if (json is null)
        {
            return null;
        }

        var texts = new Dictionary<string, string>(StringComparer.Ordinal);
        using var parsed = JsonDocument.Parse(json);
        foreach (var member in parsed.RootElement.EnumerateObject())
        {
            if (Of(member.Value) is { } text)
            {
                texts[member.Name] = text;
            }
        }

        return texts;
    }
}
