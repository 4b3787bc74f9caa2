using Byway.Storage;

namespace Byway.Journal;

/// <summary>A merchant key in use: the thing it names and the request that made it.</summary>
public sealed record Claim
{
    /// <summary>Its table.</summary>
    public static readonly Table<Claim> Table = new Table<Claim>("claims", Read)
        .Number("program_id", row => row.ProgramId)
        .Number("kind", row => row.Kind)
        .Personal("key_hash", row => row.KeyHash, PersonalText.Stays)
        .Number("number", row => row.Number)
        .Number("sequence", row => row.Sequence)
        .Personal("request_hash", row => row.RequestHash, PersonalText.Stays)
        .Number("claimed_at", row => row.ClaimedAt)
        .Number("released_at", row => row.ReleasedAt)
        .Key(
            row => new(row.ProgramId, row.Kind, Text: row.KeyHash),
            ("program_id", KeyPart.Program),
            ("kind", KeyPart.A),
            ("key_hash", KeyPart.Text)
        )
        .Remembered(claim => claim.Kind == (long)ClaimKind.Customer);

    /// <summary>The program.</summary>
    public required long ProgramId { get; init; }

    /// <summary>A <see cref="ClaimKind"/>.</summary>
    public required long Kind { get; init; }

    /// <summary>Peppered hash of the key.</summary>
    public required string KeyHash { get; init; }

    /// <summary>The thing.</summary>
    public required long Number { get; init; }

    /// <summary>The entry of the original request; 0 when no request owns the key yet.</summary>
    public required long Sequence { get; init; }

    /// <summary>Hash of the original request's meaning.</summary>
    public required string RequestHash { get; init; }

    /// <summary>Unix microseconds.</summary>
    public required long ClaimedAt { get; init; }

    /// <summary>When the thing was deleted and its key became free.</summary>
    public long? ReleasedAt { get; init; }

    private static Claim Read(RowReader row) =>
        new()
        {
            ProgramId = row.Number(0),
            Kind = row.Number(1),
            KeyHash = row.Text(2),
            Number = row.Number(3),
            Sequence = row.Number(4),
            RequestHash = row.Text(5),
            ClaimedAt = row.Number(6),
            ReleasedAt = row.NumberOrNull(7),
        };
}
