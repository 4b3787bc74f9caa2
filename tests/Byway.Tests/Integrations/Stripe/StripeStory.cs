using System.Text;
using System.Text.Json.Nodes;
using Xunit;

namespace Byway.Tests.Integrations.Stripe;

/// <summary>Stripe's events through HTTP: a subscription's life, in any order and more than once.</summary>
public sealed class StripeStory : ServerTests
{
    private static readonly DateTimeOffset Afterwards = new(2026, 11, 1, 12, 0, 0, TimeSpan.Zero);

    /// <summary>Begins after all that the events tell of.</summary>
    public StripeStory(TestServer server)
        : base(server) => Server.Clock.Now = Afterwards;

    [Fact]
    public async Task A_subscription_with_refunds_and_disputes_ends_with_what_the_partner_has_earned()
    {
        var shop = await Shop();
        await shop.SendAll(StripeYear.Events);

        Assert.Equal(StripeYear.Balance, await shop.Api.Balance());
        var sales = (await shop.Api.Get("/v1/transactions?sort=asc")).Is(200);
        Assert.Equal("in_First,in_Second,in_Third,in_Fourth", sales.Column("key"));
        Assert.Equal("49,49,49,49", sales.Column("amount"));
        Assert.Equal("renewal,renewal,renewal,renewal", sales.Column("action"));
        Assert.Equal("5929 1029 0 stripe -", await Split(shop, "in_First"));
        Assert.Equal("anna-id", (await shop.Api.Get("/v1/customers/4711")).Is(200)["data.partner"]);
        Assert.Equal(0, (await shop.Api.Get("/v1/integrations/stripe/events?status=failed")).Is(200).Count("data"));
        var trial = await shop.Event((string)EventFile.Read("invoice.paid.trial")["id"]!);
        Assert.Equal("noted", trial["data.status"]);
    }

    [Fact]
    public async Task Events_may_come_in_any_order_and_any_number_of_times()
    {
        for (var seed = 1; seed <= 12; seed++)
        {
            var random = new Random(seed);
            JsonObject[] events = [.. StripeYear.Events, .. StripeYear.Events.Where(_ => random.Next(3) == 0)];
            random.Shuffle(events);
            var shop = await Shop();
            await shop.SendAll(events);
            Assert.True(StripeYear.Balance == await shop.Api.Balance(), $"Seed {seed}");
            Assert.Equal(4, await shop.Api.CountOf("transactions"));
        }
    }

    [Fact]
    public async Task Every_order_of_a_few_events_ends_alike()
    {
        foreach (var order in Orders([.. StripeYear.Few]))
        {
            var shop = await Shop();
            foreach (var one in order)
            {
                await shop.Send(one);
                await shop.Book();
            }

            var names = string.Join(' ', order.Select(one => (string?)one["type"]));
            Assert.True(StripeYear.BalanceOfFew == await shop.Api.Balance(), names);
        }
    }

    [Fact]
    public async Task An_invoice_that_the_API_reports_too_is_one_sale_either_way_round()
    {
        var shop = await Shop();
        await shop.SendAll([EventFile.Read("customer.created")]);
        await shop.Api.Sale("order-1", "49", "4711", ",\"invoice_id\":\"in_First\"");
        await shop.SendAll([EventFile.Read("invoice.paid"), EventFile.Read("charge.succeeded")]);
        Assert.Equal(1, await shop.Api.CountOf("transactions"));
        Assert.Equal("14.7", await shop.Api.Balance());

        var other = await Shop();
        await other.SendAll([EventFile.Read("customer.created"), EventFile.Read("invoice.paid")]);
        await other.Api.Post(
            "/v1/transactions",
            other.Api.SaleBody("order-1", "49", "4711", ",\"invoice_id\":\"in_First\"")
        );
        Assert.Equal(1, await other.Api.CountOf("transactions"));
        Assert.Equal("14.7", await other.Api.Balance());
    }

    [Fact]
    public async Task A_checkout_without_an_invoice_is_a_sale_without_tax_and_shipping()
    {
        var shop = await Shop();
        await shop.SendAll([EventFile.Read("checkout.session.completed.payment")]);
        var sale = (await shop.Api.Get("/v1/transactions/pi_Pay")).Is(200);
        Assert.Equal("90", sale["data.amount"]);
        Assert.Equal("11495 1995 500 stripe SUMMER10", await Split(shop, "pi_Pay"));
        Assert.Equal("27", await shop.Api.Balance());

        var gross = await Shop(""","settings":{"amount_excludes_tax":false,"amount_excludes_shipping":false}""");
        await gross.SendAll([EventFile.Read("checkout.session.completed.payment")]);
        Assert.Equal("114.95", (await gross.Api.Get("/v1/transactions/pi_Pay")).Is(200)["data.amount"]);
    }

    [Fact]
    public async Task Codes_of_Stripe_are_codes_here_and_a_sale_knows_them_by_Stripes_id()
    {
        var shop = await Shop();
        await shop.Api.Referrer("bert");
        await shop.SendAll([EventFile.Read("promotion_code.created"), EventFile.Read("coupon.created")]);
        var code = (await shop.Api.Get("/v1/promotion-codes/SUMMER10")).Is(200);
        Assert.Equal("true", code["data.active"] ?? "true");

        var invoice = EventFile.Read("invoice.paid.2020");
        invoice.Carried()["discount"]!["promotion_code"] = "promo_Summer";
        await shop.SendAll([invoice]);
        Assert.EndsWith(" SUMMER10", await Split(shop, "in_Old"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("bert", "13.23")]
    [InlineData("nobody-has-this", "0")]
    public async Task A_partners_code_earns_where_nothing_else_says_who_referred(string partner, string earned)
    {
        var shop = await Shop();
        await shop.Api.Referrer("bert");
        var code = EventFile.Read("promotion_code.created");
        code.Carried()["metadata"]!["partner_key"] = partner;
        var invoice = EventFile.Read("invoice.paid.2020");
        invoice.Carried()["discount"]!["promotion_code"] = "promo_Summer";
        invoice.Carried()["subscription_details"] = null;
        invoice.Carried()["lines"] = null;
        await shop.SendAll([code, invoice]);
        Assert.Equal(1, await shop.Api.CountOf("transactions"));
        Assert.Equal(earned, await shop.Api.Balance(referrer: "bert"));
        Assert.Equal("0", await shop.Api.Balance());
    }

    [Fact]
    public async Task A_customer_whom_the_merchant_signed_up_is_found_by_Stripes_id_from_then_on()
    {
        var shop = await Shop();
        await shop.Api.SignUp("4711", "anna");
        var unnamed = EventFile.Read("customer.created");
        unnamed.Carried()["metadata"]!.AsObject().Remove("partner_key");
        var invoice = EventFile.Read("invoice.paid.2020");
        invoice.Carried()["subscription_details"] = null;
        invoice.Carried()["lines"] = null;
        await shop.SendAll([unnamed, invoice]);
        Assert.Equal("13.23", await shop.Api.Balance());
    }

    [Fact]
    public async Task What_Stripe_did_not_sign_changes_nothing()
    {
        var shop = await Shop();
        var before = await shop.Api.Sequence();
        var body = EventFile.Bytes("invoice.paid");
        (await shop.Post(body, StripeMerchant.Secret + "x")).IsRefused(400, "bad_signature");
        await shop.Book();
        Assert.Equal(before, await shop.Api.Sequence());
        (await shop.Post(body, StripeMerchant.Secret)).Is(200);
        (await shop.Post(Encoding.UTF8.GetBytes("{}"), StripeMerchant.Secret)).IsRefused(400, "unreadable_body");
        var other = await Server.Affiliate();
        (await new StripeMerchant(other).Post(body, StripeMerchant.Secret)).IsRefused(404, "not_found");
    }

    private async Task<StripeMerchant> Shop(string more = "")
    {
        var shop = await StripeMerchant.Connect(Server.Affiliate(), more);
        await shop.Api.Referrer("anna");
        return shop;
    }

    /// <summary>What the books have of a sale beside its amount.</summary>
    private static async Task<string> Split(StripeMerchant shop, string key) =>
        (
            await shop.Api.Server.Query<string>(
                """
                select (gross_amount / 10000) || ' ' || (coalesce(tax_amount, 0) / 10000) || ' '
                    || (coalesce(shipping_amount, 0) / 10000) || ' ' || source || ' ' || coalesce(discount_code, '-')
                from transactions where program_id = @ProgramId and key = @key
                """,
                new { shop.Api.Program.ProgramId, key }
            )
        )[0];

    private static IEnumerable<JsonObject[]> Orders(JsonObject[] events)
    {
        if (events.Length < 2)
        {
            yield return events;
            yield break;
        }

        for (var first = 0; first < events.Length; first++)
        {
            JsonObject[] others = [.. events[..first], .. events[(first + 1)..]];
            foreach (var rest in Orders(others))
            {
                yield return [events[first], .. rest];
            }
        }
    }
}
