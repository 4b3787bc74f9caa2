using Byway.Programs;
using Byway.Storage;

namespace Byway.Backups;

/// <summary>
/// A place where a whole database is made that shows itself all at once: a file gets its name, a PostgreSQL its
/// COMMIT, when everything is in it. Whatever happens before leaves the place as it was.
/// </summary>
public sealed class Landing : IDisposable
{
    private readonly string? file;
    private readonly TimeProvider clock;
    private IStore? store;
    private bool isCommitted;
    private bool isLanded;

    private Landing(string? file, Database database, TimeProvider clock)
    {
        this.file = file;
        this.clock = clock;
        Database = database;
    }

    /// <summary>Where it is being made.</summary>
    public Database Database { get; }

    /// <summary>Writes it.</summary>
    public IStore Store => store!;

    /// <summary>Prepares a place: an empty schema, and a transaction.</summary>
    /// <param name="target">Where.</param>
    /// <param name="clock">The clock.</param>
    /// <param name="only">An older schema's files; null for this version's.</param>
    /// <exception cref="StartException">There is something already.</exception>
    public static Landing Open(Target target, TimeProvider clock, IReadOnlyCollection<long>? only = null)
    {
        var landing = target.File is { } file ? OfFile(file, clock) : new(null, target.OpenConnection(), clock);
        try
        {
            landing.Prepare(only);
            return landing;
        }
        catch
        {
            landing.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Called after many rows: lets go of what a file would otherwise keep twice until the end. A PostgreSQL keeps its
    /// one transaction.
    /// </summary>
    public void Relieve()
    {
        if (file is null)
        {
            Store.Send();
            return;
        }

        Store.Commit();
        Store.AfterAnswers();
        Store.Begin();
    }

    /// <summary>Everything is in it: shows it, when a last look finds it right.</summary>
    /// <param name="look">Looks; throws when something is wrong.</param>
    public void Land(Action<Snapshot> look)
    {
        Store.Commit();
        isCommitted = true;
        using (var snapshot = Database.OpenSnapshot())
        {
            look(snapshot);
        }

        Migrator.Apply(Store, Database.IsFile, clock);
        store!.Dispose();
        store = null;
        if (file is not null)
        {
            Database.Dispose();
            File.Move(Unfinished(file), file);
        }

        isLanded = true;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (!isLanded && isCommitted && file is null && store is not null)
        {
            store.Begin();
            Clear(Database.Tables(store));
            store.Commit();
        }

        store?.Rollback();
        store?.Dispose();
        Database.Dispose();
        if (!isLanded && file is not null)
        {
            Remove(file);
        }
    }

    private static Landing OfFile(string file, TimeProvider clock)
    {
        if (File.Exists(file) || File.Exists(file + "-wal"))
        {
            throw new StartException(
                $"There is a database already: {file}. Name a place where there is none, or move it away."
            );
        }

        Remove(file);
        return new(file, Database.OfFile(Unfinished(file)), clock);
    }

    private static string Unfinished(string file) => file + ".new";

    // What a killed one has left behind goes too.
    private static void Remove(string file)
    {
        foreach (var end in new[] { "", "-wal", "-shm", "-journal" })
        {
            File.Delete(Unfinished(file) + end);
        }
    }

    private void Prepare(IReadOnlyCollection<long>? only)
    {
        store = Database.OpenStore();
        if (!Database.IsFile)
        {
            DropEmpty();
        }

        Migrator.Apply(Store, Database.IsFile, clock, only);
        Store.Begin();
        // A server that starts meanwhile waits with its first program, and then finds ours.
        Store.LockGlobally(CreateProgram.OneAtATime);
        if (Store.Query<long>("select count(*) from programs")[0] > 0)
        {
            throw NotEmpty("programs");
        }
    }

    /// <summary>
    /// Takes an empty schema away, whichever version made it. Nothing is taken that holds a row or is not ours.
    /// </summary>
    private void DropEmpty()
    {
        if (Database.OtherWriters(Store) > 0)
        {
            throw new StartException($"A Byway server works on {Database.Description}. Stop it first.");
        }

        var tables = Database.Tables(Store);
        if (tables.Count == 0)
        {
            return;
        }

        if (Store.Query<string?>($"select cast(to_regclass('{Catalog.Migrations}') as text)")[0] is null)
        {
            throw new StartException(
                $"{Database.Description} holds tables that are not Byway's. Create an empty database."
            );
        }

        Store.Begin();
        foreach (var table in tables)
        {
            if (Store.Query<long>($"select count(*) from (select 1 from {table.Name} limit 1) as any_row")[0] > 0)
            {
                throw NotEmpty(table.Name);
            }

            Store.Execute($"drop table {table.Name}");
        }

        Store.Execute($"drop table {Catalog.Migrations}");
        Store.Commit();
    }

    private StartException NotEmpty(string table) =>
        new($"{Database.Description} is not empty: there are rows in {table}. Name an empty database.");

    private void Clear(IEnumerable<StoredTable> tables)
    {
        foreach (var table in tables)
        {
            Store.Execute($"delete from {table.Name}");
        }
    }
}
