using Byway.Programs;
using Xunit;

namespace Byway.Tests.Examples;

/// <summary>
/// The example shops in Node, PHP and Python, from the landing to the reward, against a real server.
/// </summary>
public sealed class ShopTests(TestServer server) : ServerTests(server)
{
    private const string Email = "Carla.Gauß+shop@Example.NET";
    private static readonly string[] Languages = ["node", "php", "python"];

    /// <summary>Every shop in every program type.</summary>
    public static readonly MatrixTheoryData<string, string> Shops = new(
        Languages,
        [ProgramType.Affiliate, ProgramType.ReferAFriend]
    );

    /// <summary>Every shop.</summary>
    public static readonly TheoryData<string> EachLanguage = [.. Languages];

    /// <summary>Every shop, and what says nothing about a report.</summary>
    public static readonly MatrixTheoryData<string, int> Troubles = new(Languages, [401, 403, 404]);

    [Theory]
    [MemberData(nameof(Shops))]
    public async Task A_referred_visitor_is_bound_and_the_sale_rewarded_once(string language, string type)
    {
        var api = await WithAnna(type);
        await using var shop = await ExampleShop.Start(language, api);
        using var visitor = shop.Visitor();

        await Land(visitor, $"/?utm_source=x&{ParameterOf(api)}=anna");
        await Land(visitor, "/");
        var customer = await SignUp(visitor);
        var signUp = await shop.Printed("customer");
        Assert.Equal($"{customer}", signUp[api.IsAffiliate ? "key" : "id"]);
        Assert.Equal(Email, signUp["email"]);
        Assert.Equal("anna-id", signUp[api.IsAffiliate ? "partner" : "referring_customer.id"]);
        Assert.StartsWith("attributed: ", await shop.PrintedDecision(), StringComparison.Ordinal);

        var order = await ExampleShop.Post(visitor, "/api/orders", new { product = "pro" }, "order_id");
        using var paymentProvider = shop.Visitor();
        for (var times = 0; times < 2; times++)
        {
            await ExampleShop.Post(paymentProvider, "/api/payments", new { order_id = order });
            var sale = await shop.Printed("transaction");
            Assert.Equal($"{order}", sale["key"]);
            Assert.Equal("29.997", sale["rewards.0.amount"]);
            Assert.Equal(
                "rewarded: 30 % of 99.99 USD is 29.997 USD, by the program's default, version 1; payable now.",
                await shop.PrintedDecision()
            );
        }

        await ExampleShop.Post(visitor, "/api/tips", new { });
        Assert.Equal("1.5", (await shop.Printed("transaction"))["rewards.0.amount"]);
        Assert.StartsWith("rewarded: 30 % of 5 USD", await shop.PrintedDecision(), StringComparison.Ordinal);

        await IsBoundToAnna(api, customer);
        var sales = (await api.Get($"/v1/customers/{customer}/transactions")).Is(200);
        Assert.Equal("tip,sale", sales.Column("action"));
        var found = (await api.Get($"/v1/transactions/{order}")).Is(200);
        Assert.Equal(1, found.Count("data.rewards"));
        Assert.Equal("29.997", found["data.rewards.0.amount"]);
        Assert.Equal("99.99", found["data.amount"]);
        if (api.IsAffiliate)
        {
            Assert.Equal("pro", found["data.rewards.0.product_type_data.product_id"]);
        }
    }

    [Theory]
    [MemberData(nameof(Shops))]
    public async Task Without_a_good_key_the_customer_is_kept_and_nobody_rewarded(string language, string type)
    {
        var api = await WithAnna(type);
        await using var shop = await ExampleShop.Start(language, api);
        foreach (
            var (landing, decision) in new[]
            {
                ("/", "customer_not_referred: "),
                ("/?utm_source=anna", "customer_not_referred: "),
                ($"/?{ParameterOf(api)}=nobody", "partner_key_unknown: "),
                ($"/?{ParameterOf(api)}=%00%FF%22%5C{new string('k', 300)}", "partner_key_malformed: "),
            }
        )
        {
            using var visitor = shop.Visitor();
            await Land(visitor, landing);
            var customer = await SignUp(visitor);
            await shop.Printed("customer");
            Assert.StartsWith(decision, await shop.PrintedDecision(), StringComparison.Ordinal);

            var order = await ExampleShop.Post(visitor, "/api/orders", new { product = "starter" }, "order_id");
            await ExampleShop.Post(visitor, "/api/payments", new { order_id = order });
            Assert.Equal(0, (await shop.Printed("transaction")).Count("rewards"));
            Assert.Equal(
                "customer_not_referred: Nobody referred the customer, so nobody is rewarded.",
                await shop.PrintedDecision()
            );

            var found = (await api.Get($"/v1/customers/{customer}")).Is(200);
            Assert.Equal("null", found[api.IsAffiliate ? "data.partner" : "data.referring_customer"]);
            Assert.Equal(Email, found["data.email"]);
        }
    }

    [Theory]
    [MemberData(nameof(EachLanguage))]
    public async Task An_answer_that_was_lost_is_asked_for_again_and_counts_once(string language)
    {
        var api = await WithAnna(ProgramType.Affiliate);
        await using var front = await LossyFront.Start(Server);
        await using var shop = await ExampleShop.Start(language, api, ("BYWAY_URL", front.Url));
        using var visitor = shop.Visitor();
        await Land(visitor, "/?aff=anna");

        var customer = await SignUp(visitor);
        Assert.Contains("503 The answer was lost.", await shop.PrintedComplaint(), StringComparison.Ordinal);
        Assert.Equal($"{customer}", (await shop.Printed("customer"))["key"]);

        var order = await ExampleShop.Post(visitor, "/api/orders", new { product = "pro" }, "order_id");
        await ExampleShop.Post(visitor, "/api/payments", new { order_id = order });
        await shop.PrintedComplaint();
        Assert.Equal($"{order}", (await shop.Printed("transaction"))["key"]);

        await ExampleShop.Post(visitor, "/api/tips", new { });
        await shop.PrintedComplaint();
        Assert.Equal("tip", (await shop.Printed("transaction"))["action"]);

        Assert.Equal(3, front.Lost);
        var sales = (await api.Get($"/v1/customers/{customer}/transactions")).Is(200);
        Assert.Equal("tip,sale", sales.Column("action"));
    }

    [Theory]
    [MemberData(nameof(EachLanguage))]
    public async Task A_refusal_is_logged_and_the_shop_goes_on(string language)
    {
        var api = await WithAnna(ProgramType.Affiliate);
        await using var shop = await ExampleShop.Start(language, api, ("BYWAY_API_KEY", "bw_live_wrong"));
        using var visitor = shop.Visitor();
        await SignUp(visitor);
        Assert.Contains("401 The API key is not valid.", await shop.PrintedComplaint(), StringComparison.Ordinal);
        await ExampleShop.Post(visitor, "/api/orders", new { product = "pro" }, "order_id");
    }

    [Theory]
    [MemberData(nameof(Troubles))]
    public async Task A_report_waits_for_the_end_of_a_trouble_that_is_not_its_own(string language, int status)
    {
        var api = await WithAnna(ProgramType.Affiliate);
        await using var front = await LossyFront.Start(Server, isLossy: false);
        front.Instead = _ => (status, """{"status":0,"message":"Not now.","code":"some_trouble"}""");
        await using var shop = await ExampleShop.Start(language, api, ("BYWAY_URL", front.Url));
        using var visitor = shop.Visitor();
        await Land(visitor, "/?aff=anna");
        var customer = await SignUp(visitor);
        Assert.Contains($"{status} Not now.", await shop.PrintedComplaint(), StringComparison.Ordinal);
        Assert.Equal(0, await api.CountOf("customers"));

        front.Instead = _ => null;
        // PHP sends what is left with the next request.
        await ExampleShop.Post(visitor, "/api/orders", new { product = "pro" }, "order_id");
        Assert.Equal($"{customer}", (await shop.Printed("customer"))["key"]);
        await IsBoundToAnna(api, customer);
    }

    [Theory]
    [MemberData(nameof(EachLanguage))]
    public async Task What_is_refused_lets_the_next_report_through(string language)
    {
        var api = await WithAnna(ProgramType.Affiliate);
        await using var front = await LossyFront.Start(Server, isLossy: false);
        front.Instead = asked =>
            asked.Path == "/v1/customers"
                ? (422, """{"status":0,"message":"Never.","code":"invalid_fields"}""")
                : null;
        await using var shop = await ExampleShop.Start(language, api, ("BYWAY_URL", front.Url));
        using var visitor = shop.Visitor();
        await SignUp(visitor);
        Assert.Contains("422 Never.", await shop.PrintedComplaint(), StringComparison.Ordinal);
        var order = await ExampleShop.Post(visitor, "/api/orders", new { product = "pro" }, "order_id");
        await ExampleShop.Post(visitor, "/api/payments", new { order_id = order });
        Assert.Equal($"{order}", (await shop.Printed("transaction"))["key"]);
    }

    [Theory]
    [MemberData(nameof(EachLanguage))]
    public async Task Another_link_parameter_is_read_from_the_environment(string language)
    {
        var api = await WithAnna(ProgramType.Affiliate);
        await using var shop = await ExampleShop.Start(language, api, ("LINK_PARAMETER", "via"));
        using var visitor = shop.Visitor();
        await Land(visitor, "/?aff=nobody&via=anna");
        await SignUp(visitor);
        Assert.Equal("anna-id", (await shop.Printed("customer"))["partner"]);
    }

    [Theory]
    [InlineData("/", "customer_not_referred: ")]
    [InlineData("/?aff=anna", "attributed: ")]
    [InlineData("/by-visitor", "customer_not_referred: ")]
    [InlineData("/by-visitor?aff=anna", "attributed: ")]
    [InlineData("/in-page", "customer_not_referred: ")]
    [InlineData("/in-page?aff=anna", "attributed: ")]
    public async Task The_pages_of_all_three_ways_keep_the_key(string landing, string decision)
    {
        var api = await WithAnna(ProgramType.Affiliate);
        await using var shop = await ExampleShop.Start("node", api);
        await using var browser = ExampleProcess.Start(
            "node",
            Interpreter.Node,
            [
                Path.Combine(Tidy.SourceTree.Root, "tests", "Byway.Tests", "Examples", "browser.mjs"),
                new Uri(shop.Address, landing).ToString(),
                Email,
            ],
            api
        );
        Assert.Equal("Welcome!", await browser.Line("status "));
        await browser.End();
        Assert.Equal(Email, (await shop.Printed("customer"))["email"]);
        Assert.StartsWith(decision, await shop.PrintedDecision(), StringComparison.Ordinal);
    }

    private static string ParameterOf(ApiClient api) => api.IsAffiliate ? "aff" : "ref";

    private static async Task Land(HttpClient visitor, string path)
    {
        using var response = await visitor.GetAsync(path);
        Assert.True(response.IsSuccessStatusCode, $"{path} -> {response.StatusCode}");
        Assert.Equal("text/html", response.Content.Headers.ContentType?.MediaType);
    }

    private static Task<long> SignUp(HttpClient visitor) =>
        ExampleShop.Post(visitor, "/api/signup", new { email = $" {Email} ", name = "Carla 😀" }, "customer_id");

    private static async Task IsBoundToAnna(ApiClient api, long customer)
    {
        var found = (await api.Get($"/v1/customers/{customer}")).Is(200);
        Assert.Equal("anna-id", found[api.IsAffiliate ? "data.partner" : "data.referring_customer.id"]);
        Assert.Equal(Email, found["data.email"]);
    }

    private async Task<ApiClient> WithAnna(string type)
    {
        var api = await Server.NewProgram(type);
        var path = api.IsAffiliate ? "/v1/partners" : "/v1/customers";
        (await api.Post(path, """{"id":"anna-id","key":"anna","email":"anna@example.com"}""")).Is(201);
        return api;
    }
}
