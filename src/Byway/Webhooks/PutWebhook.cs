using Byway.Http;
using Byway.Journal;
using Byway.Programs;
using Byway.Turns;

namespace Byway.Webhooks;

/// <summary>
/// <c>PUT /v1/webhooks/{key}</c>: changes what is given of a subscription. Made active again, it goes on where it
/// stopped; any change lets a failing one be tried again at once.
/// </summary>
public sealed class PutWebhook : Change
{
    /// <summary>What the API's document says about it.</summary>
    public static readonly RouteNote Note = new("updateWebhook", "Change what is given of a webhook.")
    {
        More = "Made active again, it goes on where it stopped. A failing one is tried again at once.",
        Path = WebhookFinder.PathNote,
        Body = [.. WebhookFields.Notes.Select(note => note with { Default = null })],
        Answer = AnswerNote.One(200, "The webhook as it is now.", typeof(WebhookView)),
        Refusals = [RefusalCode.NotFound, RefusalCode.InvalidFields],
    };

    private readonly string key;
    private readonly WebhookFields fields;

    private PutWebhook(Caller caller, string key, WebhookFields fields)
        : base(caller)
    {
        this.key = key;
        this.fields = fields;
    }

    /// <summary>Answers the route.</summary>
    /// <param name="call">The call.</param>
    public static async Task<Answer> Handle(ApiCall call)
    {
        // Shape
        var fields = WebhookFields.Of(call.Fields, call.Program.Type);
        var change = new PutWebhook(call.Caller, call.PathKey("key"), fields);
        return call.Check.HasFaults ? call.Check.Refusal() : await call.Take(change);
    }

    /// <inheritdoc/>
    public override Answer Take(Turn turn)
    {
        // Facts
        if (WebhookFinder.Find(turn, key) is not { } webhook)
        {
            return Answer.NotFound("Webhook");
        }

        // Decision
        if (fields.Key is not null && fields.Key != webhook.Key && WebhookFinder.Find(turn, fields.Key) is not null)
        {
            return Answer.Fault("key", "The key has already been taken.");
        }

        // Effects
        webhook = webhook with
        {
            Key = fields.Key ?? webhook.Key,
            Name = fields.Name ?? webhook.Name,
            Url = fields.Url ?? webhook.Url,
            Events = fields.Events ?? webhook.Events,
            IsActive = fields.IsActive ?? webhook.IsActive,
            UpdatedAt = Math.Max(turn.MachineNow, webhook.UpdatedAt + 1),
        };
        turn.Put(Webhook.Table, webhook);
        turn.Append(
            new()
            {
                Kind = EntryKind.WebhookUpdated,
                Subject = webhook.Number,
                Decision = Decision.Plain,
                Request = RequestText.Nothing,
                Answer = WebhookView.Json(webhook),
            },
            Caller.Actor
        );
        return Answer.Resource(200, WebhookView.Json(webhook, WebhookSecret.SignatureOf(turn, webhook).Secret));
    }
}
