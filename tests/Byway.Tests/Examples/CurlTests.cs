using Xunit;

namespace Byway.Tests.Examples;

/// <summary>The curl example: one script that walks a visitor through a shop.</summary>
public sealed class CurlTests(TestServer server) : ServerTests(server)
{
    private const string Email = """Carla "G" \ Gauß@Example.NET""";

    [Theory]
    [MemberData(nameof(BothTypes))]
    public async Task A_referred_visitor_is_bound_and_the_sale_rewarded_once(string type)
    {
        var api = await Server.NewProgram(type);
        var path = api.IsAffiliate ? "/v1/partners" : "/v1/customers";
        (await api.Post(path, """{"id":"anna-id","key":"anna & \\ *","email":"anna@example.com"}""")).Is(201);
        var parameter = api.IsAffiliate ? "aff" : "ref";

        var printed = await Run(api, $"https://shop.example/?a=%61*&{parameter}=anna+%26%20%5C%20*#top");

        var customer = new Reply(200, new Dictionary<string, string>(), printed[0]);
        Assert.Equal("4711", customer[api.IsAffiliate ? "data.key" : "data.id"]);
        Assert.Equal("anna-id", customer[api.IsAffiliate ? "data.partner" : "data.referring_customer.id"]);
        Assert.Equal(Email, customer["data.email"]);
        Assert.StartsWith("attributed: ", printed[1], StringComparison.Ordinal);
        Assert.Contains("\"rewards\":[{\"key\":\"815\"", printed[2], StringComparison.Ordinal);
        Assert.StartsWith("rewarded: 30 % of 99.99 USD is 29.997 USD", printed[3], StringComparison.Ordinal);
        Assert.Equal(printed[2..4], printed[4..6]);
        Assert.StartsWith("rewarded: 30 % of 5 USD is 1.5 USD", printed[7], StringComparison.Ordinal);
        Assert.Equal(printed[6..8], printed[8..10]);

        var sales = (await api.Get("/v1/customers/4711/transactions")).Is(200);
        Assert.Equal("tip,sale", sales.Column("action"));
        Assert.Equal("29.997", sales["data.1.rewards.0.amount"]);
        Assert.Equal(1, sales.Count("data.1.rewards"));
    }

    [Theory]
    [InlineData("https://shop.example/", "customer_not_referred: ")]
    [InlineData("https://shop.example/?xaff=anna&aff=", "customer_not_referred: ")]
    [InlineData("https://shop.example/?aff=nobody", "partner_key_unknown: ")]
    [InlineData("https://shop.example/?aff=%00%FF%22%5C%0A%zz", "partner_key_unknown: ")]
    public async Task Without_a_good_key_the_customer_is_kept_and_nobody_rewarded(string landing, string decision)
    {
        var api = await Server.Affiliate();
        var printed = await Run(api, landing);
        Assert.StartsWith(decision, printed[1], StringComparison.Ordinal);
        Assert.StartsWith("customer_not_referred: ", printed[3], StringComparison.Ordinal);
        Assert.Equal("null", (await api.Get("/v1/customers/4711")).Is(200)["data.partner"]);
        Assert.Equal(0, (await api.Get("/v1/transactions/815")).Is(200).Count("data.rewards"));
    }

    [Fact]
    public async Task An_answer_that_was_lost_is_asked_for_again_and_counts_once()
    {
        var api = await Server.Affiliate();
        await using var front = await LossyFront.Start(Server);
        await Run(api, "https://shop.example/", ("BYWAY_URL", front.Url));
        Assert.Equal(3, front.Lost);
        var sales = (await api.Get("/v1/customers/4711/transactions")).Is(200);
        Assert.Equal("tip,sale", sales.Column("action"));
    }

    [Fact]
    public async Task A_refusal_is_logged_and_the_shop_goes_on()
    {
        var api = await Server.Affiliate();
        await using var script = Start(api, "https://shop.example/", ("BYWAY_API_KEY", "bw_live_wrong"));
        for (var calls = 0; calls < 5; calls++)
        {
            Assert.Contains("401 {", await script.Line("byway: "), StringComparison.Ordinal);
        }

        await script.End();
    }

    private static ExampleProcess Start(ApiClient api, string landing, params (string Name, string Value)[] more) =>
        ExampleProcess.Start(
            "curl",
            Interpreter.Bash,
            ["shop.sh", landing],
            api,
            [("CUSTOMER_ID", "4711"), ("ORDER_ID", "815"), ("EMAIL", Email), .. more]
        );

    /// <summary>
    /// What it prints: answer and decision of the sign-up, the sale, the same again, the tip, the same again.
    /// </summary>
    private static async Task<List<string>> Run(
        ApiClient api,
        string landing,
        params (string Name, string Value)[] more
    )
    {
        await using var script = Start(api, landing, more);
        var printed = new List<string>();
        foreach (var what in new[] { "customer ", "transaction ", "transaction ", "transaction ", "transaction " })
        {
            printed.Add(await script.Line(what));
            printed.Add(await script.Line("decision "));
        }

        await script.End();
        return printed;
    }
}
