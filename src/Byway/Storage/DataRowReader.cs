using System.Data.Common;

namespace Byway.Storage;

/// <summary>Reads rows of an ADO.NET reader.</summary>
/// <param name="reader">The reader, standing on a row.</param>
public sealed class DataRowReader(DbDataReader reader) : RowReader
{
    /// <inheritdoc/>
    public override long Number(int column) => reader.GetInt64(column);

    /// <inheritdoc/>
    public override long? NumberOrNull(int column) => reader.IsDBNull(column) ? null : reader.GetInt64(column);

    /// <inheritdoc/>
    public override string Text(int column) => reader.GetString(column);

    /// <inheritdoc/>
    public override string? TextOrNull(int column) => reader.IsDBNull(column) ? null : reader.GetString(column);
}
