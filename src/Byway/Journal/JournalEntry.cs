using Byway.Storage;

namespace Byway.Journal;

/// <summary>One accepted change of a program.</summary>
public sealed record JournalEntry
{
    /// <summary>Its table.</summary>
    public static readonly Table<JournalEntry> Table = new Table<JournalEntry>("journal_entries", Read)
        .Number("program_id", row => row.ProgramId)
        .Number("sequence", row => row.Sequence)
        .Text("id", row => row.Id)
        .Text("body", row => row.Body)
        .Text("hash", row => row.Hash)
        .Key(row => new(row.ProgramId, row.Sequence), ("program_id", KeyPart.Program), ("sequence", KeyPart.A))
        .NotInJournal();

    /// <summary>The program.</summary>
    public required long ProgramId { get; init; }

    /// <summary>1, 2, 3 … without gaps.</summary>
    public required long Sequence { get; init; }

    /// <summary><c>ent_…</c>.</summary>
    public required string Id { get; init; }

    /// <summary>JSON without personal data; the text the hash covers.</summary>
    public required string Body { get; init; }

    /// <summary>SHA-256 over the hash before and the body, lower-case hex.</summary>
    public required string Hash { get; init; }

    private static JournalEntry Read(RowReader row) =>
        new()
        {
            ProgramId = row.Number(0),
            Sequence = row.Number(1),
            Id = row.Text(2),
            Body = row.Text(3),
            Hash = row.Text(4),
        };
}
