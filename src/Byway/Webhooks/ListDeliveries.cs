using Byway.Http;

namespace Byway.Webhooks;

/// <summary>
/// <c>GET /v1/webhooks/{key}/deliveries</c> and <c>GET /v1/webhooks/{key}/deliveries/{id}</c>: what was sent to a
/// webhook, and how it went. Kept for 30 days.
/// </summary>
public static class ListDeliveries
{
    /// <summary>The path's second parameter.</summary>
    public static readonly FieldNote IdNote = FieldNote.Text("id", "The event's id.", "ent_00000000b4m2k9x1q.0");

    /// <summary>What the API's document says about the list.</summary>
    public static readonly RouteNote ListNote = new("listDeliveries", "List what was sent to a webhook, newest first.")
    {
        Path = WebhookFinder.PathNote,
        Query =
        [
            FieldNote.OneOf(
                "status",
                "Only these.",
                DeliveryStatus.Delivered,
                DeliveryStatus.Retrying,
                DeliveryStatus.Failed
            ),
            .. Page.Notes,
        ],
        Answer = AnswerNote.Whole("A page of deliveries.", typeof(PageView<DeliveryItemView>)),
        Refusals = [RefusalCode.NotFound, RefusalCode.InvalidFields],
    };

    /// <summary>What the API's document says about one.</summary>
    public static readonly RouteNote OneNote = new("getDelivery", "Get a delivery with what is sent.")
    {
        More = "The request is made again from the journal: what was sent is not stored.",
        Path = WebhookFinder.PathNote,
        AlsoInPath = [IdNote],
        Answer = AnswerNote.One(200, "The delivery.", typeof(DeliveryView)),
        Refusals = [RefusalCode.NotFound],
    };

    /// <summary>Answers the list.</summary>
    /// <param name="call">The call.</param>
    public static async Task<Answer> Handle(ApiCall call)
    {
        // Shape
        var page = Page.Of(call.Fields);
        var status = call.Fields.OneOf(
            "status",
            DeliveryStatus.Delivered,
            DeliveryStatus.Retrying,
            DeliveryStatus.Failed
        );
        if (call.Check.HasFaults)
        {
            return call.Check.Refusal();
        }

        // Facts
        if (await WebhookFinder.Find(call.Database, call.Program, call.PathKey("key")) is not { } webhook)
        {
            return Answer.NotFound("Webhook");
        }

        var deliveries = await call.Database.List(
            Delivery.Table,
            "where program_id = @ProgramId and webhook = @Number"
                + (status is null ? "" : " and status = @status")
                + page.Tail("position"),
            new
            {
                webhook.ProgramId,
                webhook.Number,
                status,
                page.After,
                page.Take,
                page.Skip,
            }
        );
        return Answer.Whole(
            page.Answer(call, deliveries, delivery => delivery.Position, [.. deliveries.Select(DeliveryItemView.Of)]),
            WireJson.Relaxed.DeliveryPage
        );
    }

    /// <summary>Answers one.</summary>
    /// <param name="call">The call.</param>
    public static async Task<Answer> One(ApiCall call)
    {
        if (await WebhookFinder.Find(call.Database, call.Program, call.PathKey("key")) is not { } webhook)
        {
            return Answer.NotFound("Webhook");
        }

        if (await Find(call, webhook, call.PathKey("id")) is not { } delivery)
        {
            return Answer.NotFound("Delivery");
        }

        var reader = call.Http.RequestServices.GetRequiredService<EventReader>();
        var told = await reader.One(call.Program, delivery.Position);
        var secrets = SigningSecrets.Of(
            await call.Database.List(
                WebhookSecret.Table,
                "where program_id = @ProgramId and webhook = @Number",
                new { webhook.ProgramId, webhook.Number }
            )
        );
        var request = told is null
            ? null
            : RequestView.Of(
                webhook.Url,
                WebhookRequest.Of(told, webhook.Url, webhook.Key, secrets, delivery.UpdatedAt)
            );
        return Answer.Of(DeliveryView.Of(delivery, request), WireJson.Relaxed.DeliveryView);
    }

    /// <summary>A webhook's delivery by the event's id.</summary>
    /// <param name="call">The call.</param>
    /// <param name="webhook">The webhook.</param>
    /// <param name="eventId">The event's id.</param>
    public static async Task<Delivery?> Find(ApiCall call, Webhook webhook, string eventId)
    {
        var delivery = EventPosition.OfId(eventId) is not { } position
            ? null
            : await call.Database.First(
                Delivery.Table,
                "where program_id = @ProgramId and webhook = @Number and position = @position",
                new
                {
                    webhook.ProgramId,
                    webhook.Number,
                    position,
                }
            );
        return delivery?.EventId == eventId ? delivery : null;
    }
}
