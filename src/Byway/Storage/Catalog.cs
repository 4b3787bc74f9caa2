using System.Globalization;
using System.Text.RegularExpressions;

namespace Byway.Storage;

/// <summary>What tables a database has, by its own account.</summary>
public static partial class Catalog
{
    /// <summary>The one table that is no content: which schema files were applied.</summary>
    public const string Migrations = "schema_migrations";

    // Tables only: what SQLite keeps for full-text indexes follows from them, and triggers make it anew.
    private const string OfSqlite =
        "select m.name as name, c.name as column_name, c.type as type, c.\"notnull\" as is_needed, "
        + "c.pk as key_position, coalesce(c.dflt_value, '') as preset "
        + "from pragma_table_list m join pragma_table_info(m.name) c where m.schema = 'main' and m.type = 'table' "
        + "and m.name not like 'sqlite\\_%' escape '\\' order by m.name, c.cid";

    private const string OfPostgres =
        "select c.relname::text as name, a.attname::text as column_name, "
        + "format_type(a.atttypid, a.atttypmod) as type, "
        + "cast(a.attnotnull as int)::bigint as is_needed, "
        + "coalesce(array_position(i.indkey::int2[], a.attnum) + 1, 0)::bigint as key_position, "
        + "coalesce(pg_get_expr(d.adbin, d.adrelid), '') as preset from pg_class c "
        + "join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped "
        + "left join pg_index i on i.indrelid = c.oid and i.indisprimary "
        + "left join pg_attrdef d on d.adrelid = c.oid and d.adnum = a.attnum "
        + "where c.relkind in ('r', 'p') and not c.relispartition "
        + "and c.relnamespace = current_schema()::regnamespace order by c.relname collate \"C\", a.attnum";

    [GeneratedRegex("^'(?<text>(?:[^']|'')*)'(?:::text)?$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex TextLiteral { get; }

    [GeneratedRegex("^'?(?<number>-?[0-9]+)'?(?:::bigint)?$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex NumberLiteral { get; }

    /// <summary>Every table with content, in order of their names.</summary>
    /// <param name="isFile">True on SQLite.</param>
    /// <param name="query">Asks the database.</param>
    /// <exception cref="StartException">A column is neither number nor text.</exception>
    internal static IReadOnlyList<StoredTable> Read(bool isFile, Func<string, IEnumerable<CatalogRow>> query) =>
        [
            .. query(isFile ? OfSqlite : OfPostgres)
                .Where(row => row.Name != Migrations)
                .GroupBy(row => row.Name, StringComparer.Ordinal)
                .Select(TableOf)
                .OrderBy(table => table.Name, StringComparer.Ordinal),
        ];

    private static StoredTable TableOf(IGrouping<string, CatalogRow> rows)
    {
        var key = rows.Where(row => row.KeyPosition > 0).OrderBy(row => row.KeyPosition).ToList();
        return new(
            rows.Key,
            [.. rows.Select(ColumnOf)],
            [.. (key.Count > 0 ? key : [.. rows]).Select(row => row.ColumnName)]
        );
    }

    private static StoredColumn ColumnOf(CatalogRow row) =>
        row.Type.ToLowerInvariant() switch
        {
            "bigint" => new(row.ColumnName, true, row.IsNeeded == 0, PresetOf(row, isNumber: true)),
            "text" => new(row.ColumnName, false, row.IsNeeded == 0, PresetOf(row, isNumber: false)),
            _ => throw new StartException(
                $"The column {row.Name}.{row.ColumnName} is of type {row.Type}: Byway's own are bigint and text. "
                    + "A database for Byway holds nothing else."
            ),
        };

    private static object? PresetOf(CatalogRow row, bool isNumber)
    {
        var text = row.Preset;
        return isNumber && NumberLiteral.Match(text) is { Success: true } number
                ? long.Parse(number.Groups["number"].ValueSpan, CultureInfo.InvariantCulture)
            : !isNumber && TextLiteral.Match(text) is { Success: true } literal
                ? literal.Groups["text"].Value.Replace("''", "'", StringComparison.Ordinal)
            : null;
    }
}

/// <summary>A column as the catalog lists it.</summary>
/// <param name="Name">The table.</param>
/// <param name="ColumnName">The column.</param>
/// <param name="Type">Its type.</param>
/// <param name="IsNeeded">1 when it may not be null.</param>
/// <param name="KeyPosition">1, 2, 3 … in the primary key; 0 outside.</param>
/// <param name="Preset">Its default, as an expression; empty for none.</param>
internal sealed record CatalogRow(
    string Name,
    string ColumnName,
    string Type,
    long IsNeeded,
    long KeyPosition,
    string Preset
);
