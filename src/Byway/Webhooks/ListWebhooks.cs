using Byway.Http;

namespace Byway.Webhooks;

/// <summary><c>GET /v1/webhooks</c> and <c>GET /v1/webhooks/{key}</c>: the subscriptions.</summary>
public static class ListWebhooks
{
    /// <summary>What the API's document says about the list.</summary>
    public static readonly RouteNote ListNote = new("listWebhooks", "List the webhooks, newest first.")
    {
        Query = Page.Notes,
        Answer = AnswerNote.Whole("A page of webhooks.", typeof(PageView<WebhookView>)),
        Refusals = [RefusalCode.InvalidFields],
    };

    /// <summary>What the API's document says about one.</summary>
    public static readonly RouteNote OneNote = new("getWebhook", "Get a webhook.")
    {
        Path = WebhookFinder.PathNote,
        Answer = AnswerNote.One(200, "The webhook.", typeof(WebhookView)),
        Refusals = [RefusalCode.NotFound],
    };

    /// <summary>Answers the list.</summary>
    /// <param name="call">The call.</param>
    public static async Task<Answer> Handle(ApiCall call)
    {
        // Shape
        var page = Page.Of(call.Fields);
        if (call.Check.HasFaults)
        {
            return call.Check.Refusal();
        }

        // Facts
        var webhooks = await call.Database.List(
            Webhook.Table,
            $"where program_id = @ProgramId and deleted_at is null{page.Tail()}",
            new
            {
                call.Program.ProgramId,
                page.After,
                page.Take,
                page.Skip,
            }
        );
        var signatures = await WebhookFinder.Signatures(call.Database, call.Program, webhooks);
        return Answer.Whole(
            page.Answer(
                call,
                webhooks,
                webhook => webhook.Number,
                [.. webhooks.Select(webhook => WebhookView.Of(webhook, signatures[webhook.Number]))]
            ),
            WireJson.Relaxed.WebhookPage
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

        var signatures = await WebhookFinder.Signatures(call.Database, call.Program, [webhook]);
        return Answer.Of(WebhookView.Of(webhook, signatures[webhook.Number]), WireJson.Relaxed.WebhookView);
    }
}
