using Byway.Storage;

namespace Byway.Clicks;

/// <summary>That somebody was counted on a day; nobody can tell who, and after the day it is forgotten.</summary>
/// <param name="ProgramId">The program.</param>
/// <param name="Link">The link.</param>
/// <param name="Day">Days since 1970.</param>
/// <param name="Visitor">A hash with the day's salt.</param>
public sealed record ClickVisitor(long ProgramId, long Link, long Day, string Visitor)
{
    /// <summary>Its table.</summary>
    public static readonly Table<ClickVisitor> Table = new Table<ClickVisitor>("click_visitors", Read)
        .Number("program_id", row => row.ProgramId)
        .Number("link", row => row.Link)
        .Number("day", row => row.Day)
        .Text("visitor", row => row.Visitor)
        .Key(
            row => new(row.ProgramId, row.Link, row.Day, row.Visitor),
            ("program_id", KeyPart.Program),
            ("link", KeyPart.A),
            ("day", KeyPart.B),
            ("visitor", KeyPart.Text)
        )
        .NotInJournal();

    private static ClickVisitor Read(RowReader row) => new(row.Number(0), row.Number(1), row.Number(2), row.Text(3));
}
