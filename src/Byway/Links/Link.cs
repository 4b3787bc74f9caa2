using Byway.Storage;

namespace Byway.Links;

/// <summary>
/// A referral link. The one an owner was made with has the owner's number, and a row only once it differs from what
/// follows from the owner alone.
/// </summary>
public sealed record Link
{
    /// <summary>Its table.</summary>
    public static readonly Table<Link> Table = new Table<Link>("referral_links", Read)
        .Number("program_id", row => row.ProgramId)
        .Number("number", row => row.Number)
        .Number("owner", row => row.Owner)
        .Personal("key", row => row.Key, PersonalText.Shell)
        .Number("domain", row => row.Domain)
        .Personal("landing", row => row.Landing)
        .Flag("is_additional", row => row.IsAdditional)
        .Flag("direct_tracking", row => row.IsTrackedDirectly)
        .Flag("direct_tracking_redirect", row => row.IsRedirected)
        .Personal("direct_tracking_redirect_url", row => row.RedirectAddress)
        .Number("created_at", row => row.CreatedAt)
        .Number("updated_at", row => row.UpdatedAt)
        .Number("deleted_at", row => row.DeletedAt)
        .Key(row => new(row.ProgramId, row.Number), ("program_id", KeyPart.Program), ("number", KeyPart.A))
        .OfPerson("owner");

    /// <summary>The not deleted by owner.</summary>
    public static readonly LookUp<Link> ByOwner = Table.By(
        row => row.DeletedAt is null ? new(row.ProgramId, row.Owner) : null,
        ("program_id", KeyPart.Program),
        ("owner", KeyPart.A)
    );

    /// <summary>The not deleted by the domain they lead to.</summary>
    public static readonly LookUp<Link> ByDomain = Table.By(
        row => row.DeletedAt is null && row.Domain is { } domain ? new(row.ProgramId, domain) : null,
        ("program_id", KeyPart.Program),
        ("domain", KeyPart.A)
    );

    /// <summary>The program.</summary>
    public required long ProgramId { get; init; }

    /// <summary>The sequence of the entry that made it; the owner's for the one the owner was made with.</summary>
    public required long Number { get; init; }

    /// <summary>The partner or referring customer.</summary>
    public required long Owner { get; init; }

    /// <summary>Its referral key at present.</summary>
    public required string Key { get; init; }

    /// <summary>The domain it leads to; null for the program's website.</summary>
    public long? Domain { get; init; }

    /// <summary>Path, query and fragment it leads to on the domain; null for the domain's own address.</summary>
    public string? Landing { get; init; }

    /// <summary>As callers say it: on an additional domain.</summary>
    public bool IsAdditional { get; init; }

    /// <summary>Whether landings count without the referral key.</summary>
    public bool IsTrackedDirectly { get; init; }

    /// <summary>Whether direct landings are sent on.</summary>
    public bool IsRedirected { get; init; }

    /// <summary>Where to; an address on one of the program's domains.</summary>
    public string? RedirectAddress { get; init; }

    /// <summary>Unix microseconds.</summary>
    public required long CreatedAt { get; init; }

    /// <summary>Unix microseconds.</summary>
    public required long UpdatedAt { get; init; }

    /// <summary>Unix microseconds.</summary>
    public long? DeletedAt { get; init; }

    /// <summary>True for the link its owner was made with.</summary>
    public bool IsFirst => Number == Owner;

    /// <summary>The link an owner was made with, as it is while no row says otherwise.</summary>
    /// <param name="program">The program.</param>
    /// <param name="owner">The owner.</param>
    /// <param name="key">The owner's referral key.</param>
    public static Link First(long program, long owner, string key) =>
        new()
        {
            ProgramId = program,
            Number = owner,
            Owner = owner,
            Key = key,
            CreatedAt = 0,
            UpdatedAt = 0,
        };

    private static Link Read(RowReader row) =>
        new()
        {
            ProgramId = row.Number(0),
            Number = row.Number(1),
            Owner = row.Number(2),
            Key = row.Text(3),
            Domain = row.NumberOrNull(4),
            Landing = row.TextOrNull(5),
            IsAdditional = row.Flag(6),
            IsTrackedDirectly = row.Flag(7),
            IsRedirected = row.Flag(8),
            RedirectAddress = row.TextOrNull(9),
            CreatedAt = row.Number(10),
            UpdatedAt = row.Number(11),
            DeletedAt = row.NumberOrNull(12),
        };
}
