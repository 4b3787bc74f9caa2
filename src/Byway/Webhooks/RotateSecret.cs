using System.Text.Json;
using Byway.Http;
using Byway.Journal;
using Byway.Programs;
using Byway.Turns;
using Byway.Values;

namespace Byway.Webhooks;

/// <summary>
/// <c>POST /v1/webhooks/{key}/rotate-secret</c>: makes a secret of Standard Webhooks, the first or the next. It is
/// shown once. Those before it sign for another day beside it, so that a receiver can change over without losing one.
/// </summary>
public sealed class RotateSecret : Change
{
    /// <summary>What the API's document says about it.</summary>
    public static readonly RouteNote Note = new("rotateWebhookSecret", "Make a new secret, shown once.")
    {
        More =
            "The first call makes the first secret. Secrets before it sign for 24 hours beside it: the header "
            + "`webhook-signature` then holds several signatures. `Signature` stays as it is, unless `signature` is "
            + "true: that header can hold one only, so the change is at once.",
        Path = WebhookFinder.PathNote,
        Body = [FieldNote.Flag("signature", "Make a new `signature` too.", "false").Otherwise("false")],
        Answer = AnswerNote.One(200, "The secret.", typeof(WebhookSecretView)),
        Refusals = [RefusalCode.NotFound, RefusalCode.InvalidFields],
    };

    private readonly string key;
    private readonly bool hasNewSignature;

    private RotateSecret(Caller caller, string key, bool hasNewSignature)
        : base(caller)
    {
        this.key = key;
        this.hasNewSignature = hasNewSignature;
    }

    /// <summary>Answers the route.</summary>
    /// <param name="call">The call.</param>
    public static async Task<Answer> Handle(ApiCall call)
    {
        // Shape
        var change = new RotateSecret(call.Caller, call.PathKey("key"), call.Fields.Flag("signature") ?? false);
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

        var before = turn.Find(WebhookSecret.ByWebhook, webhook.Number)
            .Where(secret => secret.Number != WebhookSecret.SignatureNumber)
            .Where(secret => secret.ExpiresAt is null || secret.ExpiresAt > turn.MachineNow)
            .ToList();

        // Effects
        var until = turn.MachineNow + WebhookSecret.OverlapMicros;
        foreach (var secret in before.Where(secret => secret.ExpiresAt is null))
        {
            turn.Put(WebhookSecret.Table, secret with { ExpiresAt = until });
        }

        var made = new WebhookSecret
        {
            ProgramId = webhook.ProgramId,
            Webhook = webhook.Number,
            Number = turn.NextNumber,
            Secret = WebhookSecret.NewSecret(),
            CreatedAt = turn.MachineNow,
        };
        turn.Put(WebhookSecret.Table, made);
        if (hasNewSignature)
        {
            var signature = WebhookSecret.SignatureOf(turn, webhook);
            turn.Put(WebhookSecret.Table, signature with { Secret = WebhookSecret.NewSignature() });
        }

        webhook = webhook with { UpdatedAt = Math.Max(turn.MachineNow, webhook.UpdatedAt + 1) };
        turn.Put(Webhook.Table, webhook);
        turn.Append(
            new()
            {
                Kind = EntryKind.WebhookSecretRotated,
                Subject = webhook.Number,
                Decision = Decision.Plain,
                Request = RequestText.Nothing,
                Answer = WebhookView.Json(webhook),
            },
            Caller.Actor
        );
        var view = new WebhookSecretView
        {
            Secret = made.Secret,
            PreviousValidUntil = before.Count == 0 ? null : UtcMicros.ToText(until),
        };
        return Answer.Secret(JsonSerializer.SerializeToUtf8Bytes(view, WireJson.Relaxed.WebhookSecretView));
    }
}
