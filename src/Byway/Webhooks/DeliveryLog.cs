using Byway.Turns;
using Byway.Values;

namespace Byway.Webhooks;

/// <summary>
/// Writes down what was sent, a little later and many together, so that a thousand deliveries a second cost the one
/// write connection a few commits. What is lost by a crash is sent again.
/// </summary>
/// <param name="turns">Writes.</param>
/// <param name="clock">The clock.</param>
/// <param name="log">For outages.</param>
public sealed partial class DeliveryLog(TurnQueue turns, TimeProvider clock, ILogger<DeliveryLog> log)
{
    /// <summary>A server that has said nothing of a subscription for so long is taken for dead.</summary>
    public const long LeaseMicros = 15 * UtcMicros.PerSecond;

    private static readonly TimeSpan Gather = TimeSpan.FromMilliseconds(25);

    private readonly Lock gate = new();
    private Dictionary<(long, long, long), Delivery> deliveries = [];
    private Dictionary<(long, long), (WebhookStream Stream, WebhookCursor Cursor)> cursors = [];
    private Task writing = Task.CompletedTask;
    private bool isWriting;

    /// <summary>This server, among those on the same database.</summary>
    public string Owner { get; } = Ids.New("srv_", UtcMicros.Now(clock));

    /// <summary>Notes a delivery.</summary>
    /// <param name="delivery">As it is now.</param>
    public void Add(Delivery delivery)
    {
        lock (gate)
        {
            deliveries[(delivery.ProgramId, delivery.Webhook, delivery.Position)] = delivery;
            Begin();
        }
    }

    /// <summary>Notes where a subscription stands, and that this server is alive.</summary>
    /// <param name="stream">The subscription.</param>
    public void Move(WebhookStream stream)
    {
        var cursor = new WebhookCursor
        {
            ProgramId = stream.Subscription.ProgramId,
            Webhook = stream.Subscription.Number,
            Position = stream.Position,
            Generation = stream.Generation,
            Failures = stream.Failures,
            FailingSince = stream.FailingSince,
            NextAttemptAt = stream.NextAttemptAt,
        };
        lock (gate)
        {
            cursors[(cursor.ProgramId, cursor.Webhook)] = (stream, cursor);
            Begin();
        }
    }

    /// <summary>Returns when everything noted so far is written.</summary>
    public async Task Flush()
    {
        while (true)
        {
            Task now;
            lock (gate)
            {
                if (!isWriting)
                {
                    return;
                }

                now = writing;
            }

            await now;
        }
    }

    private void Begin()
    {
        if (!isWriting)
        {
            isWriting = true;
            writing = Task.Run(WriteAll);
        }
    }

    private async Task WriteAll()
    {
        while (true)
        {
            lock (gate)
            {
                if (deliveries.Count == 0 && cursors.Count == 0)
                {
                    isWriting = false;
                    return;
                }
            }

            await Task.Delay(Gather, clock);
            Dictionary<(long, long, long), Delivery> rows;
            Dictionary<(long, long), (WebhookStream Stream, WebhookCursor Cursor)> moved;
            lock (gate)
            {
                (rows, deliveries) = (deliveries, []);
                (moved, cursors) = (cursors, []);
            }

            if (!await TryWrite(rows, moved))
            {
                // The database is away. Nothing is lost: at the worst the same events are sent again.
                PutBack(rows, moved);
                await Task.Delay(TimeSpan.FromSeconds(1), clock);
            }
        }
    }

    private void PutBack(
        Dictionary<(long, long, long), Delivery> rows,
        Dictionary<(long, long), (WebhookStream Stream, WebhookCursor Cursor)> moved
    )
    {
        lock (gate)
        {
            foreach (var (key, row) in rows)
            {
                deliveries.TryAdd(key, row);
            }

            foreach (var (key, cursor) in moved)
            {
                cursors.TryAdd(key, cursor);
            }
        }
    }

    private async Task<bool> TryWrite(
        Dictionary<(long, long, long), Delivery> rows,
        Dictionary<(long, long), (WebhookStream Stream, WebhookCursor Cursor)> moved
    )
    {
        var lost = new List<WebhookStream>();
        var until = UtcMicros.Now(clock) + LeaseMicros;
        try
        {
            var answer = await turns.Run(store =>
            {
                lost.Clear();
                foreach (var (stream, cursor) in moved.Values)
                {
                    var written = store.Execute(
                        "update webhook_cursors set position = @Position, failures = @Failures, "
                            + "failing_since = @FailingSince, next_attempt_at = @NextAttemptAt, lease_until = @until "
                            + "where program_id = @ProgramId and webhook = @Webhook and generation = @Generation "
                            + "and lease_owner = @Owner",
                        new
                        {
                            cursor.Position,
                            cursor.Failures,
                            cursor.FailingSince,
                            cursor.NextAttemptAt,
                            until,
                            cursor.ProgramId,
                            cursor.Webhook,
                            cursor.Generation,
                            Owner,
                        }
                    );
                    if (written == 0)
                    {
                        lost.Add(stream);
                    }
                }

                if (rows.Count > 0)
                {
                    store.Replace(Delivery.Table, [.. rows.Values]);
                }
            });
            if (!answer.IsSuccess)
            {
                return false;
            }
        }
        catch (Exception failure)
        {
            LogNotWritten(log, failure);
            return false;
        }

        foreach (var (stream, cursor) in moved.Values)
        {
            stream.LeaseUntil = until;
            stream.NotedPosition = cursor.Position;
        }

        lost.ForEach(stream => stream.IsLost = true);
        return true;
    }

    [LoggerMessage(30, LogLevel.Warning, "What was sent to webhooks could not be written down; it is tried again")]
    private static partial void LogNotWritten(ILogger log, Exception failure);
}
