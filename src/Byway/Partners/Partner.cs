using Byway.Storage;

namespace Byway.Partners;

/// <summary>Who promotes an affiliate program.</summary>
public sealed record Partner
{
    /// <summary>Its table.</summary>
    public static readonly Table<Partner> Table = new Table<Partner>("partners", Read)
        .Number("program_id", row => row.ProgramId)
        .Number("number", row => row.Number)
        .Personal("id", row => row.Id, PersonalText.Shell)
        .Personal("key", row => row.Key, PersonalText.Shell)
        .Personal("email", row => row.Email)
        .Personal("email_folded", row => row.EmailFolded)
        .Personal("name", row => row.Name)
        .Personal("surname", row => row.Surname)
        .Personal("password_hash", row => row.PasswordHash)
        .Text("tags", row => row.Tags)
        .Text("status", row => row.Status)
        .Number("referred_by", row => row.ReferredBy)
        .Number("created_at", row => row.CreatedAt)
        .Number("updated_at", row => row.UpdatedAt)
        .Number("archived_at", row => row.ArchivedAt)
        .Number("deleted_at", row => row.DeletedAt)
        .Text("archived_from", row => row.ArchivedFrom)
        .Personal("id_folded", row => SearchText.Folded(row.Id), PersonalText.Shell)
        .Personal("name_folded", row => SearchText.Folded(row.FullName))
        .Key(row => new(row.ProgramId, row.Number), ("program_id", KeyPart.Program), ("number", KeyPart.A))
        .OfPerson("number")
        .Remembered(_ => true);

    /// <summary>The not deleted by e-mail.</summary>
    public static readonly LookUp<Partner> ByEmail = Table.By(
        row => row.EmailFolded is null ? null : new(row.ProgramId, Text: row.EmailFolded),
        ("program_id", KeyPart.Program),
        ("email_folded", KeyPart.Text)
    );

    /// <summary>The program.</summary>
    public required long ProgramId { get; init; }

    /// <summary>Internal number: the sequence of the entry that created it.</summary>
    public required long Number { get; init; }

    /// <summary>Private id, the merchant's or ours.</summary>
    public required string Id { get; init; }

    /// <summary>Public referral key of the default link.</summary>
    public required string Key { get; init; }

    /// <summary>As given; null once erased.</summary>
    public string? Email { get; init; }

    /// <summary>For look-up; null when deleted, so that the address is free again.</summary>
    public string? EmailFolded { get; init; }

    /// <summary>First name.</summary>
    public string? Name { get; init; }

    /// <summary>Last name.</summary>
    public string? Surname { get; init; }

    /// <summary>ASP.NET Core Identity's format, or null when none was set.</summary>
    public string? PasswordHash { get; init; }

    /// <summary>JSON list of texts.</summary>
    public required string Tags { get; init; }

    /// <summary>One of <see cref="PartnerStatus"/>.</summary>
    public required string Status { get; init; }

    /// <summary>The partner who referred this one.</summary>
    public long? ReferredBy { get; init; }

    /// <summary>Unix microseconds.</summary>
    public required long CreatedAt { get; init; }

    /// <summary>Unix microseconds.</summary>
    public required long UpdatedAt { get; init; }

    /// <summary>Unix microseconds.</summary>
    public long? ArchivedAt { get; init; }

    /// <summary>Unix microseconds.</summary>
    public long? DeletedAt { get; init; }

    /// <summary>The status it had when it was archived, and gets back when it is restored.</summary>
    public string? ArchivedFrom { get; init; }

    /// <summary>First and last name as searches see them; null when there is neither.</summary>
    public string? FullName => Name is null && Surname is null ? null : $"{Name} {Surname}";

    /// <summary>True when sign-ups and sales count for this partner.</summary>
    public bool IsActive => Status == PartnerStatus.Active;

    private static Partner Read(RowReader row) =>
        new()
        {
            ProgramId = row.Number(0),
            Number = row.Number(1),
            Id = row.Text(2),
            Key = row.Text(3),
            Email = row.TextOrNull(4),
            EmailFolded = row.TextOrNull(5),
            Name = row.TextOrNull(6),
            Surname = row.TextOrNull(7),
            PasswordHash = row.TextOrNull(8),
            Tags = row.Text(9),
            Status = row.Text(10),
            ReferredBy = row.NumberOrNull(11),
            CreatedAt = row.Number(12),
            UpdatedAt = row.Number(13),
            ArchivedAt = row.NumberOrNull(14),
            DeletedAt = row.NumberOrNull(15),
            ArchivedFrom = row.TextOrNull(16),
        };
}
