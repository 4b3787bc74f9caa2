using Byway.Programs;
using Xunit;

namespace Byway.Tests.Customers;

/// <summary><c>POST /v1/customers</c>.</summary>
public sealed class PostCustomerTests(TestServer server) : ServerTests(server)
{
    [Theory]
    [MemberData(nameof(BothTypes))]
    public async Task A_sign_up_is_answered_with_the_customer(string type)
    {
        var api = await Server.NewProgram(type);
        await api.Referrer("anna");
        var reply = await api.SignUp(
            "carl",
            "anna",
            ""","email":" Carl@Example.net ","name":"Carl","surname":"Čapek 😀","tags":["new","new","vip"]"""
        );
        Assert.Equal("Carl@Example.net", reply["data.email"]);
        Assert.Equal("Carl", reply["data.name"]);
        Assert.Equal("Čapek 😀", reply["data.surname"]);
        Assert.Equal("active", reply["data.status"]);
        Assert.Equal("2026-01-15T12:00:00.000000Z", reply["data.created_at"]);
        Assert.Equal("anna-id", reply.CountsFor());
        if (api.IsAffiliate)
        {
            Assert.Equal("""[{"value":"new"},{"value":"vip"}]""", reply["data.tags"]);
        }

        Assert.Equal(reply.Text, (await api.Get("/v1/customers/carl")).Text);
    }

    [Theory]
    [MemberData(nameof(BothTypes))]
    public async Task A_repeat_is_answered_as_before(string type)
    {
        var api = await Server.NewProgram(type);
        await api.Referrer("anna");
        var first = await api.SignUp("carl", "anna", ""","email":"carl@example.net","name":"Carl" """);
        var before = await api.Sequence();
        Server.Clock.Advance(TimeSpan.FromHours(3));
        var again = await api.SignUp("carl", "anna", ""","email":"carl@example.net","name":"Carl" """);
        Assert.Equal(first.Text, again.Text);
        Assert.True(again.IsReplay);
        Assert.False(first.IsReplay);
        Assert.Equal(first.Entry, again.Entry);
        Assert.Equal(before, await api.Sequence());
    }

    [Theory]
    [MemberData(nameof(BothTypes))]
    public async Task A_repeat_may_differ_in_created_at_options_and_tags(string type)
    {
        var api = await Server.NewProgram(type);
        var first = await api.SignUp("carl");
        var again = await api.SignUp(
            "carl",
            more: ""","created_at":1700000000,"tags":["late"],"options":{"referral_url":"https://x.example"}"""
        );
        Assert.True(again.IsReplay);
        Assert.Equal(first.Text, again.Text);
    }

    [Theory]
    [InlineData(ProgramType.Affiliate, "\"email\":\"b@example.net\"", "email")]
    [InlineData(ProgramType.Affiliate, "\"name\":\"B\",\"surname\":\"C\"", "name, surname")]
    [InlineData(ProgramType.Affiliate, "\"partner\":{\"key\":\"anna\"}", "partner.key")]
    [InlineData(ProgramType.Affiliate, "\"partner\":\"anna\"", "partner")]
    [InlineData(ProgramType.ReferAFriend, "\"email\":\"b@example.net\"", "email")]
    [InlineData(ProgramType.ReferAFriend, "\"referring_customer\":{\"id\":\"anna-id\"}", "referring_customer.id")]
    [InlineData(ProgramType.ReferAFriend, "\"metadata\":{\"x\":1}", "metadata")]
    public async Task A_repeat_that_differs_is_refused_and_names_the_fields(string type, string more, string fields)
    {
        var api = await Server.NewProgram(type);
        await api.Referrer("anna");
        await api.SignUp("carl");
        var before = await api.Sequence();
        var reply = await api.Post("/v1/customers", api.SignUpBody("carl", more: "," + more));
        reply.IsRefused(422, "key_reused", api.IdName());
        Assert.Contains($"another {fields}.", reply.Fault(api.IdName()), StringComparison.Ordinal);
        Assert.Equal(before, await api.Sequence());
    }

    [Fact]
    public async Task A_number_and_its_text_are_the_same_key()
    {
        var api = await Server.Affiliate();
        await api.Post("/v1/partners", """{"key":77,"email":"p@example.com"}""");
        var first = await api.Post("/v1/customers", """{"key":12345,"partner":{"key":77}}""");
        Assert.Equal("12345", first.Is(201)["data.key"]);
        var again = await api.Post(
            "/v1/customers",
            """{"key":"12345","partner":{"key":"77"},"name":"","email":null}"""
        );
        Assert.True(again.Is(201).IsReplay);
        Assert.Equal("12345", (await api.Get("/v1/customers/12345")).Is(200)["data.key"]);
    }

    [Theory]
    [MemberData(nameof(BothTypes))]
    public async Task A_repeat_after_more_than_a_day_is_noted(string type)
    {
        var api = await Server.NewProgram(type);
        var first = await api.SignUp("carl");
        Server.Clock.Advance(TimeSpan.FromHours(24));
        Assert.True((await api.SignUp("carl")).IsReplay);
        var before = await api.Sequence();
        Server.Clock.Advance(TimeSpan.FromTicks(10));
        var again = await api.SignUp("carl");
        Assert.True(again.IsReplay);
        Assert.Equal(first.Text, again.Text);
        Assert.Equal(before + 1, await api.Sequence());
        var noted = await api.Get($"/v1/journal?after={before}");
        Assert.Equal("request.repeated", noted["data.0.kind"]);
        Assert.Equal("repeated_late", noted["data.0.decision.code"]);
    }

    [Theory]
    [MemberData(nameof(BothTypes))]
    public async Task Sixteen_at_once_make_one_customer(string type)
    {
        var api = await Server.NewProgram(type);
        await api.Referrer("anna");
        var before = await api.CountOf("customers");
        var replies = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => api.SignUp("carl", "anna")));
        Assert.Single(replies, reply => !reply.IsReplay);
        Assert.Single(replies.Select(reply => reply.Text).Distinct());
        Assert.Equal(before + 1, await api.CountOf("customers"));
    }

    [Theory]
    [MemberData(nameof(BothTypes))]
    public async Task Sixteen_at_once_with_another_name_each_leave_one_customer(string type)
    {
        var api = await Server.NewProgram(type);
        var replies = await Task.WhenAll(
            Enumerable
                .Range(0, 16)
                .Select(name =>
                    api.Post("/v1/customers", api.SignUpBody("carl", more: $",\"name\":\"{(char)('a' + name)}\""))
                )
        );
        Assert.Single(replies, reply => reply.Status == 201);
        Assert.Equal(15, replies.Count(reply => reply.Code == "key_reused"));
        Assert.Equal(1, await api.CountOf("customers"));
    }

    [Fact]
    public async Task An_affiliate_customer_needs_a_key()
    {
        var api = await Server.Affiliate();
        var before = await api.Sequence();
        (await api.Post("/v1/customers", """{"email":"a@example.com"}""")).IsRefused(422, "invalid_fields", "key");
        (await api.Post("/v1/customers", """{"key":""}""")).IsRefused(422, "invalid_fields", "key");
        (await api.Post("/v1/customers", "{}")).IsRefused(422, "invalid_fields", "key");
        (await api.Post("/v1/customers", "[]")).IsRefused(422, "invalid_fields", "key");
        (await api.Post("/v1/customers")).IsRefused(422, "invalid_fields", "key");
        (await api.Post("/v1/customers", """{"customer":{"name":"x"}}""")).IsRefused(
            422,
            "invalid_fields",
            "customer.key"
        );
        Assert.Equal(before, await api.Sequence());
    }

    [Fact]
    public async Task A_friend_gets_an_id_and_a_key_when_none_is_sent()
    {
        var api = await Server.ReferAFriend();
        var nameless = (await api.Post("/v1/customers", """{"email":"a@example.com"}""")).Is(201);
        Assert.StartsWith("cus_", nameless["data.id"], StringComparison.Ordinal);
        Assert.Matches("^https://shop.example\\?ref=[0-9a-z]{8}$", nameless["data.referral_link"]);
        var byId = (await api.Post("/v1/customers", """{"id":"i"}""")).Is(201);
        Assert.Equal("https://shop.example?ref=i", byId["data.referral_link"]);
        var byKey = (await api.Post("/v1/customers", """{"key":"k"}""")).Is(201);
        Assert.Equal("k", byKey["data.id"]);
        var both = (await api.Post("/v1/customers", """{"id":"i2","key":"k2"}""")).Is(201);
        Assert.Equal("i2", both["data.id"]);
        Assert.Equal("https://shop.example?ref=k2", both["data.referral_link"]);
    }

    [Fact]
    public async Task A_friends_key_or_id_that_is_taken_is_refused()
    {
        var api = await Server.ReferAFriend();
        await api.Referrer("anna");
        (await api.Post("/v1/customers", """{"id":"anna"}""")).IsRefused(422, "invalid_fields", "id");
        (await api.Post("/v1/customers", """{"id":"x","key":"anna"}""")).IsRefused(422, "invalid_fields", "key");
        (await api.Post("/v1/customers", """{"id":"x","key":"anna-id"}""")).IsRefused(422, "invalid_fields", "key");
    }

    [Fact]
    public async Task A_friend_cannot_refer_itself()
    {
        var api = await Server.ReferAFriend();
        var reply = await api.Post("/v1/customers", """{"id":"carl","referring_customer":{"id":"carl"}}""");
        Assert.Null(reply.Is(201).CountsFor());
        await api.Sale("o1", "10", "dora", ""","options":{"create_customer":true}""");
        reply = await api.Post("/v1/customers", """{"id":"dora","referring_customer":{"id":"dora"}}""");
        Assert.Null(reply.Is(201).CountsFor());
        Assert.Equal("[]", (await api.Get("/v1/transactions/o1"))["data.rewards"]);
    }

    [Theory]
    [InlineData("/v1/customers")]
    [InlineData("/v1/customer")]
    public async Task The_nested_form_means_the_same(string path)
    {
        var api = await Server.Affiliate();
        await api.Referrer("anna");
        var nested = await api.Post(
            path,
            """{"customer":{"key":"carl","email":"c@example.net","name":"C"},"partner":{"key":"anna"}}"""
        );
        Assert.Equal("anna-id", nested.Is(201).CountsFor());
        Assert.Equal("c@example.net", nested["data.email"]);
        var inside = await api.Post(path, """{"customer":{"key":"dora","partner":{"key":"anna"}}}""");
        Assert.Equal("anna-id", inside.Is(201).CountsFor());
        var flat = await api.SignUp("carl", "anna", ""","email":"c@example.net","name":"C" """);
        Assert.True(flat.IsReplay);
    }

    [Theory]
    [InlineData("\"no address\"", "no address")]
    [InlineData("\"{email}\"", "{email}")]
    [InlineData("\"  \"", "null")]
    [InlineData("5", "null")]
    [InlineData("{}", "null")]
    [InlineData("[\"a@example.com\"]", "null")]
    [InlineData("\"a\\u0000@example.com\"", "a@example.com")]
    public async Task An_email_never_fails_a_sign_up(string email, string kept)
    {
        var api = await Server.Affiliate();
        Assert.Equal(kept, (await api.SignUp("carl", more: $",\"email\":{email}"))["data.email"]);
        Assert.Equal(kept, (await api.SignUp("dora", more: $",\"email\":{email}"))["data.email"]);
        await api.SignUp("emil", more: $",\"email\":\"{new string('x', 3000)}@example.com\"");
    }

    [Fact]
    public async Task A_shared_email_finds_the_oldest_customer()
    {
        var api = await Server.Affiliate();
        await api.SignUp("carl", more: ""","email":"shared@example.com" """);
        await api.SignUp("dora", more: ""","email":"SHARED@example.com" """);
        Assert.Equal("carl", (await api.Get("/v1/customers/shared@example.com"))["data.key"]);
        var sale = await api.Post("/v1/transactions", """{"amount":1,"customer":{"email":"Shared@example.com"}}""");
        Assert.Equal("carl", sale.Is(200)["data.customer"]);
    }

    [Theory]
    [MemberData(nameof(BothTypes))]
    public async Task A_first_sale_may_ride_on_the_sign_up(string type)
    {
        var api = await Server.NewProgram(type);
        await api.Referrer("anna");
        const string Rider = ""","transaction":{"key":"o1","amount":"99.99"}""";
        var reply = await api.SignUp("carl", "anna", Rider);
        Assert.Equal("rewarded", reply.Decision);
        Assert.Equal("2", reply.Header("Byway-Entry-Count"));
        var sale = await api.Get("/v1/transactions/o1");
        Assert.Equal("29.997", sale["data.rewards.0.amount"]);
        Assert.Equal("29.997", await api.Balance());
        var before = await api.Sequence();
        Assert.True((await api.SignUp("carl", "anna", Rider)).IsReplay);
        Assert.Equal(before, await api.Sequence());
    }

    [Theory]
    [MemberData(nameof(BothTypes))]
    public async Task A_sign_up_with_a_bad_first_sale_writes_nothing(string type)
    {
        var api = await Server.NewProgram(type);
        await api.SignUp("dora");
        await api.Sale("taken", "5", "dora");
        var before = await api.Sequence();
        var bad = await api.Post(
            "/v1/customers",
            api.SignUpBody("carl", more: ""","transaction":{"key":"o1","amount":-1}""")
        );
        bad.IsRefused(422, "invalid_fields", "transaction.amount");
        var taken = await api.Post(
            "/v1/customers",
            api.SignUpBody("carl", more: ""","transaction":{"key":"taken","amount":6}""")
        );
        taken.IsRefused(422, "key_reused", "transaction.key");
        Assert.Equal(before, await api.Sequence());
        (await api.Get("/v1/customers/carl")).Is(404);
    }

    [Theory]
    [InlineData("1700000000", "2023-11-14T22:13:20.000000Z")]
    [InlineData("\"1700000000\"", "2023-11-14T22:13:20.000000Z")]
    [InlineData("1700000000.5", "2023-11-14T22:13:20.500000Z")]
    [InlineData("1700000000123", "2023-11-14T22:13:20.123000Z")]
    [InlineData("\"2025-04-30T16:44:13.000000Z\"", "2025-04-30T16:44:13.000000Z")]
    [InlineData("\"2025-04-30T16:44:13+02:00\"", "2025-04-30T14:44:13.000000Z")]
    [InlineData("\"2025-04-30 16:44:13\"", "2025-04-30T16:44:13.000000Z")]
    [InlineData("\"2025-04-30\"", "2025-04-30T00:00:00.000000Z")]
    [InlineData("null", "now")]
    [InlineData("\"\"", "now")]
    public async Task Created_at_says_when_it_occurred(string given, string shown)
    {
        var api = await Server.Affiliate();
        var now = Server.Clock.Now.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", null);
        var reply = await api.SignUp("carl", more: $",\"created_at\":{given}");
        Assert.Equal(shown == "now" ? now : shown, reply["data.created_at"]);
        var entry = await api.Explain(reply);
        Assert.Equal(shown == "now" ? now : shown, entry["data.occurred_at"]);
        Assert.Equal(now, entry["data.booked_at"]);
    }

    [Theory]
    [InlineData("\"2099-01-01T00:00:00Z\"")]
    [InlineData("4102444800")]
    [InlineData("1e400")]
    [InlineData("-1")]
    [InlineData("\"yesterday\"")]
    [InlineData("true")]
    [InlineData("{}")]
    public async Task A_created_at_that_cannot_be_is_refused(string given)
    {
        var api = await Server.Affiliate();
        var before = await api.Sequence();
        var reply = await api.Post("/v1/customers", api.SignUpBody("carl", more: $",\"created_at\":{given}"));
        reply.IsRefused(422, "invalid_fields", "created_at");
        Assert.Equal(before, await api.Sequence());
    }

    [Theory]
    [MemberData(nameof(BothTypes))]
    public async Task A_program_may_keep_nothing_of_whom_nobody_referred(string type)
    {
        var api = await Server.NewProgram(type, settings => settings with { StoreUnreferredKeyOnly = true });
        await api.Referrer("anna");
        const string Personal =
            ""","email":"secret@hidden.example","name":"Secretname","surname":"Secretname","tags":["Secrettag"],"""
            + "\"metadata\":{\"x\":\"Secretmeta\"}";
        var nobody = await api.SignUp("carl", "nobody", Personal);
        Assert.Equal("null", nobody["data.email"]);
        Assert.Equal("null", nobody["data.name"]);
        Assert.True((await api.SignUp("carl", "nobody", Personal)).IsReplay);
        var sale = api.SaleBody("o1", "5", "dora")
            .Replace("\"dora\"", "\"dora\"" + Personal, StringComparison.Ordinal)
            .Replace(
                ",\"customer\"",
                ",\"options\":{\"create_customer\":true},\"customer\"",
                StringComparison.Ordinal
            );
        (await api.Post("/v1/transactions", sale)).Is(200);
        await api.SignUp("dora", more: Personal);
        await AssertNowhere(api, "secret");
        var referred = await api.SignUp("emil", "anna", Personal);
        Assert.Equal("secret@hidden.example", referred["data.email"]);
    }

    private async Task AssertNowhere(ApiClient api, string word)
    {
        var tables = new Dictionary<string, string>
        {
            ["customers"] =
                "coalesce(email,'')||coalesce(email_folded,'')||coalesce(name,'')||coalesce(surname,'')"
                + "||tags||coalesce(metadata,'')",
            ["journal_entries"] = "body",
            ["entry_personal"] = "request||answer||personal_rows",
            ["transactions"] = "coalesce(customer_ref,'')||coalesce(metadata,'')",
            ["idempotency_keys"] = "body",
        };
        foreach (var (table, text) in tables)
        {
            var found = await Server.Query<long>(
                $"select count(*) from {table} where program_id = @ProgramId and lower({text}) like @like",
                new { api.Program.ProgramId, like = $"%{word}%" }
            );
            Assert.True(found[0] == 0, $"{table} still has it.");
        }
    }
}
