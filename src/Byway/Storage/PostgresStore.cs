using System.Data;
using System.Net.Sockets;
using Byway.Values;
using Dapper;
using Npgsql;
using NpgsqlTypes;

namespace Byway.Storage;

/// <summary>
/// The write connection to PostgreSQL: rows travel as arrays (<c>unnest</c>), one statement a table, all statements
/// of a turn and its COMMIT in one round trip; very many new rows of one table travel by COPY.
/// </summary>
public sealed class PostgresStore : IStore
{
    // Below this, the round trips that COPY needs cost more than it saves.
    private const int FewestCopied = 1000;

    private static readonly TimeSpan LongestCopy = TimeSpan.FromHours(1);

    private readonly string connectionString;
    private NpgsqlConnection connection;
    private NpgsqlBatch? pending;
    private bool isInTransaction;

    /// <summary>Connects for writing.</summary>
    /// <param name="connectionString">As the operator gave it.</param>
    public PostgresStore(string connectionString)
    {
        this.connectionString = PostgresServer.WriterString(connectionString);
        connection = Open();
    }

    /// <inheritdoc/>
    public bool PrefersSets => true;

    /// <inheritdoc/>
    public void Begin()
    {
        using var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(new("begin isolation level read committed"));
        batch.ExecuteNonQuery();
        isInTransaction = true;
    }

    /// <inheritdoc/>
    public void Commit()
    {
        using var batch = pending ?? new NpgsqlBatch(connection);
        pending = null;
        batch.BatchCommands.Add(new("commit"));
        batch.ExecuteNonQuery();
        isInTransaction = false;
    }

    /// <inheritdoc/>
    public void Rollback()
    {
        pending?.Dispose();
        pending = null;
        if (!isInTransaction || connection.State != ConnectionState.Open)
        {
            return;
        }

        isInTransaction = false;
        try
        {
            connection.Execute("rollback");
        }
        catch (Exception failure)
            when (failure is NpgsqlException or IOException or SocketException or InvalidOperationException)
        {
            // The connection is gone and its transaction with it; the next turn opens another.
            connection.Close();
        }
    }

    /// <inheritdoc/>
    public void LockGlobally(long name) => connection.Execute("select pg_advisory_xact_lock(@name)", new { name });

    /// <inheritdoc/>
    public IReadOnlyList<ProgramHead> LockHeads(IReadOnlyList<ProgramId> programs, bool isPatient)
    {
        using var batch = new NpgsqlBatch(connection);
        var command = new NpgsqlBatchCommand(
            "select program_id, sequence, hash, version, reward_number, balance_number, clock_offset "
                + "from program_heads where program_id = any($1) "
                + "order by program_id for no key update"
                + (isPatient ? "" : " skip locked")
        );
        command.Parameters.Add(
            new NpgsqlParameter<long[]> { TypedValue = [.. programs.Select(program => program.Number)] }
        );
        batch.BatchCommands.Add(command);
        using var reader = batch.ExecuteReader();
        var heads = new List<ProgramHead>(programs.Count);
        while (reader.Read())
        {
            heads.Add(
                new(
                    new(reader.GetInt64(0)),
                    reader.GetInt64(1),
                    reader.GetString(2),
                    reader.GetInt64(3),
                    reader.GetInt64(4),
                    reader.GetInt64(5),
                    reader.GetInt64(6)
                )
            );
        }

        return heads;
    }

    /// <inheritdoc/>
    public IReadOnlyList<T> Find<T>(LookUp<T> lookUp, IReadOnlyList<RowKey> keys)
        where T : class
    {
        using var batch = new NpgsqlBatch(connection);
        var command = new NpgsqlBatchCommand(SqlText.SelectSet(lookUp));
        foreach (var (_, part) in lookUp.Columns)
        {
            command.Parameters.Add(ArrayOf(keys, part));
        }

        batch.BatchCommands.Add(command);
        using var reader = batch.ExecuteReader();
        var row = new DataRowReader(reader);
        var found = new List<T>();
        while (reader.Read())
        {
            found.Add(lookUp.Table.Read(row));
        }

        return found;
    }

    /// <inheritdoc/>
    public void Insert<T>(Table<T> table, IReadOnlyList<T> rows)
        where T : class
    {
        if (rows.Count < FewestCopied)
        {
            Queue(table, rows, SqlText.InsertSet(table));
            return;
        }

        // What was handed over before is there before.
        Send();
        using var import = connection.BeginBinaryImport(
            $"copy {table.Name} ({string.Join(", ", table.Columns.Select(column => column.Name))}) "
                + "from stdin (format binary)"
        );
        foreach (var row in rows)
        {
            import.StartRow();
            foreach (var column in table.Columns)
            {
                if (column.Number is not null)
                {
                    Write(import, column.Number(row));
                }
                else
                {
                    Write(import, column.Text!(row));
                }
            }
        }

        import.Complete();
    }

    /// <inheritdoc/>
    public void Replace<T>(Table<T> table, IReadOnlyList<T> rows)
        where T : class => Queue(table, rows, SqlText.ReplaceSet(table));

    /// <inheritdoc/>
    public void Send()
    {
        using var batch = pending;
        pending = null;
        batch?.ExecuteNonQuery();
    }

    /// <inheritdoc/>
    public void Load(StoredTable table, IEnumerable<object?[]> rows)
    {
        using var import = connection.BeginBinaryImport(
            $"copy {table.Name} ({table.ColumnList}) from stdin (format binary)"
        );
        import.Timeout = LongestCopy;
        foreach (var row in rows)
        {
            import.StartRow();
            foreach (var value in row)
            {
                if (value is long number)
                {
                    Write(import, number);
                }
                else
                {
                    Write(import, (string?)value);
                }
            }
        }

        import.Complete();
    }

    /// <inheritdoc/>
    public void MoveHeads(IReadOnlyList<ProgramHead> heads)
    {
        var command = new NpgsqlBatchCommand(
            "update program_heads h set sequence = k.s, hash = k.h, version = k.v, reward_number = k.r, "
                + "balance_number = k.b, clock_offset = k.c "
                + "from unnest($1::bigint[], $2::bigint[], $3::text[], $4::bigint[], $5::bigint[], "
                + "$6::bigint[], $7::bigint[]) as k (p, s, h, v, r, b, c) "
                + "where h.program_id = k.p"
        );
        command.Parameters.Add(Numbers(heads, head => head.ProgramId.Number));
        command.Parameters.Add(Numbers(heads, head => head.Sequence));
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. heads.Select(head => head.Hash)] });
        command.Parameters.Add(Numbers(heads, head => head.Version));
        command.Parameters.Add(Numbers(heads, head => head.RewardNumber));
        command.Parameters.Add(Numbers(heads, head => head.BalanceNumber));
        command.Parameters.Add(Numbers(heads, head => head.ClockOffset));
        Pending.BatchCommands.Add(command);
    }

    /// <inheritdoc/>
    public int Execute(string sql, object? parameters = null) => connection.Execute(sql, parameters);

    /// <inheritdoc/>
    public IReadOnlyList<TRow> Query<TRow>(string sql, object? parameters = null) =>
        connection.Query<TRow>(sql, parameters).AsList();

    /// <inheritdoc/>
    public void AfterAnswers()
    {
        // PostgreSQL checkpoints by itself.
    }

    /// <inheritdoc/>
    public void DropReplacedPages()
    {
        // Its vacuum takes away what no transaction sees any more.
    }

    /// <inheritdoc/>
    public StoreFailure Judge(Exception failure) =>
        failure switch
        {
            PostgresException
            {
                SqlState: PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected
            } => StoreFailure.Passing,
            // The server is going down or coming up (57P01 to 57P03), or dropped us.
            PostgresException { SqlState: ['5', '7', 'P', ..] } or PostgresException { SqlState: ['0', '8', ..] } =>
                StoreFailure.Lost,
            PostgresException { SqlState: ['5', '3', ..] or ['5', '8', ..] or "25006" } => StoreFailure.Unavailable,
            PostgresException => StoreFailure.Refused,
            NpgsqlException or IOException or SocketException or TimeoutException or ObjectDisposedException =>
                StoreFailure.Lost,
            InvalidOperationException when connection.State != ConnectionState.Open => StoreFailure.Lost,
            _ => StoreFailure.Refused,
        };

    /// <inheritdoc/>
    public void Reopen()
    {
        Dispose();
        connection = Open();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        pending?.Dispose();
        pending = null;
        isInTransaction = false;
        connection.Dispose();
    }

    private static void Write(NpgsqlBinaryImporter import, long? number)
    {
        if (number is { } value)
        {
            import.Write(value, NpgsqlDbType.Bigint);
        }
        else
        {
            import.WriteNull();
        }
    }

    private static void Write(NpgsqlBinaryImporter import, string? text)
    {
        if (text is not null)
        {
            import.Write(text, NpgsqlDbType.Text);
        }
        else
        {
            import.WriteNull();
        }
    }

    private NpgsqlBatch Pending => pending ??= new NpgsqlBatch(connection);

    private static NpgsqlParameter ArrayOf(IReadOnlyList<RowKey> keys, KeyPart part) =>
        part switch
        {
            KeyPart.Program => Numbers(keys, key => key.Program),
            KeyPart.A => Numbers(keys, key => key.A),
            KeyPart.B => Numbers(keys, key => key.B),
            KeyPart.Text => new NpgsqlParameter<string[]> { TypedValue = [.. keys.Select(key => key.Text)] },
            _ => new NpgsqlParameter<string[]> { TypedValue = [.. keys.Select(key => key.Text2)] },
        };

    private static NpgsqlParameter<long[]> Numbers<T>(IReadOnlyList<T> rows, Func<T, long> number)
    {
        var values = new long[rows.Count];
        for (var index = 0; index < values.Length; index++)
        {
            values[index] = number(rows[index]);
        }

        return new() { TypedValue = values };
    }

    private NpgsqlConnection Open()
    {
        var opened = new NpgsqlConnection(connectionString);
        opened.Open();
        return opened;
    }

    private void Queue<T>(Table<T> table, IReadOnlyList<T> rows, string sql)
        where T : class
    {
        var command = new NpgsqlBatchCommand(sql);
        foreach (var column in table.Columns)
        {
            if (column.Number is not null)
            {
                var numbers = new long?[rows.Count];
                for (var index = 0; index < numbers.Length; index++)
                {
                    numbers[index] = column.Number(rows[index]);
                }

                command.Parameters.Add(
                    new NpgsqlParameter<long?[]>
                    {
                        TypedValue = numbers,
                        NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Bigint,
                    }
                );
            }
            else
            {
                var texts = new string?[rows.Count];
                for (var index = 0; index < texts.Length; index++)
                {
                    texts[index] = column.Text!(rows[index]);
                }

                command.Parameters.Add(
                    new NpgsqlParameter<string?[]>
                    {
                        TypedValue = texts,
                        NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text,
                    }
                );
            }
        }

        Pending.BatchCommands.Add(command);
    }
}
