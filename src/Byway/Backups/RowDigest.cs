using System.Buffers;
using System.Security.Cryptography;
using System.Text.Encodings.Web;
using System.Text.Json;
using Byway.Storage;

namespace Byway.Backups;

/// <summary>
/// Rows as lines of JSON, and the SHA-256 of all of them: the same rows in the same order have the same digest, on
/// whichever database they are.
/// </summary>
public sealed class RowDigest : IDisposable
{
    private readonly IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly ArrayBufferWriter<byte> line = new(4096);
    private readonly Utf8JsonWriter json;

    /// <summary>Of no rows yet.</summary>
    public RowDigest() => json = new(line, new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    /// <summary>How many rows.</summary>
    public long Rows { get; private set; }

    /// <summary>Adds a row.</summary>
    /// <param name="row">Its values.</param>
    /// <returns>Its line with the line feed; good until the next one.</returns>
    public ReadOnlySpan<byte> Add(IReadOnlyList<object?> row)
    {
        line.ResetWrittenCount();
        json.Reset();
        StoredTable.Write(json, row);
        json.Flush();
        line.Write("\n"u8);
        hash.AppendData(line.WrittenSpan);
        Rows++;
        return line.WrittenSpan;
    }

    /// <summary>The digest of the rows so far, lower-case hex.</summary>
    public string Text => Convert.ToHexStringLower(hash.GetCurrentHash());

    /// <inheritdoc/>
    public void Dispose()
    {
        hash.Dispose();
        json.Dispose();
    }
}
