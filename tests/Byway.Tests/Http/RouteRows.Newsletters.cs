namespace Byway.Tests.Http;

internal static partial class RouteRows
{
    private static Dictionary<string, RouteRow> NewsletterRows =>
        new(StringComparer.Ordinal)
        {
            // Whoever is said to have brought a subscriber never fails the subscription.
            ["POST /v1/subscribers"] = RouteRow.Own(
                Subscriber,
                """{"email":"n@example.com","referral":{"id":"THING"}}"""
            ),
            ["GET /v1/subscribers/{id}"] = RouteRow.Named(Subscriber),
            ["PUT /v1/subscribers/{id}"] = RouteRow.Named(Subscriber, """{"update":{"name":"New"}}"""),
            ["PUT /v1/subscribers"] = RouteRow.Named(Subscriber, """{"id":"THING","update":{"name":"New"}}"""),
            ["DELETE /v1/subscribers/{id}"] = RouteRow.Named(Subscriber),
            ["DELETE /v1/subscribers"] = RouteRow.Named(Subscriber, """{"id":"THING"}"""),
            ["POST /v1/subscribers/{id}/erase"] = RouteRow.Named(Subscriber),
            ["GET /v1/subscribers/{id}/export"] = RouteRow.Named(Subscriber),
            ["POST /v1/rewards"] = RouteRow.Own(Nothing, """{"name":"New"}"""),
            ["GET /v1/rewards/{id} in newsletter"] = RouteRow.Named(Milestone),
        };

    private static Task<string> Subscriber(ApiClient api) => Task.FromResult("sue");

    private static async Task<string> Milestone(ApiClient api) => (await api.Get("/v1/rewards"))["data.0.id"]!;

    /// <summary>A subscriber who brought another one and reached a milestone by it.</summary>
    private static async Task FillNewsletter(ApiClient api)
    {
        (await api.Post("/v1/rewards", $$"""{"name":"{{Canary}}"}""")).Is(201);
        (
            await api.Post(
                "/v1/subscribers",
                $$"""{"id":"sue","email":"sue@{{Canary}}.example","name":"{{Canary}}"}"""
            )
        ).Is(201);
        (
            await api.Post(
                "/v1/subscribers",
                $$"""{"id":"tim","email":"tim@{{Canary}}.example","referral":{"id":"sue"} }"""
            )
        ).Is(201);
    }
}
