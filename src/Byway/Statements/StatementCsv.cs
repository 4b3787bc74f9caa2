using System.Globalization;
using Byway.Http;
using Byway.Values;

namespace Byway.Statements;

/// <summary>A whole statement as CSV, written as it is read.</summary>
public static class StatementCsv
{
    private const int LinesAtOnce = 500;

    /// <summary>Writes it.</summary>
    /// <param name="statement">The statement.</param>
    /// <param name="owners">Ids of partners and customers by number.</param>
    /// <param name="to">Where to.</param>
    public static async Task Write(Statement statement, IReadOnlyDictionary<long, string> owners, Stream to)
    {
        await to.WriteAsync(
            CsvText.Line(
                "line",
                "account",
                "unit",
                "position",
                "booked_at",
                "entry",
                "sequence",
                "kind",
                "reward",
                "amount",
                "balance",
                "explanation",
                "hash"
            )
        );
        foreach (var part in statement.Parts)
        {
            await to.WriteAsync(Bound("opening", part, part.First));
            for (var at = part.First.Position; at < part.Last.Position; at += LinesAtOnce)
            {
                foreach (var line in await statement.Lines(part, at, LinesAtOnce))
                {
                    await to.WriteAsync(Posting(part, line.View(owners)));
                }
            }

            await to.WriteAsync(Bound("closing", part, part.Last));
        }
    }

    private static byte[] Bound(string name, StatementPart part, StatementLink link) =>
        CsvText.Line(
            name,
            CsvText.Cell(part.Balance.Account),
            CsvText.Cell(part.Balance.Unit),
            TextOf(link.Position),
            "",
            "",
            "",
            "",
            "",
            "",
            Micros.ToText(link.Amount),
            "",
            CsvText.Cell(link.Hash)
        );

    private static byte[] Posting(StatementPart part, StatementPostingView line) =>
        CsvText.Line(
            "posting",
            CsvText.Cell(part.Balance.Account),
            CsvText.Cell(part.Balance.Unit),
            TextOf(line.Position),
            CsvText.Cell(line.BookedAt),
            CsvText.Cell(line.Entry),
            TextOf(line.Sequence),
            CsvText.Cell(line.Kind),
            line.Reward is { } reward ? TextOf(reward) : "",
            line.Amount,
            line.Balance,
            CsvText.Cell(line.Explanation),
            CsvText.Cell(line.Hash)
        );

    private static string TextOf(long number) => number.ToString(CultureInfo.InvariantCulture);
}
