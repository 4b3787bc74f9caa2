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
/// Where every change waits for its turn. One thread takes whatever is waiting (up to 256 things), decides each in
/// order and commits all of it
/// together; only then is anyone answered. There is no timer: an idle server answers at once, a busy one shares its
/// commits.
/// </summary>
public sealed class TurnQueue : IDisposable
{
    /// <summary>Meter and activity source of the server's own measurements.</summary>
    public const string Telemetry = "Byway";

    private const int MostThings = 256;

    // About ten seconds of work on a small machine: more waiting only means that callers time out.
    private const int MostWaiting = 20_000;

    private static readonly Meter Measures = new(Telemetry);
    private static readonly Histogram<int> ThingsPerTurn = Measures.CreateHistogram<int>(
        "byway.turn.things",
        "{change}",
        "Changes that shared a turn"
    );
    private static readonly Histogram<long> TurnTime = Measures.CreateHistogram<long>(
        "byway.turn.duration",
        "us",
        "Time from lock to commit"
    );

    private readonly object gate = new();
    private readonly Queue<Waiting> waiting = new();
    private readonly Queue<List<Waiting>> lockedElsewhere = new();
    private readonly Thread thread;
    private readonly IStore store;
    private readonly Workspace workspace;
    private readonly EntryWriter writer = new();
    private readonly TimeProvider clock;
    private readonly ILogger log;
    private readonly Action<Exception> stopProcess;
    private bool isStopping;
    private bool isConnected = true;

    /// <summary>Starts the thread.</summary>
    /// <param name="store">The write connection; disposed with the queue.</param>
    /// <param name="clock">The clock.</param>
    /// <param name="log">For defects and outages.</param>
    /// <param name="stopProcess">Called when the disk has failed to keep what it took, after which nothing may be
    /// acknowledged any more.</param>
    public TurnQueue(IStore store, TimeProvider clock, ILogger<TurnQueue> log, Action<Exception>? stopProcess = null)
    {
        this.store = store;
        this.clock = clock;
        this.log = log;
        this.stopProcess =
            stopProcess ?? (failure => Environment.FailFast("The disk failed to keep what was written.", failure));
        workspace = new(store);
        thread = new(Loop) { Name = "turns", IsBackground = true };
        thread.Start();
    }

    /// <summary>Waits for a turn; the answer comes after the commit.</summary>
    /// <param name="change">What to do.</param>
    public Task<Answer> Take(Change change) => Enqueue(new(change, null), change.Things);

    /// <summary>Runs housekeeping that changes no program, in a transaction of its own.</summary>
    /// <param name="work">Uses the write connection.</param>
    public Task Run(Action<IStore> work) => Enqueue(new(null, work), 1);

    /// <summary>Takes no more changes; those that wait are still done. Returns when they are.</summary>
    public void Stop()
    {
        lock (gate)
        {
            isStopping = true;
            Monitor.PulseAll(gate);
        }

        thread.Join();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Stop();
        store.Dispose();
        writer.Dispose();
    }

    private static Answer Unavailable() =>
        WithRetry(
            Answer.Refuse(
                RefusalCode.DatabaseUnavailable,
                "The database does not answer. Repeat the request: a repeat is never counted twice."
            )
        );

    private static Answer WithRetry(Answer answer)
    {
        answer.RetryAfterSeconds = 1;
        return answer;
    }

    private Task<Answer> Enqueue(Waiting item, int things)
    {
        lock (gate)
        {
            if (isStopping || waiting.Count + things > MostWaiting)
            {
                var why = isStopping
                    ? "The server is shutting down."
                    : "The server has more work waiting than it takes.";
                return Task.FromResult(
                    WithRetry(Answer.Refuse(RefusalCode.Overloaded, $"{why} Repeat the request shortly."))
                );
            }

            waiting.Enqueue(item);
            Monitor.Pulse(gate);
        }

        return item.Done.Task;
    }

    private void Loop()
    {
        while (Next(out var isPatient) is { } batch)
        {
            if (batch[0].Work is not null)
            {
                RunWork(batch[0]);
            }
            else
            {
                Work(batch, isPatient);
            }

            Housekeep();
        }
    }

    /// <summary>What the next turn takes; null when the queue is stopped and empty.</summary>
    private List<Waiting>? Next(out bool isPatient)
    {
        lock (gate)
        {
            isPatient = false;
            while (waiting.Count == 0 && lockedElsewhere.Count == 0)
            {
                if (isStopping)
                {
                    return null;
                }

                Monitor.Wait(gate);
            }

            if (lockedElsewhere.TryDequeue(out var patient))
            {
                isPatient = true;
                return patient;
            }

            var batch = new List<Waiting> { waiting.Dequeue() };
            var things = batch[0].Change?.Things ?? MostThings;
            while (
                things < MostThings
                && !batch[^1].IsAlone
                && waiting.TryPeek(out var next)
                && !next.IsAlone
                && things + next.Change!.Things <= MostThings
            )
            {
                batch.Add(waiting.Dequeue());
                things += next.Change.Things;
            }

            return batch;
        }
    }

    private void RunWork(Waiting item)
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
            isConnected = store.Judge(failure) != StoreFailure.Lost;
            item.Done.TrySetException(failure);
        }
    }

    /// <summary>
    /// One turn; tried again after passing conflicts, item by item when the database refuses the set.
    /// </summary>
    private void Work(List<Waiting> batch, bool isPatient)
    {
        const int MostTries = 5;
        for (var attempt = 1; attempt <= MostTries; attempt++)
        {
            var run = new TurnRun(batch);
            try
            {
                Connect();
                RunTurn(run, isPatient);
                run.Answer();
                return;
            }
            catch (Exception failure)
            {
                workspace.Forget();
                store.Rollback();
                var meaning = store.Judge(failure);
                TurnLog.Failed(log, meaning, batch.Count, failure);
                if (meaning == StoreFailure.Broken)
                {
                    stopProcess(failure);
                    batch.ForEach(item => item.Done.TrySetResult(Unavailable()));
                    return;
                }

                if (meaning == StoreFailure.Lost && Recover(run) is { } isCommitted)
                {
                    if (isCommitted)
                    {
                        run.Answer();
                        return;
                    }

                    continue;
                }

                if (meaning == StoreFailure.Refused && batch.Count > 1)
                {
                    batch.ForEach(item => Work([item], isPatient));
                    return;
                }

                if (meaning != StoreFailure.Passing)
                {
                    batch.ForEach(item =>
                        item.Done.TrySetResult(meaning == StoreFailure.Refused ? Defect(failure) : Unavailable())
                    );
                    return;
                }
            }
        }

        batch.ForEach(item => item.Done.TrySetResult(Unavailable()));
    }

    /// <summary>
    /// After a lost connection: null when there is no new one, otherwise whether the turn had been committed.
    /// </summary>
    private bool? Recover(TurnRun run)
    {
        try
        {
            store.Reopen();
            isConnected = true;
            return run.FirstEntry is { } first
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

    private void RunTurn(TurnRun run, bool isPatient)
    {
        var began = Stopwatch.GetTimestamp();
        store.Begin();
        run.Batch.ForEach(item => item.Change!.Prepare(store));
        var heads = LockHeads(run, isPatient);
        workspace.Start(heads);
        var now = UtcMicros.Now(clock);
        var nonce = BitConverter.ToInt64(RandomNumberGenerator.GetBytes(8));
        var turns = heads.ToDictionary(
            head => head.ProgramId.Number,
            head => new Turn(run.ProgramOf(head.ProgramId), head, workspace, writer, now, nonce)
        );
        if (store.PrefersSets)
        {
            workspace.Prefetch(() =>
                run.Batch.ForEach(item => Prefetch(item.Change!, turns[item.Change!.Program.ProgramId]))
            );
        }

        foreach (var item in run.Batch)
        {
            run.Answers.Add(ChangeRunner.Run(item.Change!, turns[item.Change!.Program.ProgramId], log));
        }

        foreach (var turn in turns.Values)
        {
            run.FirstEntry ??= turn.FirstEntry is { } first
                ? (turn.Program.ProgramId, first.Sequence, first.Id)
                : null;
        }

        workspace.Write();
        store.MoveHeads([.. turns.Values.Select(turn => turn.Head)]);
        store.Commit();
        workspace.Keep(turns.Values.Select(turn => turn.Head));
        ThingsPerTurn.Record(run.Batch.Count);
        TurnTime.Record((long)Stopwatch.GetElapsedTime(began).TotalMicroseconds);
    }

    private static void Prefetch(Change change, Turn turn)
    {
        if (change.Caller.ApiKeyId is { } key)
        {
            turn.Get(ApiKey.Table, text: key);
        }

        turn.Get(ProgramVersion.Table, turn.Version);
        change.Prefetch(turn);
    }

    /// <summary>
    /// Locks the programs' heads in order; requests for programs locked by another server leave the batch and wait by
    /// themselves.
    /// </summary>
    private IReadOnlyList<ProgramHead> LockHeads(TurnRun run, bool isPatient)
    {
        var programs = run
            .Batch.Select(item => item.Change!.Program.ProgramId)
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
        foreach (
            var group in run
                .Batch.Where(item => !isLocked.Contains(item.Change!.Program.ProgramId))
                .GroupBy(item => item.Change!.Program.ProgramId)
        )
        {
            if (isPatient)
            {
                // Even waiting did not bring the row: there is no such program.
                run.Gone.AddRange(group);
            }
            else
            {
                run.Deferred.Add([.. group]);
            }
        }

        run.Batch.RemoveAll(item => !isLocked.Contains(item.Change!.Program.ProgramId));
        lock (gate)
        {
            run.Deferred.ForEach(lockedElsewhere.Enqueue);
            run.Deferred.Clear();
        }

        run.Gone.ForEach(item => item.Done.TrySetResult(Answer.NotFound("Program")));
        run.Gone.Clear();
        return heads;
    }

    private Answer Defect(Exception failure)
    {
        TurnLog.Defect(log, failure);
        return Answer.Refuse(
            RefusalCode.InternalError,
            "The server made a mistake; nothing was written. The log has the details."
        );
    }

    private void Housekeep()
    {
        try
        {
            store.AfterAnswers();
        }
        catch (Exception failure)
        {
            TurnLog.Defect(log, failure);
        }
    }

    private sealed record Waiting(Change? Change, Action<IStore>? Work)
    {
        public TaskCompletionSource<Answer> Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public bool IsAlone => Work is not null || Change is CreateProgram;
    }

    /// <summary>One attempt at a turn.</summary>
    private sealed class TurnRun(List<Waiting> batch)
    {
        public List<Waiting> Batch { get; } = batch;

        public List<Answer> Answers { get; } = new(batch.Count);

        public List<List<Waiting>> Deferred { get; } = [];

        public List<Waiting> Gone { get; } = [];

        public (long Program, long Sequence, string Id)? FirstEntry { get; set; }

        public ReferralProgram ProgramOf(ProgramId id) =>
            Batch.First(item => item.Change!.Program.ProgramId == id.Number).Change!.Program;

        public void Answer()
        {
            for (var index = 0; index < Answers.Count; index++)
            {
                Batch[index].Done.TrySetResult(Answers[index]);
            }
        }
    }
}
