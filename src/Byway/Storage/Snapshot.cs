using System.Collections.Concurrent;
using System.Data.Common;
using Dapper;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace Byway.Storage;

/// <summary>
/// One picture of the whole database, whatever is written meanwhile: everything read from it belongs together. Rows
/// come one by one, several queries at a time, so that it does not matter how many there are.
/// </summary>
public sealed class Snapshot : IDisposable
{
    // Sorting ten million rows takes its time before the first row comes.
    private const int NoTimeout = 0;

    private readonly DbConnection connection;
    private readonly string? postgresString;
    private readonly string? exported;
    private readonly ConcurrentStack<NpgsqlConnection> idle = new();

    private Snapshot(DbConnection connection, string? postgresString)
    {
        this.connection = connection;
        this.postgresString = postgresString;
        connection.Open();
        if (postgresString is null)
        {
            // The first read fixes what this connection sees.
            connection.Execute("begin deferred transaction");
            connection.ExecuteScalar<long>("select count(*) from programs");
        }
        else
        {
            Begin(connection);
            exported = connection.ExecuteScalar<string>("select pg_export_snapshot()");
        }
    }

    /// <summary>Rows of a query, as they are read.</summary>
    /// <param name="sql">With @names.</param>
    /// <param name="parameters">The names' values.</param>
    public IEnumerable<TRow> Rows<TRow>(string sql, object? parameters = null)
    {
        if (postgresString is null)
        {
            foreach (var row in connection.Query<TRow>(sql, parameters, buffered: false, commandTimeout: NoTimeout))
            {
                yield return row;
            }

            yield break;
        }

        using var lent = new Lent(this);
        foreach (var row in lent.Connection.Query<TRow>(sql, parameters, buffered: false, commandTimeout: NoTimeout))
        {
            yield return row;
        }

        lent.IsAtItsEnd = true;
    }

    /// <summary>Every table with content.</summary>
    public IReadOnlyList<StoredTable> Tables() => Catalog.Read(postgresString is null, sql => Rows<CatalogRow>(sql));

    /// <summary>
    /// All rows of a table in the order of its key, text as bytes: the same order on both databases. A row's values
    /// are numbers, texts and nulls.
    /// </summary>
    /// <param name="table">Which.</param>
    public IEnumerable<object?[]> Rows(StoredTable table)
    {
        var order = table.Key.Select(name =>
            postgresString is null || table.Columns.First(column => column.Name == name).IsNumber
                ? name
                : $"{name} collate \"C\""
        );
        var sql = $"select {table.ColumnList} from {table.Name} order by {string.Join(", ", order)}";
        using var lent = postgresString is null ? null : new Lent(this);
        using var command = (lent?.Connection ?? connection).CreateCommand();
        command.CommandText = sql;
        command.CommandTimeout = NoTimeout;
        using var reader = command.ExecuteReader();
        while (reader.Read())
        {
            var row = new object?[table.Columns.Count];
            for (var index = 0; index < row.Length; index++)
            {
                row[index] =
                    reader.IsDBNull(index) ? null
                    : table.Columns[index].IsNumber ? reader.GetInt64(index)
                    : reader.GetString(index);
            }

            yield return row;
        }

        if (lent is not null)
        {
            lent.IsAtItsEnd = true;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        while (idle.TryPop(out var other))
        {
            other.Dispose();
        }

        connection.Dispose();
    }

    /// <summary>A picture of a SQLite file.</summary>
    /// <param name="readerString">How to open it.</param>
    internal static Snapshot OfFile(string readerString) =>
        new(
            new SqliteConnection(new SqliteConnectionStringBuilder(readerString) { Pooling = false }.ToString()),
            null
        );

    /// <summary>A picture of a PostgreSQL database.</summary>
    /// <param name="readerString">How to connect to it.</param>
    internal static Snapshot OfPostgres(string readerString)
    {
        // Not pooled: settings and locks of a long check shall not come back to anybody else.
        var unpooled = new NpgsqlConnectionStringBuilder(readerString) { Pooling = false }.ToString();
        return new(new NpgsqlConnection(unpooled), unpooled);
    }

    // A PostgreSQL connection does one thing at a time: queries at the same time have one each, on the same snapshot.
    private NpgsqlConnection Another()
    {
        var other = new NpgsqlConnection(postgresString);
        other.Open();
        Begin(other);
        other.Execute($"set transaction snapshot '{exported}'");
        // Wherever an index has the order that is asked for, it is to be used: sorting a journal would copy it.
        other.Execute("set local enable_sort = off; set local jit = off");
        return other;
    }

    private static void Begin(DbConnection connection) =>
        connection.Execute("begin isolation level repeatable read, read only");

    /// <summary>A further connection for one query. The next query gets it, unless this one was broken off.</summary>
    private sealed class Lent(Snapshot snapshot) : IDisposable
    {
        public NpgsqlConnection Connection { get; } = snapshot.idle.TryPop(out var other) ? other : snapshot.Another();

        public bool IsAtItsEnd { get; set; }

        public void Dispose()
        {
            if (IsAtItsEnd)
            {
                snapshot.idle.Push(Connection);
            }
            else
            {
                Connection.Dispose();
            }
        }
    }
}
