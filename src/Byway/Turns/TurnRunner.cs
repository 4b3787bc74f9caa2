using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Security.Cryptography;
using Byway.Http;
using Byway.Journal;
using Byway.Programs;
using Byway.Storage;
using Byway.Values;

namespace Byway.Turns;

/// <summary>
/// Runs one turn: lock, read, decide, write, commit, answer. What fails is tried again where that is safe; nobody is
/// told
/// "done" before it is on disk.
/// </summary>
internal sealed class TurnRunner : IDisposable
{
    private const int MostTries = 5;

    private static readonly Meter Measures = new(TurnQueue.Telemetry);
    private static readonly Histogram<int> ThingsPerTurn = Measures.CreateHistogram<int>(
        "byway.turn.changes",
        "{change}",
        "Changes that shared a turn"
    );
    private static readonly Histogram<long> TurnTime = Measures.CreateHistogram<long>(
        "byway.turn.duration",
        "us",
        "Time from lock to commit"
    );

    private readonly IStore store;
    private readonly Workspace workspace;
    private readonly EntryWriter writer = new();
    private readonly TimeProvider clock;
    private readonly ILogger log;
    private readonly Action<Exception> stopProcess;
    private bool isConnected = true;

    /// <summary>A runner for one thread.</summary>
    /// <param name="store">The write connection.</param>
    /// <param name="clock">The clock.</param>
    /// <param name="log">For defects and outages.</param>
    /// <param name="stopProcess">Called when the disk has failed to keep what it took.</param>
    public TurnRunner(IStore store, TimeProvider clock, ILogger log, Action<Exception> stopProcess)
    {
        this.store = store;
        this.clock = clock;
        this.log = log;
        this.stopProcess = stopProcess;
        workspace = new(store);
    }

    /// <inheritdoc/>
    public void Dispose() => writer.Dispose();

    /// <summary>Runs a piece of housekeeping in a transaction of its own.</summary>
    /// <param name="item">The housekeeping.</param>
    public void RunWork(WaitingChange item)
    {
        try
        {
            Connect();
            store.Begin();
            item.Work!(store);
            store.Commit();
            item.Done.TrySetResult(Answer.Done);
        }
        catch (Exception failure)
        {
            store.Rollback();
            var meaning = store.Judge(failure);
            isConnected = meaning != StoreFailure.Lost;
            item.Done.TrySetException(failure);
            if (meaning == StoreFailure.Broken)
            {
                stopProcess(failure);
            }
        }
    }

    /// <summary>
    /// Runs a turn and answers everybody in it, except those whose program another server has locked.
    /// </summary>
    /// <param name="batch">What shares the turn.</param>
    /// <param name="isPatient">True to wait for locks held elsewhere.</param>
    /// <returns>Those who must wait by themselves, by program.</returns>
    public List<List<WaitingChange>> RunTurn(List<WaitingChange> batch, bool isPatient)
    {
        var deferred = new List<List<WaitingChange>>();
        for (var attempt = 1; attempt <= MostTries && batch.Count > 0; attempt++)
        {
            var attempted = new Attempt(batch);
            try
            {
                Connect();
                Run(attempted, deferred, isPatient);
                attempted.Answer();
                return deferred;
            }
            catch (Exception failure)
            {
                if (!MayTryAgain(attempted, failure))
                {
                    return deferred;
                }
            }
        }

        batch.ForEach(item => item.Done.TrySetResult(Unavailable()));
        return deferred;
    }

    /// <summary>Called when everybody is answered.</summary>
    public void Housekeep()
    {
        try
        {
            store.AfterAnswers();
        }
        catch (Exception failure)
        {
            TurnLog.NotKept(log, failure);
            if (store.Judge(failure) == StoreFailure.Broken)
            {
                stopProcess(failure);
            }
        }
    }

    private static Answer Unavailable()
    {
        var refusal = Answer.Refuse(
            RefusalCode.DatabaseUnavailable,
            "The database does not answer. Repeat the request: a repeat with the same key is never counted twice."
        );
        refusal.RetryAfterSeconds = 1;
        return refusal;
    }

    private static Answer Defect() =>
        Answer.Refuse(
            RefusalCode.InternalError,
            "The server made a mistake; nothing was written. The log has the details."
        );

    private static void Prefetch(Change change, Turn turn)
    {
        if (change.Caller.ApiKeyId is { } key)
        {
            turn.Get(ApiKey.Table, text: key);
        }

        turn.Get(ProgramVersion.Table, turn.Version);
        change.Prefetch(turn);
    }

    private void Run(Attempt attempt, List<List<WaitingChange>> deferred, bool isPatient)
    {
        var began = Stopwatch.GetTimestamp();
        store.Begin();
        attempt.Batch.ForEach(item => item.Change!.Prepare(store));
        var heads = LockHeads(attempt.Batch, deferred, isPatient);
        workspace.Start(heads);
        var machineNow = UtcMicros.Now(clock);
        var nonce = BitConverter.ToInt64(RandomNumberGenerator.GetBytes(sizeof(long)));
        var turns = heads.ToDictionary(
            head => head.ProgramId.Number,
            head => new Turn(attempt.ProgramOf(head.ProgramId), head, workspace, writer, machineNow, nonce)
        );
        if (store.PrefersSets)
        {
            workspace.Prefetch(() => attempt.Batch.ForEach(item => Prefetch(item.Change!, turns[item.ProgramId])));
        }

        foreach (var item in attempt.Batch)
        {
            attempt.Answers.Add(ChangeRunner.Run(item.Change!, turns[item.ProgramId], log));
        }

        attempt.FirstEntry = turns
            .Values.Where(turn => turn.FirstEntry is not null)
            .Select(turn => (turn.Program.ProgramId, turn.FirstEntry!.Value.Sequence, turn.FirstEntry.Value.Id))
            .Cast<(long, long, string)?>()
            .FirstOrDefault();
        workspace.Write();
        var isSwept = attempt.Sweep(store);
        store.MoveHeads([.. turns.Values.Select(turn => turn.Head)]);
        store.Commit();
        if (isSwept)
        {
            workspace.Forget();
        }
        else
        {
            workspace.Keep(turns.Values.Select(turn => turn.Head));
        }

        ThingsPerTurn.Record(attempt.Batch.Count);
        TurnTime.Record((long)Stopwatch.GetElapsedTime(began).TotalMicroseconds);
    }

    /// <summary>
    /// Locks the programs' heads in order. Requests for programs locked by another server leave the batch and wait by
    /// themselves, so that one busy program never stalls the others.
    /// </summary>
    private IReadOnlyList<ProgramHead> LockHeads(
        List<WaitingChange> batch,
        List<List<WaitingChange>> deferred,
        bool isPatient
    )
    {
        var programs = batch
            .Select(item => item.ProgramId)
            .Distinct()
            .Order()
            .Select(number => new ProgramId(number))
            .ToList();
        var heads = store.LockHeads(programs, isPatient);
        if (heads.Count == programs.Count)
        {
            return heads;
        }

        var isLocked = heads.Select(head => head.ProgramId.Number).ToHashSet();
        foreach (var group in batch.Where(item => !isLocked.Contains(item.ProgramId)).GroupBy(item => item.ProgramId))
        {
            if (isPatient)
            {
                // Even waiting did not bring the row: there is no such program any more.
                group.ToList().ForEach(item => item.Done.TrySetResult(Answer.NotFound("Program")));
            }
            else
            {
                deferred.Add([.. group]);
            }
        }

        batch.RemoveAll(item => !isLocked.Contains(item.ProgramId));
        return heads;
    }

    /// <summary>After a failure: true to try the turn again; false when everybody in it has been answered.</summary>
    private bool MayTryAgain(Attempt attempt, Exception failure)
    {
        var batch = attempt.Batch;
        workspace.Forget();
        store.Rollback();
        var meaning = store.Judge(failure);
        TurnLog.Failed(log, meaning, batch.Count, failure);
        switch (meaning)
        {
            case StoreFailure.Passing:
                return true;
            case StoreFailure.Lost when Recover(attempt) is { } isCommitted:
                if (isCommitted)
                {
                    attempt.Answer();
                }

                return !isCommitted;
            case StoreFailure.Refused when batch.Count > 1:
                // One of them is refused by the database itself: let it not take its neighbours along.
                batch.ForEach(item => RunTurn([item], isPatient: true));
                return false;
            case StoreFailure.Refused:
                batch.ForEach(item => item.Done.TrySetResult(Defect()));
                return false;
            case StoreFailure.Broken:
                stopProcess(failure);
                break;
            default:
                break;
        }

        batch.ForEach(item => item.Done.TrySetResult(Unavailable()));
        return false;
    }

    /// <summary>
    /// After a lost connection: null when there is no new one, otherwise whether the turn had been committed after
    /// all.
    /// </summary>
    private bool? Recover(Attempt attempt)
    {
        try
        {
            store.Reopen();
            isConnected = true;
            return attempt.FirstEntry is { } first
                && store
                    .Query<string>(
                        "select id from journal_entries where program_id = @Program and sequence = @Sequence",
                        new { first.Program, first.Sequence }
                    )
                    .SingleOrDefault() == first.Id;
        }
        catch (Exception failure)
        {
            isConnected = false;
            TurnLog.NotReconnected(log, failure);
            return null;
        }
    }

    private void Connect()
    {
        if (!isConnected)
        {
            store.Reopen();
            isConnected = true;
        }
    }

    /// <summary>One attempt at a turn.</summary>
    private sealed class Attempt(List<WaitingChange> batch)
    {
        public List<WaitingChange> Batch { get; } = batch;

        public List<Answer> Answers { get; } = new(batch.Count);

        public (long Program, long Sequence, string Id)? FirstEntry { get; set; }

        public ReferralProgram ProgramOf(ProgramId id) =>
            Batch.First(item => item.ProgramId == id.Number).Change!.Program;

        /// <summary>Lets a change that is alone change rows in sets; false when it had nothing to change.</summary>
        public bool Sweep(IStore store)
        {
            if (Batch is not [{ Change: { IsAlone: true } change }] || FirstEntry is null)
            {
                return false;
            }

            change.Sweep(store);
            return true;
        }

        public void Answer()
        {
            for (var index = 0; index < Answers.Count; index++)
            {
                Batch[index].Done.TrySetResult(Answers[index]);
            }
        }
    }
}
