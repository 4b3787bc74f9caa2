using System.Text.Json;
using Byway.Storage;

namespace Byway.Journal;

/// <summary>
/// A row as a journal entry lists it, put together from its two halves. A column that is younger than the entry has
/// what the schema gives to older rows, and what was erased is empty.
/// </summary>
public sealed class StoredRow : RowReader
{
    private readonly object?[] values;

    /// <summary>Puts a row together.</summary>
    /// <param name="table">Its table.</param>
    /// <param name="plain">The values of the columns that are not personal.</param>
    /// <param name="personal">Those of the personal ones; null when they were erased.</param>
    /// <param name="presets">What the schema gives to a column of a row that does not say.</param>
    public StoredRow(
        ITable table,
        JsonElement plain,
        JsonElement? personal,
        IReadOnlyDictionary<string, object?> presets
    )
    {
        var (plainAt, personalAt) = (0, 0);
        var fields = table.Fields;
        values = new object?[fields.Count];
        for (var index = 0; index < values.Length; index++)
        {
            var field = fields[index];
            var half = field.IsPersonal ? personal : plain;
            var at = field.IsPersonal ? personalAt++ : plainAt++;
            values[index] =
                half is null ? null
                : at >= half.Value.GetArrayLength() ? presets.GetValueOrDefault(field.Name)
                : ValueOf(half.Value[at]);
        }
    }

    /// <inheritdoc/>
    public override long Number(int column) => NumberOrNull(column) ?? 0;

    /// <inheritdoc/>
    public override long? NumberOrNull(int column) => (long?)values[column];

    /// <inheritdoc/>
    public override string Text(int column) => TextOrNull(column) ?? "";

    /// <inheritdoc/>
    public override string? TextOrNull(int column) => (string?)values[column];

    private static object? ValueOf(JsonElement value) =>
        value.ValueKind switch
        {
            JsonValueKind.Null => null,
            JsonValueKind.Number => value.GetInt64(),
            _ => value.GetString(),
        };
}
