using System.Text;
using Byway.Values;

namespace Byway.Webhooks;

/// <summary>A delivery in a list.</summary>
public sealed record DeliveryItemView
{
    /// <summary>The event's id: a webhook has one delivery an event.</summary>
    public required string Id { get; init; }

    /// <summary>The event.</summary>
    public required string Event { get; init; }

    /// <summary><c>delivered</c>, <c>retrying</c> or <c>failed</c>.</summary>
    public required string Status { get; init; }

    /// <summary>How often it was sent.</summary>
    public required long AttemptsCount { get; init; }

    /// <summary>The last attempts, the oldest first.</summary>
    public required IReadOnlyList<AttemptView> Attempts { get; init; }

    /// <summary>When it is tried again; null when not, or when an event before it comes first.</summary>
    public required string? NextAttemptAt { get; init; }

    /// <summary>A delivery's view.</summary>
    /// <param name="delivery">The delivery.</param>
    public static DeliveryItemView Of(Delivery delivery) =>
        new()
        {
            Id = delivery.EventId,
            Event = delivery.Event,
            Status = delivery.Status,
            AttemptsCount = delivery.Attempts,
            Attempts = [.. Delivery.LogOf(delivery).Select(AttemptView.Of)],
            NextAttemptAt = delivery.NextAttemptAt is { } at ? UtcMicros.ToText(at) : null,
        };
}

/// <summary>A delivery with what is sent.</summary>
public sealed record DeliveryView
{
    /// <summary>The event's id: a webhook has one delivery an event.</summary>
    public required string Id { get; init; }

    /// <summary>The event.</summary>
    public required string Event { get; init; }

    /// <summary><c>delivered</c>, <c>retrying</c> or <c>failed</c>.</summary>
    public required string Status { get; init; }

    /// <summary>How often it was sent.</summary>
    public required long AttemptsCount { get; init; }

    /// <summary>The last attempts, the oldest first.</summary>
    public required IReadOnlyList<AttemptView> Attempts { get; init; }

    /// <summary>When it is tried again; null when not, or when an event before it comes first.</summary>
    public required string? NextAttemptAt { get; init; }

    /// <summary>The last request, made again from the journal; null when the journal has no such event.</summary>
    public required RequestView? Request { get; init; }

    /// <summary>A delivery's view.</summary>
    /// <param name="delivery">The delivery.</param>
    /// <param name="request">What is sent.</param>
    public static DeliveryView Of(Delivery delivery, RequestView? request)
    {
        var item = DeliveryItemView.Of(delivery);
        return new()
        {
            Id = item.Id,
            Event = item.Event,
            Status = item.Status,
            AttemptsCount = item.AttemptsCount,
            Attempts = item.Attempts,
            NextAttemptAt = item.NextAttemptAt,
            Request = request,
        };
    }
}

/// <summary>One attempt.</summary>
public sealed record AttemptView
{
    /// <summary>When it was sent; ISO 8601.</summary>
    public required string SentAt { get; init; }

    /// <summary>Milliseconds until it was over.</summary>
    public required long DurationMs { get; init; }

    /// <summary>The HTTP status; null when no answer came.</summary>
    public required long? ResponseStatus { get; init; }

    /// <summary>The first characters of an answer that is no 2xx.</summary>
    public required string? Response { get; init; }

    /// <summary>Why no answer came: <c>timeout</c>, <c>address_refused</c>, <c>name_not_found</c>,
    /// <c>connection_failed</c>, <c>tls_failed</c> or <c>broken_answer</c>.</summary>
    public required string? Error { get; init; }

    /// <summary>An attempt's view.</summary>
    /// <param name="attempt">The attempt.</param>
    public static AttemptView Of(Attempt attempt) =>
        new()
        {
            SentAt = UtcMicros.ToText(attempt.At),
            DurationMs = attempt.DurationMs,
            ResponseStatus = attempt.Status,
            Response = attempt.Response,
            Error = attempt.Error,
        };
}

/// <summary>A request as it is sent, signed with today's secrets.</summary>
public sealed record RequestView
{
    /// <summary>Where to.</summary>
    public required string Url { get; init; }

    /// <summary>Headers by name.</summary>
    public required Dictionary<string, string> Headers { get; init; }

    /// <summary>The body, byte for byte.</summary>
    public required string Body { get; init; }

    /// <summary>A request's view.</summary>
    /// <param name="url">Where to.</param>
    /// <param name="request">The request.</param>
    public static RequestView Of(string url, WebhookRequest request) =>
        new()
        {
            Url = url,
            Headers = request.Headers.ToDictionary(
                header => header.Name,
                header => header.Value,
                StringComparer.OrdinalIgnoreCase
            ),
            Body = Encoding.UTF8.GetString(request.Body),
        };
}

/// <summary>From where everything is sent again.</summary>
/// <param name="After">The sequence number of the last entry whose events are not sent again.</param>
public sealed record ReplayView(long After);
