namespace Byway.Tests.Http;

internal static partial class RouteRows
{
    private static Dictionary<string, RouteRow> PartnerRows =>
        new(StringComparer.Ordinal)
        {
            ["POST /v1/partners"] = RouteRow.Within(
                Partner,
                """{"email":"n@example.com","referring_partner":{"id":"THING"}}"""
            ),
            ["GET /v1/partners/{id}"] = RouteRow.Named(Partner),
            ["PUT /v1/partners/{id}"] = RouteRow.Named(Partner, """{"update":{"surname":"New"}}"""),
            ["PUT /v1/partners"] = RouteRow.Named(Partner, """{"id":"THING","update":{"surname":"New"}}"""),
            ["DELETE /v1/partners/{id}"] = RouteRow.Named(Partner),
            ["DELETE /v1/partners"] = RouteRow.Named(Partner, """{"id":"THING"}"""),
            ["POST /v1/partners/{id}/archive"] = RouteRow.Named(Partner),
            ["POST /v1/partners/{id}/revoke-archive"] = RouteRow.Named(ArchivedPartner),
            ["GET /v1/partner"] = RouteRow.Named(Partner, query: "id=THING"),
            ["POST /v1/partner"] = RouteRow.Own(Nothing, """{"email":"n@example.com"}"""),
            ["PUT /v1/partner"] = RouteRow.Named(Partner, """{"id":"THING","update":{"surname":"New"}}"""),
            ["DELETE /v1/partner"] = RouteRow.Named(Partner, """{"id":"THING"}"""),
            ["POST /v1/partners/{id}/approve"] = RouteRow.Named(SuspendedPartner),
            ["POST /v1/partners/{id}/reject"] = RouteRow.Named(PendingPartner),
            ["POST /v1/partners/{id}/suspend"] = RouteRow.Named(Partner),
            ["GET /v1/partners/{id}/statement"] = RouteRow.Named(Partner),
            ["POST /v1/partners:sign-in-url"] = RouteRow.Named(Partner, """{"id":"THING"}""") with
            {
                WritesNoEntry = "A credential is no part of the journal.",
            },
        };

    private static Task<string> Partner(ApiClient api) => Task.FromResult("anna-id");

    private static async Task<string> ArchivedPartner(ApiClient api)
    {
        (await api.Post("/v1/partners/anna-id/archive")).Is(200);
        return "anna-id";
    }

    private static async Task<string> SuspendedPartner(ApiClient api)
    {
        (await api.Post("/v1/partners/anna-id/suspend")).Is(200);
        return "anna-id";
    }

    private static async Task<string> PendingPartner(ApiClient api)
    {
        (await api.Put("/v1/program/settings", """{"approve_partners":"manual"}""")).Is(200);
        await api.Referrer("pia", $"pia@{Canary}.example");
        return "pia-id";
    }
}
