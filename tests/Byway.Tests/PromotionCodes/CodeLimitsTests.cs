using Xunit;

namespace Byway.Tests.PromotionCodes;

/// <summary>What promotion codes and coupons are limited to, and the reason that the decision gives.</summary>
public sealed class CodeLimitsTests(TestServer server) : ServerTests(server)
{
    [Theory]
    [InlineData("", "noted")]
    [InlineData(",\"active\":false", "promotion_code_inactive")]
    [InlineData(",\"expiration_date_status\":true,\"expiration_date_value\":\"2026-01-15\"", "promotion_code_expired")]
    [InlineData(",\"expiration_date_status\":true,\"expiration_date_value\":\"2026-01-16\"", "noted")]
    [InlineData(",\"expiration_date_status\":false,\"expiration_date_value\":\"2026-01-14\"", "noted")]
    [InlineData(",\"minimum_order_status\":true,\"minimum_order_value\":100", "noted")]
    [InlineData(",\"minimum_order_status\":true,\"minimum_order_value\":100.01", "promotion_code_below_minimum")]
    [InlineData(
        ",\"limit_to_specific_customer\":true,\"coupon_specific_customers\":[\"dora\"]",
        "promotion_code_not_for_customer"
    )]
    [InlineData(",\"limit_to_specific_customer\":true,\"coupon_specific_customers\":[\"carl\"]", "noted")]
    [InlineData(
        ",\"limit_to_specific_subscriber\":true,\"coupon_specific_subscribers\":[\"carl\"]",
        "promotion_code_not_for_customer"
    )]
    public async Task A_limit_is_told_by_its_reason(string limits, string verdict)
    {
        var api = await Server.Affiliate().WithCodes();
        await api.SignUp("carl");
        await api.SignUp("dora");
        await api.Code("P", more: limits);
        var sale = await api.SaleWith("P", "t1", "carl");
        Assert.Equal(verdict, await api.VerdictOn(sale));
        var applies = verdict == "noted";
        Assert.Equal(applies ? "rewarded" : "customer_not_referred", sale.Decision);
        Assert.Equal(applies ? "1" : "0", await api.Times("P"));
    }

    [Theory]
    [InlineData(",\"active\":false", "promotion_code_inactive")]
    [InlineData(
        ",\"redemption_specific_date_status\":true,\"redemption_specific_date_value\":\"2026-01-10\"",
        "promotion_code_expired"
    )]
    [InlineData(",\"redemption_times_status\":true,\"redemption_times_value\":1", "noted", "promotion_code_used_up")]
    public async Task A_coupons_limits_are_those_of_its_codes(string limits, string verdict, string? next = null)
    {
        var api = await Server.Affiliate().WithCodes();
        await api.Coupon("D", more: limits);
        await api.Code("P", coupon: "D");
        await api.Code("Q", coupon: "D");
        await api.SignUp("carl");
        Assert.Equal(verdict, await api.VerdictOn(await api.SaleWith("P", "t1", "carl")));
        Assert.Equal(next ?? verdict, await api.VerdictOn(await api.SaleWith("Q", "t2", "carl")));
    }

    [Fact]
    public async Task The_least_amount_is_of_what_was_paid_and_at_the_programs_rate()
    {
        var api = await Server.Affiliate().WithCodes();
        await api.Code("P", more: ",\"minimum_order_status\":true,\"minimum_order_value\":100");
        await api.SignUp("carl");
        Assert.Equal("noted", await Verdict("t1", ",\"gross_amount\":119"));
        Assert.Equal("promotion_code_below_minimum", await Verdict("t2", ",\"gross_amount\":99.99"));
        Assert.Equal(
            "promotion_code_below_minimum",
            await Verdict("t3", ",\"amount_units\":\"EUR\",\"gross_amount\":99")
        );
        (await api.Put("/v1/program/rates", """{"rates":[{"from":"EUR","to":"USD","rate":1.1}]}""")).Is(200);
        Assert.Equal("noted", await Verdict("t4", ",\"amount_units\":\"EUR\",\"gross_amount\":99"));

        async Task<string?> Verdict(string key, string more) =>
            await api.VerdictOn(await api.SaleWith("P", key, "carl", "90", more));
    }

    [Fact]
    public async Task A_first_order_is_one_without_another_that_stands()
    {
        var api = await Server.Affiliate().WithCodes();
        await api.Code("FIRST", more: ",\"first_time_order\":true");
        await api.SignUp("carl");
        await api.Sale("t1", "10", "carl");
        Assert.Equal("promotion_code_not_first_order", await Verdict("t2", "carl"));
        (await api.Post("/v1/transactions/t1/archive", "{}")).Is(200);
        (await api.Delete("/v1/transactions/t2")).Is(200);
        Assert.Equal("noted", await Verdict("t3", "carl"));
        Assert.Equal("promotion_code_not_first_order", await Verdict("t4", "carl"));

        // Of several that waited for the sign-up the first is the first.
        foreach (var key in new[] { "w1", "w2" })
        {
            Assert.Equal("customer_unknown", await Verdict(key, "dora"));
        }

        await api.SignUp("dora");
        Assert.Equal("2", await api.Times("FIRST"));

        async Task<string?> Verdict(string key, string customer) =>
            await api.VerdictOn(await api.SaleWith("FIRST", key, customer));
    }

    [Fact]
    public async Task In_one_batch_only_the_first_order_is_the_first()
    {
        var api = await Server.Affiliate().WithCodes();
        await api.Code("FIRST", more: ",\"first_time_order\":true");
        await api.SignUp("carl");
        const string Sale = ",\"amount\":100,\"discount_code\":\"FIRST\"}";
        var batch = $$"""{"customer":{"key":"carl"},"transactions":[{"key":"a"{{Sale}},{"key":"b"{{Sale}}]}""";
        (await api.Post("/v1/transactions", batch)).Is(200);
        Assert.Equal("1", await api.Times("FIRST"));
    }

    [Theory]
    [InlineData("\"once\"", "2026-01-15", "promotion_code_used_before")]
    [InlineData("\"days\",\"coupon_duration_value\":3", "2026-01-12T12:00:01Z", "noted")]
    [InlineData("\"days\",\"coupon_duration_value\":3", "2026-01-13T12:00:00Z", "promotion_code_used_before")]
    [InlineData("\"months\",\"coupon_duration_value\":1", "2026-01-15", "noted")]
    [InlineData("\"lifetime\"", "2026-01-15", "noted")]
    public async Task A_coupon_counts_for_a_customer_as_long_as_it_says(string duration, string later, string verdict)
    {
        var api = await Server.Affiliate().WithCodes(duration);
        await api.SignUp("carl", more: ",\"created_at\":\"2026-01-01\"");
        await api.SaleWith("ANNA25", "t1", "carl", more: ",\"created_at\":\"2026-01-10T12:00:00Z\"");
        var sale = await api.SaleWith("BERT25", "t2", "carl", more: $",\"created_at\":\"{later}\"");
        Assert.Equal(verdict, await api.VerdictOn(sale));
        await api.SignUp("dora");
        Assert.Equal("noted", await api.VerdictOn(await api.SaleWith("ANNA25", "t3", "dora")));
    }

    [Fact]
    public async Task A_sale_is_judged_by_its_own_time()
    {
        var api = await Server.Affiliate().WithCodes();
        await api.Code("P", more: ",\"expiration_date_status\":true,\"expiration_date_value\":\"2026-01-10\"");
        await api.SignUp("carl", more: ",\"created_at\":\"2026-01-01\"");
        Assert.Equal("promotion_code_expired", await api.VerdictOn(await api.SaleWith("P", "t1", "carl")));
        var before = await api.SaleWith("P", "t2", "carl", more: ",\"created_at\":\"2026-01-09\"");
        Assert.Equal("noted", await api.VerdictOn(before));
        Assert.Equal("30", await api.Balance());
    }

    [Fact]
    public async Task A_deleted_code_is_unknown()
    {
        var api = await Server.Affiliate().WithCodes();
        await api.SignUp("carl");
        (await api.Delete("/v1/promotion-codes/ANNA25")).Is(200);
        Assert.Equal("promotion_code_unknown", await api.VerdictOn(await api.SaleWith("ANNA25", "t1", "carl")));
    }
}
