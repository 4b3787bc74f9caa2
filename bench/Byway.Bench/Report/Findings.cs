using System.Globalization;
using System.Text;
using Spectre.Console;

namespace Byway.Bench.Report;

/// <summary>Everything a run found out, for the terminal and as Markdown.</summary>
internal sealed class Findings
{
    private const int WideEnough = 200;

    /// <summary>What was measured on.</summary>
    public required IReadOnlyList<string> Machine { get; init; }

    /// <summary>How it was measured.</summary>
    public required IReadOnlyList<string> Method { get; init; }

    /// <summary>The table.</summary>
    public List<ReportRow> Rows { get; } = [];

    /// <summary>The promises judged.</summary>
    public List<Promise> Promises { get; } = [];

    /// <summary>What did not add up in a database: such a run counts for nothing.</summary>
    public List<string> Faults { get; } = [];

    /// <summary>Prints it.</summary>
    public void Print()
    {
        AnsiConsole.Profile.Width = Math.Max(AnsiConsole.Profile.Width, WideEnough);
        foreach (var fact in Machine.Concat(Method))
        {
            Console.WriteLine(fact);
        }

        Print(ReportRow.Titles, Rows.Select(row => row.Cells));
        if (Promises.Count > 0)
        {
            Print(PromiseTitles, Promises.Select(Cells));
        }

        foreach (var fault in Faults)
        {
            Console.WriteLine($"✗ {fault}");
        }
    }

    /// <summary>Writes it as Markdown.</summary>
    /// <param name="path">The file.</param>
    public void Write(string path)
    {
        var text = new StringBuilder("# How fast Byway is\n\n");
        foreach (var line in Machine)
        {
            text.Append(CultureInfo.InvariantCulture, $"* {line}\n");
        }

        text.Append('\n').AppendJoin('\n', Method).Append("\n\n");
        Append(text, ReportRow.Titles, Rows.Select(row => row.Cells));
        if (Promises.Count > 0)
        {
            Append(text.Append('\n'), PromiseTitles, Promises.Select(Cells));
        }

        foreach (var fault in Faults)
        {
            text.Append(CultureInfo.InvariantCulture, $"\n✗ {fault}\n");
        }

        File.WriteAllText(path, text.ToString());
    }

    private static IReadOnlyList<string> PromiseTitles => ["promise", "what", "measured", "verdict"];

    private static IReadOnlyList<string> Cells(Promise promise) =>
        [promise.Name, promise.Text, promise.Measured, promise.Verdict];

    private static bool IsText(string title) => title is "what" or "promise" or "in the database" or "verdict";

    private static void Print(IReadOnlyList<string> titles, IEnumerable<IReadOnlyList<string>> rows)
    {
        var table = new Table { Border = TableBorder.Rounded };
        foreach (var title in titles)
        {
            var column = new TableColumn(title) { NoWrap = true };
            table.AddColumn(IsText(title) ? column : column.RightAligned());
        }

        foreach (var row in rows)
        {
            table.AddRow([.. row.Select(Markup.Escape)]);
        }

        AnsiConsole.Write(table);
    }

    private static void Append(
        StringBuilder text,
        IReadOnlyList<string> titles,
        IEnumerable<IReadOnlyList<string>> rows
    )
    {
        text.Append("| ").AppendJoin(" | ", titles).Append(" |\n|");
        text.AppendJoin('|', titles.Select(title => IsText(title) ? " --- " : " ---: ")).Append("|\n");
        foreach (var row in rows)
        {
            text.Append("| ").AppendJoin(" | ", row).Append(" |\n");
        }
    }
}
