using System.Data.Common;
using System.Text.RegularExpressions;
using Dapper;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace Byway.Storage;

/// <summary>
/// The database of this server: reads by anyone, writes only through <see cref="OpenStore"/>. Which of the two it is,
/// nobody outside this folder asks.
/// </summary>
public sealed partial class Database : IDisposable
{
    /// <summary>What a SQLite database is called in its data folder.</summary>
    public const string FileName = SqliteFile.Name;

    private readonly string? sqlitePath;
    private readonly string? postgresString;
    private readonly NpgsqlDataSource? readers;
    private readonly string readerString;

    private Database(string? sqlitePath, string? postgresString)
    {
        this.sqlitePath = sqlitePath;
        this.postgresString = postgresString;
        readerString = sqlitePath is null
            ? PostgresServer.ReaderString(postgresString!)
            : SqliteFile.ReaderString(sqlitePath);
        readers = sqlitePath is null ? NpgsqlDataSource.Create(readerString) : null;
    }

    /// <summary>True for a SQLite file: one process owns it, others must ask that process.</summary>
    public bool IsFile => sqlitePath is not null;

    /// <summary>What it is, for people: without passwords.</summary>
    public string Description =>
        sqlitePath is not null ? $"SQLite {sqlitePath}"
        : new NpgsqlConnectionStringBuilder(postgresString!) is var parts
            ? $"PostgreSQL {parts.Host}:{parts.Port}/{parts.Database}"
        : "";

    /// <summary>A SQLite file in a folder, or PostgreSQL when a connection string is given.</summary>
    /// <param name="dataFolder">The folder.</param>
    /// <param name="connection">A PostgreSQL connection string, or null.</param>
    /// <exception cref="StartException">The connection string is not one of PostgreSQL's.</exception>
    public static Database Open(string dataFolder, string? connection)
    {
        DefaultTypeMap.MatchNamesWithUnderscores = true;
        if (string.IsNullOrWhiteSpace(connection))
        {
            Directory.CreateDirectory(dataFolder);
            return new(Path.GetFullPath(Path.Combine(dataFolder, SqliteFile.Name)), null);
        }

        if (!PostgresServer.IsConnectionString(connection))
        {
            throw new StartException(
                "The database must be a PostgreSQL connection string, such as "
                    + "Host=localhost;Database=byway;Username=byway;Password=… "
                    + "or postgresql://byway:…@localhost/byway. Leave it out to use SQLite in the data folder."
            );
        }

        try
        {
            return new(null, PostgresServer.Normalised(connection));
        }
        catch (Exception failure) when (failure is ArgumentException or FormatException)
        {
            // Without its inner text, which may repeat the password.
            throw new StartException(
                "The PostgreSQL connection string cannot be read. Look at its keywords.",
                failure
            );
        }
    }

    /// <summary>A SQLite file by its own name.</summary>
    /// <param name="path">The file; made when it is missing and written.</param>
    public static Database OfFile(string path)
    {
        DefaultTypeMap.MatchNamesWithUnderscores = true;
        return new(Path.GetFullPath(path), null);
    }

    /// <summary>The SQLite file; null on PostgreSQL.</summary>
    public string? FilePath => sqlitePath;

    /// <summary>True for text that means a PostgreSQL and not a file or folder.</summary>
    /// <param name="text">What was typed.</param>
    public static bool IsConnection(string text) => PostgresServer.IsConnectionString(text);

    /// <summary>Every table with content, as the write connection sees it.</summary>
    /// <param name="store">The write connection.</param>
    public IReadOnlyList<StoredTable> Tables(IStore store) =>
        Catalog.Read(IsFile, sql => store.Query<CatalogRow>(sql));

    /// <summary>How many servers and commands have a write connection to this PostgreSQL; 0 for a file.</summary>
    /// <param name="store">A write connection, which does not count.</param>
    public long OtherWriters(IStore store) => IsFile ? 0 : PostgresServer.OtherWriters(store);

    /// <summary>True when a data folder has a SQLite database.</summary>
    /// <param name="dataFolder">The folder.</param>
    public static bool IsFileThere(string dataFolder) => File.Exists(Path.Combine(dataFolder, SqliteFile.Name));

    /// <summary>Opens the write connection.</summary>
    public IStore OpenStore() =>
        sqlitePath is not null ? new SqliteStore(sqlitePath) : new PostgresStore(postgresString!);

    /// <summary>Opens a picture of the database as it is now.</summary>
    public Snapshot OpenSnapshot() =>
        sqlitePath is not null ? Snapshot.OfFile(readerString) : Snapshot.OfPostgres(readerString);

    /// <summary>Opens a connection for reading. Dispose it soon.</summary>
    public async Task<DbConnection> OpenReader()
    {
        if (readers is not null)
        {
            return await readers.OpenConnectionAsync();
        }

        var connection = new SqliteConnection(readerString);
        await connection.OpenAsync();
        return connection;
    }

    /// <summary>Rows of a declared table.</summary>
    /// <param name="table">Which.</param>
    /// <param name="rest">What follows <c>select columns from table</c>, with @names.</param>
    /// <param name="parameters">The names' values.</param>
    public Task<List<T>> List<T>(Table<T> table, string rest, object parameters)
        where T : class => Rows(table, InDialect($"select {table.ColumnList} from {table.Name} {rest}"), parameters);

    /// <summary>Rows of a declared table that contain parts of texts.</summary>
    /// <param name="table">Which.</param>
    /// <param name="search">What they contain.</param>
    /// <param name="range">Which of them.</param>
    public Task<List<T>> List<T>(Table<T> table, Search search, RowRange range)
        where T : class
    {
        var (sql, parameters) = search.Statement(table.ColumnList, range, IsFile);
        return Rows(table, sql, parameters);
    }

    private async Task<List<T>> Rows<T>(Table<T> table, string sql, object parameters)
        where T : class
    {
        await using var connection = await OpenReader();
        await using var reader = await connection.ExecuteReaderAsync(sql, parameters);
        var row = new DataRowReader(reader);
        var rows = new List<T>();
        while (await reader.ReadAsync())
        {
            rows.Add(table.Read(row));
        }

        return rows;
    }

    /// <summary>The first row of a declared table, or null.</summary>
    /// <param name="table">Which.</param>
    /// <param name="rest">What follows <c>select columns from table</c>, with @names.</param>
    /// <param name="parameters">The names' values.</param>
    public async Task<T?> First<T>(Table<T> table, string rest, object parameters)
        where T : class => (await List(table, rest, parameters)).FirstOrDefault();

    /// <inheritdoc cref="Search.Narrowing"/>
    public string Narrowing(string indexed, string owner, string phrase) =>
        Search.Narrowing(indexed, owner, phrase, IsFile);

    /// <summary>Any query.</summary>
    /// <param name="sql">With @names.</param>
    /// <param name="parameters">The names' values.</param>
    public async Task<List<TRow>> Query<TRow>(string sql, object? parameters = null)
    {
        await using var connection = await OpenReader();
        return (await connection.QueryAsync<TRow>(InDialect(sql), parameters)).AsList();
    }

    /// <summary>The tables that have a column of a name.</summary>
    /// <param name="column">The name.</param>
    public Task<List<string>> TablesWith(string column) =>
        Query<string>(
            IsFile
                ? "select t.name from sqlite_master t join pragma_table_info(t.name) c "
                    + "where t.type = 'table' and c.name = @column order by t.name"
                : "select c.relname from pg_attribute a join pg_class c on c.oid = a.attrelid "
                    + "where c.relkind in ('r', 'p') and c.relnamespace = current_schema()::regnamespace "
                    + "and a.attname = @column and not a.attisdropped order by c.relname",
            new { column }
        );

    /// <summary>Whether what is written is as durable as Byway promises.</summary>
    /// <param name="store">The write connection.</param>
    /// <param name="now">The time here.</param>
    public IReadOnlyList<Finding> Examine(IStore store, DateTimeOffset now) =>
        IsFile ? SqliteFile.Examine(store) : PostgresServer.Examine(store, now);

    /// <summary>True when the database answers.</summary>
    public async Task<bool> IsAnswering()
    {
        try
        {
            return (await Query<long>("select 1"))[0] == 1;
        }
        catch (Exception failure)
            when (failure is DbException or IOException or InvalidOperationException or TimeoutException)
        {
            return false;
        }
    }

    /// <summary>True when a failed read means "the database does not answer" rather than a defect.</summary>
    /// <param name="failure">What was thrown.</param>
    public static bool IsOutage(Exception failure) =>
        failure is NpgsqlException and not PostgresException
        || failure is PostgresException { SqlState: ['5', '7', 'P', ..] or ['5', '3', ..] or ['0', '8', ..] }
        || failure
            is SqliteException
            {
                SqliteErrorCode: SQLitePCL.raw.SQLITE_BUSY or SQLitePCL.raw.SQLITE_IOERR or SQLitePCL.raw.SQLITE_FULL
            };

    /// <inheritdoc/>
    public void Dispose()
    {
        readers?.Dispose();
        if (sqlitePath is not null)
        {
            using var any = new SqliteConnection(readerString);
            SqliteConnection.ClearPool(any);
        }
    }

    [GeneratedRegex(@"\bin (?<list>@\w+)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex InList { get; }

    /// <summary>
    /// <c>in @list</c> as each database takes a list: many parameters on SQLite, one array on PostgreSQL.
    /// </summary>
    /// <param name="sql">With @names.</param>
    private string InDialect(string sql) => readers is null ? sql : InList.Replace(sql, "= any(${list})");
}
