using System.Data.Common;
using System.Globalization;
using Byway.Storage;
using Microsoft.Data.Sqlite;

namespace Byway.Bench.Servers;

/// <summary>
/// One transaction a sale on SQLite: one connection with prepared commands behind a lock, as durable as Byway's
/// own.
/// </summary>
internal sealed class SqliteSingleSale : SingleSale
{
    private readonly SqliteConnection connection;
    private readonly SemaphoreSlim turn = new(1, 1);
    private readonly Dictionary<string, SqliteCommand> commands = new(StringComparer.Ordinal);

    /// <summary>Opens the file.</summary>
    /// <param name="path">The database file.</param>
    public SqliteSingleSale(string path)
    {
        connection = new(SqliteFile.WriterString(path));
        connection.Open();
        using var settings = connection.CreateCommand();
        settings.CommandText =
            "pragma journal_mode=wal; pragma synchronous=full; pragma foreign_keys=on; pragma busy_timeout=5000; "
            + "pragma cache_size=-131072; pragma temp_store=memory;";
        settings.ExecuteNonQuery();
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        foreach (var command in commands.Values)
        {
            command.Dispose();
        }

        connection.Dispose();
        turn.Dispose();
    }

    /// <inheritdoc/>
    protected override async Task Book(SaleRows rows, long program, string customerHash)
    {
        await turn.WaitAsync();
        try
        {
            Run(new("begin immediate"));
            try
            {
                await using (var head = await Command(new(SaleFacts.LockHead, program)).ExecuteReaderAsync())
                {
                    var select = new SaleStatement(SaleFacts.Select, program, customerHash, rows.Unit);
                    await using var facts = await Command(select).ExecuteReaderAsync();
                    rows.Make(await SaleFacts.Read(head, () => Task.FromResult<DbDataReader>(facts)));
                }

                foreach (var statement in rows.Statements)
                {
                    Run(statement);
                }

                Run(new("commit"));
            }
            catch
            {
                Run(new("rollback"));
                throw;
            }
        }
        finally
        {
            turn.Release();
        }
    }

    private void Run(SaleStatement statement) => Command(statement).ExecuteNonQuery();

    private SqliteCommand Command(SaleStatement statement)
    {
        if (!commands.TryGetValue(statement.Sql, out var command))
        {
            command = connection.CreateCommand();
            command.CommandText = statement.Sql;
            for (var at = 1; at <= statement.Values.Count; at++)
            {
                command.Parameters.AddWithValue("$" + at.ToString(CultureInfo.InvariantCulture), DBNull.Value);
            }

            commands[statement.Sql] = command;
        }

        for (var at = 0; at < statement.Values.Count; at++)
        {
            command.Parameters[at].Value = statement.Values[at];
        }

        return command;
    }
}
