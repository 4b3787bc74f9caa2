using Byway.Http;
using Byway.Values;

namespace Byway.Webhooks;

/// <summary>
/// <c>POST /v1/webhooks/{key}/deliveries/{id}/replay</c> and <c>POST /v1/webhooks/{key}/replay</c>: sends one event
/// again, or all since a point in time, with the same ids. It changes nothing of the program, so it is no entry.
/// </summary>
public static class ReplayDeliveries
{
    /// <summary>What the API's document says about one.</summary>
    public static readonly RouteNote OneNote = new("replayDelivery", "Send one event again.")
    {
        More = "At once, with the same id, whatever else waits. An inactive webhook gets it when it is active again.",
        Path = WebhookFinder.PathNote,
        AlsoInPath = [ListDeliveries.IdNote],
        Answer = AnswerNote.Done("It will be sent."),
        Refusals = [RefusalCode.NotFound],
    };

    /// <summary>What the API's document says about all since a time.</summary>
    public static readonly RouteNote SinceNote = new("replaySince", "Send everything since a point in time again.")
    {
        More =
            "In order and with the same ids, and then on with what is new. A time after the last event that was sent "
            + "changes nothing: nothing is skipped.",
        Path = WebhookFinder.PathNote,
        Body = [FieldNote.Time("since", "From when on: ISO 8601, or Unix seconds.").Required()],
        Answer = AnswerNote.One(200, "From where it is sent again.", typeof(ReplayView)),
        Refusals = [RefusalCode.NotFound, RefusalCode.InvalidFields],
    };

    /// <summary>Answers one.</summary>
    /// <param name="call">The call.</param>
    public static async Task<Answer> One(ApiCall call)
    {
        // Facts
        if (await WebhookFinder.Find(call.Database, call.Program, call.PathKey("key")) is not { } webhook)
        {
            return Answer.NotFound("Webhook");
        }

        if (await ListDeliveries.Find(call, webhook, call.PathKey("id")) is not { } delivery)
        {
            return Answer.NotFound("Delivery");
        }

        // Effects
        var answer = await call.Server.Turns.Run(store =>
            store.Execute(
                "update webhook_deliveries set status = @Retrying, is_aside = 1, next_attempt_at = @now "
                    + "where program_id = @ProgramId and webhook = @Number and position = @Position",
                new
                {
                    DeliveryStatus.Retrying,
                    now = UtcMicros.Now(call.Server.Clock),
                    webhook.ProgramId,
                    webhook.Number,
                    delivery.Position,
                }
            )
        );
        Wake(call);
        return answer;
    }

    /// <summary>Answers all since a point in time.</summary>
    /// <param name="call">The call.</param>
    public static async Task<Answer> Since(ApiCall call)
    {
        // Shape
        var since = call.Fields.Time("since");
        if (since is null && !call.Check.HasFaults)
        {
            call.Fields.Fault("since", "The since is required.");
        }

        if (call.Check.HasFaults)
        {
            return call.Check.Refusal();
        }

        // Facts
        if (await WebhookFinder.Find(call.Database, call.Program, call.PathKey("key")) is not { } webhook)
        {
            return Answer.NotFound("Webhook");
        }

        var reader = call.Http.RequestServices.GetRequiredService<EventReader>();
        var before = await reader.LastBefore(call.Program.ProgramId, since!.Value);

        // Effects
        var after = before;
        var answer = await call.Server.Turns.Run(store =>
        {
            store.Execute(
                "update webhook_cursors set position = @position, generation = generation + 1, reset_at = @now, "
                    + "failures = 0, failing_since = null, next_attempt_at = null "
                    + "where program_id = @ProgramId and webhook = @Number and position > @position",
                new
                {
                    position = EventPosition.EndOf(before),
                    now = UtcMicros.Now(call.Server.Clock),
                    webhook.ProgramId,
                    webhook.Number,
                }
            );
            after = EventPosition.PassedBy(
                store.Query<long>(
                    "select position from webhook_cursors where program_id = @ProgramId and webhook = @Number",
                    new { webhook.ProgramId, webhook.Number }
                )[0]
            );
        });
        Wake(call);
        return answer.IsSuccess ? Answer.Of(new(after), WireJson.Relaxed.ReplayView) : answer;
    }

    private static void Wake(ApiCall call) => call.Http.RequestServices.GetRequiredService<SendWebhooks>().Wake();
}
