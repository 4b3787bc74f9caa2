using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Byway.Storage;
using Byway.Values;

namespace Byway.Backups;

/// <summary>
/// Writes a database into a file that either database can be made of again: gzip, in it lines of JSON. The first is
/// the
/// <see cref="BackupHeader"/>; then for each table a line with its name and a line for each row; the last has the
/// SHA-256 of each table's rows, and of every byte before it.
/// </summary>
public static class BackupWriter
{
    private const int BufferBytes = 1 << 16;

    /// <summary>Writes it; the file is there whole, or not at all.</summary>
    /// <param name="snapshot">The database.</param>
    /// <param name="path">The file.</param>
    /// <param name="clock">The clock.</param>
    /// <param name="steps">Told of every row.</param>
    /// <returns>What the backup says of itself.</returns>
    /// <exception cref="StartException">There is such a file already.</exception>
    public static BackupHeader Write(Snapshot snapshot, string path, TimeProvider clock, Steps steps)
    {
        if (File.Exists(path))
        {
            throw new StartException($"There is a file {path} already. Name another one, or move it away.");
        }

        // Beside its place, so that giving it its name is one step of the file system's.
        var unfinished = path + ".new";
        try
        {
            using var file = PrivateFile.Open(unfinished, FileMode.Create);
            var header = Write(snapshot, file, UtcMicros.Now(clock), steps);
            file.Flush(flushToDisk: true);
            file.Dispose();
            File.Move(unfinished, path);
            return header;
        }
        catch
        {
            File.Delete(unfinished);
            throw;
        }
    }

    private static BackupHeader Write(Snapshot snapshot, FileStream file, long now, Steps steps)
    {
        using var packed = new GZipStream(file, CompressionLevel.Fastest, leaveOpen: true);
        using var buffered = new BufferedStream(packed, BufferBytes);
        using var sum = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var header = BackupHeader.Of(snapshot, now);
        steps.Begin("Writing the backup", header.Rows);
        Write(LineOf(header.ToJson()));
        var digests = new JsonObject();
        foreach (var table in snapshot.Tables())
        {
            Write(LineOf(new() { ["table"] = table.Name }));
            using var digest = new RowDigest();
            foreach (var row in snapshot.Rows(table))
            {
                Write(digest.Add(row));
                steps.Step();
            }

            digests[table.Name] = digest.Text;
        }

        var end = new JsonObject { ["tables"] = digests, ["sha256"] = Convert.ToHexStringLower(sum.GetCurrentHash()) };
        buffered.Write(LineOf(end));
        return header;

        void Write(ReadOnlySpan<byte> line)
        {
            sum.AppendData(line);
            buffered.Write(line);
        }
    }

    private static byte[] LineOf(JsonObject json) => Encoding.UTF8.GetBytes(json.ToJsonString() + "\n");
}
