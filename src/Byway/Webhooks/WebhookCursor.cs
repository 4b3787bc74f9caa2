using Byway.Storage;

namespace Byway.Webhooks;

/// <summary>
/// How far a subscription has come. A turn makes it, with the subscription; afterwards only senders move it.
/// </summary>
public sealed record WebhookCursor
{
    /// <summary>Its table.</summary>
    public static readonly Table<WebhookCursor> Table = new Table<WebhookCursor>("webhook_cursors", Read)
        .Number("program_id", row => row.ProgramId)
        .Number("webhook", row => row.Webhook)
        .Number("position", row => row.Position)
        .Number("generation", row => row.Generation)
        .Number("reset_at", row => row.ResetAt)
        .Number("failures", row => row.Failures)
        .Number("failing_since", row => row.FailingSince)
        .Number("next_attempt_at", row => row.NextAttemptAt)
        .Text("lease_owner", row => row.LeaseOwner)
        .Number("lease_until", row => row.LeaseUntil)
        .Key(row => new(row.ProgramId, row.Webhook), ("program_id", KeyPart.Program), ("webhook", KeyPart.A))
        .NotInJournal();

    /// <summary>The program.</summary>
    public required long ProgramId { get; init; }

    /// <summary>The webhook.</summary>
    public required long Webhook { get; init; }

    /// <summary>Everything up to here is done.</summary>
    public required long Position { get; init; }

    /// <summary>Counts replays.</summary>
    public long Generation { get; init; }

    /// <summary>When the last replay began; deliveries before it do not count as done.</summary>
    public long ResetAt { get; init; }

    /// <summary>Failed attempts at the next event; 0 while all is well.</summary>
    public long Failures { get; init; }

    /// <summary>Since when nothing has succeeded.</summary>
    public long? FailingSince { get; init; }

    /// <summary>When the next event is tried again.</summary>
    public long? NextAttemptAt { get; init; }

    /// <summary>Which server sends.</summary>
    public string? LeaseOwner { get; init; }

    /// <summary>Until when.</summary>
    public long LeaseUntil { get; init; }

    private static WebhookCursor Read(RowReader row) =>
        new()
        {
            ProgramId = row.Number(0),
            Webhook = row.Number(1),
            Position = row.Number(2),
            Generation = row.Number(3),
            ResetAt = row.Number(4),
            Failures = row.Number(5),
            FailingSince = row.NumberOrNull(6),
            NextAttemptAt = row.NumberOrNull(7),
            LeaseOwner = row.TextOrNull(8),
            LeaseUntil = row.Number(9),
        };
}
