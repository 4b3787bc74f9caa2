using Byway.Http;
using Byway.Journal;
using Byway.Programs;
using Byway.Turns;

namespace Byway.Webhooks;

/// <summary>Switches a subscription off whose receiver is gone or has failed for days. Events wait.</summary>
/// <param name="caller">The sender.</param>
/// <param name="number">The subscription.</param>
/// <param name="seen">Its state when the sender decided: whoever changed it since, wants it tried again.</param>
/// <param name="code">Why, one of <see cref="DecisionCode"/>.</param>
public sealed class DisableWebhook(Caller caller, long number, long seen, string code) : Change(caller)
{
    /// <inheritdoc/>
    public override Answer Take(Turn turn)
    {
        // Facts, Decision
        if (turn.Get(Webhook.Table, number) is not { IsActive: true } webhook || webhook.UpdatedAt != seen)
        {
            return Answer.Done;
        }

        // Effects
        webhook = webhook with
        {
            IsActive = false,
            UpdatedAt = Math.Max(turn.MachineNow, webhook.UpdatedAt + 1),
        };
        turn.Put(Webhook.Table, webhook);
        turn.Append(
            new()
            {
                Kind = EntryKind.WebhookDisabled,
                Subject = webhook.Number,
                Decision = new() { Code = code },
                Request = RequestText.Nothing,
                Answer = WebhookView.Json(webhook),
            },
            Caller.Actor
        );
        return Answer.Done;
    }
}
