namespace Byway.Tests.Http;

internal static partial class RouteRows
{
    private static Dictionary<string, RouteRow> LeadRows =>
        new(StringComparer.Ordinal)
        {
            ["POST /v1/leads"] = RouteRow.Within(
                Partner,
                """{"name":"New","email":"n@example.com","partner":{"id":"THING"}}"""
            ),
            ["GET /v1/leads/{id}"] = RouteRow.Named(Lead),
            ["DELETE /v1/leads/{id}"] = RouteRow.Named(Lead),
            ["POST /v1/leads/convert"] = RouteRow.Named(Lead, """{"id":THING,"commission_transaction_amount":5}"""),
            ["POST /v1/leads/reject"] = RouteRow.Named(Lead, """{"id":THING}"""),
            ["GET /v1/leads/convert"] = RouteRow.Named(Lead, query: "id=THING"),
            ["POST /v1/leads/{id}/erase"] = RouteRow.Named(Lead),
            ["GET /v1/leads/{id}/export"] = RouteRow.Named(Lead),
            ["GET /v1/leads/reject"] = RouteRow.Named(Lead, query: "id=THING"),
        };

    private static async Task<string> Lead(ApiClient api) => (await api.Get("/v1/leads"))["data.0.id"]!;

    private static async Task FillLeads(ApiClient api) =>
        (
            await api.Post(
                "/v1/leads",
                $$"""{"name":"{{Canary}}","email":"lea@{{Canary}}.example","partner":{"id":"anna-id"} }"""
            )
        ).Is(201);
}
