using Byway.Storage;
using Byway.Values;

namespace Byway.Tests.Rewards;

/// <summary>A store that counts what is asked of it, and is otherwise the one it was given.</summary>
internal sealed class CountingStore(IStore store) : IStore
{
    /// <summary>Keys looked up, and rows that were found by them.</summary>
    public long Reads { get; private set; }

    /// <summary>Rows written.</summary>
    public long Writes { get; private set; }

    /// <summary>Queries that are no look-up by key: they may go through anything.</summary>
    public long Queries { get; private set; }

    /// <summary>Look-ups by key, each of however many keys: what a database on another machine answers one by one.
    /// </summary>
    public List<string> LookUps { get; } = [];

    /// <inheritdoc/>
    public bool PrefersSets => IsAsOnAnotherMachine || store.PrefersSets;

    /// <summary>True to be asked for sets of rows whatever the store prefers.</summary>
    public bool IsAsOnAnotherMachine { get; set; }

    /// <summary>The last of them.</summary>
    public string LastQuery { get; private set; } = "";

    /// <summary>Counts anew; what was counted.</summary>
    public (long Reads, long Writes, long Queries) Take()
    {
        var counted = (Reads, Writes, Queries);
        (Reads, Writes, Queries) = (0, 0, 0);
        LookUps.Clear();
        return counted;
    }

    /// <inheritdoc/>
    public void Begin() => store.Begin();

    /// <inheritdoc/>
    public void Commit() => store.Commit();

    /// <inheritdoc/>
    public void Rollback() => store.Rollback();

    /// <inheritdoc/>
    public void LockGlobally(long name) => store.LockGlobally(name);

    /// <inheritdoc/>
    public IReadOnlyList<ProgramHead> LockHeads(IReadOnlyList<ProgramId> programs, bool isPatient) =>
        store.LockHeads(programs, isPatient);

    /// <inheritdoc/>
    public IReadOnlyList<T> Find<T>(LookUp<T> lookUp, IReadOnlyList<RowKey> keys)
        where T : class
    {
        var found = store.Find(lookUp, keys);
        Reads += keys.Count + found.Count;
        LookUps.Add($"{lookUp.Table.Name} {keys.Count}");
        return found;
    }

    /// <inheritdoc/>
    public void Insert<T>(Table<T> table, IReadOnlyList<T> rows)
        where T : class
    {
        Writes += rows.Count;
        store.Insert(table, rows);
    }

    /// <inheritdoc/>
    public void Replace<T>(Table<T> table, IReadOnlyList<T> rows)
        where T : class
    {
        Writes += rows.Count;
        store.Replace(table, rows);
    }

    /// <inheritdoc/>
    public void Send() => store.Send();

    /// <inheritdoc/>
    public void Load(StoredTable table, IEnumerable<object?[]> rows) => store.Load(table, rows);

    /// <inheritdoc/>
    public void MoveHeads(IReadOnlyList<ProgramHead> heads) => store.MoveHeads(heads);

    /// <inheritdoc/>
    public int Execute(string sql, object? parameters = null) => store.Execute(sql, parameters);

    /// <inheritdoc/>
    public IReadOnlyList<TRow> Query<TRow>(string sql, object? parameters = null)
    {
        Queries++;
        LastQuery = sql;
        return store.Query<TRow>(sql, parameters);
    }

    /// <inheritdoc/>
    public void AfterAnswers() => store.AfterAnswers();

    /// <inheritdoc/>
    public void DropReplacedPages() => store.DropReplacedPages();

    /// <inheritdoc/>
    public StoreFailure Judge(Exception failure) => store.Judge(failure);

    /// <inheritdoc/>
    public void Reopen() => store.Reopen();

    /// <inheritdoc/>
    public void Dispose() => store.Dispose();
}
