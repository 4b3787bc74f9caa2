using Byway.Webhooks;

namespace Byway.Tests.Http;

internal static partial class RouteRows
{
    private static Dictionary<string, RouteRow> WebhookRows =>
        new(StringComparer.Ordinal)
        {
            ["POST /v1/webhooks"] = RouteRow.Own(Hook, HookBody("new", "new.example", "transaction.created")),
            ["POST /v1/webhooks in newsletter"] = RouteRow.Own(
                Hook,
                HookBody("new", "new.example", "subscriber.created")
            ),
            ["GET /v1/webhooks/{key}"] = RouteRow.Named(Hook),
            ["PUT /v1/webhooks/{key}"] = RouteRow.Named(Hook, """{"name":"New"}"""),
            ["DELETE /v1/webhooks/{key}"] = RouteRow.Named(Hook),
            ["POST /v1/webhooks/{key}/rotate-secret"] = RouteRow.Named(Hook),
            ["POST /v1/webhooks/{key}/replay"] = RouteRow.Named(Hook, """{"since":0}""") with
            {
                WritesNoEntry = Replay,
            },
            ["GET /v1/webhooks/{key}/deliveries"] = RouteRow.Named(Hook),
            ["GET /v1/webhooks/{key}/deliveries/{id}"] = RouteRow.Named(Sent) with { Strangers = Subscribe },
            ["POST /v1/webhooks/{key}/deliveries/{id}/replay"] = RouteRow.Named(Sent) with
            {
                Strangers = Subscribe,
                WritesNoEntry = Replay,
            },
        };

    private const string Replay = "It changes what is sent, and nothing of the program.";

    private static Task<string> Hook(ApiClient api) => Task.FromResult("hook");

    /// <summary>A delivery of the webhook, as the job that sends would note it.</summary>
    private static async Task<string> Sent(ApiClient api)
    {
        var told = (await api.Get("/v1/events?limit=1")).Is(200);
        await api.Server.Execute(
            "insert into webhook_deliveries (program_id, webhook, position, event_id, event, status, attempts, log, "
                + "is_aside, updated_at) select program_id, number, @position, @id, @name, @Delivered, 1, '[]', 0, 0 "
                + "from webhooks where program_id = @ProgramId and key = 'hook'",
            new
            {
                position = EventPosition.OfId(told["data.0.id"]!),
                id = told["data.0.id"],
                name = told["data.0.event"],
                DeliveryStatus.Delivered,
                api.Program.ProgramId,
            }
        );
        return $"hook/{told["data.0.id"]}";
    }

    private static async Task Subscribe(ApiClient api) =>
        (await api.Post("/v1/webhooks", HookBody("hook", "own.example", EventNames.Of(api.Program.Type)[0]))).Is(201);

    private static async Task FillWebhooks(ApiClient api) =>
        (await api.Post("/v1/webhooks", HookBody("hook", $"{Canary}.example", EventNames.Of(api.Program.Type)[0]))).Is(
            201
        );

    private static string HookBody(string key, string host, string name) =>
        $$"""{"key":"{{key}}","name":"Orders","url":"https://{{host}}/hooks","events":["{{name}}"]}""";
}
