using System.Text.Json;
using Byway.Values;

namespace Byway.Integrations.Chargebee;

/// <summary>
/// Reads members of Chargebee's JSON. Whatever stands in the place of what was expected is read as absent: an event is
/// somebody else's text, and nothing in it may throw.
/// </summary>
public static class ChargebeeFields
{
    /// <summary>A member that is an object; otherwise an element without any members.</summary>
    /// <param name="parent">Where it stands.</param>
    /// <param name="name">Its name.</param>
    public static JsonElement Object(this JsonElement parent, string name) =>
        JsonMembers.Find(parent, name) is { ValueKind: JsonValueKind.Object } found ? found : default;

    /// <summary>The objects in a list; empty when there is none.</summary>
    /// <param name="parent">Where it stands.</param>
    /// <param name="name">Its name.</param>
    public static IEnumerable<JsonElement> Objects(this JsonElement parent, string name) =>
        JsonMembers.Find(parent, name) is { ValueKind: JsonValueKind.Array } found
            ? found.EnumerateArray().Where(item => item.ValueKind == JsonValueKind.Object)
            : [];

    /// <summary>Text that is not empty, or a number as its text; otherwise null.</summary>
    /// <param name="parent">Where it stands.</param>
    /// <param name="name">Its name.</param>
    public static string? Text(this JsonElement parent, string name) => TextOf(JsonMembers.Find(parent, name));

    /// <summary>An id: text that can be a key; otherwise null.</summary>
    /// <param name="parent">Where it stands.</param>
    /// <param name="name">Its name.</param>
    public static string? Id(this JsonElement parent, string name) =>
        parent.Text(name) is { } text && MerchantKey.FaultOf(text) is null ? text : null;

    /// <summary>Unix seconds as microseconds; null when it is no point in time.</summary>
    /// <param name="parent">Where it stands.</param>
    /// <param name="name">Its name.</param>
    public static long? Time(this JsonElement parent, string name) =>
        parent.Whole(name) is { } seconds and > 0 and < 100_000_000_000 ? seconds * UtcMicros.PerSecond : null;

    /// <summary>A whole number; null when it is none.</summary>
    /// <param name="parent">Where it stands.</param>
    /// <param name="name">Its name.</param>
    public static long? Whole(this JsonElement parent, string name) =>
        JsonMembers.Find(parent, name) is { ValueKind: JsonValueKind.Number } number
        && number.TryGetInt64(out var value)
            ? value
            : null;

    /// <summary>Whether it is <c>true</c>.</summary>
    /// <param name="parent">Where it stands.</param>
    /// <param name="name">Its name.</param>
    public static bool IsTrue(this JsonElement parent, string name) =>
        JsonMembers.Find(parent, name) is { ValueKind: JsonValueKind.True };

    /// <summary>Whether anything but null stands there.</summary>
    /// <param name="parent">Where it stands.</param>
    /// <param name="name">Its name.</param>
    public static bool Has(this JsonElement parent, string name) =>
        JsonMembers.Find(parent, name) is { ValueKind: not (JsonValueKind.Null or JsonValueKind.Undefined) };

    /// <summary>A value as text: strings that are not empty, numbers, true and false; otherwise null.</summary>
    /// <param name="value">The value.</param>
    public static string? TextOf(JsonElement value) =>
        value.ValueKind switch
        {
            JsonValueKind.String => Whole(value),
            JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => value.GetRawText(),
            _ => null,
        };

    /// <summary>A string, or null when it is empty or holds half a character.</summary>
    private static string? Whole(JsonElement value)
    {
        try
        {
            return value.GetString() is { Length: > 0 } text ? text : null;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }
}
