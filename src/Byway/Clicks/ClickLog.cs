using Byway.Programs;
using Byway.Turns;
using Byway.Values;

namespace Byway.Clicks;

/// <summary>
/// Records clicks: in memory at once, on disk within half a second, many together. A click is no turn, so that a
/// redirect never waits for the disk; what a kill of the process loses are the clicks of that half second. A graceful
/// stop writes them, and whoever names a click writes it first (<see cref="Settle"/>).
/// </summary>
/// <param name="links">Where keys lead.</param>
/// <param name="turns">Writes.</param>
/// <param name="clock">The clock.</param>
/// <param name="log">For outages.</param>
public sealed partial class ClickLog(LinkDirectory links, TurnQueue turns, TimeProvider clock, ILogger<ClickLog> log)
    : IAsyncDisposable
{
    /// <summary>How many clicks wait for the disk at most; beyond it they are not counted.</summary>
    public const int MostWaiting = 50_000;

    // A longer transaction would hold up the turns of everybody else.
    private const int MostAtOnce = 2000;

    // From here on visitors wait for the batch that is being written.
    private const int MostBehind = 5000;

    private static readonly TimeSpan StopTime = TimeSpan.FromSeconds(5);

    /// <summary>How long clicks are gathered.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromMilliseconds(500);

    private readonly Lock gate = new();
    private readonly ClickWriter writer = new();
    private List<NotedClick> waiting = [];
    private List<NotedClick> beingWritten = [];
    private TaskCompletionSource<bool> gathered = New();
    private TaskCompletionSource<bool> written = New();
    private TaskCompletionSource hurry = NewHurry();
    private bool isWriting;
    private bool isRepeated;
    private long dropped;

    /// <summary>How many clicks were not counted because too many waited.</summary>
    public long Dropped => Interlocked.Read(ref dropped);

    /// <summary>A program's links as they are now.</summary>
    /// <param name="program">The program.</param>
    public Task<ProgramLinks> Links(ReferralProgram program) => links.Now(program);

    /// <summary>Records a landing through a link.</summary>
    /// <param name="program">The program.</param>
    /// <param name="key">The referral key.</param>
    /// <param name="landing">What is known of it.</param>
    /// <returns>The click's id; null when the key leads nowhere, or too many clicks wait.</returns>
    public async ValueTask<string?> Land(ReferralProgram program, string key, Landing landing) =>
        await links.Of(program.PublicId) is { } known && await known.Find(key) is { } target
            ? Record(known, target, landing)?.Id
            : null;

    /// <summary>Records a landing whose link is known.</summary>
    /// <param name="known">The program.</param>
    /// <param name="target">The link.</param>
    /// <param name="landing">What is known of it.</param>
    /// <returns>The click; null when too many wait.</returns>
    public Click? Record(ProgramLinks known, LinkTarget target, Landing landing)
    {
        var now = UtcMicros.Now(clock);
        var agent = UserAgent.KindOf(landing.Agent);
        var marks = UtmMarks.Of(landing.Url);
        var visitor = landing.Visitor is { Length: > 0 } name ? VisitorHash.Of(known.Program, name) : null;
        var click = new Click
        {
            ProgramId = known.Program.ProgramId,
            Id = ClickId.New(now),
            Owner = target.Owner,
            Link = target.Link,
            OccurredAt = landing.OccurredAt ?? now + known.Head.ClockOffset,
            Source = landing.Source,
            Landing = landing.Path ?? Landing.PathOf(known.WithoutKey(landing.Url)),
            Referrer = Landing.HostOf(landing.Referrer),
            UtmSource = marks.Source,
            UtmMedium = marks.Medium,
            UtmCampaign = marks.Campaign,
            UtmTerm = marks.Term,
            UtmContent = marks.Content,
            Network = Landing.NetworkOf(landing.Address),
            Agent = agent,
            IsBot = agent == UserAgent.Bot,
            IsPrefetch = landing.IsPrefetch,
            Visitor = visitor,
        };
        var who = visitor ?? (landing.Address is null ? null : $"{landing.Address} {landing.Agent}");
        return TryAdd(new(click, who)) ? click : null;
    }

    /// <summary>A click that is not on disk yet; null for none.</summary>
    /// <param name="program">The program.</param>
    /// <param name="id">The click's id.</param>
    public Click? Waiting(long program, string id)
    {
        lock (gate)
        {
            return (waiting.Find(IsIt) ?? beingWritten.Find(IsIt))?.Row;
        }

        bool IsIt(NotedClick click) => click.Row.ProgramId == program && click.Row.Id == id;
    }

    /// <summary>Writes clicks that somebody names, so that the turn that reads them finds them.</summary>
    /// <param name="program">The program.</param>
    /// <param name="named">Which.</param>
    public Task Settle(long program, NamedClicks named)
    {
        bool isAny;
        lock (gate)
        {
            isAny = waiting.Exists(IsNamed) || beingWritten.Exists(IsNamed);
        }

        return isAny ? Flush() : Task.CompletedTask;

        bool IsNamed(NotedClick click) => click.Row.ProgramId == program && named.Has(click.Row);
    }

    /// <summary>Writes everything recorded so far, now.</summary>
    /// <returns>False when the database did not take it; it is tried again later.</returns>
    public async Task<bool> Flush()
    {
        Task<bool> now;
        lock (gate)
        {
            if (!isWriting)
            {
                return true;
            }

            if (waiting.Count > 0)
            {
                hurry.TrySetResult();
            }

            now = waiting.Count > 0 ? gathered.Task : written.Task;
        }

        return await now;
    }

    /// <summary>
    /// Lets a visitor wait while the disk is behind, so that no click waits longer for it than is promised. Patience
    /// has an end: then the redirect goes on, and the click counts as long as there is room.
    /// </summary>
    public ValueTask CatchUp()
    {
        Task<bool> now;
        lock (gate)
        {
            if (beingWritten.Count == 0 || waiting.Count < MostBehind)
            {
                return ValueTask.CompletedTask;
            }

            now = written.Task;
        }

        return new(Task.WhenAny(now, Task.Delay(Window * 2, clock)));
    }

    /// <summary>Writes what is left, before the write connection closes.</summary>
    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await Task.WhenAny(Flush(), Task.Delay(StopTime, clock));
    }

    private static TaskCompletionSource<bool> New() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private static TaskCompletionSource NewHurry() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private bool TryAdd(NotedClick click)
    {
        lock (gate)
        {
            if (waiting.Count + beingWritten.Count >= MostWaiting)
            {
                if (Interlocked.Increment(ref dropped) % MostWaiting == 1)
                {
                    LogDropped(log, MostWaiting);
                }

                return false;
            }

            waiting.Add(click);
            if (!isWriting)
            {
                isWriting = true;
                _ = Task.Run(WriteAll);
            }

            return true;
        }
    }

    private async Task WriteAll()
    {
        var gathering = Window;
        while (true)
        {
            await Task.WhenAny(Task.Delay(gathering, clock), hurry.Task);
            var began = clock.GetTimestamp();
            lock (gate)
            {
                (beingWritten, waiting) = (waiting, []);
                (written, gathered) = (gathered, New());
                hurry = NewHurry();
            }

            var isWritten = await TryWrite(beingWritten);
            bool goesOn;
            lock (gate)
            {
                if (!isWritten)
                {
                    // The database is away. Those that came first are written first when it is back.
                    waiting.InsertRange(0, beingWritten);
                }

                beingWritten = [];
                isRepeated = !isWritten;
                goesOn = isWriting = waiting.Count > 0;
                written.SetResult(isWritten);
            }

            if (!goesOn)
            {
                return;
            }

            // Those that came meanwhile have been gathered for as long as that took.
            var rest = Window - clock.GetElapsedTime(began);
            gathering =
                !isWritten ? Window
                : rest > TimeSpan.Zero ? rest
                : TimeSpan.Zero;
        }
    }

    private async Task<bool> TryWrite(List<NotedClick> clicks)
    {
        try
        {
            var isBusy = clicks.Count > MostBehind;
            foreach (var some in clicks.Chunk(MostAtOnce))
            {
                var answer = await turns.Run(store => writer.Write(store, some, isRepeated, isBusy));
                if (!answer.IsSuccess)
                {
                    return false;
                }

                writer.Keep();
            }

            return true;
        }
        catch (Exception failure)
        {
            LogNotWritten(log, failure);
            return false;
        }
    }

    [LoggerMessage(40, LogLevel.Warning, "Clicks could not be written down; it is tried again")]
    private static partial void LogNotWritten(ILogger log, Exception failure);

    [LoggerMessage(41, LogLevel.Warning, "{Most} clicks wait for the disk: further ones are not counted")]
    private static partial void LogDropped(ILogger log, int most);
}
