using System.Collections.Concurrent;

namespace Byway.Storage;

/// <summary>The statements that follow from a table's declaration. Made once each.</summary>
public static class SqlText
{
    private static readonly ConcurrentDictionary<(object, string), string> Made = new();

    /// <summary>One row by key, with ?1, ?2 … (SQLite).</summary>
    /// <param name="lookUp">By which columns.</param>
    public static string SelectOne<T>(LookUp<T> lookUp)
        where T : class =>
        Made.GetOrAdd(
            (lookUp, "select"),
            _ =>
                $"select {lookUp.Table.ColumnList} from {lookUp.Table.Name} where "
                + string.Join(" and ", lookUp.Columns.Select((column, index) => $"{column.Name} = ?{index + 1}"))
        );

    /// <summary>A set of rows by key, with one array parameter a key column (PostgreSQL).</summary>
    /// <param name="lookUp">By which columns.</param>
    public static string SelectSet<T>(LookUp<T> lookUp)
        where T : class =>
        Made.GetOrAdd(
            (lookUp, "set"),
            _ =>
            {
                var arrays = string.Join(
                    ", ",
                    lookUp.Columns.Select((column, index) => $"${index + 1}::{ArrayType(column.Part)}")
                );
                var names = string.Join(", ", lookUp.Columns.Select(column => column.Name));
                var list = string.Join(", ", lookUp.Table.Columns.Select(column => "t." + column.Name));
                return $"select {list} from unnest({arrays}) as k ({names}) join {lookUp.Table.Name} t using "
                    + $"({names})";
            }
        );

    /// <summary>A new row (SQLite).</summary>
    /// <param name="table">Where.</param>
    public static string InsertOne<T>(Table<T> table)
        where T : class =>
        Made.GetOrAdd(
            (table, "insert"),
            _ =>
                $"insert into {table.Name} ({table.ColumnList}) values ("
                + string.Join(", ", table.Columns.Select((_, index) => $"?{index + 1}"))
                + ")"
        );

    /// <summary>A row that may replace another (SQLite).</summary>
    /// <param name="table">Where.</param>
    public static string ReplaceOne<T>(Table<T> table)
        where T : class => Made.GetOrAdd((table, "replace"), _ => InsertOne(table) + OnConflict(table));

    /// <summary>New rows, one array parameter a column (PostgreSQL).</summary>
    /// <param name="table">Where.</param>
    public static string InsertSet<T>(Table<T> table)
        where T : class =>
        Made.GetOrAdd(
            (table, "insertset"),
            _ =>
                $"insert into {table.Name} ({table.ColumnList}) select * from unnest("
                + string.Join(
                    ", ",
                    table.Columns.Select(
                        (column, index) => $"${index + 1}::{(column.Number is null ? "text[]" : "bigint[]")}"
                    )
                )
                + ")"
        );

    /// <summary>Rows that may replace others (PostgreSQL).</summary>
    /// <param name="table">Where.</param>
    public static string ReplaceSet<T>(Table<T> table)
        where T : class => Made.GetOrAdd((table, "replaceset"), _ => InsertSet(table) + OnConflict(table));

    /// <summary>What erases people in a table; null when none of its rows is anybody's.</summary>
    /// <param name="table">Where.</param>
    /// <param name="people">Their numbers.</param>
    public static string? Erase(ITable table, IEnumerable<long> people)
    {
        if (table.Ownership is not { } ownership)
        {
            return null;
        }

        var columns = table
            .Fields.Where(column => column.Personal is { IsKept: false })
            .Select(column => $"{column.Name} = {column.Personal!.Sql}")
            .Concat(ownership.Also is { } also ? [also] : Array.Empty<string>());
        return $"update {table.Name} set {string.Join(", ", columns)} where program_id = @program and "
            + $"({OfPeople(ownership, people)})";
    }

    /// <summary>The condition that finds people's rows.</summary>
    /// <param name="ownership">Whose rows are whose.</param>
    /// <param name="people">Their numbers.</param>
    public static string OfPeople(Ownership ownership, IEnumerable<long> people) =>
        ownership.Condition.Replace("{people}", string.Join(", ", people), StringComparison.Ordinal);

    private static string OnConflict<T>(Table<T> table)
        where T : class
    {
        var key = table.Primary.Columns.Select(column => column.Name).ToList();
        var rest = table
            .Columns.Where(column => !key.Contains(column.Name))
            .Select(column => $"{column.Name} = excluded.{column.Name}")
            .ToList();
        var then = rest.Count == 0 ? "nothing" : $"update set {string.Join(", ", rest)}";
        return $" on conflict ({string.Join(", ", key)}) do {then}";
    }

    private static string ArrayType(KeyPart part) => part is KeyPart.Text or KeyPart.Text2 ? "text[]" : "bigint[]";
}
