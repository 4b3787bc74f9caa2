using System.Security.Cryptography;
using Byway.Http;
using Byway.Journal;
using Byway.Programs;
using Byway.Turns;

namespace Byway.Webhooks;

/// <summary><c>POST /v1/webhooks</c>: subscribes to events. It is sent what happens from then on.</summary>
public sealed class PostWebhook : Change
{
    /// <summary>What the API's document says about it.</summary>
    public static readonly RouteNote Note = new("createWebhook", "Subscribe to events.")
    {
        More =
            "Every request is signed with `signature` in the header `Signature`, and by Standard Webhooks once a "
            + "secret was made with `rotate-secret`. An event that the program's type does not have is refused.",
        Body =
        [
            .. WebhookFields.Notes.Select(note => note.Name is "name" or "url" or "events" ? note.Required() : note),
        ],
        Answer = AnswerNote.One(201, "The webhook.", typeof(WebhookView)),
        Refusals = [RefusalCode.InvalidFields],
    };

    private const string LettersAndDigits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    private const int KeyLength = 12;

    private readonly WebhookFields fields;

    private PostWebhook(Caller caller, WebhookFields fields)
        : base(caller) => this.fields = fields;

    /// <summary>Answers the route.</summary>
    /// <param name="call">The call.</param>
    public static async Task<Answer> Handle(ApiCall call)
    {
        // Shape
        var fields = WebhookFields.Of(call.Fields, call.Program.Type);
        fields.RequireAll(call.Fields, call.Check);
        return call.Check.HasFaults ? call.Check.Refusal() : await call.Take(new PostWebhook(call.Caller, fields));
    }

    /// <inheritdoc/>
    public override Answer Take(Turn turn)
    {
        // Facts, Decision
        if (fields.Key is not null && WebhookFinder.Find(turn, fields.Key) is not null)
        {
            return Answer.Fault("key", "The key has already been taken.");
        }

        // Effects
        var webhook = new Webhook
        {
            ProgramId = turn.Program.ProgramId,
            Number = turn.NextNumber,
            Key = fields.Key ?? RandomNumberGenerator.GetString(LettersAndDigits, KeyLength),
            Name = fields.Name!,
            Url = fields.Url!,
            Events = fields.Events!,
            IsActive = fields.IsActive ?? true,
            CreatedAt = turn.MachineNow,
            UpdatedAt = turn.MachineNow,
        };
        var signature = WebhookSecret.NewSignature();
        turn.Put(Webhook.Table, webhook);
        turn.Put(
            WebhookSecret.Table,
            new()
            {
                ProgramId = webhook.ProgramId,
                Webhook = webhook.Number,
                Number = WebhookSecret.SignatureNumber,
                Secret = signature,
                CreatedAt = turn.MachineNow,
            }
        );
        turn.Put(
            WebhookCursor.Table,
            new()
            {
                ProgramId = webhook.ProgramId,
                Webhook = webhook.Number,
                Position = EventPosition.EndOf(webhook.Number),
            }
        );
        turn.Append(
            new()
            {
                Kind = EntryKind.WebhookCreated,
                Subject = webhook.Number,
                Decision = Decision.Plain,
                Request = RequestText.Nothing,
                Answer = WebhookView.Json(webhook),
            },
            Caller.Actor
        );
        return Answer.Resource(201, WebhookView.Json(webhook, signature));
    }
}
