using Byway.Storage;

namespace Byway.Customers;

/// <summary>Who signed up at the merchant; in refer-a-friend programs also who refers others.</summary>
public sealed record Customer
{
    /// <summary>Its table.</summary>
    public static readonly Table<Customer> Table = new Table<Customer>("customers", Read)
        .Number("program_id", row => row.ProgramId)
        .Number("number", row => row.Number)
        .Personal("key", row => row.Key, PersonalText.Shell)
        .Personal("referral_key", row => row.ReferralKey)
        .Personal("email", row => row.Email)
        .Personal("email_folded", row => row.EmailFolded)
        .Personal("name", row => row.Name)
        .Personal("surname", row => row.Surname)
        .Text("tags", row => row.Tags)
        .Personal("metadata", row => row.Metadata)
        .Text("status", row => row.Status)
        .Flag("is_provisional", row => row.IsProvisional)
        .Number("referred_by", row => row.ReferredBy)
        .Number("bound_at", row => row.BoundAt)
        .Number("created_at", row => row.CreatedAt)
        .Number("updated_at", row => row.UpdatedAt)
        .Number("deleted_at", row => row.DeletedAt)
        .Text("archived_from", row => row.ArchivedFrom)
        .Personal("key_folded", row => SearchText.Folded(row.Key), PersonalText.Shell)
        .Number("came_by", row => row.CameBy)
        .Key(row => new(row.ProgramId, row.Number), ("program_id", KeyPart.Program), ("number", KeyPart.A))
        .OfPerson("number")
        .Remembered(_ => true);

    /// <summary>The not deleted by e-mail, and those that were merged into one that stands.</summary>
    public static readonly LookUp<Customer> ByEmail = Table.By(
        row => row.EmailFolded is null ? null : new(row.ProgramId, Text: row.EmailFolded),
        ("program_id", KeyPart.Program),
        ("email_folded", KeyPart.Text)
    );

    /// <summary>The program.</summary>
    public required long ProgramId { get; init; }

    /// <summary>Internal number: the sequence of the entry that created it.</summary>
    public required long Number { get; init; }

    /// <summary>The merchant's key (affiliate) or the id (refer-a-friend); null once erased.</summary>
    public string? Key { get; init; }

    /// <summary>Public referral key, refer-a-friend only.</summary>
    public string? ReferralKey { get; init; }

    /// <summary>As given, trimmed.</summary>
    public string? Email { get; init; }

    /// <summary>For look-up; null when deleted, unless it was merged into another one.</summary>
    public string? EmailFolded { get; init; }

    /// <summary>First name.</summary>
    public string? Name { get; init; }

    /// <summary>Last name.</summary>
    public string? Surname { get; init; }

    /// <summary>JSON list of texts.</summary>
    public required string Tags { get; init; }

    /// <summary>JSON object of the merchant's, or null.</summary>
    public string? Metadata { get; init; }

    /// <summary>One of <see cref="CustomerStatus"/>.</summary>
    public required string Status { get; init; }

    /// <summary>True when a sale created it and no sign-up has come yet.</summary>
    public bool IsProvisional { get; init; }

    /// <summary>The partner or referring customer it is bound to.</summary>
    public long? ReferredBy { get; init; }

    /// <summary>When it was bound; Unix microseconds.</summary>
    public long? BoundAt { get; init; }

    /// <summary>Unix microseconds.</summary>
    public required long CreatedAt { get; init; }

    /// <summary>Unix microseconds.</summary>
    public required long UpdatedAt { get; init; }

    /// <summary>Unix microseconds.</summary>
    public long? DeletedAt { get; init; }

    /// <summary>The status it had when it was archived, and gets back when it is restored.</summary>
    public string? ArchivedFrom { get; init; }

    /// <summary>The number of the link that bound it; null when it was bound otherwise, or is not.</summary>
    public long? CameBy { get; init; }

    private static Customer Read(RowReader row) =>
        new()
        {
            ProgramId = row.Number(0),
            Number = row.Number(1),
            Key = row.TextOrNull(2),
            ReferralKey = row.TextOrNull(3),
            Email = row.TextOrNull(4),
            EmailFolded = row.TextOrNull(5),
            Name = row.TextOrNull(6),
            Surname = row.TextOrNull(7),
            Tags = row.Text(8),
            Metadata = row.TextOrNull(9),
            Status = row.Text(10),
            IsProvisional = row.Flag(11),
            ReferredBy = row.NumberOrNull(12),
            BoundAt = row.NumberOrNull(13),
            CreatedAt = row.Number(14),
            UpdatedAt = row.Number(15),
            DeletedAt = row.NumberOrNull(16),
            ArchivedFrom = row.TextOrNull(17),
            CameBy = row.NumberOrNull(19),
        };
}
