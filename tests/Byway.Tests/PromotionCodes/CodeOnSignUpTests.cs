using Xunit;

namespace Byway.Tests.PromotionCodes;

/// <summary>A promotion code on a sign-up: the last piece of evidence, and one that fails nothing.</summary>
public sealed class CodeOnSignUpTests(TestServer server) : ServerTests(server)
{
    [Theory]
    [InlineData("\"promotion_code\":\"ANNA25\"", "promotion_code")]
    [InlineData("\"promotion_code\":\"anna25\"", "promotion_code")]
    [InlineData("\"discount_code\":\"ANNA25\"", "discount_code")]
    public async Task A_code_binds_whom_nothing_else_does(string code, string field)
    {
        var api = await Server.Affiliate().WithCodes();
        var signUp = await api.SignUp("carl", more: "," + code);
        Assert.Equal("attributed", signUp.Decision);
        Assert.Equal("resolved", await api.VerdictOn(signUp, field));
        Assert.Equal("0", await api.Times("ANNA25"));
        await api.Sale("t1", "100", "carl");
        Assert.Equal("30", await api.Balance());
        Assert.Equal(signUp.Text, (await api.SignUp("carl", more: "," + code)).Text);
        (await api.Post("/v1/customers", api.SignUpBody("carl", more: ",\"promotion_code\":\"BERT25\""))).Is(422);
    }

    [Theory]
    [InlineData("bert", "attributed", "bert", "noted")]
    [InlineData("nobody", "attributed", "anna", "resolved")]
    [InlineData("gone", "attributed", "anna", "resolved")]
    public async Task A_code_counts_after_the_partner(string partner, string decision, string bound, string verdict)
    {
        var api = await Server.Affiliate().WithCodes();
        await api.Referrer("gone");
        (await api.Post("/v1/partners/gone/suspend", "{}")).Is(200);
        var signUp = await api.SignUp("carl", partner, ",\"promotion_code\":\"ANNA25\"");
        Assert.Equal(decision, signUp.Decision);
        Assert.Equal(verdict, await api.VerdictOn(signUp, "promotion_code"));
        Assert.Contains(bound, signUp["data.partner"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_code_counts_after_the_link()
    {
        var api = await Server.Affiliate().WithCodes();
        var signUp = await api.SignUp(
            "carl",
            more: ",\"promotion_code\":\"ANNA25\",\"options\":{\"referral_url\":\"https://shop.example.com?aff=bert\"}"
        );
        Assert.Contains("bert", signUp["data.partner"], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"promotion_code\":\"NONE\"", "promotion_code_unknown")]
    [InlineData("\"promotion_code\":\"OLD\"", "promotion_code_expired")]
    [InlineData("\"promotion_code\":\"OFF\"", "promotion_code_inactive")]
    [InlineData("\"promotion_code\":\"ANY\"", "promotion_code_without_partner")]
    [InlineData("\"promotion_code\":\"DORA\"", "promotion_code_not_for_customer")]
    [InlineData("\"promotion_code\":[1,2]", "promotion_code_unknown")]
    [InlineData("\"promotion_code\":{\"a\":null}", "promotion_code_unknown")]
    [InlineData("\"promotion_code\":\"a\\u0000b\"", "promotion_code_unknown")]
    [InlineData("\"promotion_code\":17", "promotion_code_unknown")]
    [InlineData("\"promotion_code\":\"\"", "customer_not_referred")]
    [InlineData("\"promotion_code\":null", "customer_not_referred")]
    public async Task What_does_not_lead_to_anybody_fails_nothing(string code, string decision)
    {
        var api = await Server.Affiliate().WithCodes();
        await api.SignUp("dora");
        await api.Code("OLD", more: ",\"expiration_date_status\":true,\"expiration_date_value\":\"2026-01-10\"");
        await api.Code("OFF", more: ",\"active\":false");
        await api.Code("ANY", null);
        await api.Code("DORA", more: ",\"limit_to_specific_customer\":true,\"coupon_specific_customers\":[\"dora\"]");

        // Refusing unknown partners does not refuse codes.
        (await api.Put("/v1/program/settings", """{"unknown_partner":"reject"}""")).Is(200);
        var signUp = await api.SignUp("carl", more: "," + code);
        Assert.Equal(decision, signUp.Decision);
        (await api.Post("/v1/customers", api.SignUpBody("emil", "nobody", "," + code))).Is(400);
    }

    [Fact]
    public async Task A_very_long_code_is_kept_short()
    {
        var api = await Server.Affiliate().WithCodes();
        var signUp = await api.SignUp("carl", more: $",\"promotion_code\":\"{new string('x', 5000)}\"");
        Assert.Equal("promotion_code_unknown", signUp.Decision);
    }

    [Fact]
    public async Task Whoever_signs_up_with_a_code_that_leads_to_nobody_is_kept_by_key_only_where_that_is_set()
    {
        var api = await Server.Affiliate().WithCodes();
        (await api.Put("/v1/program/settings", """{"store_unreferred":"key_only"}""")).Is(200);
        var nobody = await api.SignUp("carl", more: ",\"name\":\"Carl\",\"promotion_code\":\"NONE\"");
        Assert.Null(nobody["data.name"] is "null" ? null : nobody["data.name"]);
        var bound = await api.SignUp("dora", more: ",\"name\":\"Dora\",\"promotion_code\":\"ANNA25\"");
        Assert.Equal("Dora", bound["data.name"]);
    }
}
