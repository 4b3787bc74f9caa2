namespace Byway.Tests.Http;

internal static partial class RouteRows
{
    private static Dictionary<string, RouteRow> LinkRows =>
        new(StringComparer.Ordinal)
        {
            ["POST /v1/partner_referral_links"] = RouteRow.Named(
                Partner,
                """{"key":"new","partner":{"id":"THING"}}"""
            ),
            ["GET /v1/partner_referral_links/{id}"] = RouteRow.Named(Link),
            ["PUT /v1/partner_referral_links/{id}"] = RouteRow.Named(Link, """{"default":true}"""),
            ["DELETE /v1/partner_referral_links/{id}"] = RouteRow.Named(Link),
            ["GET /v1/partners/{id}/referral_links"] = RouteRow.Named(Partner),
            ["POST /v1/customer_referral_links"] = RouteRow.Named(
                Referrer,
                """{"key":"new","customer":{"key":"THING"}}"""
            ),
            ["GET /v1/customer_referral_links/{id}"] = RouteRow.Named(Link),
            ["PUT /v1/customer_referral_links/{id}"] = RouteRow.Named(Link, """{"default":true}"""),
            ["DELETE /v1/customer_referral_links/{id}"] = RouteRow.Named(Link),
            ["GET /v1/customers/{key}/referral_links"] = RouteRow.Named(Partner),
            ["GET /v1/partner_referral_links/{id}/stats"] = RouteRow.Named(Link),
            ["GET /v1/customer_referral_links/{id}/stats"] = RouteRow.Named(Link),
            ["POST /v1/clicks"] = RouteRow.Named(Link, """{"key":"THING"}""") with
            {
                WritesNoEntry = "a landing changes no program",
            },
            ["GET /v1/clicks/{id}"] = RouteRow.Named(Click),
            ["POST /v1/domains"] = RouteRow.Own(Nothing, """{"domain":"new.example"}"""),
            ["DELETE /v1/domains/{id}"] = RouteRow.Named(FreeDomain),
        };

    private static Task<string> Link(ApiClient api) => Task.FromResult("summer");

    private static async Task<string> Click(ApiClient api) =>
        (await api.Post("/v1/clicks", """{"key":"summer"}""")).Is(201)["data.id"]!;

    /// <summary>A domain that no link leads to.</summary>
    private static async Task<string> FreeDomain(ApiClient api) =>
        (await api.Post("/v1/domains", """{"domain":"free.example"}""")).Is(201)["data.id"]!;

    /// <summary>A further domain, and a link of the referrer that leads there.</summary>
    private static async Task FillLinks(ApiClient api)
    {
        (await api.Post("/v1/domains", $$"""{"domain":"{{Canary}}.example"}""")).Is(201);
        var owner = api.IsAffiliate ? "partner" : "customer";
        (
            await api.Post(
                $"/v1/{owner}_referral_links",
                $$"""{"key":"summer","url":"https://{{Canary}}.example/s","{{owner}}":{"key":"anna"} }"""
            )
        ).Is(201);
    }
}
