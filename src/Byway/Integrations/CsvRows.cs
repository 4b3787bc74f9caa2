using System.Text;

namespace Byway.Integrations;

/// <summary>Reads CSV as RFC 4180 has it, and as spreadsheets and reports write it. Pure.</summary>
public static class CsvRows
{
    // A file that forgot to close a quote shall not become one cell of a gigabyte.
    private const int LongestRow = 1_000_000;

    /// <summary>One row.</summary>
    /// <param name="Line">The line it begins on, from 1.</param>
    /// <param name="Cells">Its cells; empty when it could not be read.</param>
    /// <param name="Fault">What is wrong with it, or null.</param>
    public readonly record struct Row(long Line, IReadOnlyList<string> Cells, string? Fault);

    /// <summary>The rows of a text, one after the other; empty lines are left out.</summary>
    /// <param name="text">The text.</param>
    /// <param name="separator">Between cells.</param>
    public static IEnumerable<Row> Read(TextReader text, char separator = ',')
    {
        var line = 0L;
        while (text.ReadLine() is { } first)
        {
            var begins = ++line;
            var row = begins == 1 ? first.TrimStart('\uFEFF') : first;
            if (row.Length == 0)
            {
                continue;
            }

            // A quoted cell may go over several lines.
            var isOpen = IsOdd(row);
            if (isOpen)
            {
                var rows = new StringBuilder(row);
                while (isOpen && rows.Length < LongestRow && text.ReadLine() is { } more)
                {
                    line++;
                    rows.Append('\n').Append(more);
                    isOpen ^= IsOdd(more);
                }

                row = rows.ToString();
            }

            yield return isOpen
                ? new(begins, [], "A quote is not closed.")
                : new(begins, CellsOf(row, separator), null);
        }
    }

    private static bool IsOdd(string text) => text.AsSpan().Count('"') % 2 == 1;

    private static List<string> CellsOf(string row, char separator)
    {
        var cells = new List<string>();
        var cell = new StringBuilder();
        var isQuoted = false;
        for (var at = 0; at < row.Length; at++)
        {
            var c = row[at];
            if (c == '"' && isQuoted && at + 1 < row.Length && row[at + 1] == '"')
            {
                cell.Append('"');
                at++;
            }
            else if (c == '"')
            {
                isQuoted = !isQuoted;
            }
            else if (c == separator && !isQuoted)
            {
                cells.Add(cell.ToString());
                cell.Clear();
            }
            else
            {
                cell.Append(c);
            }
        }

        cells.Add(cell.ToString());
        return cells;
    }
}
