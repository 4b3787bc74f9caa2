using Byway.Storage;

namespace Byway.Leads;

/// <summary>Somebody a partner says may become a customer. The merchant converts or rejects it.</summary>
public sealed record Lead
{
    /// <summary>Its table.</summary>
    public static readonly Table<Lead> Table = new Table<Lead>("leads", Read)
        .Number("program_id", row => row.ProgramId)
        .Number("number", row => row.Number)
        .Personal("name", row => row.Name)
        .Personal("email", row => row.Email)
        .Personal("answers", row => row.Answers)
        .Text("status", row => row.Status)
        .Number("submitted_by", row => row.SubmittedBy)
        .Number("customer_number", row => row.CustomerNumber)
        .Number("created_at", row => row.CreatedAt)
        .Number("updated_at", row => row.UpdatedAt)
        .Number("deleted_at", row => row.DeletedAt)
        .Key(row => new(row.ProgramId, row.Number), ("program_id", KeyPart.Program), ("number", KeyPart.A))
        .OfPerson("number");

    /// <summary>The program.</summary>
    public required long ProgramId { get; init; }

    /// <summary>The sequence of the entry that created it, which is also its id on the wire.</summary>
    public required long Number { get; init; }

    /// <summary>Full name; null once erased.</summary>
    public string? Name { get; init; }

    /// <summary>Address; null once erased.</summary>
    public string? Email { get; init; }

    /// <summary>
    /// JSON object of texts and lists of texts: what the form asked beyond name and e-mail; null once erased.
    /// </summary>
    public string? Answers { get; init; }

    /// <summary>One of <see cref="LeadStatus"/>.</summary>
    public required string Status { get; init; }

    /// <summary>The partner.</summary>
    public required long SubmittedBy { get; init; }

    /// <summary>The customer it became.</summary>
    public long? CustomerNumber { get; init; }

    /// <summary>Unix microseconds.</summary>
    public required long CreatedAt { get; init; }

    /// <summary>Unix microseconds.</summary>
    public required long UpdatedAt { get; init; }

    /// <summary>Unix microseconds.</summary>
    public long? DeletedAt { get; init; }

    /// <summary>True while it can be converted or rejected.</summary>
    public bool IsOpen => Status == LeadStatus.Submitted;

    private static Lead Read(RowReader row) =>
        new()
        {
            ProgramId = row.Number(0),
            Number = row.Number(1),
            Name = row.TextOrNull(2),
            Email = row.TextOrNull(3),
            Answers = row.TextOrNull(4),
            Status = row.Text(5),
            SubmittedBy = row.Number(6),
            CustomerNumber = row.NumberOrNull(7),
            CreatedAt = row.Number(8),
            UpdatedAt = row.Number(9),
            DeletedAt = row.NumberOrNull(10),
        };
}
