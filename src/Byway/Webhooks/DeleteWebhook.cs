using Byway.Http;
using Byway.Journal;
using Byway.Programs;
using Byway.Turns;

namespace Byway.Webhooks;

/// <summary>
/// <c>DELETE /v1/webhooks/{key}</c>: ends a subscription. Its secrets are wiped, its key is free again.
/// </summary>
public sealed class DeleteWebhook : Change
{
    /// <summary>What the API's document says about it.</summary>
    public static readonly RouteNote Note = new("deleteWebhook", "End a subscription.")
    {
        Path = WebhookFinder.PathNote,
        Answer = AnswerNote.Done("Nothing is sent any more."),
        Refusals = [RefusalCode.NotFound],
    };

    private readonly string key;

    private DeleteWebhook(Caller caller, string key)
        : base(caller) => this.key = key;

    /// <summary>Answers the route.</summary>
    /// <param name="call">The call.</param>
    public static Task<Answer> Handle(ApiCall call) => call.Take(new DeleteWebhook(call.Caller, call.PathKey("key")));

    /// <inheritdoc/>
    public override Answer Take(Turn turn)
    {
        // Facts
        if (WebhookFinder.Find(turn, key) is not { } webhook)
        {
            return Answer.NotFound("Webhook");
        }

        // Effects
        webhook = webhook with
        {
            IsActive = false,
            UpdatedAt = turn.MachineNow,
            DeletedAt = turn.MachineNow,
        };
        turn.Put(Webhook.Table, webhook);
        foreach (var secret in turn.Find(WebhookSecret.ByWebhook, webhook.Number))
        {
            turn.Put(WebhookSecret.Table, secret with { Secret = "", ExpiresAt = turn.MachineNow });
        }

        turn.Append(
            new()
            {
                Kind = EntryKind.WebhookDeleted,
                Subject = webhook.Number,
                Decision = Decision.Plain,
                Request = RequestText.Nothing,
                Answer = WebhookView.Json(webhook),
            },
            Caller.Actor
        );
        return Answer.Done;
    }
}
