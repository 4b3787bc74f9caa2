using System.Text.Json;
using Byway.Storage;

namespace Byway.Webhooks;

/// <summary>
/// One event sent, or to be sent, to one subscription: how it went. What was sent is not kept: it would be another
/// place with people's data, and can be derived again.
/// </summary>
public sealed record Delivery
{
    private const int MostInLog = 20;

    /// <summary>Its table.</summary>
    public static readonly Table<Delivery> Table = new Table<Delivery>("webhook_deliveries", Read)
        .Number("program_id", row => row.ProgramId)
        .Number("webhook", row => row.Webhook)
        .Number("position", row => row.Position)
        .Text("event_id", row => row.EventId)
        .Text("event", row => row.Event)
        .Text("status", row => row.Status)
        .Number("attempts", row => row.Attempts)
        .Personal("log", row => row.Log, PersonalText.Stays)
        .Flag("is_aside", row => row.IsAside)
        .Number("next_attempt_at", row => row.NextAttemptAt)
        .Number("updated_at", row => row.UpdatedAt)
        .Key(
            row => new(row.ProgramId, row.Webhook, row.Position),
            ("program_id", KeyPart.Program),
            ("webhook", KeyPart.A),
            ("position", KeyPart.B)
        )
        .NotInJournal();

    /// <summary>The program.</summary>
    public required long ProgramId { get; init; }

    /// <summary>The subscription.</summary>
    public required long Webhook { get; init; }

    /// <summary>Where the event stands.</summary>
    public required long Position { get; init; }

    /// <summary>The event's id.</summary>
    public required string EventId { get; init; }

    /// <summary>The event's name.</summary>
    public required string Event { get; init; }

    /// <summary>One of <see cref="DeliveryStatus"/>.</summary>
    public required string Status { get; init; }

    /// <summary>How often it was sent.</summary>
    public required long Attempts { get; init; }

    /// <summary>The last attempts, JSON, the oldest first.</summary>
    public required string Log { get; init; }

    /// <summary>True when it is sent by itself, not in its place in the order.</summary>
    public bool IsAside { get; init; }

    /// <summary>When it is tried again; null when not, or when those before it come first.</summary>
    public long? NextAttemptAt { get; init; }

    /// <summary>Unix microseconds.</summary>
    public required long UpdatedAt { get; init; }

    /// <summary>A delivery after one more attempt.</summary>
    /// <param name="before">As it was; null for the first attempt.</param>
    /// <param name="program">The program's number.</param>
    /// <param name="webhook">The subscription's number.</param>
    /// <param name="told">The event.</param>
    /// <param name="attempt">The attempt.</param>
    public static Delivery After(Delivery? before, long program, long webhook, ProgramEvent told, Attempt attempt)
    {
        var log = before is null ? [] : LogOf(before).ToList();
        log.Add(attempt);
        return new()
        {
            ProgramId = program,
            Webhook = webhook,
            Position = told.Position,
            EventId = told.Id,
            Event = told.Name,
            Status = attempt.IsSuccess ? DeliveryStatus.Delivered : DeliveryStatus.Retrying,
            Attempts = (before?.Attempts ?? 0) + 1,
            Log = JsonSerializer.Serialize(log.TakeLast(MostInLog).ToList(), StoredJson.Default.Attempts),
            UpdatedAt = attempt.At,
        };
    }

    /// <summary>The last attempts, the oldest first.</summary>
    /// <param name="delivery">Of which.</param>
    public static IReadOnlyList<Attempt> LogOf(Delivery delivery) =>
        JsonSerializer.Deserialize(delivery.Log, StoredJson.Default.Attempts)!;

    private static Delivery Read(RowReader row) =>
        new()
        {
            ProgramId = row.Number(0),
            Webhook = row.Number(1),
            Position = row.Number(2),
            EventId = row.Text(3),
            Event = row.Text(4),
            Status = row.Text(5),
            Attempts = row.Number(6),
            Log = row.Text(7),
            IsAside = row.Flag(8),
            NextAttemptAt = row.NumberOrNull(9),
            UpdatedAt = row.Number(10),
        };
}

/// <summary>Where a delivery stands.</summary>
public static class DeliveryStatus
{
    /// <summary>The receiver took it.</summary>
    public const string Delivered = "delivered";

    /// <summary>It will be sent, or sent again.</summary>
    public const string Retrying = "retrying";

    /// <summary>Given up; it can be replayed.</summary>
    public const string Failed = "failed";
}
