using System.Text.RegularExpressions;

namespace Byway.Tests.Http;

/// <summary>
/// How each route of the API is called about a real thing of a program, for <see cref="RouteMatrixTests"/>. A new
/// route with something to name in its path, query or body needs a line here; a plain list needs none.
/// </summary>
internal static class RouteRows
{
    /// <summary>What stands in names and addresses of things, and must never come out for another program.</summary>
    public const string Canary = "canary-of-another-program";

    /// <summary>
    /// The rows, by method and path. <c>Named</c>: the owner's API key succeeds, another program's is told 404.
    /// <c>Within</c>: the same with 422, for a thing that a larger request names. <c>Own</c>: both succeed, each in
    /// its own program.
    /// </summary>
    public static readonly Dictionary<string, RouteRow> All = new(StringComparer.Ordinal)
    {
        // Programs
        ["PUT /v1/program/settings"] = RouteRow.Own(Nothing, """{"reward_percent":25}"""),

        // Partners
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

        // Customers
        ["POST /v1/customers"] = RouteRow.Own(
            Referrer,
            """{"key":"new","partner":{"key":"THING"},"referring_customer":{"key":"THING"}}"""
        ),
        ["GET /v1/customers/{key}"] = RouteRow.Named(Customer),
        ["PUT /v1/customers/{key}"] = RouteRow.Named(Customer, """{"update":{"surname":"New"}}"""),
        ["PUT /v1/customers"] = RouteRow.Named(Customer, """{"key":"THING","update":{"surname":"New"}}"""),
        ["DELETE /v1/customers/{key}"] = RouteRow.Named(Customer),
        ["DELETE /v1/customers"] = RouteRow.Named(Customer, """{"key":"THING"}"""),
        ["GET /v1/customers/{key}/referrals"] = RouteRow.Named(Customer),
        ["GET /v1/customers/{key}/stats"] = RouteRow.Named(Customer),
        ["GET /v1/customers/{key}/balance"] = RouteRow.Named(Customer),
        ["POST /v1/customers/{key}/balance/credit"] = RouteRow.Named(Customer, """{"amount":5}"""),
        ["GET /v1/customer"] = RouteRow.Named(Customer, query: "key=THING"),
        ["POST /v1/customer"] = RouteRow.Own(Nothing, """{"key":"new"}"""),
        ["PUT /v1/customer"] = RouteRow.Named(Customer, """{"key":"THING","update":{"surname":"New"}}"""),
        ["DELETE /v1/customer"] = RouteRow.Named(Customer, """{"key":"THING"}"""),

        // Transactions
        ["POST /v1/transactions"] = RouteRow.Own(Customer, """{"key":"new","amount":5,"customer":{"key":"THING"}}"""),
        ["GET /v1/transactions/{key}"] = RouteRow.Named(Sale),
        ["DELETE /v1/transactions/{key}"] = RouteRow.Named(Sale),
        ["DELETE /v1/transactions"] = RouteRow.Named(Sale, """{"key":"THING"}"""),
        ["POST /v1/transactions/{key}/archive"] = RouteRow.Named(Sale),
        ["POST /v1/transactions/{key}/revoke-archive"] = RouteRow.Named(ArchivedSale),
        // A refund for a sale nobody knows waits for it, in the caller's own program.
        ["POST /v1/transactions/{key}/refunds"] = RouteRow.Own(Sale, """{"key":"new","amount":1}"""),
        ["GET /v1/customers/{key}/transactions"] = RouteRow.Named(Customer),

        // Journal
        ["GET /v1/journal/{id}"] = RouteRow.Named(Entry),
    };

    /// <summary>
    /// A program with one of everything that sales need, full of canaries: what the rows name, and what plain lists
    /// must not show to others.
    /// </summary>
    /// <param name="api">The program.</param>
    public static async Task Fill(ApiClient api)
    {
        if (api.Program.Type is not ("affiliate" or "refer-a-friend"))
        {
            return;
        }

        await api.Referrer("anna", $"anna@{Canary}.example");
        await api.SignUp("carl", "anna", $$""","name":"{{Canary}}","email":"carl@{{Canary}}.example" """);
        await api.Sale("order", "100", "carl", $$""","metadata":{"note":"{{Canary}}"} """);
    }

    /// <summary>What <see cref="Fill"/> made, as lists can be asked for it.</summary>
    public static readonly IReadOnlyList<string> Names =
    [
        "anna",
        "anna-id",
        $"anna@{Canary}.example",
        "carl",
        $"carl@{Canary}.example",
        "order",
    ];

    // What makes a thing in a filled program, and says how it is named in a path.

    private static Task<string> Nothing(ApiClient api) => Task.FromResult("");

    private static Task<string> Partner(ApiClient api) => Task.FromResult("anna-id");

    private static Task<string> Referrer(ApiClient api) => Task.FromResult("anna");

    private static Task<string> Customer(ApiClient api) => Task.FromResult("carl");

    private static Task<string> Sale(ApiClient api) => Task.FromResult("order");

    private static async Task<string> ArchivedPartner(ApiClient api)
    {
        (await api.Post("/v1/partners/anna-id/archive")).Is(200);
        return "anna-id";
    }

    private static async Task<string> ArchivedSale(ApiClient api)
    {
        (await api.Post("/v1/transactions/order/archive")).Is(200);
        return "order";
    }

    private static async Task<string> Entry(ApiClient api) => (await api.Get("/v1/journal"))["data.0.id"]!;
}

/// <summary>How one route is called about a real thing.</summary>
/// <param name="Make">Makes the thing in a filled program and says its name.</param>
/// <param name="Body">The body, with THING for the name.</param>
/// <param name="Query">The query, with THING for the name.</param>
/// <param name="Others">
/// What another program's API key must be told, as status and code; null when it succeeds too, in its own program.
/// </param>
internal sealed partial record RouteRow(
    Func<ApiClient, Task<string>> Make,
    string? Body,
    string? Query,
    (int Status, string Code)? Others
)
{
    /// <summary>Why a route that needs the scope to write appends no entry; null when it does append.</summary>
    public string? WritesNoEntry { get; init; }

    [GeneratedRegex(@"\{[^}]*\}", RegexOptions.None, matchTimeoutMilliseconds: 5_000)]
    private static partial Regex Parameter { get; }

    /// <summary>A route about a thing that exists in one program: 404 with any other program's API key.</summary>
    public static RouteRow Named(Func<ApiClient, Task<string>> make, string? body = null, string? query = null) =>
        new(make, body, query, (404, "not_found"));

    /// <summary>A request that fails when what it names within does not exist: 422 for others.</summary>
    public static RouteRow Within(Func<ApiClient, Task<string>> make, string? body = null, string? query = null) =>
        new(make, body, query, (422, "invalid_fields"));

    /// <summary>A route that succeeds with any program's API key, and then works in that program only.</summary>
    public static RouteRow Own(Func<ApiClient, Task<string>> make, string? body = null, string? query = null) =>
        new(make, body, query, null);

    /// <summary>The request about a thing.</summary>
    /// <param name="path">The route's path.</param>
    /// <param name="thing">The thing's name.</param>
    public (string Path, string? Body) About(string path, string thing)
    {
        var segment = Uri.EscapeDataString(thing);
        var query = Query is null ? "" : "?" + Query.Replace("THING", segment, StringComparison.Ordinal);
        return (Parameter.Replace(path, segment) + query, Body?.Replace("THING", thing, StringComparison.Ordinal));
    }
}
