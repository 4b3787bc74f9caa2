using Byway.Programs;
using Xunit;

namespace Byway.Tests.Transactions;

/// <summary><c>POST /v1/transactions</c>: one sale, repeated or refused.</summary>
public sealed class PostTransactionTests(TestServer server) : ServerTests(server)
{
    [Theory]
    [MemberData(nameof(BothTypes))]
    public async Task A_sale_of_a_referred_customer_earns(string type)
    {
        var api = await Server.NewProgram(type).WithCarl();
        var reply = await api.Sale("o1", "99.99", "carl");
        Assert.Equal("rewarded", reply.Decision);
        Assert.Equal("o1", reply["data.key"]);
        Assert.Equal("sale", reply["data.action"]);
        Assert.Equal("99.99", reply["data.amount"]);
        Assert.Equal("anna-id", reply.CountsFor());
        Assert.Equal("USD", reply["data.amount_units"]);
        Assert.Equal("29.997", reply["data.rewards.0.amount"]);
        Assert.Equal("ok", reply["data.rewards.0.status"]);
        Assert.Equal("29.997", await api.Balance());
        Assert.Equal(reply.Text, (await api.Get("/v1/transactions/o1")).Text);
    }

    [Theory]
    [MemberData(nameof(BothTypes))]
    public async Task A_sale_of_a_customer_nobody_referred_earns_nothing(string type)
    {
        var api = await Server.NewProgram(type);
        await api.SignUp("carl");
        var reply = await api.Sale("o1", "99.99", "carl");
        Assert.Equal("customer_not_referred", reply.Decision);
        Assert.Equal("[]", reply["data.rewards"]);
        Assert.Null(reply.CountsFor());
    }

    [Theory]
    [MemberData(nameof(BothTypes))]
    public async Task A_sale_of_an_unknown_customer_is_recorded(string type)
    {
        var api = await Server.NewProgram(type);
        var reply = await api.Sale("o1", "99.99", "carl");
        Assert.Equal("customer_unknown", reply.Decision);
        Assert.Equal("carl", reply[api.IsAffiliate ? "data.customer" : "data.referred_customer"]);
        Assert.Equal("[]", reply["data.rewards"]);
    }

    [Theory]
    [MemberData(nameof(BothTypes))]
    public async Task Another_programs_customer_is_unknown(string type)
    {
        await Server.NewProgram(type).WithCarl();
        var api = await Server.NewProgram(type);
        Assert.Equal("customer_unknown", (await api.Sale("o1", "99.99", "carl")).Decision);
    }

    [Theory]
    [InlineData(ProgramType.Affiliate, """{"key":"carl"}""")]
    [InlineData(ProgramType.Affiliate, """{"id":"carl"}""")]
    [InlineData(ProgramType.Affiliate, """{"email":" CARL@example.net "}""")]
    [InlineData(ProgramType.Affiliate, """{"key":"nobody","email":"carl@example.net"}""")]
    [InlineData(ProgramType.ReferAFriend, """{"id":"carl"}""")]
    [InlineData(ProgramType.ReferAFriend, """{"key":"carl"}""")]
    [InlineData(ProgramType.ReferAFriend, """{"email":"carl@example.net"}""")]
    public async Task The_customer_is_named_by_key_id_or_email(string type, string customer)
    {
        var api = await Server.NewProgram(type);
        await api.Referrer("anna");
        await api.SignUp("carl", "anna", ""","email":"carl@example.net" """);
        var reply = await api.Post("/v1/transactions", $$"""{"amount":10,"customer":{{customer}}}""");
        Assert.Equal("rewarded", reply.Is(200).Decision);
    }

    [Theory]
    [MemberData(nameof(BothTypes))]
    public async Task A_repeat_is_answered_as_before(string type)
    {
        var api = await Server.NewProgram(type).WithCarl();
        var first = await api.Sale("7", "99.99", "carl", ""","amount_units":"usd","product_id":5""");
        var before = await api.Sequence();
        Server.Clock.Advance(TimeSpan.FromHours(24));
        var again = await api.Post(
            "/v1/transactions",
            api.SaleBody(
                    "7",
                    "\"99.990\"",
                    "carl",
                    ""","product_id":["5"],"action":"sale","rewarded":"0","tags":["x"]"""
                )
                .Replace("\"7\"", "7", StringComparison.Ordinal)
                .Replace(",\"product_id\"", ",\"amount_units\":\"USD\",\"product_id\"", StringComparison.Ordinal)
        );
        Assert.Equal(first.Text, again.Is(200).Text);
        Assert.True(again.IsReplay);
        Assert.Equal(first.Entry, again.Entry);
        Assert.Equal(before, await api.Sequence());
        Server.Clock.Advance(TimeSpan.FromTicks(10));
        Assert.True((await api.Sale("7", "9999e-2", "carl", ""","amount_units":"usd","product_id":5""")).IsReplay);
        var noted = await api.Get($"/v1/journal?after={before}");
        Assert.Equal("repeated_late", noted["data.0.decision.code"]);
        Assert.Equal("29.997", await api.Balance());
    }

    [Theory]
    [InlineData("\"amount\":100", "amount")]
    [InlineData("\"amount_units\":\"EUR\"", "amount_units")]
    [InlineData("\"action\":\"upgrade\"", "action")]
    [InlineData("\"product_id\":\"p\"", "product_id")]
    [InlineData("\"metadata\":{\"a\":1}", "metadata")]
    [InlineData("\"rewardable\":false", "rewardable")]
    [InlineData("\"reward\":1,\"rewarded\":true", "reward, rewarded")]
    [InlineData(
        "\"gross_amount\":1,\"discount_amount\":2,\"tax_amount\":3",
        "discount_amount, gross_amount, tax_amount"
    )]
    [InlineData(
        "\"shipping_amount\":1,\"discount_code\":\"X\",\"source\":\"stripe\"",
        "discount_code, shipping_amount, source"
    )]
    [InlineData("\"invoice_id\":\"i\"", "invoice_id")]
    public async Task A_repeat_that_differs_is_refused_and_names_the_fields(string change, string fields)
    {
        foreach (var program in new[] { Server.Affiliate(), Server.ReferAFriend() })
        {
            var api = await program.WithCarl();
            await api.Sale("o1", "99.99", "carl");
            var before = await api.Sequence();
            var body = api.SaleBody("o1", "99.99", "carl", "," + change);
            body = change.StartsWith("\"amount\":", StringComparison.Ordinal)
                ? api.SaleBody("o1", "100", "carl")
                : body;
            var reply = await api.Post("/v1/transactions", body);
            reply.IsRefused(422, "key_reused", "key");
            Assert.Equal($"This key was used before with another {fields}.", reply.Fault("key"));
            Assert.Equal(before, await api.Sequence());
            Assert.Equal("29.997", await api.Balance());
        }
    }

    [Fact]
    public async Task A_repeat_for_another_customer_or_partner_is_refused()
    {
        var api = await Server.Affiliate().WithCarl();
        await api.Referrer("bert");
        await api.Sale("o1", "10", "carl");
        var reply = await api.Post("/v1/transactions", api.SaleBody("o1", "10", "dora"));
        reply.IsRefused(422, "key_reused", "key");
        Assert.Contains("customer.key", reply.Fault("key"), StringComparison.Ordinal);
        const string Created =
            """{"key":"o2","amount":1,"customer":{"key":"emil","partner":{"key":"anna"}},"options":"""
            + """{"create_customer":true}}""";
        (await api.Post("/v1/transactions", Created)).Is(200);
        reply = await api.Post("/v1/transactions", Created.Replace("anna", "bert", StringComparison.Ordinal));
        reply.IsRefused(422, "key_reused", "key");
        Assert.Contains("customer.partner.key", reply.Fault("key"), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(BothTypes))]
    public async Task Sixteen_at_once_make_one_sale(string type)
    {
        var api = await Server.NewProgram(type).WithCarl();
        var replies = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => api.Sale("o1", "10", "carl")));
        Assert.Single(replies, reply => !reply.IsReplay);
        Assert.Single(replies.Select(reply => reply.Text).Distinct());
        Assert.Equal("3", await api.Balance());
        Assert.Equal(1, await api.CountOf("transactions"));
    }

    [Theory]
    [MemberData(nameof(BothTypes))]
    public async Task A_hundred_callers_of_twenty_keys_each_make_twenty_sales(string type)
    {
        var api = await Server.NewProgram(type).WithCarl();
        var calls = Enumerable.Range(0, 100).SelectMany(_ => Enumerable.Range(0, 20));
        var replies = await Task.WhenAll(calls.Select(key => api.Sale($"o{key}", $"{key}.01", "carl")));
        Assert.Equal(20, replies.Count(reply => !reply.IsReplay));
        Assert.Equal(20, replies.Select(reply => reply.Text).Distinct().Count());
        Assert.Equal(20, await api.CountOf("transactions"));
        Assert.Equal("57.06", await api.Balance());
    }

    [Theory]
    [MemberData(nameof(BothTypes))]
    public async Task A_sale_without_a_key_gets_one_of_ours(string type)
    {
        var api = await Server.NewProgram(type).WithCarl();
        var one = await api.Sale("", "10", "carl");
        var other = await api.Sale("", "10", "carl");
        Assert.StartsWith("txn_", one["data.key"], StringComparison.Ordinal);
        Assert.NotEqual(one["data.key"], other["data.key"]);
        Assert.Equal("6", await api.Balance());
        Assert.Equal(one.Text, (await api.Get($"/v1/transactions/{one["data.key"]}")).Text);
    }

    [Theory]
    [MemberData(nameof(BothTypes))]
    public async Task A_program_may_let_keys_repeat(string type)
    {
        var api = await Server.NewProgram(type, s => s with { AllowRepeatedTransactionKeys = true }).WithCarl();
        await api.Sale("plan", "10", "carl");
        Assert.False((await api.Sale("plan", "10", "carl")).IsReplay);
        Assert.False((await api.Sale("plan", "20", "carl")).IsReplay);
        Assert.Equal("12", await api.Balance());
        Assert.Equal("20", (await api.Get("/v1/transactions/plan"))["data.amount"]);
        (await api.Delete("/v1/transactions/plan")).Is(200);
        Assert.Equal("10", (await api.Get("/v1/transactions/plan"))["data.amount"]);
        (await api.Delete("/v1/transactions/plan")).Is(200);
        (await api.Delete("/v1/transactions/plan")).Is(200);
        (await api.Get("/v1/transactions/plan")).Is(404);
        (await api.Delete("/v1/transactions/plan")).Is(404);
        Assert.Equal("0", await api.Balance());
    }

    [Theory]
    [InlineData("59.970000000000006", "59.97", "17.991")]
    [InlineData("\"59.970000000000006\"", "59.97", "17.991")]
    [InlineData("0.0000005", "0", null)]
    [InlineData("0.0000015", "0.000002", "0.000001")]
    [InlineData("0.0000025", "0.000002", "0.000001")]
    [InlineData("0.00000250000000000000000000000000000000000000001", "0.000003", "0.000001")]
    [InlineData("1e2", "100", "30")]
    [InlineData("1E-2", "0.01", "0.003")]
    [InlineData("0", "0", null)]
    [InlineData("-0", "0", null)]
    [InlineData("-0.0", "0", null)]
    [InlineData("\" 5 \"", "5", "1.5")]
    [InlineData("1e-400", "0", null)]
    [InlineData("0e400", "0", null)]
    [InlineData("9000000000000", "9000000000000", "2700000000000")]
    [InlineData("9e12", "9000000000000", "2700000000000")]
    [InlineData("0.000001", "0.000001", null)]
    [InlineData("0.000005", "0.000005", "0.000002")]
    public async Task An_amount_is_exact_to_the_millionth(string given, string shown, string? reward)
    {
        var api = await Server.Affiliate().WithCarl();
        var reply = await api.Sale("o1", given, "carl");
        Assert.Equal(shown, reply["data.amount"]);
        Assert.Equal(reward, reply["data.rewards.0.amount"]);
        Assert.Equal(reward is null ? "reward_is_zero" : "rewarded", reply.Decision);
    }

    [Theory]
    [InlineData("-0.000001")]
    [InlineData("-5")]
    [InlineData("-1e400")]
    [InlineData("1e400")]
    [InlineData("9000000000000.000001")]
    [InlineData("9000000000001")]
    [InlineData("123456789012345678901234567890123456789012345678901234567890")]
    [InlineData("\"\\u0661\"")]
    [InlineData("\"1,5\"")]
    [InlineData("\"1.2.3\"")]
    [InlineData("\"1e\"")]
    [InlineData("\"1e+-5\"")]
    [InlineData("\"1e-+5\"")]
    [InlineData("\"0x10\"")]
    [InlineData("\"NaN\"")]
    [InlineData("\"Infinity\"")]
    [InlineData("\"five\"")]
    [InlineData("\"5 USD\"")]
    [InlineData("\"5\\u0000\"")]
    [InlineData("true")]
    [InlineData("[5]")]
    [InlineData("{\"value\":5}")]
    [InlineData("null")]
    [InlineData("\"\"")]
    public async Task An_amount_that_cannot_be_is_refused(string given)
    {
        var api = await Server.Affiliate().WithCarl();
        var before = await api.Sequence();
        var reply = await api.Post("/v1/transactions", api.SaleBody("o1", given, "carl"));
        reply.IsRefused(422, "invalid_fields", "amount");
        Assert.Equal(before, await api.Sequence());
    }

    [Theory]
    [MemberData(nameof(BothTypes))]
    public async Task A_sale_in_another_currency_earns_in_that_currency(string type)
    {
        var api = await Server.NewProgram(type).WithCarl();
        var reply = await api.Sale("o1", "100", "carl", ""","amount_units":"eur" """);
        Assert.Equal("EUR", reply["data.amount_units"]);
        Assert.Equal("EUR", reply["data.rewards.0.amount_units"]);
        Assert.Equal("30", await api.Balance(unit: "EUR"));
        Assert.Equal("0", await api.Balance());
    }

    [Fact]
    public async Task A_sale_in_a_unit_of_the_programs_own_earns_in_it()
    {
        var api = await Server.Affiliate().WithCarl();
        var reply = await api.Sale("o1", "100", "carl", ""","amount_units":"points","is_currency":false""");
        Assert.Equal("points", reply["data.amount_units"]);
        Assert.Equal("false", reply["data.is_currency"]);
        Assert.Equal("false", reply["data.rewards.0.is_currency"]);
        Assert.Equal("30", await api.Balance(unit: "points"));
    }

    [Theory]
    [InlineData("\"amount_units\":\"XYZ\"")]
    [InlineData("\"amount_units\":\"US\"")]
    [InlineData("\"amount_units\":\"points\"")]
    [InlineData("\"amount_units\":\"USD\",\"is_currency\":false")]
    [InlineData("\"amount_units\":\"a;b\",\"is_currency\":false")]
    [InlineData("\"amount_units\":\"😀\",\"is_currency\":false")]
    [InlineData("\"amount_units\":[\"USD\"]")]
    public async Task A_unit_that_cannot_be_is_refused(string unit)
    {
        var api = await Server.Affiliate().WithCarl();
        var reply = await api.Post("/v1/transactions", api.SaleBody("o1", "5", "carl", "," + unit));
        reply.IsRefused(422, "invalid_fields", "amount_units");
    }

    [Theory]
    [InlineData("{}", "customer")]
    [InlineData("""{"amount":5}""", "customer")]
    [InlineData("""{"amount":5,"customer":null}""", "customer")]
    [InlineData("""{"amount":5,"customer":{}}""", "customer")]
    [InlineData("""{"amount":5,"customer":[]}""", "customer")]
    [InlineData("""{"amount":5,"customer":{"key":""}}""", "customer")]
    [InlineData("""{"amount":5,"customer":"carl"}""", "customer")]
    [InlineData("""{"amount":5,"customer":{"key":{}}}""", "customer.key")]
    [InlineData("""{"amount":5,"customer":{"key":"\u0000"}}""", "customer.key")]
    [InlineData("""{"amount":5,"customer":{"key":1.5}}""", "customer.key")]
    [InlineData("""{"customer":{"key":"carl"}}""", "amount")]
    [InlineData("""{"amount":5,"key":true,"customer":{"key":"carl"}}""", "key")]
    [InlineData("""{"amount":5,"rewardable":"x","rewarded":5,"customer":{"key":"carl"}}""", "rewardable,rewarded")]
    public async Task What_is_missing_or_wrong_is_named(string body, string fields)
    {
        var api = await Server.Affiliate().WithCarl();
        var before = await api.Sequence();
        (await api.Post("/v1/transactions", body)).IsRefused(422, "invalid_fields", fields.Split(','));
        Assert.Equal(before, await api.Sequence());
    }

    [Theory]
    [MemberData(nameof(BothTypes))]
    public async Task A_balance_beyond_the_range_refuses_the_sale(string type)
    {
        var api = await Server.NewProgram(type, s => s with { RewardPercentMicros = 100_000_000 }).WithCarl();
        await api.Sale("o1", "9e12", "carl", ""","reward":8999999999999""");
        var before = await api.Sequence();
        (await api.Post("/v1/transactions", api.SaleBody("o2", "0", "carl", ""","reward":2"""))).IsRefused(
            422,
            "balance_limit"
        );
        Assert.Equal(before, await api.Sequence());
        (await api.Get("/v1/transactions/o2")).Is(404);
        await api.Sale("o2", "0", "carl", ""","reward":1""");
        Assert.Equal("9000000000000", await api.Balance());
    }

    [Fact]
    public async Task What_stands_beside_the_amount_is_kept()
    {
        var api = await Server.Affiliate().WithCarl();
        var reply = await api.Sale(
            "o1",
            "80",
            "carl",
            ""","action":"upgrade","gross_amount":100,"discount_amount":"20","tax_amount":16,"shipping_amount":4,"""
                + "\"discount_code\":\"SAVE\",\"source\":\"stripe\",\"invoice_id\":\"in_1\",\"order_id\":5,"
                + "\"product_id\":[\"p1\",2],\"product_type\":\"monthly\",\"metadata\":{\"a\":\"ü\"}"
        );
        Assert.Equal("upgrade", reply["data.action"]);
        Assert.Equal(
            """{"product_id":["p1","2"],"product_type":"monthly"}""",
            reply["data.rewards.0.product_type_data"]
        );
        var entry = await api.Explain(reply);
        Assert.Equal("100", entry["data.request.compared.gross_amount"]);
        Assert.Equal("in_1", entry["data.request.compared.invoice_id"]);
        Assert.Equal("""{"a":"ü"}""", entry["data.request.compared.metadata"]);
    }

    [Fact]
    public async Task Two_sources_that_report_one_invoice_report_one_sale()
    {
        var api = await Server.Affiliate().WithCarl();
        var first = await api.Sale("o1", "10", "carl", ""","invoice_id":"in_1" """);
        var second = await api.Sale("other", "10", "carl", ""","invoice_id":"in_1","source":"stripe" """);
        Assert.Equal("already_reported", second.Decision);
        Assert.Equal(first.Text, second.Text);
        Assert.Equal("3", await api.Balance());
        Assert.Equal(1, await api.CountOf("transactions"));
        await api.Delete("/v1/transactions/o1");
        Assert.Equal("rewarded", (await api.Sale("o3", "10", "carl", ""","invoice_id":"in_1" """)).Decision);
    }

    [Theory]
    [InlineData("1700000000", "2023-11-14T22:13:20.000000Z")]
    [InlineData("\"2025-04-30T16:44:13Z\"", "2025-04-30T16:44:13.000000Z")]
    public async Task A_sale_may_have_occurred_before(string given, string shown)
    {
        var api = await Server.Affiliate().WithCarl();
        var reply = await api.Sale("o1", "10", "carl", $",\"created_at\":{given}");
        Assert.Equal(shown, reply["data.created_at"]);
        Assert.Equal("2026-01-15T12:00:00.000000Z", (await api.Explain(reply))["data.booked_at"]);
        var future = await api.Post(
            "/v1/transactions",
            api.SaleBody("o2", "10", "carl", ""","created_at":"2026-01-15T12:01:00Z" """)
        );
        future.IsRefused(422, "invalid_fields", "created_at");
        // A merchant's clock may be some seconds ahead: that is now.
        var ahead = await api.Sale("o3", "10", "carl", ""","created_at":"2026-01-15T12:00:20Z" """);
        Assert.Equal("2026-01-15T12:00:00.000000Z", ahead["data.created_at"]);
    }
}
