using System.Text.Json;
using Byway.Storage;

namespace Byway.Journal;

/// <summary>
/// A row as a journal entry lists it, put together from its two halves. A column that is younger than the entry has
/// what the schema gives to older rows, and what was erased is empty.
/// </summary>
public sealed class StoredRow : RowReader
{
    /// <summary>
    /// Columns that a migration filled for the rows that were there: table and column, and how, from the values of the
    /// other columns. Entries older than the column are read as the migration left their rows.
    /// </summary>
    private static readonly Dictionary<(string Table, string Column), Func<Func<string, object?>, object?>> Younger =
        new()
        {
            [("rewards", "sequence")] = row => row("transaction_number"),
            [("rewards", "part")] = _ => Rewards.RewardPart.Main,
        };

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
                : at >= half.Value.GetArrayLength() ? Filled(table, field.Name, presets)
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

    private object? Filled(ITable table, string column, IReadOnlyDictionary<string, object?> presets)
    {
        if (!Younger.TryGetValue((table.Name, column), out var fill))
        {
            return presets.GetValueOrDefault(column);
        }

        var names = table.Fields.Select(field => field.Name).ToList();
        return fill(name => values[names.IndexOf(name)]);
    }

    private static object? ValueOf(JsonElement value) =>
        value.ValueKind switch
        {
            JsonValueKind.Null => null,
            JsonValueKind.Number => value.GetInt64(),
            _ => value.GetString(),
        };
}
