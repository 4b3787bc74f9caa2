using Byway.Journal;
using Byway.Programs;
using Byway.Storage;
using Byway.Turns;
using Byway.Values;

namespace Byway.Webhooks;

/// <summary>What sending needs.</summary>
/// <param name="Database">Reads.</param>
/// <param name="Turns">Switches subscriptions off.</param>
/// <param name="Reader">Derives events.</param>
/// <param name="Outbound">Sends.</param>
/// <param name="Log">Writes down.</param>
/// <param name="Clock">The clock.</param>
public sealed record SendingParts(
    Database Database,
    TurnQueue Turns,
    EventReader Reader,
    Outbound Outbound,
    DeliveryLog Log,
    TimeProvider Clock
);

/// <summary>
/// One run of one subscription: what is to be sent by itself, then everything from its position on, in order and
/// several at a time, until nothing is left or one fails. A subscription that fails stops at the failing event: so a
/// receiver that was away for days gets everything, in order, when it is back.
/// </summary>
/// <param name="parts">What sending needs.</param>
/// <param name="stream">The subscription.</param>
/// <param name="program">Its program.</param>
/// <param name="stop">When the server stops; what is under way is waited for.</param>
public sealed class Sending(SendingParts parts, WebhookStream stream, ReferralProgram program, CancellationToken stop)
{
    private const int EntriesInRead = 100;
    private const int MostAside = 100;

    // A position that only passed over unwanted entries is worth a write after so many.
    private const int UnwantedBeforeNote = 1000 * EventPosition.MostInEntry;

    // After so many failures in a row it is looked whether only this one event is the trouble.
    private const int FailuresBeforeProbe = 3;

    private readonly Queue<ProgramEvent> read = new();
    private long readThrough = EventPosition.PassedBy(stream.Position);
    private bool hasMore = true;

    private long Now => UtcMicros.Now(parts.Clock);

    private bool MayGoOn => !stream.IsLost && !stop.IsCancellationRequested;

    /// <summary>Runs.</summary>
    public async Task Run()
    {
        if (stream.HasAside)
        {
            await SendAside();
        }

        var isTimely = stream.Failures == 0 || (stream.NextAttemptAt ?? 0) <= Now;
        if (isTimely && MayGoOn && (stream.Failures == 0 || await Retry()))
        {
            await GoOn();
        }

        if (stream.NotedPosition < stream.Position - UnwantedBeforeNote)
        {
            parts.Log.Move(stream);
        }
    }

    /// <summary>From the position on, in order of starting, with several under way.</summary>
    private async Task GoOn()
    {
        var window = new Queue<(ProgramEvent Told, Task<Attempt> Sent)>();
        var isGood = true;
        var isEnd = false;
        while (true)
        {
            while (isGood && !isEnd && MayGoOn && window.Count < stream.Window)
            {
                if (await Next() is not { } next)
                {
                    isEnd = true;
                    break;
                }

                window.Enqueue((next, Send(next)));
            }

            if (!window.TryDequeue(out var first))
            {
                break;
            }

            var attempt = await first.Sent;
            if (isGood && attempt.IsSuccess)
            {
                Took(first.Told, attempt, null);
            }
            else if (isGood)
            {
                isGood = false;
                await Failed(first.Told, attempt, null);
            }
            else
            {
                Overtook(first.Told, attempt);
            }
        }

        if (isGood && isEnd)
        {
            stream.Position = Math.Max(stream.Position, EventPosition.EndOf(readThrough));
        }
    }

    /// <summary>Tries the failing event again; true when the way is free.</summary>
    private async Task<bool> Retry()
    {
        if (await Next() is not { } head)
        {
            stream.Widen();
            parts.Log.Move(stream);
            return true;
        }

        var before = await Known(head.Position);
        var attempt = await Send(head);
        if (attempt.IsSuccess)
        {
            Took(head, attempt, before);
            return true;
        }

        var after = await Failed(head, attempt, before);
        var isAnswered = attempt.Status is not (null or 410);
        if (!isAnswered || stream.Failures < FailuresBeforeProbe || !MayGoOn || await Next() is not { } other)
        {
            return false;
        }

        // The receiver answers: if it takes the next one, the failing event goes its own way and stops nobody.
        before = await Known(other.Position);
        attempt = await Send(other);
        if (!attempt.IsSuccess)
        {
            parts.Log.Add(Delivery.After(before, program.ProgramId, stream.Subscription.Number, other, attempt));
            return false;
        }

        parts.Log.Add(after with { IsAside = true });
        Took(other, attempt, before);
        return true;
    }

    /// <summary>Events that are sent by themselves: replayed, or refused by their receiver.</summary>
    private async Task SendAside()
    {
        var due = await parts.Database.List(
            Delivery.Table,
            "where program_id = @ProgramId and webhook = @Number and is_aside = 1 and next_attempt_at <= @Now "
                + "order by position limit @MostAside",
            new
            {
                program.ProgramId,
                stream.Subscription.Number,
                Now,
                MostAside,
            }
        );
        stream.HasAside = false;
        foreach (var before in due)
        {
            if (!MayGoOn || await parts.Reader.One(program, before.Position) is not { } told)
            {
                continue;
            }

            var attempt = await Send(told);
            var after = Delivery.After(before, program.ProgramId, stream.Subscription.Number, told, attempt);
            parts.Log.Add(
                attempt.IsSuccess ? after
                : after.Attempts >= RetryRule.MostAttemptsAside ? after with { Status = DeliveryStatus.Failed }
                : after with
                {
                    IsAside = true,
                    NextAttemptAt = RetryRule.NextAt(Now, after.Attempts, told.Id, attempt.RetryAfterMicros),
                }
            );
            if (attempt.Status == 410)
            {
                await Disable(DecisionCode.WebhookGone);
            }
        }
    }

    private void Took(ProgramEvent told, Attempt attempt, Delivery? before)
    {
        stream.Position = told.Position;
        stream.Widen();
        parts.Log.Add(Delivery.After(before, program.ProgramId, stream.Subscription.Number, told, attempt));
        parts.Log.Move(stream);
    }

    /// <summary>One that was under way when one before it failed.</summary>
    private void Overtook(ProgramEvent told, Attempt attempt)
    {
        parts.Log.Add(Delivery.After(null, program.ProgramId, stream.Subscription.Number, told, attempt));
        if (attempt.IsSuccess)
        {
            stream.Ahead.Add(told.Position);
        }
    }

    private async Task<Delivery> Failed(ProgramEvent told, Attempt attempt, Delivery? before)
    {
        stream.Narrow();
        stream.Failures++;
        stream.FailingSince ??= attempt.At;
        stream.NextAttemptAt = RetryRule.NextAt(Now, stream.Failures, told.Id, attempt.RetryAfterMicros);
        var after = Delivery.After(before, program.ProgramId, stream.Subscription.Number, told, attempt) with
        {
            NextAttemptAt = stream.NextAttemptAt,
        };
        parts.Log.Add(after);
        var code =
            attempt.Status == 410 ? DecisionCode.WebhookGone
            : Now - stream.FailingSince >= RetryRule.PatienceMicros ? DecisionCode.WebhookFailing
            : null;
        if (code is not null)
        {
            // Made active again, it is tried at once.
            stream.NextAttemptAt = null;
        }

        parts.Log.Move(stream);
        if (code is not null)
        {
            await Disable(code);
        }

        return after;
    }

    private async Task Disable(string code)
    {
        await parts.Log.Flush();
        var caller = new Caller(program, $"job:{nameof(SendWebhooks)}");
        var seen = stream.Subscription;
        await parts.Turns.Take(new DisableWebhook(caller, seen.Number, seen.UpdatedAt, code));
        stream.IsLost = true;
    }

    private Task<Attempt> Send(ProgramEvent told)
    {
        var to = stream.Subscription;
        var request = WebhookRequest.Of(told, to.Url, to.Key, stream.Secrets, Now);
        return parts.Outbound.Post(new(to.Url), request.Body, request.Headers);
    }

    private async Task<ProgramEvent?> Next()
    {
        while (true)
        {
            while (read.TryDequeue(out var told))
            {
                if (told.Position > stream.Position && !stream.Ahead.Remove(told.Position))
                {
                    return told;
                }
            }

            if (!hasMore)
            {
                return null;
            }

            var page = await parts.Reader.Read(program, readThrough, EntriesInRead, stream.Wanted);
            (readThrough, hasMore) = (page.Through, page.HasMore);
            foreach (var told in page.Events)
            {
                read.Enqueue(told);
            }
        }
    }

    private Task<Delivery?> Known(long position) =>
        parts.Database.First(
            Delivery.Table,
            "where program_id = @ProgramId and webhook = @Number and position = @position",
            new
            {
                program.ProgramId,
                stream.Subscription.Number,
                position,
            }
        );
}
