namespace Byway.Tests.Http;

internal static partial class RouteRows
{
    private static Dictionary<string, RouteRow> PayoutRows =>
        new(StringComparer.Ordinal)
        {
            ["POST /v1/payout_requests"] = RouteRow.Named(
                Partner,
                """{"partner":{"id":"THING"},"amount_units":"USD"}"""
            ),
            ["GET /v1/payout_requests/{id}"] = RouteRow.Named(Payout),
            ["POST /v1/payout_requests/{id}/approve"] = RouteRow.Named(Payout),
            ["POST /v1/payout_requests/{id}/mark_as_paid"] = RouteRow.Named(ApprovedPayout),
            ["POST /v1/payout_requests/{id}/reject"] = RouteRow.Named(Payout, """{"reason":"New"}"""),
            ["GET /v1/partners/{id}/payout_settings"] = RouteRow.Named(Partner),
            ["PUT /v1/partners/{id}/payout_settings"] = RouteRow.Named(
                Partner,
                """{"gateway":"paypal","payout_settings":{"username":"new@example.com"}}"""
            ),
        };

    private static async Task<string> Payout(ApiClient api) => (await api.Get("/v1/payout_requests"))["data.0.id"]!;

    private static async Task<string> ApprovedPayout(ApiClient api)
    {
        var number = await Payout(api);
        (await api.Post($"/v1/payout_requests/{number}/approve")).Is(200);
        return number;
    }

    /// <summary>Where a partner is paid, and a payout that waits for the owner; what is owed in USD stays.</summary>
    private static async Task FillPayouts(ApiClient api)
    {
        await api.Sale("euros", "100", "carl", ",\"amount_units\":\"EUR\"");
        (
            await api.Put(
                "/v1/partners/anna-id/payout_settings",
                $$"""{"gateway":"paypal","payout_settings":{"username":"anna@{{Canary}}.example"} }"""
            )
        ).Is(200);
        (await api.Post("/v1/payout_requests", """{"partner":{"id":"anna-id"},"amount_units":"EUR"}""")).Is(201);
    }
}
