using Byway.Values;

namespace Byway.Storage;

/// <summary>What a program's head row holds: the counters a turn moves.</summary>
/// <param name="ProgramId">The program.</param>
/// <param name="Sequence">The last journal entry's sequence number.</param>
/// <param name="Hash">The last journal entry's hash, lower-case hex.</param>
/// <param name="Version">The settings version in force.</param>
/// <param name="RewardNumber">The last reward's number.</param>
/// <param name="BalanceNumber">The last balance's number.</param>
/// <param name="ClockOffset">How far a test program's clock is ahead of the machine's, in microseconds.</param>
public sealed record ProgramHead(
    ProgramId ProgramId,
    long Sequence,
    string Hash,
    long Version,
    long RewardNumber,
    long BalanceNumber,
    long ClockOffset
);

/// <summary>
/// The one write connection of a process. Used by the turn queue's thread alone, so nothing in it is locked.
/// Everything that differs between the two
/// databases on the write path stands in its two implementations.
/// </summary>
public interface IStore : IDisposable
{
    /// <summary>True when rows are better looked up in sets (a network between) than one by one.</summary>
    bool PrefersSets { get; }

    /// <summary>Starts a transaction.</summary>
    void Begin();

    /// <summary>Makes it durable. When this returns, the rows are on disk.</summary>
    void Commit();

    /// <summary>Drops it. Never throws.</summary>
    void Rollback();

    /// <summary>Waits until no other process is between this call and the end of its transaction.</summary>
    /// <param name="name">What for; any fixed number.</param>
    void LockGlobally(long name);

    /// <summary>
    /// Locks and reads the heads of those programs that no other process has locked; the others are missing from the
    /// result.
    /// </summary>
    /// <param name="programs">Which, sorted.</param>
    /// <param name="isPatient">True to wait for a lock held elsewhere.</param>
    IReadOnlyList<ProgramHead> LockHeads(IReadOnlyList<ProgramId> programs, bool isPatient);

    /// <summary>Finds rows; the result has every match of every key, in no order.</summary>
    /// <param name="lookUp">By which columns.</param>
    /// <param name="keys">Which; distinct.</param>
    IReadOnlyList<T> Find<T>(LookUp<T> lookUp, IReadOnlyList<RowKey> keys)
        where T : class;

    /// <summary>Writes rows that are new.</summary>
    /// <param name="table">Where.</param>
    /// <param name="rows">Which.</param>
    void Insert<T>(Table<T> table, IReadOnlyList<T> rows)
        where T : class;

    /// <summary>Writes rows that replace those with the same primary key.</summary>
    /// <param name="table">Where.</param>
    /// <param name="rows">Which.</param>
    void Replace<T>(Table<T> table, IReadOnlyList<T> rows)
        where T : class;

    /// <summary>Sends what is still to be sent, for those who write more than a turn does.</summary>
    void Send();

    /// <summary>Writes many rows into an empty table, as they are.</summary>
    /// <param name="table">Which.</param>
    /// <param name="rows">Numbers, texts and nulls, in the order of the table's columns.</param>
    void Load(StoredTable table, IEnumerable<object?[]> rows);

    /// <summary>Sends what is still to be sent and moves the heads.</summary>
    /// <param name="heads">Their new values.</param>
    void MoveHeads(IReadOnlyList<ProgramHead> heads);

    /// <summary>Runs one statement outside the hot path, inside or outside a transaction.</summary>
    /// <param name="sql">The statement, with @names.</param>
    /// <param name="parameters">An object with the names as properties.</param>
    int Execute(string sql, object? parameters = null);

    /// <summary>Runs one query outside the hot path on the write connection.</summary>
    /// <param name="sql">The query, with @names.</param>
    /// <param name="parameters">An object with the names as properties.</param>
    IReadOnlyList<TRow> Query<TRow>(string sql, object? parameters = null);

    /// <summary>
    /// Called when the callers have been answered: housekeeping that must not delay them, such as a checkpoint.
    /// </summary>
    void AfterAnswers();

    /// <summary>What a failure of this store means.</summary>
    /// <param name="failure">What was thrown.</param>
    StoreFailure Judge(Exception failure);

    /// <summary>Drops a broken connection and opens a new one.</summary>
    void Reopen();
}

/// <summary>What a failure while writing means for the turn.</summary>
public enum StoreFailure
{
    /// <summary>The database refused the rows: nothing is written; the same rows will be refused again.</summary>
    Refused,

    /// <summary>
    /// A passing conflict (serialisation, deadlock): nothing is written; the same turn may be tried again.
    /// </summary>
    Passing,

    /// <summary>The connection is gone; whether a COMMIT happened must be looked up.</summary>
    Lost,

    /// <summary>The database cannot write at all (disk full, read-only); nothing is written.</summary>
    Unavailable,

    /// <summary>The disk failed to keep what it had taken (fsync): the process must stop.</summary>
    Broken,
}
