using Byway.Tests.PromotionCodes;
using Xunit;

namespace Byway.Tests.Transactions;

/// <summary>Programs that go by transactions: the partner key on a sale says whose it is.</summary>
public sealed class TransactionBasedTests(TestServer server) : ServerTests(server)
{
    private const string Anna = ",\"partner_key\":\"anna\"";
    private const string Bert = ",\"metadata\":{\"partner_key\":\"bert\"}";

    [Fact]
    public async Task Each_sale_counts_for_the_partner_it_names()
    {
        var api = await Program();
        var first = await api.Sale("t1", "100", "carl", Anna);
        Assert.Equal("30", first["data.rewards.0.amount"]);
        Assert.Equal("carl__pkey_anna", first["data.customer.key"] ?? first["data.customer"]);
        await api.Sale("t2", "100", "carl", Bert);
        await api.Sale("t3", "100", "carl", Anna);
        Assert.Equal("60", await api.Balance());
        Assert.Equal("30", await api.Balance(referrer: "bert"));
        Assert.Equal(2, await api.CountOf("customers"));
        var explained = await api.Explain(first);
        Assert.Equal("partner_key", explained["data.decision.evidence.0.field"]);
        Assert.Equal("resolved", explained["data.decision.evidence.0.verdict"]);
        Assert.Equal("2", first.Header("Byway-Entry-Count"));
        Assert.Equal(first.Text, (await api.Sale("t1", "100", "carl", Anna)).Text);
        (await api.Post("/v1/transactions", api.SaleBody("t1", "100", "carl", Bert))).Is(422);
        await api.Refund("t3", "r1", "50");
        Assert.Equal("45", await api.Balance());
    }

    [Fact]
    public async Task A_record_is_completed_by_its_sign_up()
    {
        var api = await Program();
        await api.Sale("t1", "100", "carl", Anna);
        Assert.Equal("already_bound", (await api.SignUp("carl__pkey_anna", "bert")).Decision);
        await api.SignUp("carl", "bert");
        await api.Sale("t2", "100", "carl");
        Assert.Equal("30", await api.Balance(referrer: "bert"));
        await api.Sale("t3", "100", "carl", Anna);
        Assert.Equal("60", await api.Balance());
    }

    [Theory]
    [InlineData(",\"partner_key\":\"nobody\"", "partner_key", "partner_key_unknown")]
    [InlineData(",\"partner_key\":\"gone\"", "partner_key", "partner_inactive")]
    [InlineData(",\"partner_key\":{\"a\":1}", "partner_key", "partner_key_malformed")]
    [InlineData(",\"partner_key\":\"a\\u0000b\"", "partner_key", "partner_key_malformed")]
    [InlineData(",\"metadata\":{\"partner_key\":[7]}", "metadata.partner_key", "partner_key_malformed")]
    [InlineData(",\"metadata\":{\"partner_key\":\"nobody\"}", "metadata.partner_key", "partner_key_unknown")]
    [InlineData(",\"partner_key\":\"\"", "partner_key", null)]
    [InlineData(",\"partner_key\":null", "partner_key", null)]
    [InlineData(",\"partner_key\":[]", "partner_key", null)]
    public async Task Without_a_partner_it_goes_by_the_customer(string more, string field, string? verdict)
    {
        var api = await Program();
        await api.Referrer("gone");
        (await api.Post("/v1/partners/gone/suspend", "{}")).Is(200);
        await api.SignUp("carl", "bert");
        var sale = await api.Sale("t1", "100", "carl", more);
        Assert.Equal("30", await api.Balance(referrer: "bert"));
        Assert.Equal(verdict, await api.VerdictOn(sale, field));
        Assert.Equal("customer_unknown", (await api.Sale("t2", "100", "new", more)).Decision);
    }

    [Theory]
    [InlineData("ANNA", "carl__pkey_anna")]
    [InlineData("anna-id", "carl__pkey_anna")]
    public async Task Any_name_of_a_partner_leads_to_one_record(string name, string key)
    {
        var api = await Program();
        await api.Sale("t1", "100", "carl", $",\"partner_key\":\"{name}\"");
        (await api.Put("/v1/partners/anna", """{"key":"annika"}""")).Is(200);
        await api.Sale("t2", "100", "carl", Anna);
        await api.Sale("t3", "100", "carl", ",\"partner_key\":\"annika\"");
        Assert.Equal(1, await api.CountOf("customers"));
        (await api.Get($"/v1/customers/{key}")).Is(200);
        Assert.Equal("90", await api.Balance(referrer: "annika"));
    }

    [Fact]
    public async Task Switching_the_model_changes_only_new_sales()
    {
        var api = await Server.Affiliate();
        await api.Referrer("anna");
        await api.Referrer("bert");
        await api.SignUp("carl", "bert");
        var before = await api.Sale("t1", "100", "carl", Anna);
        Assert.Equal("customer_based", await api.VerdictOn(before, "partner_key"));
        Assert.Equal("30", await api.Balance(referrer: "bert"));
        await Set(api, "transaction_based");
        Assert.Equal(before.Text, (await api.Sale("t1", "100", "carl", Anna)).Text);
        await api.Sale("t2", "100", "carl", Anna);
        Assert.Equal("30", await api.Balance());
        await Set(api, "customer_based");
        await api.Sale("t3", "100", "carl", Anna);
        Assert.Equal("60", await api.Balance(referrer: "bert"));
        Assert.Equal("30", await api.Balance());
        (await api.Delete("/v1/transactions/t2")).Is(200);
        Assert.Equal("0", await api.Balance());
    }

    [Fact]
    public async Task In_a_customer_based_program_a_partner_key_binds_nobody()
    {
        var api = await Server.Affiliate();
        await api.Referrer("anna");
        await api.SignUp("carl");
        Assert.Equal("customer_not_referred", (await api.Sale("t1", "100", "carl", Anna)).Decision);
        Assert.Equal("customer_unknown", (await api.Sale("t2", "100", "dora", Anna)).Decision);
        var created = await api.Sale("t3", "100", "emil", Anna + ",\"options\":{\"create_customer\":true}");
        Assert.Equal("customer_provisional", created.Decision);
    }

    [Fact]
    public async Task A_batch_names_a_partner_for_each_sale_or_for_all()
    {
        var api = await Program();
        var body = """
            {"partner_key":"anna","customer":{"key":"carl"},"transactions":[
            {"key":"a","amount":100},{"key":"b","amount":100,"partner_key":"bert"},
            {"key":"c","amount":100,"metadata":{"partner_key":"bert"}},{"key":"d","amount":100}]}
            """;
        var first = (await api.Post("/v1/transactions", body)).Is(200);
        Assert.Equal("60", await api.Balance());
        Assert.Equal("60", await api.Balance(referrer: "bert"));
        Assert.Equal(2, await api.CountOf("customers"));
        Assert.Equal(first.Text, (await api.Post("/v1/transactions", body)).Is(200).Text);
    }

    [Fact]
    public async Task The_partner_key_comes_before_the_promotion_code()
    {
        var api = await Server
            .Affiliate(settings => settings with { IsTransactionBased = true, PromotionCodeWins = true })
            .WithCodes();
        var sale = await api.SaleWith("BERT25", "t1", "carl", more: Anna);
        Assert.Equal("30", await api.Balance());
        Assert.Equal("noted", await api.VerdictOn(sale));
        Assert.Equal("1", await api.Times("BERT25"));
        await api.SignUp("dora", "anna");
        await api.SaleWith("BERT25", "t2", "dora");
        Assert.Equal("30", await api.Balance(referrer: "bert"));
    }

    [Fact]
    public async Task A_code_for_a_customer_is_for_the_customers_records_too()
    {
        var api = await Server.Affiliate(settings => settings with { IsTransactionBased = true }).WithCodes();
        await api.SignUp("carl");
        await api.Code("CARL", more: ",\"limit_to_specific_customer\":true,\"coupon_specific_customers\":[\"carl\"]");
        Assert.Equal("noted", await api.VerdictOn(await api.SaleWith("CARL", "t1", "carl", more: Anna)));
        Assert.Equal(
            "promotion_code_not_for_customer",
            await api.VerdictOn(await api.SaleWith("CARL", "t2", "dora", more: Anna))
        );
    }

    [Fact]
    public async Task Partners_buying_for_themselves_earn_nothing_and_suspended_customers_neither()
    {
        var api = await Program();
        var own = """
            {"key":"t1","amount":100,"customer":{"key":"own","email":"anna@example.com"},"partner_key":"anna",
            "options":{"create_customer":true}}
            """;
        Assert.Equal("self_referral", (await api.Post("/v1/transactions", own)).Is(200).Decision);
        await api.SignUp("known", more: ",\"email\":\"anna+x@example.com\"");
        Assert.Equal("self_referral", (await api.Sale("t2", "100", "known", Anna)).Decision);
        await api.SignUp("bad", "bert");
        (await api.Post("/v1/customers/bad/suspend", "{}")).Is(200);
        Assert.Equal("customer_suspended", (await api.Sale("t3", "100", "bad", Anna)).Decision);
    }

    [Fact]
    public async Task Partners_above_earn_along()
    {
        var api = await Program();
        (
            await api.Post(
                "/v1/partners",
                """{"key":"zoe","email":"zoe@example.com","referring_partner":{"key":"anna"}}"""
            )
        ).Is(201);
        (await api.Put("/v1/program/rules", """{"levels":[{"percent":5}]}""")).Is(200);
        await api.Sale("t1", "100", "carl", ",\"partner_key\":\"zoe\"");
        Assert.Equal("30", await api.Balance(referrer: "zoe"));
        Assert.Equal("5", await api.Balance());
    }

    [Fact]
    public async Task Sixteen_first_sales_at_once_make_one_record()
    {
        var api = await Program();
        await Task.WhenAll(Enumerable.Range(0, 16).Select(at => api.Sale($"t{at}", "100", "carl", Anna)));
        Assert.Equal(1, await api.CountOf("customers"));
        Assert.Equal("480", await api.Balance());
    }

    [Fact]
    public async Task Erasing_a_buyer_erases_the_records_with_partners()
    {
        var api = await Program();
        var sale = """
            {"key":"KEY","amount":100,"partner_key":"anna","options":{"create_customer":true},
            "customer":{"key":"WHO","email":"someone-private@example.net","name":"Private"}}
            """;
        foreach (var who in new[] { "carl-private", "dora-private" })
        {
            var body = sale.Replace("WHO", who, StringComparison.Ordinal);
            (await api.Post("/v1/transactions", body.Replace("KEY", who + "1", StringComparison.Ordinal))).Is(200);
            (
                await api.Post(
                    "/v1/transactions",
                    body.Replace("KEY", who + "2", StringComparison.Ordinal)
                        .Replace("\"anna\"", "\"bert\"", StringComparison.Ordinal)
                )
            ).Is(200);
        }

        await api.SignUp("carl-private", more: ",\"email\":\"someone-private@example.net\"");
        foreach (var who in new[] { "carl-private", "dora-private" })
        {
            (await api.Post($"/v1/customers/{who}/erase", "{}")).Is(200);
            (await api.Get($"/v1/customers/{who}__pkey_anna")).Is(404);
            var left = await Server.Query<long>(
                "select count(*) from customers where program_id = @ProgramId and key like @like",
                new { api.Program.ProgramId, like = who + "%" }
            );
            Assert.Equal(0, left[0]);
            var late = await api.Sale(who + "3", "100", who, Anna);
            Assert.Equal("customer_erased", late.Decision);
        }

        Assert.Equal("60", await api.Balance());
    }

    [Fact]
    public async Task Another_programs_partner_is_nobody()
    {
        await Program();
        var api = await Server.Affiliate(settings => settings with { IsTransactionBased = true });
        var sale = await api.Sale("t1", "100", "carl", Anna);
        Assert.Equal("partner_key_unknown", await api.VerdictOn(sale, "partner_key"));
    }

    [Fact]
    public async Task In_refer_a_friend_programs_the_model_changes_nothing()
    {
        var api = await Server.ReferAFriend(settings => settings with { IsTransactionBased = true }).WithCarl();
        await api.Sale("t1", "100", "carl", Anna);
        Assert.Equal("30", await api.Balance());
    }

    private async Task<ApiClient> Program()
    {
        var api = await Server.Affiliate();
        await api.Referrer("anna");
        await api.Referrer("bert");
        await Set(api, "transaction_based");
        return api;
    }

    private static async Task Set(ApiClient api, string model) =>
        (await api.Put("/v1/program/settings", $$"""{"commission_attribution":"{{model}}"}""")).Is(200);
}
