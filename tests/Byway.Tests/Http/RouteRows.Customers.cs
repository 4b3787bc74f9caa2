namespace Byway.Tests.Http;

internal static partial class RouteRows
{
    private static Dictionary<string, RouteRow> CustomerRows =>
        new(StringComparer.Ordinal)
        {
            ["POST /v1/customers"] = RouteRow.Own(
                Referrer,
                """{"key":"new","partner":{"key":"THING"},"referring_customer":{"key":"THING"}}"""
            ),
            ["GET /v1/customers/{key}"] = RouteRow.Named(Customer),
            ["GET /v1/customers/{key}/decision"] = RouteRow.Named(Customer),
            ["GET /v1/customers/{key}/statement"] = RouteRow.Named(Customer),
            ["PUT /v1/customers/{key}"] = RouteRow.Named(Customer, """{"update":{"surname":"New"}}"""),
            ["PUT /v1/customers"] = RouteRow.Named(Customer, """{"key":"THING","update":{"surname":"New"}}"""),
            ["DELETE /v1/customers/{key}"] = RouteRow.Named(Customer),
            ["DELETE /v1/customers"] = RouteRow.Named(Customer, """{"key":"THING"}"""),
            ["GET /v1/customers/{key}/referrals"] = RouteRow.Named(Customer),
            ["GET /v1/customers/{key}/stats"] = RouteRow.Named(Customer),
            ["GET /v1/customers/{key}/balance"] = RouteRow.Named(Customer),
            ["POST /v1/customers/{key}/actions"] = RouteRow.Named(Customer, """{"name":"trial_started"}"""),
            ["POST /v1/customers/{key}/balance/credit"] = RouteRow.Named(Customer, """{"amount":5}"""),
            ["GET /v1/customer"] = RouteRow.Named(Customer, query: "key=THING"),
            ["POST /v1/customer"] = RouteRow.Own(Nothing, """{"key":"new"}"""),
            ["PUT /v1/customer"] = RouteRow.Named(Customer, """{"key":"THING","update":{"surname":"New"}}"""),
            ["DELETE /v1/customer"] = RouteRow.Named(Customer, """{"key":"THING"}"""),
            // An invitation of nobody known says where to write to.
            ["POST /v1/customers:invite"] = RouteRow.Within(Partner, """{"id":"THING"}"""),
            ["POST /v1/customers/{key}/suspend"] = RouteRow.Named(Customer),
            ["POST /v1/customers/{key}/approve"] = RouteRow.Named(SuspendedCustomer),
            ["POST /v1/customers/{key}/archive"] = RouteRow.Named(Customer),
            ["POST /v1/customers/{key}/revoke-archive"] = RouteRow.Named(ArchivedCustomer),
            ["POST /v1/customers/{key}/reassign"] = RouteRow.Named(
                Customer,
                """{"partner":null,"referring_customer":null}"""
            ),
            ["POST /v1/customers/{key}/merge"] = RouteRow.Named(CustomerTwice, """{"into":{"key":"twin"}}"""),
            ["POST /v1/customers/{key}/erase"] = RouteRow.Named(Customer),
            ["GET /v1/customers/{key}/export"] = RouteRow.Named(Customer),
            ["POST /v1/customers:sign-in-url"] = RouteRow.Named(Referrer, """{"key":"THING"}""") with
            {
                WritesNoEntry = "A credential is no part of the journal.",
            },
        };

    private static Task<string> Referrer(ApiClient api) => Task.FromResult("anna");

    private static Task<string> Customer(ApiClient api) => Task.FromResult("carl");

    private static async Task<string> SuspendedCustomer(ApiClient api)
    {
        (await api.Post("/v1/customers/carl/suspend")).Is(200);
        return "carl";
    }

    private static async Task<string> CustomerTwice(ApiClient api)
    {
        await api.SignUp("twin");
        return "carl";
    }

    private static async Task<string> ArchivedCustomer(ApiClient api)
    {
        (await api.Post("/v1/customers/carl/archive")).Is(200);
        return "carl";
    }
}
