using Byway.Storage;

namespace Byway.Links;

/// <summary>An id, referral key, link key or alias; issued once, reserved for ever.</summary>
public sealed record ReferralKey
{
    /// <summary>Its table.</summary>
    public static readonly Table<ReferralKey> Table = new Table<ReferralKey>("referral_keys", Read)
        .Number("program_id", row => row.ProgramId)
        .Number("kind", row => row.Kind)
        .Personal("key", row => row.Key, PersonalText.Stays)
        .Personal("folded", row => row.Folded, PersonalText.Stays)
        .Number("owner", row => row.Owner)
        .Text("role", row => row.Role)
        .Number("created_at", row => row.CreatedAt)
        .Number("link", row => row.Link)
        .Key(
            row => new(row.ProgramId, row.Kind, Text: row.Key),
            ("program_id", KeyPart.Program),
            ("kind", KeyPart.A),
            ("key", KeyPart.Text)
        )
        .Remembered(_ => true);

    /// <summary>All that differ in letter case only.</summary>
    public static readonly LookUp<ReferralKey> ByFolded = Table.By(
        row => new(row.ProgramId, row.Kind, Text: row.Folded),
        ("program_id", KeyPart.Program),
        ("kind", KeyPart.A),
        ("folded", KeyPart.Text)
    );

    /// <summary>All that were ever issued to an owner.</summary>
    public static readonly LookUp<ReferralKey> ByOwner = Table.By(
        row => new(row.ProgramId, row.Owner),
        ("program_id", KeyPart.Program),
        ("owner", KeyPart.A)
    );

    /// <summary>The program.</summary>
    public required long ProgramId { get; init; }

    /// <summary>Whose namespace, an <see cref="OwnerKind"/>.</summary>
    public required long Kind { get; init; }

    /// <summary>As issued.</summary>
    public required string Key { get; init; }

    /// <summary>In lower case.</summary>
    public required string Folded { get; init; }

    /// <summary>The partner or customer it leads to.</summary>
    public required long Owner { get; init; }

    /// <summary>One of <see cref="KeyRole"/>.</summary>
    public required string Role { get; init; }

    /// <summary>Unix microseconds.</summary>
    public required long CreatedAt { get; init; }

    /// <summary>The link it belongs to; null for the one the owner was made with.</summary>
    public long? Link { get; init; }

    /// <summary>The number of the link it belongs to.</summary>
    public long LinkNumber => Link ?? Owner;

    /// <summary>True when it leads to its owner from a link.</summary>
    public bool IsInUse => Role is not (KeyRole.Id or KeyRole.Retired);

    private static ReferralKey Read(RowReader row) =>
        new()
        {
            ProgramId = row.Number(0),
            Kind = row.Number(1),
            Key = row.Text(2),
            Folded = row.Text(3),
            Owner = row.Number(4),
            Role = row.Text(5),
            CreatedAt = row.Number(6),
            Link = row.NumberOrNull(7),
        };
}
