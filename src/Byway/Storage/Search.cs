using System.Globalization;
using System.Text;
using Dapper;

namespace Byway.Storage;

/// <summary>
/// Rows of one program that contain given parts of texts, newest or oldest first. What a row must satisfy is the same
/// on both databases; how the candidates are found is not: SQLite asks a full-text index of three-letter pieces
/// (<c>TABLE_search</c>, kept by triggers), PostgreSQL has an index of such pieces on the column itself.
/// </summary>
public sealed class Search
{
    /// <summary>Rows looked at for parts that are too short for an index: the newest ones.</summary>
    public const long NewestRows = 10_000;

    /// <summary>What callers are told about it.</summary>
    public const string Says =
        "Letter case does not matter; all that is given must match. When every part is shorter than three characters, "
        + "only the newest 10,000 are looked through.";

    // An index of SQLite numbers its rows by program and number in one.
    private const long NumbersPerProgram = 1L << 40;
    private const long MostPrograms = 1L << 22;

    private readonly string table;
    private readonly long program;
    private readonly List<Part> parts = [];
    private string restriction = "";

    /// <summary>A search in a table that has <c>program_id</c>, <c>number</c> and <c>deleted_at</c>.</summary>
    /// <param name="table">The table.</param>
    /// <param name="program">The program.</param>
    public Search(string table, long program)
    {
        this.table = table;
        this.program = program;
    }

    /// <summary>The table.</summary>
    public string Table => table;

    /// <summary>Asks for a part of a column's text.</summary>
    /// <param name="column">A column that holds folded text (<see cref="SearchText"/>).</param>
    /// <param name="text">The part, in any letter case; null asks for nothing.</param>
    public Search Contains(string column, string? text) =>
        Contains(table, column, column + " like {0} escape '\\'", text);

    /// <summary>Asks for a part of a text in another table.</summary>
    /// <param name="other">The table, whose index leads to the owners.</param>
    /// <param name="column">Its column of folded text.</param>
    /// <param name="condition">The condition, with <c>{0}</c> for the pattern.</param>
    /// <param name="text">The part, in any letter case; null asks for nothing.</param>
    public Search Contains(string other, string column, string condition, string? text)
    {
        if (SearchText.Folded(text) is { } folded)
        {
            parts.Add(new(other, column, condition, folded));
        }

        return this;
    }

    /// <summary>
    /// A condition for statements of their own: leaves out, by the index, owners none of whose texts contains a part.
    /// It takes <c>@Program</c> and the phrase (<see cref="SearchText.Phrase"/>), and narrows nothing where a plain
    /// condition on the column uses an index by itself.
    /// </summary>
    /// <param name="indexed">The table whose index leads to the owners.</param>
    /// <param name="owner">The statement's column that says who the owner is.</param>
    /// <param name="phrase">The name of the parameter.</param>
    /// <param name="isFile">True on SQLite.</param>
    internal static string Narrowing(string indexed, string owner, string phrase, bool isFile) =>
        isFile
            ? string.Create(
                CultureInfo.InvariantCulture,
                $" and {owner} in (select rowid - @Program * {NumbersPerProgram} from {indexed}_search where "
                    + $"{indexed}_search match {phrase} and rowid between @Program * {NumbersPerProgram} "
                    + $"and (@Program + 1) * {NumbersPerProgram} - 1)"
            )
            : "";

    /// <summary>Leaves out what does not meet a further condition.</summary>
    /// <param name="condition">About columns of the table, without parameters.</param>
    public Search Where(string condition)
    {
        restriction += " and " + condition;
        return this;
    }

    /// <summary>The statement and its parameters.</summary>
    /// <param name="columns">What to select.</param>
    /// <param name="range">Which rows.</param>
    /// <param name="isFile">True on SQLite.</param>
    public (string Sql, DynamicParameters Parameters) Statement(string columns, RowRange range, bool isFile)
    {
        var values = new DynamicParameters(
            new
            {
                Program = program,
                range.Take,
                range.Skip,
            }
        );
        var conditions = new StringBuilder(restriction);
        for (var index = 0; index < parts.Count; index++)
        {
            var name = string.Create(CultureInfo.InvariantCulture, $"Part{index}");
            conditions
                .Append(" and ")
                .Append(parts[index].Condition.Replace("{0}", "@" + name, StringComparison.Ordinal));
            values.Add(name, SearchText.Pattern(parts[index].Text));
        }

        var indexed = parts.Where(part => part.IsIndexed).ToList();
        if (indexed.Count > 0 && isFile && program is > 0 and < MostPrograms)
        {
            return (ByIndex(columns, conditions.ToString(), range, indexed, values), values);
        }

        if (parts.Count > 0 && indexed.Count == 0)
        {
            conditions.Append(
                CultureInfo.InvariantCulture,
                $" and number >= coalesce((select number from {table} where program_id = @Program "
                    + $"and deleted_at is null order by number desc limit 1 offset {NewestRows - 1}), 0)"
            );
        }

        values.Add("After", range.After);
        return (
            $"select {columns} from {table} where program_id = @Program and deleted_at is null{conditions}"
                + Tail("number", range),
            values
        );
    }

    /// <summary>
    /// The index goes first and in order, so that a frequent part is found at once and a rare one by itself.
    /// </summary>
    private string ByIndex(
        string columns,
        string conditions,
        RowRange range,
        List<Part> indexed,
        DynamicParameters values
    )
    {
        var leading = indexed.MaxBy(part => part.Text.Length)!.Table;
        var phrases = indexed
            .Where(part => part.Table == leading)
            .Select(part => SearchText.Phrase(part.Column, part.Text));
        var first = program * NumbersPerProgram;
        values.Add("Match", string.Join(" AND ", phrases));
        values.Add("First", first);
        values.Add("Last", first + NumbersPerProgram - 1);
        values.Add("After", first + range.After);
        return $"select {columns} from {leading}_search s cross join {table} on program_id = @Program and "
            + $"number = s.rowid - @First where {leading}_search match @Match and s.rowid between @First and @Last "
            + $"and deleted_at is null{conditions}{Tail("s.rowid", range)}";
    }

    private static string Tail(string column, RowRange range) =>
        (range.After is null ? "" : $" and {column} {(range.IsNewestFirst ? '<' : '>')} @After")
        + $" order by {column} {(range.IsNewestFirst ? "desc" : "asc")} limit @Take offset @Skip";

    private sealed record Part(string Table, string Column, string Condition, string Text)
    {
        public bool IsIndexed => SearchText.IsIndexed(Text);
    }
}
