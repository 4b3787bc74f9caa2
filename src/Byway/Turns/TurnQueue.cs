using Byway.Http;
using Byway.Programs;
using Byway.Storage;

namespace Byway.Turns;

/// <summary>
/// Where every change waits for its turn. One thread takes whatever is waiting (up to 256 things), decides each in
/// order
/// and commits all of it together; only then is anyone answered. There is no timer: an idle server answers at once, a
/// busy one shares its commits.
/// </summary>
public sealed class TurnQueue : IDisposable
{
    /// <summary>Meter and activity source of the server's own measurements.</summary>
    public const string Telemetry = "Byway";

    private const int MostThings = 256;

    // About ten seconds of work on a small machine: more waiting only means that callers time out.
    private const int MostWaiting = 20_000;

    private readonly object gate = new();
    private readonly Queue<WaitingChange> waiting = new();
    private readonly Queue<List<WaitingChange>> lockedElsewhere = new();
    private readonly Thread thread;
    private readonly IStore store;
    private readonly TurnRunner runner;
    private bool isStopping;

    /// <summary>Starts the thread.</summary>
    /// <param name="store">The write connection; disposed with the queue.</param>
    /// <param name="clock">The clock.</param>
    /// <param name="log">For defects and outages.</param>
    /// <param name="stopProcess">
    /// Called when the disk has failed to keep what it took, after which nothing may be acknowledged any more.
    /// </param>
    public TurnQueue(IStore store, TimeProvider clock, ILogger<TurnQueue> log, Action<Exception>? stopProcess = null)
    {
        this.store = store;
        stopProcess ??= failure => Environment.FailFast("The disk failed to keep what was written.", failure);
        runner = new(store, clock, log, stopProcess);
        thread = new(Loop) { Name = "turns", IsBackground = true };
        thread.Start();
    }

    /// <summary>
    /// Called on the turns' thread when a turn is over and everybody in it is answered. It may only set a flag: the
    /// next turn waits for it.
    /// </summary>
    public Action? TurnOver { get; set; }

    /// <summary>Waits for a turn; the answer comes after the commit.</summary>
    /// <param name="change">What to do.</param>
    public Task<Answer> Take(Change change) => Enqueue(new(change, null));

    /// <summary>
    /// Runs housekeeping that changes no program, in a transaction of its own. Not a success only when the queue takes
    /// no more.
    /// </summary>
    /// <param name="work">Uses the write connection.</param>
    public Task<Answer> Run(Action<IStore> work) => Enqueue(new(null, work));

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
        runner.Dispose();
    }

    private Task<Answer> Enqueue(WaitingChange item)
    {
        lock (gate)
        {
            if (isStopping || waiting.Count >= MostWaiting)
            {
                var why = isStopping
                    ? "The server is shutting down."
                    : "The server has more work waiting than it takes.";
                var refusal = Answer.Refuse(RefusalCode.Overloaded, $"{why} Repeat the request shortly.");
                refusal.RetryAfterSeconds = 1;
                return Task.FromResult(refusal);
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
                runner.RunWork(batch[0]);
            }
            else
            {
                var deferred = runner.RunTurn(batch, isPatient);
                lock (gate)
                {
                    deferred.ForEach(lockedElsewhere.Enqueue);
                }

                TurnOver?.Invoke();
            }

            runner.Housekeep();
        }
    }

    /// <summary>What the next turn takes; null when the queue is stopped and empty.</summary>
    private List<WaitingChange>? Next(out bool isPatient)
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

            var batch = new List<WaitingChange> { waiting.Dequeue() };
            var things = batch[0].Things;
            while (
                !batch[^1].IsAlone
                && waiting.TryPeek(out var next)
                && !next.IsAlone
                && things + next.Things <= MostThings
            )
            {
                batch.Add(waiting.Dequeue());
                things += next.Things;
            }

            return batch;
        }
    }
}

/// <summary>A change, or a piece of housekeeping, that waits for its turn.</summary>
/// <param name="Change">The change.</param>
/// <param name="Work">The housekeeping.</param>
internal sealed record WaitingChange(Change? Change, Action<IStore>? Work)
{
    /// <summary>Completed when it is on disk, or refused.</summary>
    public TaskCompletionSource<Answer> Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>True when it shares its turn with nobody.</summary>
    public bool IsAlone => Work is not null || Change is CreateProgram or { IsAlone: true };

    /// <summary>How many things it holds.</summary>
    public int Things => Change?.Things ?? 1;

    /// <summary>Its program.</summary>
    public long ProgramId => Change!.Program.ProgramId;
}
