using System.Globalization;
using Byway.Storage;

namespace Byway.Backups;

/// <summary>One table on two databases, row by row.</summary>
/// <param name="Name">The table.</param>
/// <param name="Rows">How many rows there are in the first.</param>
/// <param name="Digest">SHA-256 of the first's rows, lower-case hex.</param>
/// <param name="Difference">The first difference, as a sentence; null for none.</param>
public sealed record TableComparison(string Name, long Rows, string Digest, string? Difference)
{
    /// <summary>Compares a table.</summary>
    /// <param name="original">The first database.</param>
    /// <param name="copy">The second.</param>
    /// <param name="table">The table, as both have it.</param>
    /// <param name="steps">Told of every row.</param>
    public static TableComparison Of(Snapshot original, Snapshot copy, StoredTable table, Steps steps)
    {
        using var digest = new RowDigest();
        using var left = new Cursor<object?[]>(original.Rows(table));
        using var right = new Cursor<object?[]>(copy.Rows(table));
        string? difference = null;
        while (left.Next is { } row)
        {
            steps.Step();
            difference ??= DifferenceOf(table, row, right.Next);
            digest.Add(row);
            left.Take();
            right.Take();
        }

        difference ??= right.Next is { } surplus ? $"{table.Name}: {table.KeyOf(surplus)} is in the copy only" : null;
        return new(table.Name, digest.Rows, digest.Text, difference);
    }

    private static string? DifferenceOf(StoredTable table, object?[] row, object?[]? other)
    {
        var order = other is null ? -1 : table.CompareKeys(row, other);
        if (order != 0)
        {
            return order < 0
                ? $"{table.Name}: {table.KeyOf(row)} is not in the copy"
                : $"{table.Name}: {table.KeyOf(other!)} is in the copy only";
        }

        for (var index = 0; index < row.Length; index++)
        {
            if (!Equals(row[index], other![index]))
            {
                return $"{table.Name}: {table.KeyOf(row)} has {table.Columns[index].Name} {TextOf(row[index])}, "
                    + $"its copy {TextOf(other[index])}";
            }
        }

        return null;
    }

    private static string TextOf(object? value) =>
        value switch
        {
            null => "null",
            long number => number.ToString(CultureInfo.InvariantCulture),
            _ => $"\"{value}\"",
        };
}
