using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Byway.Storage;

namespace Byway.Backups;

/// <summary>
/// Reads what <see cref="BackupWriter"/> wrote, packed or unpacked, from its start each time it is asked.
/// </summary>
/// <param name="path">The file.</param>
public sealed class BackupReader(string path)
{
    private const byte FirstOfGzip = 0x1f;

    private static readonly UTF8Encoding Strict = new(false, throwOnInvalidBytes: true);

    /// <summary>Reads all of it and compares every hash, so that nothing is made of a damaged file.</summary>
    /// <param name="steps">Told of every row.</param>
    /// <returns>The first line, and each table's digest.</returns>
    /// <exception cref="StartException">The file is damaged, or no backup.</exception>
    public (BackupHeader Header, IReadOnlyDictionary<string, string> Digests) Check(Steps steps)
    {
        try
        {
            return CheckAll(steps);
        }
        catch (Exception failure) when (IsDamage(failure))
        {
            throw Damaged("it cannot be read to its end");
        }
    }

    /// <summary>The rows of every table in turn, of a file that was checked.</summary>
    /// <param name="tables">The tables of the database they are for, by name.</param>
    public IEnumerable<(StoredTable Table, IEnumerable<object?[]> Rows)> Tables(
        IReadOnlyDictionary<string, StoredTable> tables
    )
    {
        using var reader = Open();
        var header = BackupHeader.Read(reader.ReadLine());
        foreach (var saved in header.Tables)
        {
            var table = Fitting(saved, tables);
            _ = reader.ReadLine();
            yield return (table, Rows(reader, table, saved.Rows));
        }
    }

    private static IEnumerable<object?[]> Rows(StreamReader reader, StoredTable table, long count)
    {
        for (var number = 1; number <= count; number++)
        {
            var line = reader.ReadLine() ?? throw Damaged($"{table.Name} ends after {number - 1} rows");
            yield return table.Read(JsonElement.Parse(line))
                ?? throw new StartException($"A row of {table.Name} in the backup does not fit the table: {line}");
        }
    }

    /// <summary>The table as the database has it, with the columns in the order of the backup.</summary>
    private static StoredTable Fitting(BackupTable saved, IReadOnlyDictionary<string, StoredTable> tables)
    {
        if (
            !tables.TryGetValue(saved.Name, out var table)
            || !saved
                .Columns.Order(StringComparer.Ordinal)
                .SequenceEqual(table.Columns.Select(column => column.Name).Order(StringComparer.Ordinal))
        )
        {
            throw new StartException(
                $"The backup has a table {saved.Name} ({string.Join(", ", saved.Columns)}), "
                    + "which this Byway's schema does not have."
            );
        }

        return table with
        {
            Columns = [.. saved.Columns.Select(name => table.Columns.First(column => column.Name == name))],
        };
    }

    private static StartException Damaged(string how) =>
        new($"The backup is damaged: {how}. Nothing was changed; take another copy of it.");

    private static bool IsDamage(Exception failure) =>
        failure
            is InvalidDataException
                or EndOfStreamException
                or JsonException
                or DecoderFallbackException
                or InvalidOperationException
                and not StartException
                or FormatException
                or NullReferenceException;

    private (BackupHeader, IReadOnlyDictionary<string, string>) CheckAll(Steps steps)
    {
        using var reader = Open();
        using var sum = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var header = BackupHeader.Read(Next());
        steps.Begin("Checking the backup", header.Rows);
        var digests = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var table in header.Tables)
        {
            if ((string?)JsonNode.Parse(Next())!["table"] != table.Name)
            {
                throw Damaged($"the table {table.Name} is not where it should be");
            }

            using var digest = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            for (long row = 0; row < table.Rows; row++)
            {
                digest.AppendData(BytesOf(Next()));
                steps.Step();
            }

            digests[table.Name] = Convert.ToHexStringLower(digest.GetCurrentHash());
        }

        var expected = Convert.ToHexStringLower(sum.GetCurrentHash());
        var end = JsonNode.Parse(Next())!;
        if ((string?)end["sha256"] != expected)
        {
            throw Damaged("its SHA-256 is not the one at its end");
        }

        foreach (var (name, digest) in digests)
        {
            if ((string?)end["tables"]![name] != digest)
            {
                throw Damaged($"the SHA-256 of {name} is not the one at its end");
            }
        }

        return reader.ReadLine() is null ? (header, digests) : throw Damaged("something follows its end");

        string Next()
        {
            var line = reader.ReadLine() ?? throw Damaged("its end is missing");
            sum.AppendData(BytesOf(line));
            return line;
        }
    }

    private static byte[] BytesOf(string line) => Encoding.UTF8.GetBytes(line + "\n");

    private StreamReader Open()
    {
        if (!File.Exists(path))
        {
            throw new StartException($"There is no file {path}.");
        }

        var file = File.OpenRead(path);
        var isPacked = file.ReadByte() == FirstOfGzip;
        file.Position = 0;
        Stream stream = isPacked ? new GZipStream(file, CompressionMode.Decompress) : file;
        return new(stream, Strict, detectEncodingFromByteOrderMarks: false);
    }
}
