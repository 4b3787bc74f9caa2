using System.Text.Json.Nodes;
using Byway.Storage;

namespace Byway.Backups;

/// <summary>Makes a database of a backup: checked before anything is touched, and again before it shows.</summary>
public static class Restore
{
    /// <summary>Does it.</summary>
    /// <param name="path">The backup.</param>
    /// <param name="target">An empty place.</param>
    /// <param name="clock">The clock.</param>
    /// <param name="steps">Told of every row.</param>
    /// <returns>The backup's first line, and what the books come to now.</returns>
    /// <exception cref="StartException">The backup is damaged or too new, or the place is not empty.</exception>
    public static (BackupHeader Header, JsonArray Programs) Run(
        string path,
        Target target,
        TimeProvider clock,
        Steps steps
    )
    {
        var reader = new BackupReader(path);
        var (header, digests) = reader.Check(steps);
        header.CheckSchema();
        using var landing = Landing.Open(target, clock, [.. header.Schema.Select(file => file.Number)]);
        var tables = landing.Database.Tables(landing.Store).ToDictionary(table => table.Name, StringComparer.Ordinal);
        if (
            tables.Keys.Except(header.Tables.Select(table => table.Name), StringComparer.Ordinal).FirstOrDefault() is
            { } missing
        )
        {
            throw new StartException($"The backup has no table {missing}, which its schema has.");
        }

        steps.Begin("Restoring", header.Rows);
        foreach (var (table, rows) in reader.Tables(tables))
        {
            Copy.Load(landing, table, rows, steps);
        }

        JsonArray programs = [];
        landing.Land(snapshot =>
        {
            steps.Begin("Comparing", header.Rows);
            foreach (var saved in header.Tables)
            {
                Compare(snapshot, tables[saved.Name], saved, digests[saved.Name], steps);
            }

            programs = ProgramSums.Of(snapshot);
            Copy.CheckSums(header.Programs, programs);
        });
        return (header, programs);
    }

    private static void Compare(Snapshot snapshot, StoredTable table, BackupTable saved, string expected, Steps steps)
    {
        using var digest = new RowDigest();
        var asSaved = table with
        {
            Columns = [.. saved.Columns.Select(name => table.Columns.First(column => column.Name == name))],
        };
        foreach (var row in snapshot.Rows(asSaved))
        {
            digest.Add(row);
            steps.Step();
        }

        if (digest.Text != expected)
        {
            throw new StartException($"What was written into {table.Name} is not what the backup holds.");
        }
    }
}
