using System.Data.Common;
using Npgsql;

namespace Byway.Bench.Servers;

/// <summary>
/// One transaction a sale on PostgreSQL: pooled connections, prepared statements, two round trips (read under the
/// lock; write and commit).
/// </summary>
internal sealed class PostgresSingleSale : SingleSale
{
    // They queue for one row's lock; more connections only make the queue dearer.
    private const int Connections = 16;

    private readonly NpgsqlDataSource source;

    /// <summary>Connects.</summary>
    /// <param name="connection">As the operator gave it.</param>
    public PostgresSingleSale(string connection) =>
        source = NpgsqlDataSource.Create(
            new NpgsqlConnectionStringBuilder(connection)
            {
                MaxPoolSize = Connections,
                MinPoolSize = Connections,
                Timeout = 30,
                MaxAutoPrepare = 100,
                AutoPrepareMinUsages = 2,
                GssEncryptionMode = GssEncryptionMode.Disable,
                // As Byway's own writer: young tables would be scanned otherwise.
                Options = "-c enable_seqscan=off -c plan_cache_mode=force_generic_plan -c jit=off",
            }
        );

    /// <inheritdoc/>
    public override void Dispose() => source.Dispose();

    /// <inheritdoc/>
    protected override async Task Book(SaleRows rows, long program, string customerHash)
    {
        await using var connection = await source.OpenConnectionAsync();
        await using (var read = new NpgsqlBatch(connection))
        {
            Add(read, new("begin isolation level read committed"));
            Add(read, new(SaleFacts.LockHead + SaleFacts.ForUpdate, program));
            // A statement of its own: it sees what was committed while the lock was waited for.
            Add(read, new(SaleFacts.Select, program, customerHash, rows.Unit));
            await using var reader = await read.ExecuteReaderAsync();
            rows.Make(
                await SaleFacts.Read(
                    reader,
                    async () =>
                    {
                        await reader.NextResultAsync();
                        return (DbDataReader)reader;
                    }
                )
            );
        }

        await using var write = new NpgsqlBatch(connection);
        foreach (var statement in rows.Statements)
        {
            Add(write, statement);
        }

        Add(write, new("commit"));
        await write.ExecuteNonQueryAsync();
    }

    private static void Add(NpgsqlBatch batch, SaleStatement statement)
    {
        var command = new NpgsqlBatchCommand(statement.Sql);
        foreach (var value in statement.Values)
        {
            command.Parameters.Add(
                value is long number
                    ? new NpgsqlParameter<long> { TypedValue = number }
                    : new NpgsqlParameter<string> { TypedValue = (string)value }
            );
        }

        batch.BatchCommands.Add(command);
    }
}
