using System.Text.Json.Nodes;
using Byway.Storage;
using Byway.Values;

namespace Byway.Backups;

/// <summary>The first line of a backup: what it was made of, and what is in it.</summary>
/// <param name="Schema">The schema files the database had: number and checksum.</param>
/// <param name="Tables">The tables in the order in which they follow.</param>
/// <param name="Programs">What the books came to, see <see cref="ProgramSums"/>.</param>
/// <param name="MadeAt">When; ISO 8601.</param>
public sealed record BackupHeader(
    IReadOnlyList<(long Number, string Checksum)> Schema,
    IReadOnlyList<BackupTable> Tables,
    JsonArray Programs,
    string MadeAt
)
{
    /// <summary>The form of backups that this version writes and reads.</summary>
    public const int Format = 1;

    private const string Mark = "byway_backup";

    /// <summary>All rows in it.</summary>
    public long Rows => Tables.Sum(table => table.Rows);

    /// <summary>Of a database as it is.</summary>
    /// <param name="snapshot">The database.</param>
    /// <param name="now">Unix microseconds.</param>
    public static BackupHeader Of(Snapshot snapshot, long now) =>
        new(
            [.. snapshot.Rows<(long, string)>($"select number, checksum from {Catalog.Migrations} order by number")],
            [
                .. snapshot
                    .Tables()
                    .Select(table => new BackupTable(
                        table.Name,
                        [.. table.Columns.Select(column => column.Name)],
                        snapshot.Rows<long>($"select count(*) from {table.Name}").Single()
                    )),
            ],
            ProgramSums.Of(snapshot),
            UtcMicros.ToText(now)
        );

    /// <summary>As the first line.</summary>
    public JsonObject ToJson() =>
        new()
        {
            [Mark] = Format,
            ["made_at"] = MadeAt,
            ["made_by"] = typeof(BackupHeader).Assembly.GetName().Version!.ToString(3),
            ["schema"] = new JsonArray([
                .. Schema.Select(file => new JsonObject { ["number"] = file.Number, ["checksum"] = file.Checksum }),
            ]),
            ["programs"] = Programs.DeepClone(),
            ["tables"] = new JsonArray([
                .. Tables.Select(table => new JsonObject
                {
                    ["name"] = table.Name,
                    ["columns"] = new JsonArray([.. table.Columns.Select(name => (JsonNode)name)]),
                    ["rows"] = table.Rows,
                }),
            ]),
        };

    /// <summary>Reads the first line.</summary>
    /// <param name="line">The line.</param>
    /// <exception cref="StartException">It is not the first line of a backup that this version knows.</exception>
    public static BackupHeader Read(string? line)
    {
        JsonNode? json;
        try
        {
            json = line is null ? null : JsonNode.Parse(line);
        }
        catch (System.Text.Json.JsonException)
        {
            json = null;
        }

        if (json is not JsonObject header || header[Mark] is not { } mark)
        {
            throw new StartException("The file is no backup of Byway's.");
        }

        if ((long)mark > Format)
        {
            throw new StartException("The backup was made by a newer Byway. Restore it with that version.");
        }

        return new(
            [.. header["schema"]!.AsArray().Select(file => ((long)file!["number"]!, (string)file["checksum"]!))],
            [
                .. header["tables"]!
                    .AsArray()
                    .Select(table => new BackupTable(
                        (string)table!["name"]!,
                        [.. table["columns"]!.AsArray().Select(name => (string)name!)],
                        (long)table["rows"]!
                    )),
            ],
            header["programs"]!.DeepClone().AsArray(),
            (string)header["made_at"]!
        );
    }

    /// <summary>Refuses what this version cannot make a database of.</summary>
    /// <exception cref="StartException">The schema is newer than this program, or another one.</exception>
    public void CheckSchema()
    {
        var known = Migrator.Known.ToDictionary(file => file.Number, file => file.Checksum);
        foreach (var (number, checksum) in Schema)
        {
            if (!known.TryGetValue(number, out var ours))
            {
                throw new StartException(
                    $"The backup was made by a newer Byway: its schema has the file {number:0000}, which this one "
                        + "does not know. Restore it with that version."
                );
            }

            if (ours != checksum)
            {
                throw new StartException(
                    $"The backup's schema file {number:0000} is another one than this Byway's. "
                        + "Restore it with the version that made it."
                );
            }
        }
    }
}

/// <summary>A table in a backup.</summary>
/// <param name="Name">In the database.</param>
/// <param name="Columns">In the order of the values in a row.</param>
/// <param name="Rows">How many.</param>
public sealed record BackupTable(string Name, IReadOnlyList<string> Columns, long Rows);
