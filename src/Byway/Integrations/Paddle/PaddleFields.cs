using System.Text.Json;
using Byway.Values;

namespace Byway.Integrations.Paddle;

/// <summary>
/// The members of one JSON object of Paddle's. What is missing, null, empty or of another type is simply not there:
/// an event that says less than it should is still an event.
/// </summary>
/// <param name="Element">The object; anything else has no members.</param>
public readonly record struct PaddleFields(JsonElement Element)
{
    /// <summary>True when there is an object at all.</summary>
    public bool IsThere => Element.ValueKind == JsonValueKind.Object;

    /// <summary>A member, or undefined.</summary>
    /// <param name="name">Its name.</param>
    public JsonElement Member(string name) => JsonMembers.Find(Element, name);

    /// <summary>An object among the members.</summary>
    /// <param name="name">Its name.</param>
    public PaddleFields Object(string name) => new(Member(name));

    /// <summary>The objects of an array; empty when there is none.</summary>
    /// <param name="name">Its name.</param>
    public IEnumerable<PaddleFields> Items(string name)
    {
        var array = Member(name);
        return array.ValueKind == JsonValueKind.Array
            ? array.EnumerateArray().Select(item => new PaddleFields(item)).Where(item => item.IsThere)
            : [];
    }

    /// <summary>Text, or a number as its text; trimmed.</summary>
    /// <param name="name">Its name.</param>
    public string? Text(string name) => TextOf(Member(name));

    /// <summary>One of Paddle's words, such as a status; null for what is too long to be one.</summary>
    /// <param name="name">Its name.</param>
    public string? Word(string name) => Text(name) is { Length: <= 40 } word ? word : null;

    /// <summary>A point in time as Unix microseconds.</summary>
    /// <param name="name">Its name.</param>
    public long? Time(string name) => Text(name) is { } text ? UtcMicros.Read(text) : null;

    /// <summary>An amount in the smallest unit of a currency, as micros.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="unit">The currency.</param>
    public long? Amount(string name, Unit unit) => Text(name) is { } text ? PaddleAmount.OfMinor(text, unit) : null;

    /// <summary>A scalar as text without NUL characters; null for everything else and for nothing.</summary>
    /// <param name="value">The value.</param>
    public static string? TextOf(JsonElement value) =>
        value.ValueKind switch
        {
            JsonValueKind.String => Clean(Read(value)),
            JsonValueKind.Number => value.GetRawText(),
            _ => null,
        };

    /// <summary>Text as it can be stored everywhere; null when nothing is left.</summary>
    /// <param name="text">Any text.</param>
    public static string? Clean(string? text) =>
        text?.Replace("\0", "", StringComparison.Ordinal).Trim() is { Length: > 0 } clean ? clean : null;

    // A lone surrogate, written as an escape, is JSON and no text.
    private static string? Read(JsonElement value)
    {
        try
        {
            return value.GetString();
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }
}
