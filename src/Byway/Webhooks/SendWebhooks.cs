using Byway.Programs;
using Byway.Values;

namespace Byway.Webhooks;

/// <summary>
/// Sends events to subscriptions: woken by every turn, and four times a second for what other servers have committed.
/// Each subscription runs for itself, so a slow receiver delays nobody; a lease keeps two servers from sending the
/// same.
/// </summary>
/// <param name="parts">What sending needs.</param>
/// <param name="programs">Programs by number.</param>
/// <param name="log">For defects.</param>
public sealed partial class SendWebhooks(SendingParts parts, ApiKeyDirectory programs, ILogger<SendWebhooks> log)
    : BackgroundService
{
    private const long LeaseLeftMicros = 5 * UtcMicros.PerSecond;
    private const long PauseAfterDefectMicros = 5 * UtcMicros.PerSecond;

    private static readonly TimeSpan LongestPause = TimeSpan.FromMilliseconds(250);

    // Turns follow one another by the millisecond: what comes in this time is looked at together.
    private static readonly TimeSpan ShortestPause = TimeSpan.FromMilliseconds(20);

    private static readonly TimeSpan FlushTime = TimeSpan.FromSeconds(2);

    private readonly Dictionary<(long Program, long Webhook), WebhookStream> streams = [];
    private readonly SemaphoreSlim woken = new(0, 1);
    private int isWoken;

    /// <summary>Looks soon, not at the next tick. Costs nothing.</summary>
    public void Wake()
    {
        if (Interlocked.Exchange(ref isWoken, 1) == 0)
        {
            woken.Release();
        }
    }

    /// <summary>Sends everything that is due, and returns when it is written down. For tests, in place of the
    /// loop.</summary>
    public async Task RunOnce()
    {
        while (true)
        {
            await StartDue(CancellationToken.None);
            var running = streams.Values.Where(stream => stream.IsRunning).Select(stream => stream.Running).ToList();
            await Task.WhenAll(running);
            await parts.Log.Flush();
            if (running.Count == 0)
            {
                return;
            }
        }
    }

    /// <inheritdoc/>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        try
        {
            await Task.WhenAll(streams.Values.Select(stream => stream.Running)).WaitAsync(cancellationToken);
            await parts.Log.Flush().WaitAsync(FlushTime, cancellationToken);
        }
        catch (Exception failure) when (failure is OperationCanceledException or TimeoutException)
        {
            // What is not written down is sent again after the next start.
        }
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        base.Dispose();
        woken.Dispose();
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        parts.Turns.TurnOver = Wake;
        try
        {
            while (!stoppingToken.IsCancellationRequested)
            {
                await TryStartDue(stoppingToken);
                await Task.Delay(ShortestPause, parts.Clock, stoppingToken);
                await woken.WaitAsync(LongestPause, stoppingToken);
                Interlocked.Exchange(ref isWoken, 0);
            }
        }
        catch (OperationCanceledException)
        {
            // The server is stopping.
        }
        finally
        {
            parts.Turns.TurnOver = null;
        }
    }

    private async Task TryStartDue(CancellationToken stop)
    {
        try
        {
            await StartDue(stop);
        }
        catch (Exception failure)
        {
            LogDefect(log, failure);
            await Task.Delay(TimeSpan.FromSeconds(1), parts.Clock, stop);
        }
    }

    private async Task StartDue(CancellationToken stop)
    {
        var now = UtcMicros.Now(parts.Clock);
        await See(await parts.Database.Query<Subscription>(Subscription.Select), now);
        var due = streams.Values.Where(stream => !stream.IsRunning && stream.IsDue(now, IsMine(stream, now))).ToList();
        await TakeLeases([.. due.Where(stream => !IsMine(stream, now + LeaseLeftMicros))], now);
        foreach (var stream in due.Where(stream => IsMine(stream, now)))
        {
            await KnowSecrets(stream);
            stream.Running = Task.Run(() => Run(stream, stop), CancellationToken.None);
        }
    }

    private static bool IsMine(WebhookStream stream, long until) => !stream.IsLost && stream.LeaseUntil > until;

    private async Task See(IReadOnlyList<Subscription> subscriptions, long now)
    {
        var seen = new HashSet<(long, long)>();
        foreach (var subscription in subscriptions)
        {
            var name = (subscription.ProgramId, subscription.Number);
            seen.Add(name);
            if (streams.TryGetValue(name, out var stream))
            {
                stream.See(subscription);
            }
            else
            {
                streams[name] = new(subscription);
            }
        }

        foreach (var (name, stream) in streams.Where(stream => !seen.Contains(stream.Key)).ToList())
        {
            stream.IsLost = true;
            if (!stream.IsRunning)
            {
                streams.Remove(name);
            }
        }

        if (streams.Count > 0)
        {
            var asides = await parts.Database.Query<(long Program, long Webhook)>(
                "select program_id, webhook from webhook_deliveries where is_aside = 1 "
                    + "and next_attempt_at <= @now order by next_attempt_at limit 1000",
                new { now }
            );
            foreach (var name in asides)
            {
                if (streams.TryGetValue(name, out var stream))
                {
                    stream.HasAside = true;
                }
            }
        }
    }

    private async Task TakeLeases(List<WebhookStream> wanted, long now)
    {
        if (wanted.Count == 0)
        {
            return;
        }

        // A file has one server, so whoever held a lease on it before is dead.
        var isAlone = parts.Database.IsFile ? 1 : 0;
        var until = now + DeliveryLog.LeaseMicros;
        var taken = new Dictionary<(long, long), WebhookCursor>();
        var answer = await parts.Turns.Run(store =>
        {
            taken.Clear();
            foreach (var subscription in wanted.Select(stream => stream.Subscription))
            {
                var name = new
                {
                    subscription.ProgramId,
                    subscription.Number,
                    until,
                    now,
                    isAlone,
                    parts.Log.Owner,
                };
                var count = store.Execute(
                    "update webhook_cursors set lease_owner = @Owner, lease_until = @until where program_id = "
                        + "@ProgramId and webhook = @Number and (lease_owner = @Owner or lease_until <= @now "
                        + "or @isAlone = 1)",
                    name
                );
                if (count == 1)
                {
                    taken[(subscription.ProgramId, subscription.Number)] = store.Query<WebhookCursor>(
                        "select * from webhook_cursors where program_id = @ProgramId and webhook = @Number",
                        name
                    )[0];
                }
            }
        });
        foreach (var stream in wanted.Where(_ => answer.IsSuccess))
        {
            var name = (stream.Subscription.ProgramId, stream.Subscription.Number);
            if (taken.TryGetValue(name, out var cursor))
            {
                if (!IsMine(stream, now))
                {
                    await Load(stream, cursor);
                }

                stream.LeaseUntil = until;
            }
        }
    }

    /// <summary>Takes over where a subscription stands.</summary>
    private async Task Load(WebhookStream stream, WebhookCursor cursor)
    {
        var ahead = await parts.Database.Query<long>(
            "select position from webhook_deliveries where program_id = @ProgramId and webhook = @Webhook "
                + "and position > @Position and status = @Delivered and updated_at > @ResetAt",
            new
            {
                cursor.ProgramId,
                cursor.Webhook,
                cursor.Position,
                DeliveryStatus.Delivered,
                cursor.ResetAt,
            }
        );
        stream.Load(cursor, ahead);
    }

    private async Task KnowSecrets(WebhookStream stream)
    {
        var subscription = stream.Subscription;
        if (stream.SecretsOf == subscription.UpdatedAt)
        {
            return;
        }

        stream.Secrets = SigningSecrets.Of(
            await parts.Database.List(
                WebhookSecret.Table,
                "where program_id = @ProgramId and webhook = @Number",
                new { subscription.ProgramId, subscription.Number }
            )
        );
        stream.SecretsOf = subscription.UpdatedAt;
    }

    private async Task Run(WebhookStream stream, CancellationToken stop)
    {
        try
        {
            var program = await programs.ProgramOf(stream.Subscription.ProgramId);
            await new Sending(parts, stream, program, stop).Run();
        }
        catch (Exception failure)
        {
            LogDefect(log, failure);
            stream.NotBefore = UtcMicros.Now(parts.Clock) + PauseAfterDefectMicros;
        }

        // What was committed while it ended is looked at now, not at the next tick.
        Wake();
    }

    [LoggerMessage(31, LogLevel.Error, "Sending webhooks failed and will be tried again")]
    private static partial void LogDefect(ILogger log, Exception failure);
}
