using Byway.Storage;
using Byway.Values;

namespace Byway.Turns;

/// <summary>A stored 2xx for a repeat of the same Idempotency-Key; kept 30 days.</summary>
public sealed record IdempotencyKey
{
    /// <summary>How long an answer is kept: 30 days.</summary>
    public const long KeptMicros = 30 * UtcMicros.PerDay;

    /// <summary>Its table.</summary>
    public static readonly Table<IdempotencyKey> Table = new Table<IdempotencyKey>("idempotency_keys", Read)
        .Number("program_id", row => row.ProgramId)
        .Text("key_hash", row => row.KeyHash)
        .Text("request_hash", row => row.RequestHash)
        .Number("status", row => row.Status)
        .Personal("body", row => row.Body, PersonalText.Stays)
        .Flag("has_secret", row => row.HasSecret)
        .Text("entry_id", row => row.EntryId)
        .Number("entry_count", row => row.EntryCount)
        .Text("decision", row => row.Decision)
        .Number("created_at", row => row.CreatedAt)
        .Key(row => new(row.ProgramId, Text: row.KeyHash), ("program_id", KeyPart.Program), ("key_hash", KeyPart.Text))
        .NotInJournal();

    /// <summary>The program.</summary>
    public required long ProgramId { get; init; }

    /// <summary>Peppered hash of method, path and key.</summary>
    public required string KeyHash { get; init; }

    /// <summary>Peppered hash of the raw body.</summary>
    public required string RequestHash { get; init; }

    /// <summary>HTTP status.</summary>
    public required long Status { get; init; }

    /// <summary>The body as it was sent.</summary>
    public required string Body { get; init; }

    /// <summary>True when the body held a secret shown once, and is not kept.</summary>
    public bool HasSecret { get; init; }

    /// <summary>Header Byway-Entry.</summary>
    public string? EntryId { get; init; }

    /// <summary>Header Byway-Entry-Count.</summary>
    public required long EntryCount { get; init; }

    /// <summary>Header Byway-Decision.</summary>
    public string? Decision { get; init; }

    /// <summary>Unix microseconds.</summary>
    public required long CreatedAt { get; init; }

    private static IdempotencyKey Read(RowReader row) =>
        new()
        {
            ProgramId = row.Number(0),
            KeyHash = row.Text(1),
            RequestHash = row.Text(2),
            Status = row.Number(3),
            Body = row.Text(4),
            HasSecret = row.Flag(5),
            EntryId = row.TextOrNull(6),
            EntryCount = row.Number(7),
            Decision = row.TextOrNull(8),
            CreatedAt = row.Number(9),
        };
}
