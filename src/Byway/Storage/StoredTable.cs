using System.Globalization;
using System.Text.Json;

namespace Byway.Storage;

/// <summary>
/// A table as the database itself describes it, whoever declared it: what copies of a whole database are made by, so
/// that no table can be forgotten.
/// </summary>
/// <param name="Name">In the database.</param>
/// <param name="Columns">In their order there.</param>
/// <param name="Key">The primary key's columns in order; all columns where there is no key.</param>
public sealed record StoredTable(string Name, IReadOnlyList<StoredColumn> Columns, IReadOnlyList<string> Key)
{
    /// <summary>The column names, comma-separated.</summary>
    public string ColumnList => string.Join(", ", Columns.Select(column => column.Name));

    /// <summary>Writes a row as a JSON list: numbers, texts, nulls.</summary>
    /// <param name="json">Where to.</param>
    /// <param name="row">The values, in the order of the columns.</param>
    public static void Write(Utf8JsonWriter json, IReadOnlyList<object?> row)
    {
        json.WriteStartArray();
        foreach (var value in row)
        {
            switch (value)
            {
                case null:
                    json.WriteNullValue();
                    break;
                case long number:
                    json.WriteNumberValue(number);
                    break;
                default:
                    json.WriteStringValue((string)value);
                    break;
            }
        }

        json.WriteEndArray();
    }

    /// <summary>Reads a row that <see cref="Write"/> wrote; null when it does not fit the columns.</summary>
    /// <param name="row">The JSON list.</param>
    public object?[]? Read(JsonElement row)
    {
        if (row.ValueKind != JsonValueKind.Array || row.GetArrayLength() != Columns.Count)
        {
            return null;
        }

        var values = new object?[Columns.Count];
        for (var index = 0; index < values.Length; index++)
        {
            var value = row[index];
            if (value.ValueKind == JsonValueKind.Null)
            {
                continue;
            }

            var isFitting = value.ValueKind == (Columns[index].IsNumber ? JsonValueKind.Number : JsonValueKind.String);
            if (!isFitting)
            {
                return null;
            }

            values[index] = Columns[index].IsNumber ? value.GetInt64() : value.GetString();
        }

        return values;
    }

    /// <summary>A row's key, for people: <c>program_id 1, number 7</c>.</summary>
    /// <param name="row">The values.</param>
    public string KeyOf(IReadOnlyList<object?> row) =>
        string.Join(
            ", ",
            Key.Select(name =>
                string.Create(CultureInfo.InvariantCulture, $"{name} {row[PositionOf(name)] ?? "null"}")
            )
        );

    /// <summary>Compares the keys of two rows in the order in which copies are read.</summary>
    /// <param name="one">A row.</param>
    /// <param name="other">Another one.</param>
    public int CompareKeys(IReadOnlyList<object?> one, IReadOnlyList<object?> other)
    {
        foreach (var name in Key)
        {
            var at = PositionOf(name);
            var order = (one[at], other[at]) switch
            {
                (long left, long right) => left.CompareTo(right),
                // As bytes, which both databases agree on.
                (string left, string right) => System
                    .Text.Encoding.UTF8.GetBytes(left)
                    .AsSpan()
                    .SequenceCompareTo(System.Text.Encoding.UTF8.GetBytes(right)),
                (null, null) => 0,
                (null, _) => -1,
                _ => 1,
            };
            if (order != 0)
            {
                return order;
            }
        }

        return 0;
    }

    private int PositionOf(string name)
    {
        for (var index = 0; index < Columns.Count; index++)
        {
            if (Columns[index].Name == name)
            {
                return index;
            }
        }

        throw new ArgumentException($"The table {Name} has no column {name}.", nameof(name));
    }
}

/// <summary>A column as the database describes it.</summary>
/// <param name="Name">In the database.</param>
/// <param name="IsNumber">True for <c>bigint</c>, false for <c>text</c>: there is nothing else.</param>
/// <param name="IsNullable">True when it may be null.</param>
/// <param name="Default">What stands in it when a row does not say; null for nothing.</param>
public sealed record StoredColumn(string Name, bool IsNumber, bool IsNullable, object? Default);
