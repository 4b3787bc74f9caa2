using Xunit;

namespace Byway.Tests.PromotionCodes;

/// <summary>A promotion code on a sale: whose sale it is, and what it redeems.</summary>
public sealed class CodeOnSaleTests(TestServer server) : ServerTests(server)
{
    [Theory]
    [InlineData("ANNA25")]
    [InlineData("anna25")]
    public async Task A_code_binds_a_known_customer_whom_nobody_referred(string code)
    {
        var api = await Server.Affiliate().WithCodes();
        await api.SignUp("carl");
        var sale = await api.SaleWith(code, "t1", "carl");
        Assert.Equal("30", sale["data.rewards.0.amount"]);
        Assert.Equal("30", await api.Balance());
        Assert.Equal("noted", await api.VerdictOn(sale));
        Assert.Equal("1", await api.Times("ANNA25"));
        var customer = await api.Get("/v1/customers/carl");
        Assert.Contains("anna", customer["data.partner"], StringComparison.Ordinal);

        // Later sales follow the customer, with and without a code.
        Assert.Equal("30", (await api.Sale("t2", "100", "carl"))["data.rewards.0.amount"]);
        await api.SaleWith("BERT25", "t3", "carl");
        Assert.Equal("90", await api.Balance());
        Assert.Equal("0", await api.Balance(referrer: "bert"));
        Assert.Equal("1", await api.Times("BERT25"));
    }

    [Fact]
    public async Task The_entry_that_binds_tells_of_the_code()
    {
        var api = await Server.Affiliate().WithCodes();
        await api.SignUp("carl");
        await api.SaleWith("ANNA25", "t1", "carl");
        var why = await api.Get("/v1/customers/carl/decision");
        Assert.Contains("discount_code leads to anna-id", why.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_customers_partner_comes_before_the_code()
    {
        var api = await Server.Affiliate().WithCodes();
        await api.SignUp("carl", "bert");
        var sale = await api.SaleWith("ANNA25", "t1", "carl");
        Assert.Equal("0", await api.Balance());
        Assert.Equal("30", await api.Balance(referrer: "bert"));
        Assert.Equal("noted", await api.VerdictOn(sale));
        Assert.Equal("resolved", await api.VerdictOn(sale, "customer.referred_by"));
        Assert.Equal("1", await api.Times("ANNA25"));
    }

    [Fact]
    public async Task The_setting_puts_the_code_first_for_that_sale_only()
    {
        var api = await Server.Affiliate().WithCodes();
        (await api.Put("/v1/program/settings", """{"promotion_code_wins":true}""")).Is(200);
        await api.SignUp("carl", "bert");
        var sale = await api.SaleWith("ANNA25", "t1", "carl");
        Assert.Equal("30", await api.Balance());
        Assert.Equal("0", await api.Balance(referrer: "bert"));
        Assert.Equal("resolved", await api.VerdictOn(sale));
        Assert.Equal("noted", await api.VerdictOn(sale, "customer.referred_by"));
        Assert.Contains("anna", sale["data.partner"], StringComparison.Ordinal);
        Assert.Contains("bert", (await api.Get("/v1/customers/carl"))["data.partner"], StringComparison.Ordinal);
        await api.Sale("t2", "100", "carl");
        Assert.Equal("30", await api.Balance(referrer: "bert"));

        // What is taken back is taken back from whom it was paid to.
        (await api.Delete("/v1/transactions/t1")).Is(200);
        Assert.Equal("0", await api.Balance());
        Assert.Equal("30", await api.Balance(referrer: "bert"));
    }

    [Fact]
    public async Task A_sales_code_binds_nobody_unknown_and_is_judged_when_the_sign_up_comes()
    {
        var api = await Server.Affiliate().WithCodes();
        var sale = await api.SaleWith("ANNA25", "t1", "carl");
        Assert.Equal("customer_unknown", sale.Decision);
        Assert.Equal("customer_unknown", await api.VerdictOn(sale));
        Assert.Equal("0", await api.Times("ANNA25"));
        await api.SignUp("carl");
        Assert.Equal("30", await api.Balance());
        Assert.Equal("1", await api.Times("ANNA25"));

        // The other way round ends the same.
        await api.SignUp("dora");
        await api.SaleWith("ANNA25", "t2", "dora");
        Assert.Equal("60", await api.Balance());
        await api.SaleWith("ANNA25", "t3", "emil");
        await api.SignUp("emil", "bert");
        Assert.Equal("30", await api.Balance(referrer: "bert"));
        Assert.Equal("3", await api.Times("ANNA25"));
    }

    [Fact]
    public async Task A_sale_that_makes_its_customer_binds_it_by_the_code()
    {
        var api = await Server.Affiliate().WithCodes();
        var create = ",\"options\":{\"create_customer\":true}";
        await api.SaleWith("ANNA25", "t1", "carl", more: create);
        Assert.Equal("30", await api.Balance());
        var body = """
            {"key":"t2","amount":100,"discount_code":"ANNA25","options":{"create_customer":true},
            "customer":{"key":"dora","partner":{"key":"bert"}}}
            """;
        (await api.Post("/v1/transactions", body)).Is(200);
        Assert.Equal("30", await api.Balance(referrer: "bert"));
        Assert.Equal("2", await api.Times("ANNA25"));

        // The sign-up completes the customer, and the binding stands.
        var completed = await api.SignUp("carl", "bert");
        Assert.Equal("already_bound", completed.Decision);
    }

    [Fact]
    public async Task A_repeated_sale_redeems_once_and_so_does_a_reported_redemption()
    {
        var api = await Server.Affiliate().WithCodes();
        await api.SignUp("carl");
        var first = await api.SaleWith("ANNA25", "t1", "carl");
        var again = await api.SaleWith("ANNA25", "t1", "carl");
        Assert.Equal(first.Text, again.Text);
        const string Redeem = """{"redeem":true,"transaction_key":"t1"}""";
        (await api.Put("/v1/promotion-codes/ANNA25", Redeem)).Is(200);
        (await api.Put("/v1/coupons/C", Redeem)).Is(200);
        Assert.Equal("1", await api.Times("ANNA25"));
        Assert.Equal("1", (await api.Get("/v1/coupons/C"))["data.times_redeemed"]);
        var code = await api.Get("/v1/promotion-codes/ANNA25");
        Assert.Equal("t1", code["data.additional_info.redemptions.0.transaction_key"]);
        var key = api.SaleBody("t1", "100", "carl", ",\"discount_code\":\"BERT25\"");
        (await api.Post("/v1/transactions", key)).Is(422);
    }

    [Fact]
    public async Task What_a_sale_has_redeemed_stays_redeemed_and_its_key_redeems_no_more()
    {
        var api = await Server.Affiliate().WithCodes();
        await api.Code("ONCE", more: ",\"redemption_times_status\":true,\"redemption_times_value\":1");
        await api.SignUp("carl");
        await api.SaleWith("ONCE", "t1", "carl");
        await api.Refund("t1", "r1", "100");
        Assert.Equal("1", await api.Times("ONCE"));
        (await api.Delete("/v1/transactions/t1")).Is(200);
        Assert.Equal("1", await api.Times("ONCE"));
        await api.SignUp("dora");
        var other = await api.SaleWith("ONCE", "t2", "dora");
        Assert.Equal("promotion_code_used_up", await api.VerdictOn(other));
        Assert.Equal("customer_not_referred", other.Decision);

        // A corrected sale with the key of the deleted one is the one that had redeemed it.
        var corrected = await api.SaleWith("ONCE", "t1", "carl", "90");
        Assert.Equal("noted", await api.VerdictOn(corrected));
        Assert.Equal("1", await api.Times("ONCE"));
    }

    [Fact]
    public async Task An_inactive_partners_code_leads_to_nobody()
    {
        var api = await Server.Affiliate().WithCodes();
        (await api.Post("/v1/partners/anna/suspend", "{}")).Is(200);
        await api.SignUp("carl");
        var sale = await api.SaleWith("ANNA25", "t1", "carl");
        Assert.Equal("customer_not_referred", sale.Decision);
        Assert.Equal("partner_inactive", await api.VerdictOn(sale));
        (await api.Post("/v1/partners/anna/approve", "{}")).Is(200);
        await api.SaleWith("ANNA25", "t2", "carl");
        Assert.Equal("30", await api.Balance());
    }

    [Fact]
    public async Task A_partners_own_purchase_by_code_earns_nothing()
    {
        var api = await Server.Affiliate().WithCodes();
        await api.SignUp("own", more: ",\"email\":\"Anna+shop@example.com\"");
        var sale = await api.SaleWith("ANNA25", "t1", "own");
        Assert.Equal("self_referral", sale.Decision);
        Assert.Equal("0", await api.Balance());
        (await api.Put("/v1/program/settings", """{"promotion_code_wins":true}""")).Is(200);
        await api.SignUp("other", "bert", ",\"email\":\"anna@example.com\"");
        Assert.Equal("self_referral", (await api.SaleWith("ANNA25", "t2", "other")).Decision);
        Assert.Equal("0", await api.Balance(referrer: "bert"));
    }

    [Fact]
    public async Task A_code_of_several_partners_leads_to_nobody_but_the_customers_own()
    {
        var api = await Server.Affiliate().WithCodes();
        await api.Code(
            "BOTH",
            null,
            ",\"limit_to_specific_partner\":true,\"coupon_specific_partners\":[\"anna\",\"bert\"]"
        );
        (await api.Put("/v1/program/settings", """{"promotion_code_wins":true}""")).Is(200);
        await api.SignUp("carl");
        Assert.Equal("promotion_code_shared", await api.VerdictOn(await api.SaleWith("BOTH", "t1", "carl")));
        await api.SignUp("dora", "bert");
        Assert.Equal("resolved", await api.VerdictOn(await api.SaleWith("BOTH", "t2", "dora")));
        Assert.Equal("30", await api.Balance(referrer: "bert"));
        Assert.Equal("2", await api.Times("BOTH"));
    }

    [Fact]
    public async Task Rules_see_the_code_that_was_used()
    {
        var api = await Server.Affiliate().WithCodes();
        await api.Code("SPRING", null, ",\"redemption_times_status\":true,\"redemption_times_value\":1");
        (
            await api.Put(
                "/v1/program/rules",
                """{"rules":[{"conditions":{"promotion_code":["spring","PODCAST"]},"percent":50}]}"""
            )
        ).Is(200);
        await api.SignUp("carl", "anna");
        Assert.Equal("50", (await api.SaleWith("SPRING", "t1", "carl"))["data.rewards.0.amount"]);
        Assert.Equal("30", (await api.SaleWith("SPRING", "t2", "carl"))["data.rewards.0.amount"]);

        // A code that nobody has made here is the merchant's own.
        var own = await api.SaleWith("podcast", "t3", "carl");
        Assert.Equal("50", own["data.rewards.0.amount"]);
        Assert.Equal("promotion_code_unknown", await api.VerdictOn(own));
    }

    [Fact]
    public async Task Another_programs_code_is_unknown()
    {
        var other = await Server.Affiliate().WithCodes();
        var api = await Server.Affiliate();
        await api.SignUp("carl");
        Assert.Equal("promotion_code_unknown", await api.VerdictOn(await api.SaleWith("ANNA25", "t1", "carl")));
        Assert.Equal("0", await other.Times("ANNA25"));
    }

    [Fact]
    public async Task In_refer_a_friend_programs_codes_are_redeemed_and_lead_to_nobody()
    {
        var api = await Server.ReferAFriend().WithCarl();
        await api.Coupon();
        await api.Code("SPRING", null);
        await api.SignUp("dora");
        Assert.Equal(
            "promotion_code_without_partner",
            await api.VerdictOn(await api.SaleWith("SPRING", "t1", "dora"))
        );
        await api.SaleWith("SPRING", "t2", "carl");
        Assert.Equal("2", await api.Times("SPRING"));
    }

    [Fact]
    public async Task In_a_batch_each_sale_sees_what_the_one_before_redeemed()
    {
        var api = await Server.Affiliate().WithCodes();
        await api.Code("TWICE", more: ",\"redemption_times_status\":true,\"redemption_times_value\":2");
        var sales = string.Join(
            ',',
            Enumerable
                .Range(0, 4)
                .Select(at =>
                    $$$"""{"key":"t{{{at}}}","amount":100,"discount_code":"TWICE","customer":{"key":"c{{{at}}}"}}"""
                )
        );
        foreach (var at in Enumerable.Range(0, 4))
        {
            await api.SignUp($"c{at}");
        }

        (await api.Post("/v1/transactions", $$"""{"transactions":[{{sales}}]}""")).Is(200);
        Assert.Equal("2", await api.Times("TWICE"));
        Assert.Equal("60", await api.Balance());
    }

    [Fact]
    public async Task Hundreds_at_once_redeem_what_is_left_and_no_more()
    {
        var api = await Server.Affiliate().WithCodes();
        await api.Code("LAST", more: ",\"redemption_times_status\":true,\"redemption_times_value\":1");
        await Task.WhenAll(Enumerable.Range(0, 200).Select(at => api.SignUp($"c{at}")));
        var sales = await Task.WhenAll(
            Enumerable.Range(0, 200).Select(at => api.SaleWith("LAST", $"t{at}", $"c{at}"))
        );
        Assert.Equal("1", await api.Times("LAST"));
        Assert.Single(sales, sale => sale.Decision == "rewarded");
        Assert.Equal("30", await api.Balance());
        Assert.Equal(2, await api.CountOf("redemptions"));
    }
}
