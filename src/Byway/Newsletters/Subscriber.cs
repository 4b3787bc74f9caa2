using Byway.Storage;

namespace Byway.Newsletters;

/// <summary>Who subscribed to the newsletter, and may bring others.</summary>
public sealed record Subscriber
{
    /// <summary>Its table.</summary>
    public static readonly Table<Subscriber> Table = new Table<Subscriber>("subscribers", Read)
        .Number("program_id", row => row.ProgramId)
        .Number("number", row => row.Number)
        .Personal("id", row => row.Id)
        .Personal("id_folded", row => SearchText.Folded(row.Id))
        .Personal("referral_key", row => row.ReferralKey)
        .Personal("email", row => row.Email)
        .Personal("email_folded", row => row.EmailFolded)
        .Personal("name", row => row.Name)
        .Personal("name_folded", row => SearchText.Folded(row.Name))
        .Number("tos", row => Bit(row.HasAcceptedTerms))
        .Number("marketing_consent", row => Bit(row.HasConsented))
        .Text("status", row => row.Status)
        .Flag("is_approved", row => row.IsApproved)
        .Number("referred_by", row => row.ReferredBy)
        .Number("created_at", row => row.CreatedAt)
        .Number("updated_at", row => row.UpdatedAt)
        .Number("deleted_at", row => row.DeletedAt)
        .Key(row => new(row.ProgramId, row.Number), ("program_id", KeyPart.Program), ("number", KeyPart.A))
        .OfPerson("number");

    /// <summary>The not deleted by e-mail.</summary>
    public static readonly LookUp<Subscriber> ByEmail = Table.By(
        row => row.EmailFolded is null ? null : new(row.ProgramId, Text: row.EmailFolded),
        ("program_id", KeyPart.Program),
        ("email_folded", KeyPart.Text)
    );

    /// <summary>By the merchant's id, deleted ones too.</summary>
    public static readonly LookUp<Subscriber> ById = Table.By(
        row => row.Id is null ? null : new(row.ProgramId, Text: row.Id),
        ("program_id", KeyPart.Program),
        ("id", KeyPart.Text)
    );

    /// <summary>The program.</summary>
    public required long ProgramId { get; init; }

    /// <summary>Internal number: the sequence of the entry that created it.</summary>
    public required long Number { get; init; }

    /// <summary>The merchant's or its mailing service's; null when there is none.</summary>
    public string? Id { get; init; }

    /// <summary>Public referral key, which stands in the share link.</summary>
    public string? ReferralKey { get; init; }

    /// <summary>As given; null once erased.</summary>
    public string? Email { get; init; }

    /// <summary>For look-up; null when deleted, so that the address is free again.</summary>
    public string? EmailFolded { get; init; }

    /// <summary>Full name.</summary>
    public string? Name { get; init; }

    /// <summary>Whether terms were accepted; null when nobody said.</summary>
    public bool? HasAcceptedTerms { get; init; }

    /// <summary>Whether marketing is welcome; null when nobody said.</summary>
    public bool? HasConsented { get; init; }

    /// <summary>One of <see cref="SubscriberStatus"/>.</summary>
    public required string Status { get; init; }

    /// <summary>False while the merchant has yet to approve.</summary>
    public bool IsApproved { get; init; }

    /// <summary>The subscriber who brought this one.</summary>
    public long? ReferredBy { get; init; }

    /// <summary>Unix microseconds.</summary>
    public required long CreatedAt { get; init; }

    /// <summary>Unix microseconds.</summary>
    public required long UpdatedAt { get; init; }

    /// <summary>Unix microseconds.</summary>
    public long? DeletedAt { get; init; }

    /// <summary>True when it may bring others.</summary>
    public bool IsActive => Status == SubscriberStatus.Active && DeletedAt is null;

    /// <summary>Whom it counts for; null when nobody brought it, or while it is not confirmed.</summary>
    public long? CountsFor => IsActive && IsApproved ? ReferredBy : null;

    private static long? Bit(bool? flag) =>
        flag is { } known
            ? known
                ? 1
                : 0
            : null;

    private static Subscriber Read(RowReader row) =>
        new()
        {
            ProgramId = row.Number(0),
            Number = row.Number(1),
            Id = row.TextOrNull(2),
            ReferralKey = row.TextOrNull(4),
            Email = row.TextOrNull(5),
            EmailFolded = row.TextOrNull(6),
            Name = row.TextOrNull(7),
            HasAcceptedTerms = row.NumberOrNull(9) is { } tos ? tos != 0 : null,
            HasConsented = row.NumberOrNull(10) is { } consent ? consent != 0 : null,
            Status = row.Text(11),
            IsApproved = row.Flag(12),
            ReferredBy = row.NumberOrNull(13),
            CreatedAt = row.Number(14),
            UpdatedAt = row.Number(15),
            DeletedAt = row.NumberOrNull(16),
        };
}
