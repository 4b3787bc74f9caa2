namespace Byway.Webhooks;

/// <summary>An active subscription as the dispatcher reads it, again and again.</summary>
public sealed record Subscription
{
    /// <summary>Reads all of them, of all programs.</summary>
    public const string Select =
        "select w.program_id, w.number, w.key, w.url, w.events, w.updated_at, c.position, c.generation, c.failures, "
        + "c.next_attempt_at, c.lease_owner, c.lease_until, h.sequence as head from webhooks w "
        + "join webhook_cursors c on c.program_id = w.program_id and c.webhook = w.number "
        + "join program_heads h on h.program_id = w.program_id where w.is_active = 1 and w.deleted_at is null";

    /// <summary>The program.</summary>
    public required long ProgramId { get; init; }

    /// <summary>The webhook's number.</summary>
    public required long Number { get; init; }

    /// <summary>The webhook's key.</summary>
    public required string Key { get; init; }

    /// <summary>Where events go.</summary>
    public required string Url { get; init; }

    /// <summary>Names of events, JSON.</summary>
    public required string Events { get; init; }

    /// <summary>When it was last changed.</summary>
    public required long UpdatedAt { get; init; }

    /// <summary>How far it has come, as stored.</summary>
    public required long Position { get; init; }

    /// <summary>Counts replays.</summary>
    public required long Generation { get; init; }

    /// <summary>Failed attempts at the next event, as stored.</summary>
    public required long Failures { get; init; }

    /// <summary>When the next event is tried again, as stored.</summary>
    public long? NextAttemptAt { get; init; }

    /// <summary>Which server sends.</summary>
    public string? LeaseOwner { get; init; }

    /// <summary>Until when.</summary>
    public required long LeaseUntil { get; init; }

    /// <summary>The program's last entry.</summary>
    public required long Head { get; init; }
}

/// <summary>
/// A subscription while this server sends to it: where it stands, which is written down a little later than it is so.
/// After a crash the last few are sent again, with the same ids.
/// </summary>
/// <param name="first">The subscription as it was read first.</param>
public sealed class WebhookStream(Subscription first)
{
    private const int WidestWindow = 32;

    /// <summary>The subscription as it was read last.</summary>
    public Subscription Subscription { get; private set; } = first;

    /// <summary>Which events are wanted.</summary>
    public IReadOnlySet<string> Wanted { get; private set; } = WantedBy(first);

    /// <summary>What its requests are signed with.</summary>
    public SigningSecrets Secrets { get; set; } = new("", []);

    /// <summary>The state of the subscription that <see cref="Secrets"/> are of.</summary>
    public long SecretsOf { get; set; }

    /// <summary>Everything up to here is done.</summary>
    public long Position { get; set; }

    /// <summary>The position that was written down last.</summary>
    public long NotedPosition { get; set; }

    /// <summary>Counts replays.</summary>
    public long Generation { get; private set; } = -1;

    /// <summary>Failed attempts at the next event; 0 while all is well.</summary>
    public long Failures { get; set; }

    /// <summary>Since when nothing has succeeded.</summary>
    public long? FailingSince { get; set; }

    /// <summary>When a failing one is tried again; null for at once.</summary>
    public long? NextAttemptAt { get; set; }

    /// <summary>Events behind the position that are done already: they overtook one that failed.</summary>
    public HashSet<long> Ahead { get; private set; } = [];

    /// <summary>How many events may be under way: one to a new receiver, more as it keeps up.</summary>
    public int Window { get; private set; } = 1;

    /// <summary>Until when no other server sends.</summary>
    public long LeaseUntil { get; set; }

    /// <summary>True when some event of it is to be sent by itself.</summary>
    public bool HasAside { get; set; }

    /// <summary>Not before then, after a defect of ours.</summary>
    public long NotBefore { get; set; }

    /// <summary>True while it is sent to.</summary>
    public bool IsRunning => !Running.IsCompleted;

    /// <summary>The present run.</summary>
    public Task Running { get; set; } = Task.CompletedTask;

    /// <summary>True when another server sends, it was set back, or it is gone: the run has to end.</summary>
    public bool IsLost { get; set; }

    /// <summary>Takes in what was read now.</summary>
    /// <param name="read">The subscription.</param>
    public void See(Subscription read)
    {
        var isChanged = read.UpdatedAt != Subscription.UpdatedAt;
        Subscription = read;
        IsLost |= Generation >= 0 && read.Generation > Generation;
        if (isChanged)
        {
            // Whoever changed it has repaired something, perhaps: the patience begins anew.
            Wanted = WantedBy(read);
            NextAttemptAt = null;
            FailingSince = FailingSince is null ? null : read.UpdatedAt;
        }
    }

    /// <summary>Takes over where it stands.</summary>
    /// <param name="cursor">As stored.</param>
    /// <param name="ahead">Events behind the position that are done.</param>
    public void Load(WebhookCursor cursor, IEnumerable<long> ahead)
    {
        // What this server has sent itself it knows better than the database, unless the subscription was set back.
        Position = cursor.Generation == Generation ? Math.Max(Position, cursor.Position) : cursor.Position;
        NotedPosition = cursor.Position;
        Generation = cursor.Generation;
        Failures = cursor.Failures;
        FailingSince = cursor.FailingSince;
        NextAttemptAt = cursor.NextAttemptAt;
        if (cursor.FailingSince < Subscription.UpdatedAt)
        {
            FailingSince = Subscription.UpdatedAt;
            NextAttemptAt = null;
        }

        Ahead = [.. ahead];
        IsLost = false;
    }

    /// <summary>True when there is something to do.</summary>
    /// <param name="now">Unix microseconds.</param>
    /// <param name="isMine">True when this server knows where it stands.</param>
    public bool IsDue(long now, bool isMine)
    {
        if (now < NotBefore)
        {
            return false;
        }

        var (failures, next) = isMine
            ? (Failures, NextAttemptAt)
            : (Subscription.Failures, Subscription.NextAttemptAt);
        var position =
            Generation == Subscription.Generation ? Math.Max(Position, Subscription.Position) : Subscription.Position;
        return HasAside || (failures > 0 ? (next ?? 0) <= now : Subscription.Head > EventPosition.PassedBy(position));
    }

    /// <summary>An event was taken.</summary>
    public void Widen()
    {
        Window = Math.Min(Window * 2, WidestWindow);
        (Failures, FailingSince, NextAttemptAt) = (0, null, null);
    }

    /// <summary>An event was not taken.</summary>
    public void Narrow() => Window = 1;

    private static HashSet<string> WantedBy(Subscription subscription) =>
        System
            .Text.Json.JsonSerializer.Deserialize(subscription.Events, StoredJson.Default.Texts)!
            .ToHashSet(StringComparer.Ordinal);
}
