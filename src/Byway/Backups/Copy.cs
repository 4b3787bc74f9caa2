using System.Text.Json.Nodes;
using Byway.Storage;

namespace Byway.Backups;

/// <summary>A whole database onto another one, whichever the two are.</summary>
public static class Copy
{
    private const int RowsBetweenReliefs = 50_000;

    /// <summary>Copies everything, compares it row by row, and only then shows it.</summary>
    /// <param name="original">The database.</param>
    /// <param name="target">An empty place.</param>
    /// <param name="clock">The clock.</param>
    /// <param name="steps">Told of every row.</param>
    /// <returns>What was compared, and what the books come to on both sides.</returns>
    /// <exception cref="StartException">The place is not empty, or the copy is not the same.</exception>
    public static (IReadOnlyList<TableComparison> Tables, JsonArray Before, JsonArray After) Run(
        Snapshot original,
        Target target,
        TimeProvider clock,
        Steps steps
    )
    {
        var header = BackupHeader.Of(original, 0);
        header.CheckSchema();
        using var landing = Landing.Open(target, clock, [.. header.Schema.Select(file => file.Number)]);
        var tables = original.Tables();
        steps.Begin("Copying", header.Rows);
        foreach (var table in tables)
        {
            Load(landing, table, original.Rows(table), steps);
        }

        List<TableComparison> compared = [];
        JsonArray after = [];
        landing.Land(snapshot =>
        {
            steps.Begin("Comparing", header.Rows);
            foreach (var table in tables)
            {
                var comparison = TableComparison.Of(original, snapshot, table, steps);
                compared.Add(comparison);
                if (comparison.Difference is { } difference)
                {
                    throw new StartException($"The copy is not the same: {difference}. Nothing was kept of it.");
                }
            }

            after = ProgramSums.Of(snapshot);
            CheckSums(header.Programs, after);
        });
        return (compared, header.Programs, after);
    }

    /// <summary>Writes a table's rows.</summary>
    /// <param name="landing">Where to.</param>
    /// <param name="table">Which table.</param>
    /// <param name="rows">All of its rows.</param>
    /// <param name="steps">Told of every row.</param>
    public static void Load(Landing landing, StoredTable table, IEnumerable<object?[]> rows, Steps steps)
    {
        foreach (var some in rows.Chunk(RowsBetweenReliefs))
        {
            landing.Store.Load(table, some.Select(Counted));
            landing.Relieve();
        }

        object?[] Counted(object?[] row)
        {
            steps.Step();
            return row;
        }
    }

    /// <summary>Refuses a copy whose books come to something else.</summary>
    /// <param name="before">What they came to.</param>
    /// <param name="after">What they come to.</param>
    public static void CheckSums(JsonArray before, JsonArray after)
    {
        if (!JsonNode.DeepEquals(before, after))
        {
            throw new StartException("The books of the copy come to something else. Nothing was kept of it.");
        }
    }
}
