using Byway.Storage;

namespace Byway.Portal;

/// <summary>A link that lets one person in, once. Credentials are no part of the journal.</summary>
public sealed record SignInLink
{
    /// <summary>Its table.</summary>
    public static readonly Table<SignInLink> Table = new Table<SignInLink>("sign_in_links", Read)
        .Number("program_id", row => row.ProgramId)
        .Text("token_hash", row => row.TokenHash)
        .Number("kind", row => row.Kind)
        .Number("person", row => row.Person)
        .Number("created_at", row => row.CreatedAt)
        .Number("expires_at", row => row.ExpiresAt)
        .Number("used_at", row => row.UsedAt)
        .Key(
            row => new(row.ProgramId, Text: row.TokenHash),
            ("program_id", KeyPart.Program),
            ("token_hash", KeyPart.Text)
        )
        .NotInJournal();

    /// <summary>The program.</summary>
    public required long ProgramId { get; init; }

    /// <summary>SHA-256 of the token's secret.</summary>
    public required string TokenHash { get; init; }

    /// <summary>A <see cref="Links.OwnerKind"/>: partner or customer.</summary>
    public required long Kind { get; init; }

    /// <summary>The person's number.</summary>
    public required long Person { get; init; }

    /// <summary>Unix microseconds.</summary>
    public required long CreatedAt { get; init; }

    /// <summary>Until when it lets in; Unix microseconds.</summary>
    public required long ExpiresAt { get; init; }

    /// <summary>When it let in; null while it may.</summary>
    public long? UsedAt { get; init; }

    private static SignInLink Read(RowReader row) =>
        new()
        {
            ProgramId = row.Number(0),
            TokenHash = row.Text(1),
            Kind = row.Number(2),
            Person = row.Number(3),
            CreatedAt = row.Number(4),
            ExpiresAt = row.Number(5),
            UsedAt = row.NumberOrNull(6),
        };
}
