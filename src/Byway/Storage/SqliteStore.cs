using Dapper;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Byway.Storage;

/// <summary>
/// The write connection of a SQLite file: prepared statements bound by hand, which is what makes shared turns cheap.
/// Nobody else writes; <see cref="SqliteCheckpoint"/> helps to copy the log back, everybody else opens the file
/// read-only.
/// </summary>
public sealed class SqliteStore : IStore
{
    // A log of 65,536 pages (128 MB) is copied back into the file beside the turns, and its last part between two, so
    // that no caller waits inside a commit for it.
    private const int CheckpointPages = 65_536;

    private const int BusyTimeoutMs = 5000;
    private const int PagesWritten = 9; // SQLITE_DBSTATUS_CACHE_WRITE

    private readonly string path;
    private readonly Dictionary<string, sqlite3_stmt> statements = new(StringComparer.Ordinal);
    private readonly SqliteCheckpoint checkpoint;
    private SqliteConnection connection;
    private int writtenAtCheckpoint;
    private bool holdsReplacedPages;

    /// <summary>Opens the file for writing.</summary>
    /// <param name="path">The database file.</param>
    public SqliteStore(string path)
    {
        this.path = path;
        checkpoint = new(path);
        connection = Open();
    }

    /// <inheritdoc/>
    public bool PrefersSets => false;

    private sqlite3 Handle => connection.Handle!;

    /// <inheritdoc/>
    public void Begin() => Run("begin immediate");

    /// <inheritdoc/>
    public void Commit() => Run("commit");

    /// <inheritdoc/>
    public void Rollback()
    {
        if (raw.sqlite3_get_autocommit(Handle) == 0)
        {
            Run("rollback");
        }
    }

    /// <inheritdoc/>
    public void LockGlobally(long name)
    {
        // BEGIN IMMEDIATE has done it.
    }

    /// <inheritdoc/>
    public IReadOnlyList<ProgramHead> LockHeads(IReadOnlyList<Values.ProgramId> programs, bool isPatient)
    {
        // BEGIN IMMEDIATE holds the only write lock there is: reading is locking.
        var statement = Statement(
            "select program_id, sequence, hash, version, reward_number, balance_number, clock_offset "
                + "from program_heads where program_id = ?1"
        );
        var heads = new List<ProgramHead>(programs.Count);
        foreach (var program in programs)
        {
            raw.sqlite3_bind_int64(statement, 1, program.Number);
            if (Step(statement))
            {
                var row = new StatementReader(statement);
                heads.Add(
                    new(
                        new(row.Number(0)),
                        row.Number(1),
                        row.Text(2),
                        row.Number(3),
                        row.Number(4),
                        row.Number(5),
                        row.Number(6)
                    )
                );
            }

            raw.sqlite3_reset(statement);
        }

        return heads;
    }

    /// <inheritdoc/>
    public IReadOnlyList<T> Find<T>(LookUp<T> lookUp, IReadOnlyList<RowKey> keys)
        where T : class
    {
        var statement = Statement(SqlText.SelectOne(lookUp));
        var row = new StatementReader(statement);
        var found = new List<T>();
        foreach (var key in keys)
        {
            for (var index = 0; index < lookUp.Columns.Length; index++)
            {
                BindKey(statement, index + 1, key, lookUp.Columns[index].Part);
            }

            while (Step(statement))
            {
                found.Add(lookUp.Table.Read(row));
            }

            raw.sqlite3_reset(statement);
        }

        return found;
    }

    /// <inheritdoc/>
    public void Insert<T>(Table<T> table, IReadOnlyList<T> rows)
        where T : class => Write(table, rows, Statement(SqlText.InsertOne(table)));

    /// <inheritdoc/>
    public void Replace<T>(Table<T> table, IReadOnlyList<T> rows)
        where T : class => Write(table, rows, Statement(SqlText.ReplaceOne(table)));

    /// <inheritdoc/>
    public void Send()
    {
        // Rows are written when they are handed over.
    }

    /// <inheritdoc/>
    public void Load(StoredTable table, IEnumerable<object?[]> rows)
    {
        var places = string.Join(", ", table.Columns.Select((_, index) => $"?{index + 1}"));
        var statement = Statement($"insert into {table.Name} ({table.ColumnList}) values ({places})");
        foreach (var row in rows)
        {
            for (var index = 0; index < row.Length; index++)
            {
                _ = row[index] switch
                {
                    null => raw.sqlite3_bind_null(statement, index + 1),
                    long number => raw.sqlite3_bind_int64(statement, index + 1, number),
                    var text => raw.sqlite3_bind_text(statement, index + 1, (string)text),
                };
            }

            Finish(statement);
        }
    }

    /// <inheritdoc/>
    public void MoveHeads(IReadOnlyList<ProgramHead> heads)
    {
        var statement = Statement(
            "update program_heads set sequence = ?2, hash = ?3, version = ?4, reward_number = ?5, "
                + "balance_number = ?6, clock_offset = ?7 where program_id = ?1"
        );
        foreach (var head in heads)
        {
            raw.sqlite3_bind_int64(statement, 1, head.ProgramId.Number);
            raw.sqlite3_bind_int64(statement, 2, head.Sequence);
            raw.sqlite3_bind_text(statement, 3, head.Hash);
            raw.sqlite3_bind_int64(statement, 4, head.Version);
            raw.sqlite3_bind_int64(statement, 5, head.RewardNumber);
            raw.sqlite3_bind_int64(statement, 6, head.BalanceNumber);
            raw.sqlite3_bind_int64(statement, 7, head.ClockOffset);
            Finish(statement);
        }
    }

    /// <inheritdoc/>
    public int Execute(string sql, object? parameters = null) => connection.Execute(sql, parameters);

    /// <inheritdoc/>
    public IReadOnlyList<TRow> Query<TRow>(string sql, object? parameters = null) =>
        connection.Query<TRow>(sql, parameters).AsList();

    /// <inheritdoc/>
    public void DropReplacedPages() => holdsReplacedPages = true;

    /// <inheritdoc/>
    public void AfterAnswers()
    {
        // The file's length would not tell: a log that was copied back is written over from its start, not made
        // shorter.
        raw.sqlite3_db_status(Handle, PagesWritten, out var written, out _, 0);
        if (holdsReplacedPages)
        {
            // Pages as they were before stand in the log until it is cut off. A long reader puts that off until the
            // next time.
            checkpoint.Finish();
            holdsReplacedPages = !TryCopyAtOnce(raw.SQLITE_CHECKPOINT_TRUNCATE);
            writtenAtCheckpoint = written;
        }
        else if (written - writtenAtCheckpoint >= CheckpointPages && IsCopiedBeside())
        {
            TryCopyAtOnce(raw.SQLITE_CHECKPOINT_RESTART);
            writtenAtCheckpoint = written;
        }
    }

    /// <inheritdoc/>
    public StoreFailure Judge(Exception failure)
    {
        const int FailedFsync = 1034;
        const int FailedDirectoryFsync = 1290;
        return failure is not SqliteException fault ? StoreFailure.Refused
            : fault.SqliteExtendedErrorCode is FailedFsync or FailedDirectoryFsync ? StoreFailure.Broken
            : fault.SqliteErrorCode switch
            {
                raw.SQLITE_CONSTRAINT or raw.SQLITE_TOOBIG or raw.SQLITE_MISMATCH or raw.SQLITE_RANGE =>
                    StoreFailure.Refused,
                raw.SQLITE_BUSY or raw.SQLITE_LOCKED => StoreFailure.Passing,
                _ => StoreFailure.Unavailable,
            };
    }

    /// <inheritdoc/>
    public void Reopen()
    {
        Dispose();
        connection = Open();
        writtenAtCheckpoint = 0;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        checkpoint.Dispose();
        foreach (var statement in statements.Values)
        {
            statement.Dispose();
        }

        statements.Clear();
        if (connection.State == System.Data.ConnectionState.Open)
        {
            // The file alone is the whole database when a server has stopped cleanly, whoever still reads it.
            raw.sqlite3_busy_timeout(Handle, 0);
            raw.sqlite3_wal_checkpoint_v2(Handle, "main", raw.SQLITE_CHECKPOINT_TRUNCATE, out _, out _);
        }

        connection.Dispose();
    }

    private static void BindKey(sqlite3_stmt statement, int at, in RowKey key, KeyPart part)
    {
        _ = part switch
        {
            KeyPart.Program => raw.sqlite3_bind_int64(statement, at, key.Program),
            KeyPart.A => raw.sqlite3_bind_int64(statement, at, key.A),
            KeyPart.B => raw.sqlite3_bind_int64(statement, at, key.B),
            KeyPart.Text => raw.sqlite3_bind_text(statement, at, key.Text),
            _ => raw.sqlite3_bind_text(statement, at, key.Text2),
        };
    }

    /// <summary>What could not be copied beside the turns is copied between two.</summary>
    private bool IsCopiedBeside()
    {
        try
        {
            return checkpoint.Advance();
        }
        catch (SqliteException failure) when (Judge(failure) != StoreFailure.Broken)
        {
            return true;
        }
    }

    /// <summary>
    /// Without patience: a reader that stays long, such as a check of the whole database, must not stop the turns.
    /// What it still needs is copied when it has gone.
    /// </summary>
    private bool TryCopyAtOnce(int mode)
    {
        raw.sqlite3_busy_timeout(Handle, 0);
        try
        {
            return SqliteCheckpoint.TryCopy(Handle, mode);
        }
        finally
        {
            raw.sqlite3_busy_timeout(Handle, BusyTimeoutMs);
        }
    }

    private SqliteConnection Open()
    {
        SqliteFile.MakePrivately(path);
        var opened = new SqliteConnection(SqliteFile.WriterString(path));
        opened.Open();
        // Small pages: most of a sale's rows go to places of their own in an index, and each dirties a page. A small
        // cache: the system's own holds the file, and SQLite walks the whole of its cache at many a commit.
        opened.Execute(
            "pragma page_size=2048; pragma journal_mode=wal; pragma synchronous=full; pragma foreign_keys=on; pragma "
                + "wal_autocheckpoint=0; pragma busy_timeout=5000; "
                + "pragma cache_size=-32768; pragma secure_delete=on; pragma temp_store=memory;"
        );
        // What a schema file needs to fold the texts that are there already.
        opened.CreateFunction<string?, string?>("byway_folded", SearchText.Folded, isDeterministic: true);
        return opened;
    }

    private void Write<T>(Table<T> table, IReadOnlyList<T> rows, sqlite3_stmt statement)
        where T : class
    {
        var columns = table.Columns;
        foreach (var row in rows)
        {
            for (var index = 0; index < columns.Count; index++)
            {
                var column = columns[index];
                if (column.Number is not null)
                {
                    _ = column.Number(row) is { } number
                        ? raw.sqlite3_bind_int64(statement, index + 1, number)
                        : raw.sqlite3_bind_null(statement, index + 1);
                }
                else
                {
                    _ = column.Text!(row) is { } text
                        ? raw.sqlite3_bind_text(statement, index + 1, text)
                        : raw.sqlite3_bind_null(statement, index + 1);
                }
            }

            Finish(statement);
        }
    }

    private void Run(string sql) => Finish(Statement(sql));

    private void Finish(sqlite3_stmt statement)
    {
        try
        {
            while (Step(statement)) { }
        }
        finally
        {
            raw.sqlite3_reset(statement);
        }
    }

    private bool Step(sqlite3_stmt statement)
    {
        var result = raw.sqlite3_step(statement);
        if (result is raw.SQLITE_ROW or raw.SQLITE_DONE)
        {
            return result == raw.SQLITE_ROW;
        }

        var message = raw.sqlite3_errmsg(Handle).utf8_to_string();
        var extended = raw.sqlite3_extended_errcode(Handle);
        raw.sqlite3_reset(statement);
        throw new SqliteException($"SQLite error {extended}: {message}", extended & 0xff, extended);
    }

    private sqlite3_stmt Statement(string sql)
    {
        if (!statements.TryGetValue(sql, out var statement))
        {
            var result = raw.sqlite3_prepare_v3(Handle, sql, raw.SQLITE_PREPARE_PERSISTENT, out statement);
            SqliteException.ThrowExceptionForRC(result, Handle);
            statements[sql] = statement;
        }

        return statement;
    }

    private sealed class StatementReader(sqlite3_stmt statement) : RowReader
    {
        public override long Number(int column) => raw.sqlite3_column_int64(statement, column);

        public override long? NumberOrNull(int column) =>
            raw.sqlite3_column_type(statement, column) == raw.SQLITE_NULL
                ? null
                : raw.sqlite3_column_int64(statement, column);

        public override string Text(int column) => raw.sqlite3_column_text(statement, column).utf8_to_string();

        public override string? TextOrNull(int column) =>
            raw.sqlite3_column_type(statement, column) == raw.SQLITE_NULL ? null : Text(column);
    }
}
