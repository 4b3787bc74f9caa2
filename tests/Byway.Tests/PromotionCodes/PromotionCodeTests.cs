using Xunit;

namespace Byway.Tests.PromotionCodes;

/// <summary>Promotion codes: create, read, update, delete, in every spelling clients use.</summary>
public sealed class PromotionCodeTests(TestServer server) : ServerTests(server)
{
    private const string Code =
        "active,additional_info,code,coupon,coupon_specific_customers,coupon_specific_partners,"
        + "coupon_specific_subscribers,created_at,expiration_date_status,expiration_date_value,first_time_order,"
        + "limit_to_specific_customer,limit_to_specific_partner,limit_to_specific_subscriber,metadata,"
        + "minimum_order_status,minimum_order_value,redemption_times_status,redemption_times_value,times_redeemed,"
        + "updated_at";

    [Theory]
    [InlineData("/v1/promotion-codes", "\"coupon_uuid\":\"C\"")]
    [InlineData("/v1/promotion-codes", "\"coupon_uuid\":\"c\"")]
    [InlineData("/v1/promotion-code", "\"coupon_uuid\":\"C\"")]
    [InlineData("/v1/promotion-codes", "\"coupon_id\":#")]
    [InlineData("/v1/promotion-codes", "\"coupon_id\":\"#\"")]
    [InlineData("/v1/promotion-codes", "\"coupon_id\":\"C\"")]
    [InlineData("/v1/promotion-code", "\"coupon\":{\"uuid_code\":\"C\"}")]
    public async Task A_code_is_created_for_a_coupon(string path, string coupon)
    {
        var api = await WithCoupon();
        var id = (await api.Get("/v1/coupons/C"))["data.id"];
        var made = (
            await api.Post(
                path,
                $$$"""
                {{{{coupon.Replace("#", id, StringComparison.Ordinal)}}},"code":"SUMMER","first_time_order":1,
                "minimum_order_status":true,"minimum_order_value":"49.90","expiration_date_status":true,
                "expiration_date_value":1900000000,"redemption_times_status":true,"redemption_times_value":5,
                "metadata":{"a":1}}
                """
            )
        ).Is(201);
        Assert.Equal(Code, made.Members("data"));
        Assert.Equal("SUMMER", made["data.code"]);
        Assert.Equal($$"""{"id":{{id}},"uuid_code":"C","name":"C"}""", made["data.coupon"]);
        Assert.Equal("true", made["data.first_time_order"]);
        Assert.Equal("49.9", made["data.minimum_order_value"]);
        Assert.Equal("2030-03-17T17:46:40.000000Z", made["data.expiration_date_value"]);
        Assert.Equal("5", made["data.redemption_times_value"]);
        Assert.Equal("[]", made["data.additional_info"]);
        Assert.Equal("""{"a":1}""", made["data.metadata"]);
        Assert.Equal(made.Text, (await api.Get("/v1/promotion-codes/summer")).Is(200).Text);
        Assert.Equal(made["data"], (await api.Get("/v1/promotion-codes"))["data.0"]);
        var entry = await api.Get($"/v1/journal/{made.Entry}");
        Assert.Equal("promotion_code.created", entry["data.kind"]);
        Assert.Equal(made["data"], entry["data.answer"]);
    }

    [Theory]
    [InlineData("""[{"id":"anna-id","full_name":"Anna S."},{"id":"bert"}]""")]
    [InlineData("""["anna","bert@example.com"]""")]
    [InlineData("""["bert-id","ANNA","anna"]""", "bert-id,anna-id")]
    [InlineData("""{"id":"anna","full_name":"A"}""", "anna-id")]
    [InlineData("\"anna\"", "anna-id")]
    public async Task A_code_is_bound_to_partners(string partners, string found = "anna-id,bert-id")
    {
        var api = await WithCoupon();
        await api.Referrer("anna");
        await api.Referrer("bert");
        (await api.Put("/v1/partners/anna", """{"name":"Anna","surname":"Smith"}""")).Is(200);
        var made = (
            await api.Post(
                "/v1/promotion-codes",
                $$"""
                {"coupon_uuid":"C","code":"P","limit_to_specific_partner":true,"coupon_specific_partners":{{partners}}}
                """
            )
        ).Is(201);
        Assert.Equal(found, made.Column("id", "data.coupon_specific_partners"));
        Assert.Contains("Anna Smith", made["data.coupon_specific_partners"], StringComparison.Ordinal);
        var bodies = await Server.Query<string>(
            "select body from journal_entries where program_id = @ProgramId",
            new { api.Program.ProgramId }
        );
        Assert.DoesNotContain(bodies, body => body.Contains("Smith", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_code_is_limited_to_customers_and_subscribers()
    {
        var api = await WithCoupon();
        await api.SignUp("carl", more: ""","name":"Carl","surname":"Brown" """);
        var made = (
            await api.Post(
                "/v1/promotion-codes",
                """
                {"coupon_uuid":"C","code":"P","limit_to_specific_customer":true,
                "coupon_specific_customers":{"id":"carl","customer_full_name":"x"},
                "limit_to_specific_subscriber":true,"coupon_specific_subscribers":[{"id":7},{"id":"s"}]}
                """
            )
        ).Is(201);
        Assert.Equal("""[{"id":"carl","customer_full_name":"Carl Brown"}]""", made["data.coupon_specific_customers"]);
        Assert.Equal("7,s", made.Column("id", "data.coupon_specific_subscribers"));
    }

    [Fact]
    public async Task In_a_referral_program_a_code_is_limited_to_customers()
    {
        var api = await Server.ReferAFriend();
        (await api.Post("/v1/coupons", CouponBody)).Is(201);
        await api.Referrer("anna");
        var made = (
            await api.Post(
                "/v1/promotion-codes",
                """{"coupon_uuid":"C","limit_to_specific_customer":true,"coupon_specific_customers":["anna"]}"""
            )
        ).Is(201);
        Assert.Equal("anna-id", made.Column("id", "data.coupon_specific_customers"));
        Assert.Matches("^[A-Z0-9]{8}$", made["data.code"]);
    }

    [Theory]
    [InlineData("{}", "coupon_uuid")]
    [InlineData("""{"code":"a b"}""", "code")]
    [InlineData("""{"coupon_uuid":"C","code":"TAKEN"}""", "code")]
    [InlineData("""{"coupon_uuid":"C","code":"x.y"}""", "code")]
    [InlineData("""{"coupon_uuid":"C","code":["x"]}""", "code")]
    [InlineData("""{"coupon_uuid":"C","limit_to_specific_partner":true}""", "coupon_specific_partners")]
    [InlineData(
        """{"coupon_uuid":"C","limit_to_specific_customer":true,"coupon_specific_customers":[]}""",
        "coupon_specific_customers"
    )]
    [InlineData("""{"coupon_uuid":"C","limit_to_specific_subscriber":true}""", "coupon_specific_subscribers")]
    [InlineData("""{"coupon_uuid":"C","coupon_specific_partners":["nobody","none"]}""", "coupon_specific_partners")]
    [InlineData("""{"coupon_uuid":"C","coupon_specific_customers":[{"id":"nobody"}]}""", "coupon_specific_customers")]
    [InlineData("""{"coupon_uuid":"C","minimum_order_status":true}""", "minimum_order_value")]
    [InlineData("""{"coupon_uuid":"C","expiration_date_status":true}""", "expiration_date_value")]
    [InlineData("""{"coupon_uuid":"C","redemption_times_status":true}""", "redemption_times_value")]
    [InlineData("""{"coupon_uuid":"C","minimum_order_value":-1}""", "minimum_order_value")]
    public async Task A_code_that_cannot_be_is_refused(string body, string fault)
    {
        var api = await WithCoupon();
        (await api.Post("/v1/promotion-codes", """{"coupon_uuid":"C","code":"TAKEN"}""")).Is(201);
        var before = await api.Sequence();
        (await api.Post("/v1/promotion-codes", body)).IsRefused(422, "invalid_fields", fault);
        Assert.Equal(before, await api.Sequence());
    }

    [Fact]
    public async Task Codes_may_have_a_hundred_characters()
    {
        var api = await WithCoupon();
        var code = new string('x', 100);
        (await api.Post("/v1/promotion-codes", $$"""{"coupon_uuid":"C","code":"{{code}}"}""")).Is(201);
        (await api.Post("/v1/promotion-codes", $$"""{"coupon_uuid":"C","code":"{{code}}x"}""")).IsRefused(
            422,
            "invalid_fields",
            "code"
        );
        var coupon = new string('y', 255);
        (await api.Post("/v1/coupons", CouponBody.Replace("\"C\"", $"\"{coupon}\"", StringComparison.Ordinal))).Is(
            201
        );
        (await api.Get($"/v1/coupons/{coupon}")).Is(200);
        (await api.Post("/v1/promotion-codes", $$"""{"coupon_uuid":"{{coupon}}"}""")).Is(201);
    }

    [Theory]
    [InlineData("/v1/promotion-codes", "\"code\":\"P\",")]
    [InlineData("/v1/promotion-code", "\"code\":\"P\",")]
    [InlineData("/v1/promotion-codes/P", "")]
    public async Task A_code_is_changed(string path, string start)
    {
        var api = await WithCoupon();
        await api.Referrer("anna");
        (await api.Post("/v1/promotion-codes", """{"coupon_uuid":"C","code":"P","metadata":{"a":1}}""")).Is(201);
        (await api.Put(path, $$"""{{{start}}"limit_to_specific_partner":true}""")).IsRefused(
            422,
            "invalid_fields",
            "coupon_specific_partners"
        );
        (await api.Put(path, $$"""{{{start}}"coupon_specific_partners":["nobody"]}""")).IsRefused(
            422,
            "invalid_fields",
            "coupon_specific_partners"
        );
        var changed = (
            await api.Put(
                path,
                $$$"""
                {{{{start}}}"limit_to_specific_partner":true,"coupon_specific_partners":["anna"],"active":false,
                "metadata":{"b":2}}
                """
            )
        ).Is(200);
        Assert.Equal("anna-id", changed.Column("id", "data.coupon_specific_partners"));
        Assert.Equal("""{"a":1,"b":2}""", changed["data.metadata"]);
        Assert.Equal("false", changed["data.active"]);
        Assert.Equal("promotion_code.updated", (await api.Get($"/v1/journal/{changed.Entry}"))["data.kind"]);
        Assert.Equal(changed.Text, (await api.Get("/v1/promotion-codes/P")).Text);
        var cleared = await api.Put(
            path,
            $$"""{{{start}}"limit_to_specific_partner":false,"coupon_specific_partners":[]}"""
        );
        Assert.Equal("[]", cleared.Is(200)["data.coupon_specific_partners"]);
    }

    [Theory]
    [InlineData("/v1/promotion-codes", """{"code":"P","coupon":{"uuid_code":"C"}}""")]
    [InlineData("/v1/promotion-codes", """{"code":"P"}""")]
    [InlineData("/v1/promotion-code", """{"code":"p","coupon":[]}""")]
    [InlineData("/v1/promotion-codes/P", null)]
    [InlineData("/v1/promotion-codes/P", "[]")]
    public async Task A_deleted_code_is_free_again(string path, string? body)
    {
        var api = await WithCoupon();
        (await api.Post("/v1/coupons", CouponBody.Replace("\"C\"", "\"D\"", StringComparison.Ordinal))).Is(201);
        (await api.Post("/v1/promotion-codes", """{"coupon_uuid":"C","code":"P"}""")).Is(201);
        (await api.Delete("/v1/promotion-codes", """{"code":"P","coupon":{"uuid_code":"D"}}""")).IsRefused(
            404,
            "not_found"
        );
        (await api.Delete("/v1/promotion-codes", "[]")).IsRefused(422, "invalid_fields", "code");
        var gone = (await api.Delete(path, body)).Is(200);
        Assert.Equal("""{"message":"Promotion code deleted in the app successfully","status":1}""", gone["data"]);
        var entry = await api.Get($"/v1/journal/{gone.Entry}");
        Assert.Equal("promotion_code.deleted", entry["data.kind"]);
        Assert.Equal("P", entry["data.answer.code"]);
        (await api.Get("/v1/promotion-codes/P")).IsRefused(404, "not_found");
        (await api.Delete(path, body)).IsRefused(404, "not_found");
        (await api.Post("/v1/promotion-codes", """{"coupon_uuid":"D","code":"P"}""")).Is(201);
        Assert.Equal("D", (await api.Get("/v1/promotion-codes/P"))["data.coupon.uuid_code"]);
    }

    [Fact]
    public async Task A_code_is_found_exactly_else_by_the_only_one_in_other_letters()
    {
        var api = await WithCoupon();
        (await api.Post("/v1/promotion-codes", """{"coupon_uuid":"C","code":"Save"}""")).Is(201);
        Assert.Equal("Save", (await api.Get("/v1/promotion-codes/SAVE"))["data.code"]);
        (await api.Post("/v1/promotion-codes", """{"coupon_uuid":"C","code":"save"}""")).Is(201);
        Assert.Equal("save", (await api.Get("/v1/promotion-codes/save"))["data.code"]);
        (await api.Get("/v1/promotion-codes/SAVE")).IsRefused(404, "not_found");
        (await api.Delete("/v1/promotion-codes/Save")).Is(200);
        Assert.Equal("save", (await api.Get("/v1/promotion-codes/SAVE"))["data.code"]);
    }

    [Fact]
    public async Task Sixteen_at_once_make_one_code()
    {
        var api = await WithCoupon();
        var replies = await Task.WhenAll(
            Enumerable.Range(0, 16).Select(_ => api.Post("/v1/promotion-codes", """{"coupon_uuid":"C","code":"P"}"""))
        );
        Assert.Single(replies, reply => reply.Status == 201);
        Assert.Equal(15, replies.Count(reply => reply.Status == 422));
    }

    private const string CouponBody = """
        {"uuid_code":"C","coupon_discount_type":"percent","coupon_discount_amount":25,"coupon_duration_type":"once"}
        """;

    private async Task<ApiClient> WithCoupon()
    {
        var api = await Server.Affiliate();
        (await api.Post("/v1/coupons", CouponBody)).Is(201);
        return api;
    }
}
