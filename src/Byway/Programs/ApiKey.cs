using Byway.Storage;

namespace Byway.Programs;

/// <summary>A bearer secret's record; the secret itself is not kept.</summary>
public sealed record ApiKey
{
    /// <summary>Its table.</summary>
    public static readonly Table<ApiKey> Table = new Table<ApiKey>("api_keys", Read)
        .Text("id", row => row.Id)
        .Text("hash", row => row.Hash)
        .Number("program_id", row => row.ProgramId)
        .Text("name", row => row.Name)
        .Text("scope", row => row.Scope)
        .Text("hint", row => row.Hint)
        .Number("created_at", row => row.CreatedAt)
        .Number("expires_at", row => row.ExpiresAt)
        .Number("revoked_at", row => row.RevokedAt)
        .Number("last_used_at", row => row.LastUsedAt)
        .Key(row => new(row.ProgramId, Text: row.Id), ("id", KeyPart.Text))
        .NotInJournal();

    /// <summary>All keys of a program.</summary>
    public static readonly LookUp<ApiKey> ByProgram = Table.By(
        row => new(row.ProgramId),
        ("program_id", KeyPart.Program)
    );

    /// <summary><c>key_…</c>.</summary>
    public required string Id { get; init; }

    /// <summary>SHA-256 of the secret, lower-case hex.</summary>
    public required string Hash { get; init; }

    /// <summary>The program it opens.</summary>
    public required long ProgramId { get; init; }

    /// <summary>For people.</summary>
    public required string Name { get; init; }

    /// <summary><c>write</c> or <c>read</c>.</summary>
    public required string Scope { get; init; }

    /// <summary>Its last characters.</summary>
    public required string Hint { get; init; }

    /// <summary>Unix microseconds.</summary>
    public required long CreatedAt { get; init; }

    /// <summary>Unix microseconds.</summary>
    public long? ExpiresAt { get; init; }

    /// <summary>Unix microseconds.</summary>
    public long? RevokedAt { get; init; }

    /// <summary>Unix microseconds.</summary>
    public long? LastUsedAt { get; init; }

    /// <summary>True when it opens its program at a time.</summary>
    /// <param name="now">Unix microseconds.</param>
    public bool IsValidAt(long now) => RevokedAt is null && (ExpiresAt is null || ExpiresAt > now);

    private static ApiKey Read(RowReader row) =>
        new()
        {
            Id = row.Text(0),
            Hash = row.Text(1),
            ProgramId = row.Number(2),
            Name = row.Text(3),
            Scope = row.Text(4),
            Hint = row.Text(5),
            CreatedAt = row.Number(6),
            ExpiresAt = row.NumberOrNull(7),
            RevokedAt = row.NumberOrNull(8),
            LastUsedAt = row.NumberOrNull(9),
        };
}
