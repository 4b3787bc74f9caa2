using Byway.Storage;

namespace Byway.Journal;

/// <summary>The erasable half of a journal entry.</summary>
public sealed record EntryPersonal
{
    /// <summary>Its table.</summary>
    public static readonly Table<EntryPersonal> Table = new Table<EntryPersonal>("entry_personal", Read)
        .Number("program_id", row => row.ProgramId)
        .Number("sequence", row => row.Sequence)
        .Number("person", row => row.Person)
        .Personal("salt", row => row.Salt, PersonalText.Stays)
        .Personal("request", row => row.Request, PersonalText.Stays)
        .Personal("answer", row => row.Answer, PersonalText.Stays)
        .Personal("personal_rows", row => row.PersonalRows, PersonalText.Stays)
        .Number("erased_by", row => row.ErasedBy)
        .Key(row => new(row.ProgramId, row.Sequence), ("program_id", KeyPart.Program), ("sequence", KeyPart.A))
        .NotInJournal();

    /// <summary>The program.</summary>
    public required long ProgramId { get; init; }

    /// <summary>The entry.</summary>
    public required long Sequence { get; init; }

    /// <summary>Whom it is about; null on sales, which are found through their customer.</summary>
    public long? Person { get; init; }

    /// <summary>Random; without it the hash in the entry says nothing.</summary>
    public required string Salt { get; init; }

    /// <summary>The request, normalised, as JSON.</summary>
    public required string Request { get; init; }

    /// <summary>The resource answered, as JSON.</summary>
    public required string Answer { get; init; }

    /// <summary>The personal columns of the rows written, as JSON.</summary>
    public required string PersonalRows { get; init; }

    /// <summary>
    /// The entry that erased a person from it; null when it is as it was written. Its hash in the entry's body then
    /// says nothing any more, and what needs the request cannot be decided again.
    /// </summary>
    public long? ErasedBy { get; init; }

    private static EntryPersonal Read(RowReader row) =>
        new()
        {
            ProgramId = row.Number(0),
            Sequence = row.Number(1),
            Person = row.NumberOrNull(2),
            Salt = row.Text(3),
            Request = row.Text(4),
            Answer = row.Text(5),
            PersonalRows = row.Text(6),
            ErasedBy = row.NumberOrNull(7),
        };
}
