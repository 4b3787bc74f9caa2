using Byway.Storage;

namespace Byway.Links;

/// <summary>A further site of the program that links may lead to; the default one is the setting website.</summary>
public sealed record LinkDomain
{
    /// <summary>Its table.</summary>
    public static readonly Table<LinkDomain> Table = new Table<LinkDomain>("domains", Read)
        .Number("program_id", row => row.ProgramId)
        .Number("number", row => row.Number)
        .Text("site", row => row.Site)
        .Text("host", row => row.Host)
        .Number("created_at", row => row.CreatedAt)
        .Number("deleted_at", row => row.DeletedAt)
        .Key(row => new(row.ProgramId, row.Number), ("program_id", KeyPart.Program), ("number", KeyPart.A));

    /// <summary>The not deleted of a program.</summary>
    public static readonly LookUp<LinkDomain> OfProgram = Table.By(
        row => row.DeletedAt is null ? new(row.ProgramId) : null,
        ("program_id", KeyPart.Program)
    );

    /// <summary>The program.</summary>
    public required long ProgramId { get; init; }

    /// <summary>The sequence of the entry that made it; callers' <c>id</c>.</summary>
    public required long Number { get; init; }

    /// <summary>Its address without a slash at the end, such as <c>https://blog.example.com</c>.</summary>
    public required string Site { get; init; }

    /// <summary>The host, and the port where it is not the usual one; lower case.</summary>
    public required string Host { get; init; }

    /// <summary>Unix microseconds.</summary>
    public required long CreatedAt { get; init; }

    /// <summary>Unix microseconds.</summary>
    public long? DeletedAt { get; init; }

    private static LinkDomain Read(RowReader row) =>
        new()
        {
            ProgramId = row.Number(0),
            Number = row.Number(1),
            Site = row.Text(2),
            Host = row.Text(3),
            CreatedAt = row.Number(4),
            DeletedAt = row.NumberOrNull(5),
        };
}
