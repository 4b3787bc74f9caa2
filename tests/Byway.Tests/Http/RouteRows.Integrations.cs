using Byway.Tests.Integrations;

namespace Byway.Tests.Http;

internal static partial class RouteRows
{
    private static Dictionary<string, RouteRow> IntegrationRows =>
        new(StringComparer.Ordinal)
        {
            ["PUT /v1/integrations/{provider}"] = RouteRow.Own(Provider, """{"webhook_secrets":["whsec_other"]}"""),
            ["DELETE /v1/integrations/{provider}"] = RouteRow.Named(ConnectedProvider),
            ["GET /v1/integrations/{provider}/events"] = RouteRow.Own(ConnectedProvider),
            ["GET /v1/integrations/{provider}/events/{id}"] = RouteRow.Named(ToldEvent),
            ["POST /v1/integrations/{provider}/events/{id}/replay"] = RouteRow.Named(ToldEvent) with
            {
                WritesNoEntry = "What is booked again is no change until it is booked.",
            },
        };

    private static Task<string> Provider(ApiClient api) => Task.FromResult("test");

    private static async Task<string> ConnectedProvider(ApiClient api)
    {
        await api.Connect();
        return "test";
    }

    private static async Task<string> ToldEvent(ApiClient api)
    {
        await api.Connect();
        var told = api.EventBody("e1", $$"""{"fact":"sign_up","customer":"{{Canary}}"}""");
        (await api.SendEvent(told)).Is(200);
        return "test/e1";
    }
}
