using Byway.Programs;
using Xunit;

namespace Byway.Tests.PromotionCodes;

/// <summary>Coupons: create, read, update, redeem, delete, in every spelling clients use.</summary>
public sealed class CouponTests(TestServer server) : ServerTests(server)
{
    private const string Coupon =
        "active,additional_info,coupon_discount_amount,coupon_discount_type,coupon_duration_type,"
        + "coupon_duration_value,created_at,deleted_at,id,metadata,name,redemption_specific_date_status,"
        + "redemption_specific_date_value,redemption_times_status,redemption_times_value,times_redeemed,updated_at,"
        + "uuid_code";
    private const string Plain =
        "\"coupon_discount_type\":\"percent\",\"coupon_discount_amount\":25,\"coupon_duration_type\":\"once\"";

    [Theory]
    [InlineData(ProgramType.Affiliate)]
    [InlineData(ProgramType.ReferAFriend)]
    [InlineData(ProgramType.Newsletter)]
    public async Task A_coupon_is_created_and_read(string type)
    {
        var api = await Server.NewProgram(type);
        var made = (
            await api.Post(
                "/v1/coupons",
                """
                {"uuid_code":"SUMMER-25_x","name":"Summer","coupon_discount_type":"static",
                "coupon_discount_amount":"12.50","coupon_duration_type":"months","coupon_duration_value":"3",
                "redemption_specific_date_status":true,"redemption_specific_date_value":"2027-01-01T00:00:00Z",
                "redemption_times_status":1,"redemption_times_value":24,"metadata":{"a":"b"}}
                """
            )
        ).Is(201);
        Assert.Equal(
            [
                "data",
                "message",
                "synchronization_enabled",
                "synchronization_successful",
                "synchronization_message",
                "status",
            ],
            made.Json.EnumerateObject().Select(member => member.Name)
        );
        Assert.Equal("Coupon created in the app successfully.", made["message"]);
        Assert.Equal("false", made["synchronization_enabled"]);
        Assert.Equal(Coupon, made.Members("data"));
        Assert.Equal("SUMMER-25_x", made["data.uuid_code"]);
        Assert.Equal("12.5", made["data.coupon_discount_amount"]);
        Assert.Equal("3", made["data.coupon_duration_value"]);
        Assert.Equal("2027-01-01T00:00:00.000000Z", made["data.redemption_specific_date_value"]);
        Assert.Equal("24", made["data.redemption_times_value"]);
        Assert.Equal("""{"a":"b"}""", made["data.metadata"]);
        Assert.Equal("[]", made["data.additional_info"]);
        Assert.Equal("true", made["data.active"]);
        Assert.Equal("0", made["data.times_redeemed"]);
        Assert.Equal(made["data"], (await api.Get("/v1/coupons/SUMMER-25_x")).Is(200)["data"]);
        Assert.Equal(made["data"], (await api.Get("/v1/coupons/summer-25_X")).Is(200)["data"]);
        Assert.Equal(made["data"], (await api.Get("/v1/coupons"))["data.0"]);
        var entry = (await api.Get($"/v1/journal/{made.Entry}")).Is(200);
        Assert.Equal("coupon.created", entry["data.kind"]);
        Assert.Equal(made["data"], entry["data.answer"]);
    }

    [Theory]
    [InlineData("")]
    [InlineData(
        "\"uuid_code\":\"\",\"name\":\"\",\"active\":null,\"metadata\":[],\"promotion_codes\":[],\"sync\":null,"
    )]
    public async Task What_is_not_given_is_made_up(string start)
    {
        var api = await Server.Affiliate();
        var made = (await api.Post("/v1/coupons", $$"""{{{start}}{{Plain}},"coupon_duration_value":9}""")).Is(201);
        Assert.Matches("^[A-Z0-9]{8}$", made["data.uuid_code"]);
        Assert.Equal(made["data.uuid_code"], made["data.name"]);
        Assert.Equal("[]", made["data.metadata"]);
        Assert.Equal("null", made["data.coupon_duration_value"]);
        Assert.Equal("false", made["data.redemption_times_status"]);
    }

    [Theory]
    [InlineData("{}", "coupon_discount_type,coupon_discount_amount,coupon_duration_type")]
    [InlineData(
        """{"coupon_discount_type":"percent","coupon_discount_amount":100.01,"coupon_duration_type":"once"}""",
        "coupon_discount_amount"
    )]
    [InlineData(
        """{"coupon_discount_type":"percent","coupon_discount_amount":-1,"coupon_duration_type":"once"}""",
        "coupon_discount_amount"
    )]
    [InlineData(
        """{"coupon_discount_type":"free","coupon_discount_amount":1,"coupon_duration_type":"ever"}""",
        "coupon_discount_type,coupon_duration_type"
    )]
    [InlineData(
        """{"coupon_discount_type":"static","coupon_discount_amount":101,"coupon_duration_type":"hours"}""",
        "coupon_duration_value"
    )]
    [InlineData(
        """
            {"coupon_discount_type":"static","coupon_discount_amount":1,"coupon_duration_type":"days",
            "coupon_duration_value":0}
            """,
        "coupon_duration_value"
    )]
    [InlineData("{#,\"redemption_times_status\":true}", "redemption_times_value")]
    [InlineData("{#,\"redemption_times_status\":true,\"redemption_times_value\":0}", "redemption_times_value")]
    [InlineData("{#,\"redemption_specific_date_status\":true}", "redemption_specific_date_value")]
    [InlineData("{#,\"redemption_specific_date_value\":\"x\"}", "redemption_specific_date_value")]
    [InlineData("{#,\"uuid_code\":\"a b\"}", "uuid_code")]
    [InlineData("{#,\"uuid_code\":\"ü\"}", "uuid_code")]
    [InlineData("{#,\"uuid_code\":\"TAKEN\"}", "uuid_code")]
    [InlineData("{#,\"active\":\"maybe\"}", "active")]
    [InlineData("{#,\"metadata\":\"x\"}", "metadata")]
    [InlineData("{#,\"sync\":{\"provider\":\"stripe\"}}", "sync.provider")]
    [InlineData("{#,\"sync\":{\"provider\":\"ebay\"}}", "sync.provider")]
    [InlineData("{#,\"promotion_codes\":[\"NEW\",\"a b\"]}", "promotion_codes.1")]
    [InlineData("{#,\"promotion_codes\":[{\"code\":\"NEW\"},{\"code\":\"PTAKEN\"}]}", "promotion_codes.1.code")]
    [InlineData("{#,\"promotion_codes\":[\"NEW\",\"NEW\"]}", "promotion_codes.1.code")]
    [InlineData("{#,\"promotion_codes\":\"NEW\"}", "promotion_codes")]
    [InlineData(
        "{#,\"promotion_codes\":[{\"code\":\"NEW\",\"limit_to_specific_partner\":true}]}",
        "promotion_codes.0.coupon_specific_partners"
    )]
    public async Task A_coupon_that_cannot_be_is_refused(string body, string faults)
    {
        var api = await Server.Affiliate();
        (await api.Post("/v1/coupons", $$"""{"uuid_code":"TAKEN","promotion_codes":["PTAKEN"],{{Plain}}}""")).Is(201);
        var before = await api.Sequence();
        (await api.Post("/v1/coupons", body.Replace("#", Plain, StringComparison.Ordinal))).IsRefused(
            422,
            "invalid_fields",
            faults.Split(',')
        );
        Assert.Equal(before, await api.Sequence());
        Assert.Equal(1, await api.CountOf("coupons"));
        Assert.Equal(1, await api.CountOf("promotion_codes"));
    }

    [Fact]
    public async Task Promotion_codes_come_along()
    {
        var api = await Server.Affiliate();
        await api.Referrer("anna");
        var made = (
            await api.Post(
                "/v1/coupons",
                $$"""
                {"uuid_code":"C",{{Plain}},"promotion_codes":[{"code":"ONE","first_time_order":true},
                {"limit_to_specific_partner":true,"coupon_specific_partners":[{"id":"anna","full_name":"A"}]}]}
                """
            )
        ).Is(201);
        Assert.Equal("3", made.Header("Byway-Entry-Count"));
        (await api.Post("/v1/coupons", $$"""{"uuid_code":"D",{{Plain}},"promotion_codes":["TWO",3]}""")).Is(201);
        var list = (await api.Get("/v1/promotion-codes?coupon_uuid=C&sort=asc")).Is(200);
        Assert.Equal("ONE", list["data.0.code"]);
        Assert.Equal("true", list["data.0.first_time_order"]);
        Assert.Matches("^[A-Z0-9]{8}$", list["data.1.code"]);
        Assert.Equal("""[{"id":"anna-id","full_name":""}]""", list["data.1.coupon_specific_partners"]);
        Assert.Equal("3,TWO", (await api.Get("/v1/promotion-codes?coupon_uuid=D")).Column("code"));
        Assert.Equal("", (await api.Get("/v1/promotion-codes?coupon_uuid=E")).Column("code"));
        Assert.Equal("3,TWO", (await api.Get("/v1/promotion-codes?limit=2")).Column("code"));
    }

    [Theory]
    [InlineData("/v1/coupons", "\"uuid_code\":\"C\",")]
    [InlineData("/v1/coupons/C", "")]
    [InlineData("/v1/coupons/c", "")]
    public async Task A_coupon_is_changed(string path, string start)
    {
        var api = await Server.Affiliate();
        (await api.Post("/v1/coupons", $$$"""{"uuid_code":"C",{{{Plain}}},"metadata":{"a":1,"b":2}}""")).Is(201);
        var changed = (
            await api.Put(path, $$$"""{{{{start}}}"name":"N","active":false,"metadata":{"b":null,"c":{"d":3} } }""")
        ).Is(200);
        Assert.Equal("Coupon updated in the app successfully.", changed["message"]);
        Assert.Equal("false", changed["synchronization_enabled"]);
        Assert.Equal("N", changed["data.name"]);
        Assert.Equal("false", changed["data.active"]);
        Assert.Equal("""{"a":1,"c":{"d":3}}""", changed["data.metadata"]);
        Assert.Equal(changed["data"], (await api.Get("/v1/coupons/C"))["data"]);
        var before = await api.Sequence();
        (await api.Put(path, $$$"""{{{{start}}}"sync":{"provider":"paddle"}}""")).IsRefused(
            422,
            "invalid_fields",
            "sync.provider"
        );
        (await api.Put(path, $$"""{{{start}}"redeem":true}""")).IsRefused(422, "invalid_fields", "transaction_key");
        Assert.Null((await api.Put(path, $$"""{{{start}}"name":"N"}""")).Is(200).Entry);
        (await api.Put(path, $$$"""{{{{start}}}"metadata":{"x":"{{{new string('x', 7990)}}}"} }""")).IsRefused(
            422,
            "invalid_fields",
            "metadata"
        );
        Assert.Equal(before, await api.Sequence());
    }

    [Theory]
    [InlineData("/v1/coupons", """{"uuid_code":"C"}""")]
    [InlineData("/v1/coupons/C", null)]
    [InlineData("/v1/coupons/C", "[]")]
    public async Task A_deleted_coupon_takes_its_codes_along_and_frees_them(string path, string? body)
    {
        var api = await Server.Affiliate();
        (await api.Post("/v1/coupons", $$"""{"uuid_code":"C",{{Plain}},"promotion_codes":["P1","P2"]}""")).Is(201);
        (await api.Post("/v1/coupons", $$"""{"uuid_code":"D",{{Plain}},"promotion_codes":["P3"]}""")).Is(201);
        var gone = (await api.Delete(path, body)).Is(200);
        Assert.Equal("""{"status":1}""", gone.Text);
        var entry = await api.Get($"/v1/journal/{gone.Entry}");
        Assert.Equal("coupon.deleted", entry["data.kind"]);
        Assert.Equal("2026-01-15T12:00:00.000000Z", entry["data.answer.deleted_at"]);
        (await api.Get("/v1/coupons/C")).IsRefused(404, "not_found");
        (await api.Get("/v1/promotion-codes/P1")).IsRefused(404, "not_found");
        Assert.Equal("P3", (await api.Get("/v1/promotion-codes")).Column("code"));
        (await api.Delete(path, body)).IsRefused(404, "not_found");
        (await api.Post("/v1/promotion-codes", """{"coupon_uuid":"C","code":"X"}""")).IsRefused(404, "not_found");
        (await api.Post("/v1/coupons", $$"""{"uuid_code":"C",{{Plain}},"promotion_codes":["P1"]}""")).Is(201);
    }

    [Fact]
    public async Task Codes_that_differ_in_letter_case_are_told_apart()
    {
        var api = await Server.Affiliate();
        (await api.Post("/v1/coupons", $$"""{"uuid_code":"Save",{{Plain}},"name":"1"}""")).Is(201);
        Assert.Equal("1", (await api.Get("/v1/coupons/SAVE")).Is(200)["data.name"]);
        (await api.Post("/v1/coupons", $$"""{"uuid_code":"save",{{Plain}},"name":"2"}""")).Is(201);
        Assert.Equal("1", (await api.Get("/v1/coupons/Save"))["data.name"]);
        Assert.Equal("2", (await api.Get("/v1/coupons/save"))["data.name"]);
        (await api.Get("/v1/coupons/SAVE")).IsRefused(404, "not_found");
    }

    [Fact]
    public async Task A_coupon_in_the_body_has_to_be_named()
    {
        var api = await Server.Affiliate();
        (await api.Put("/v1/coupons", "{}")).IsRefused(422, "invalid_fields", "uuid_code");
        (await api.Delete("/v1/coupons", "[]")).IsRefused(422, "invalid_fields", "uuid_code");
        (await api.Put("/v1/coupons/none", "{}")).IsRefused(404, "not_found");
    }

    [Fact]
    public async Task Another_programs_coupon_cannot_be_touched()
    {
        var owner = await Server.Affiliate();
        (await owner.Post("/v1/coupons", $$"""{"uuid_code":"C",{{Plain}},"promotion_codes":["P"]}""")).Is(201);
        var id = (await owner.Get("/v1/coupons/C"))["data.id"];
        var api = await Server.Affiliate();
        (await api.Get("/v1/coupons/C")).IsRefused(404, "not_found");
        (await api.Put("/v1/coupons/C", """{"name":"x"}""")).IsRefused(404, "not_found");
        (await api.Delete("/v1/coupons/C")).IsRefused(404, "not_found");
        (await api.Post("/v1/promotion-codes", $$"""{"coupon_id":{{id}}}""")).IsRefused(404, "not_found");
        Assert.Equal("[]", (await api.Get("/v1/coupons"))["data"]);
        (await api.Get("/v1/promotion-codes/P")).IsRefused(404, "not_found");
        (await api.Put("/v1/promotion-codes/P", "{}")).IsRefused(404, "not_found");
        (await api.Delete("/v1/promotion-codes/P")).IsRefused(404, "not_found");
        (await api.Post("/v1/coupons", $$"""{"uuid_code":"C",{{Plain}},"promotion_codes":["P"]}""")).Is(201);
    }

    [Fact]
    public async Task Sixteen_at_once_make_one_coupon_and_its_code()
    {
        var api = await Server.Affiliate();
        var replies = await Task.WhenAll(
            Enumerable
                .Range(0, 16)
                .Select(at =>
                    api.Post("/v1/coupons", $$"""{"uuid_code":"C{{at % 8}}",{{Plain}},"promotion_codes":["P"]}""")
                )
        );
        Assert.Single(replies, reply => reply.Status == 201);
        Assert.Equal(15, replies.Count(reply => reply.Status == 422));
        Assert.Equal(1, await api.CountOf("coupons"));
        Assert.Equal(1, await api.CountOf("promotion_codes"));
    }
}
