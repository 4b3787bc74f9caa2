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
    /// <summary>How many of the first's rows the second was allowed not to have.</summary>
    public long Missing { get; init; }

    /// <summary>Compares a table.</summary>
    /// <param name="original">The first database.</param>
    /// <param name="copy">The second.</param>
    /// <param name="table">The table, as both have it.</param>
    /// <param name="steps">Told of every row.</param>
    /// <param name="mayMiss">How many rows the second may lack.</param>
    public static TableComparison Of(
        Snapshot original,
        Snapshot copy,
        StoredTable table,
        Steps steps,
        long mayMiss = 0
    )
    {
        using var digest = new RowDigest();
        using var right = new Cursor<object?[]>(copy.Rows(table));
        string? difference = null;
        long missing = 0;
        foreach (var row in original.Rows(table))
        {
            steps.Step();
            digest.Add(row);
            if (difference is not null)
            {
                continue;
            }

            var order = right.Next is { } other ? table.CompareKeys(row, other) : -1;
            if (order < 0)
            {
                difference = ++missing > mayMiss ? $"{table.Name}: {table.KeyOf(row)} is not in the copy" : null;
                continue;
            }

            difference =
                order > 0
                    ? $"{table.Name}: {table.KeyOf(right.Next!)} is in the copy only"
                    : DifferenceOf(table, row, right.Next!);
            right.Take();
        }

        difference ??= right.Next is { } surplus ? $"{table.Name}: {table.KeyOf(surplus)} is in the copy only" : null;
        return new(table.Name, digest.Rows, digest.Text, difference) { Missing = Math.Min(missing, mayMiss) };
    }

    private static string? DifferenceOf(StoredTable table, object?[] row, object?[] other)
    {
        for (var index = 0; index < row.Length; index++)
        {
            if (!Equals(row[index], other[index]))
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
