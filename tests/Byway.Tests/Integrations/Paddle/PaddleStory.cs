using System.Text;
using System.Text.Json.Nodes;
using Byway.Integrations.Paddle;
using Byway.Values;
using Xunit;

namespace Byway.Tests.Integrations.Paddle;

/// <summary>
/// Paddle's events through real HTTP: a trial, four payments, a refund, a chargeback that is won; in any order and
/// more than once.
/// </summary>
public sealed class PaddleStory(TestServer server) : ServerTests(server)
{
    // Four payments of 100 net at 30 %, less 40 % of one.
    private const string Earned = "108";

    [Fact]
    public async Task A_subscription_ends_with_what_the_partner_has_earned()
    {
        var api = await Server.Affiliate().WithPaddle();
        await api.Told(PaddleEvents.LifeCycle.Take(9));
        Assert.Equal("120", await api.Balance(unit: "EUR"));
        await api.Told("10");
        Assert.Equal("120", await api.Balance(unit: "EUR"));
        await api.Told("11");
        Assert.Equal("108", await api.Balance(unit: "EUR"));
        await api.Told("12");
        Assert.Equal("78", await api.Balance(unit: "EUR"));
        await api.Told("13");
        Assert.Equal(Earned, await api.Balance(unit: "EUR"));

        var sales = (await api.Get("/v1/transactions?sort=asc")).Is(200);
        Assert.Equal("100,100,100,100", sales.Column("amount"));
        Assert.Equal("renewal,renewal,renewal,renewal", sales.Column("action"));
        Assert.Equal(
            [119, 119, 119, 119],
            await Server.Query<long>(
                "select gross_amount / 1000000 from transactions where program_id = @ProgramId and source = 'paddle' "
                    + "and tax_amount = 19000000",
                new { api.Program.ProgramId }
            )
        );
        (await api.Get("/v1/customers/user-4711")).Is(200);
        (await api.Get("/v1/customers/ctm_01kawmira00000000000000000")).Is(200);
        foreach (var status in (string[])["failed", "refused", "waiting", "unknown", "received"])
        {
            var events = (await api.Get($"/v1/integrations/paddle/events?status={status}")).Is(200);
            Assert.Equal(0, events.Count("data"));
        }
    }

    [Fact]
    public async Task Events_may_come_in_any_order_and_any_number_of_times()
    {
        for (var seed = 1; seed <= 12; seed++)
        {
            var random = new Random(seed);
            var names = PaddleEvents.LifeCycle.Concat(["20", "21", "22", "24", "44", "47", "52", "53"]).ToArray();
            string[] events = [.. names, .. names.Where(_ => random.Next(3) == 0)];
            random.Shuffle(events);
            var api = await Server.Affiliate().WithPaddle();
            foreach (var some in events.Chunk(1 + random.Next(6)))
            {
                await api.Told(some);
            }

            Assert.True(Earned == await api.Balance(unit: "EUR"), $"Seed {seed}");
            Assert.Equal(4, (await api.Get("/v1/transactions")).Is(200).Count("data"));
        }
    }

    [Theory]
    [InlineData("18", "01", "03", "07", "11")]
    [InlineData("30", "03", "08", "12", "13")]
    [InlineData("0", "03", "06", "40", "45")]
    [InlineData("30", "11", "41", "07", "03")]
    public async Task Every_order_of_a_few_events_ends_alike(string earned, params string[] names)
    {
        foreach (var order in Orders(names))
        {
            var api = await Server.Affiliate().WithPaddle();
            foreach (var name in order)
            {
                await api.Told(name);
            }

            Assert.True(earned == await api.Balance(unit: "EUR"), string.Join(' ', order));
        }
    }

    [Fact]
    public async Task The_comparison_of_orders_would_see_a_missing_event()
    {
        var api = await Server.Affiliate().WithPaddle();
        await api.Told(PaddleEvents.LifeCycle.Where(name => !name.StartsWith("13", StringComparison.Ordinal)));
        Assert.NotEqual(Earned, await api.Balance(unit: "EUR"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_payment_that_the_API_reports_too_is_one_sale(bool isApiFirst)
    {
        const string Sale = """
            {"key":"order-7","amount":100,"amount_units":"EUR","invoice_id":"731-10002","customer":{"key":"user-4711"}}
            """;
        var api = await Server.Affiliate().WithPaddle();
        await api.Told("03");
        if (isApiFirst)
        {
            (await api.Post("/v1/transactions", Sale)).Is(200);
        }

        await api.Told("06", "21");
        if (!isApiFirst)
        {
            (await api.Post("/v1/transactions", Sale)).Is(200);
        }

        Assert.Equal(1, (await api.Get("/v1/transactions")).Is(200).Count("data"));
        Assert.Equal("30", await api.Balance(unit: "EUR"));
        await api.Told("40");
        Assert.Equal("0", await api.Balance(unit: "EUR"));
    }

    [Fact]
    public async Task A_trial_alone_signs_the_customer_up()
    {
        var api = await Server.Affiliate().WithPaddle();
        await api.Told("02");
        Assert.Equal(0, (await api.Get("/v1/transactions")).Is(200).Count("data"));
        await api.Sale("order-1", "100", "user-4711");
        Assert.Equal("30", await api.Balance());
    }

    [Fact]
    public async Task A_discount_that_a_sale_names_by_id_is_its_code()
    {
        var api = await Server.Affiliate().WithPaddle();
        await api.Told("60", "30");
        Assert.Equal(
            ["ANNA10"],
            await Server.Query<string>(
                "select discount_code from transactions where program_id = @ProgramId",
                new { api.Program.ProgramId }
            )
        );
        Assert.Equal("8.1", await api.Balance());
    }

    [Theory]
    [InlineData("null")]
    [InlineData("""{"partner_key":"nobody-has-this"}""")]
    public async Task A_discount_of_nobody_earns_nothing(string customData)
    {
        var api = await Server.Affiliate().WithPaddle();
        var discount = JsonNode.Parse(PaddleEvents.Text("60"))!.AsObject();
        discount["data"]!["custom_data"] = JsonNode.Parse(customData);
        (await api.Paddle(discount.ToJsonString())).Is(200);
        await api.Told("30");
        Assert.Equal(1, (await api.Get("/v1/transactions")).Is(200).Count("data"));
        Assert.Equal("0", await api.Balance());
    }

    [Fact]
    public async Task What_is_not_signed_with_this_programs_secret_is_refused_and_not_kept()
    {
        var api = await Server.Affiliate().WithPaddle();
        var body = PaddleEvents.Text("06");
        (await api.Paddle(body, "pdl_ntfset_another_secret")).Is(400);
        var path = $"/integrations/paddle/{api.Program.PublicId}/webhook";
        (await api.Send("POST", path, body, ("Authorization", ""))).Is(400);
        var old = (UtcMicros.Now(Server.Clock) / UtcMicros.PerSecond) - 301;
        var header = PaddleSignature.Sign(PaddleShop.Secret, old, Encoding.UTF8.GetBytes(body));
        (await api.Send("POST", path, body, (PaddleSignature.Header, header), ("Authorization", ""))).Is(400);
        await api.Told();
        Assert.Equal(0, (await api.Get("/v1/integrations/paddle/events")).Is(200).Count("data"));
        (await api.Paddle(body)).Is(200);
        await api.Told();
        Assert.Equal(1, (await api.Get("/v1/integrations/paddle/events")).Is(200).Count("data"));
    }

    private static IEnumerable<string[]> Orders(string[] names) =>
        names.Length <= 1
            ? [names]
            : names.SelectMany(
                name => Orders([.. names.Where(other => other != name)]),
                (name, rest) => (string[])[name, .. rest]
            );
}
