using Dapper;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Byway.Storage;

/// <summary>
/// Copies the write-ahead log back into the file beside the turns, on a thread and a connection of its own: what the
/// turns have to wait for afterwards is only what was written in the meantime.
/// </summary>
/// <remarks>
/// Safe from SQLite 3.51.3 on. Before, a log that was begun anew while another connection copied it could lose pages
/// (https://sqlite.org/wal.html#walresetbug).
/// </remarks>
/// <param name="path">The database file.</param>
internal sealed class SqliteCheckpoint(string path) : IDisposable
{
    // The second copies what was written during the first, so that little is left.
    private const int Rounds = 2;

    private SqliteConnection? connection;
    private Task? copying;

    /// <summary>Copies the log back into the file, as far as readers let it; false when it could not be done wholly
    /// in the way that was asked for.</summary>
    /// <param name="handle">By which connection.</param>
    /// <param name="mode">SQLite's SQLITE_CHECKPOINT_….</param>
    /// <exception cref="SqliteException">The file cannot be written.</exception>
    public static bool TryCopy(sqlite3 handle, int mode)
    {
        var result = raw.sqlite3_wal_checkpoint_v2(handle, "main", mode, out _, out _);
        if (result is not (raw.SQLITE_OK or raw.SQLITE_BUSY or raw.SQLITE_LOCKED))
        {
            SqliteException.ThrowExceptionForRC(result, handle);
        }

        return result == raw.SQLITE_OK;
    }

    /// <summary>
    /// Begins a copy; true once when it has ended. What is left is for the caller: what was written meanwhile, and
    /// what could not be copied here.
    /// </summary>
    /// <exception cref="SqliteException">The file cannot be written.</exception>
    public bool Advance()
    {
        copying ??= Task.Run(Copy);
        if (!copying.IsCompleted)
        {
            return false;
        }

        Finish();
        return true;
    }

    /// <summary>Waits for a copy that has begun.</summary>
    /// <exception cref="SqliteException">The file cannot be written.</exception>
    public void Finish()
    {
        var last = copying;
        copying = null;
        last?.GetAwaiter().GetResult();
    }

    /// <summary>Ends a copy and closes the connection; the next copy opens another.</summary>
    public void Dispose()
    {
        copying?.ContinueWith(_ => { }, TaskScheduler.Default).Wait();
        copying = null;
        connection?.Dispose();
        connection = null;
    }

    private void Copy()
    {
        connection ??= Open();
        for (var round = 0; round < Rounds; round++)
        {
            // Never waits for anybody, and leaves the log's beginning anew to its writer.
            TryCopy(connection.Handle!, raw.SQLITE_CHECKPOINT_PASSIVE);
        }
    }

    private SqliteConnection Open()
    {
        var opened = new SqliteConnection(SqliteFile.WriterString(path));
        try
        {
            opened.Open();
            opened.Execute("pragma synchronous=full; pragma wal_autocheckpoint=0; pragma cache_size=-64;");
            return opened;
        }
        catch
        {
            opened.Dispose();
            throw;
        }
    }
}
