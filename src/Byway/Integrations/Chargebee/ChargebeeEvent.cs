using System.Text.Json;

namespace Byway.Integrations.Chargebee;

/// <summary>An event, as the webhook sends it or as the API answers it.</summary>
/// <param name="Id">Such as <c>ev_AzZlsUTl8</c>.</param>
/// <param name="Type">Such as <c>payment_succeeded</c>.</param>
/// <param name="OccurredAt">Unix microseconds.</param>
/// <param name="Content">The objects it is about, by their kind.</param>
public sealed record ChargebeeEvent(string Id, string Type, long OccurredAt, JsonElement Content)
{
    private const int MostIdCharacters = 100;

    /// <summary>
    /// An event out of JSON; null when it is none. Its id becomes part of an address, so only letters, digits, dash
    /// and underscore are an id.
    /// </summary>
    /// <param name="body">The event, or the API's answer with the event inside.</param>
    public static ChargebeeEvent? Of(JsonElement body)
    {
        var said = body.Object("event") is { ValueKind: JsonValueKind.Object } inner ? inner : body;
        return
            said.Id("id") is { } id
            && IsId(id)
            && said.Id("event_type") is { } type
            && said.Time("occurred_at") is { } occurredAt
            ? new(id, type, occurredAt, said.Object("content"))
            : null;
    }

    /// <summary>Whether a text can be an event's id.</summary>
    /// <param name="text">The text.</param>
    public static bool IsId(string text) =>
        text.Length is > 0 and <= MostIdCharacters && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_');
}
