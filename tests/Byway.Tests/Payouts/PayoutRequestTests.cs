using Byway.Programs;
using Xunit;

namespace Byway.Tests.Payouts;

/// <summary>What a payout request must say, where it may lead, and how requests are found again.</summary>
public sealed class PayoutRequestTests(TestServer server) : ServerTests(server)
{
    private const string Anna = "\"partner\":{\"key\":\"anna\"},\"amount_units\":\"usd\"";

    [Theory]
    [InlineData("paypal", """{"username":"a@b.example","name":"A","address":"1 Street","tax_id":"T"}""", 4)]
    [InlineData("paypal", """{"username":"a@b.example","wallet_address":"ignored","type":""}""", 1)]
    [InlineData("crypto", """{"wallet_address":"bc1q","type":"bitcoin","name":"A"}""", 3)]
    [InlineData("venmo", """{"recipient_type":"USER_HANDLE","user_handle":"anna-1"}""", 2)]
    [InlineData("venmo", """{"recipient_type":"email","email":"a@b.example","phone":"ignored"}""", 2)]
    [InlineData("venmo", """{"recipient_type":"PHONE","phone":"+1 555 123-4567","name":"A"}""", 3)]
    public async Task A_request_may_say_where_to_pay(string gateway, string settings, int kept)
    {
        var api = await WithSale();
        var requested = await Request(api, gateway, settings);
        Assert.Equal(gateway, requested.Is(201)["data.gateway"]);
        Assert.Equal(kept, requested.Members("data.payout_settings").Split(',').Length);
    }

    [Theory]
    [InlineData("paypal", """{"username":"nobody"}""", "payout_settings.username")]
    [InlineData("paypal", """{"name":"A"}""", "payout_settings.username")]
    [InlineData("paypal", "{}", "payout_settings.username")]
    [InlineData("crypto", """{"type":"bitcoin"}""", "payout_settings.wallet_address")]
    [InlineData("crypto", """{"wallet_address":"b c"}""", "payout_settings.type,payout_settings.wallet_address")]
    [InlineData("crypto", "\"\"", "payout_settings.type,payout_settings.wallet_address")]
    [InlineData("venmo", """{"user_handle":"anna"}""", "payout_settings.recipient_type")]
    [InlineData("venmo", """{"recipient_type":"FAX"}""", "payout_settings.recipient_type")]
    [InlineData("venmo", """{"recipient_type":"EMAIL","email":"x"}""", "payout_settings.email")]
    [InlineData("venmo", """{"recipient_type":"PHONE","phone":"call me"}""", "payout_settings.phone")]
    [InlineData("venmo", """{"recipient_type":"PHONE","user_handle":"anna"}""", "payout_settings.phone")]
    [InlineData("wise", """{"name":"A","email":"a@b.example"}""", "payout_settings")]
    [InlineData("wise", "[]", "payout_settings")]
    [InlineData("cash", "{}", "gateway")]
    [InlineData("", """{"username":"a@b.example"}""", "gateway")]
    [InlineData("", "{}", "gateway")]
    [InlineData("paypal", "\"a@b.example\"", "payout_settings")]
    public async Task Without_payout_details_nothing_is_requested(string gateway, string settings, string faults)
    {
        var api = await WithSale();
        var before = await api.Sequence();
        var reply = await Request(api, gateway, settings);
        Assert.Equal(422, reply.Status);
        Assert.Superset(faults.Split(',').ToHashSet(), reply.Faults.ToHashSet());
        Assert.Equal(before, await api.Sequence());
    }

    [Fact]
    public async Task A_partners_saved_details_are_used_when_a_request_says_nothing()
    {
        var api = await WithSale();
        const string Saved = "/v1/partners/anna-id/payout_settings";
        Assert.Equal("null", (await api.Get(Saved)).Is(200)["data.gateway"]);
        const string Wise =
            """{"gateway":"wise","payout_settings":{"name":"Anna","account":"GB33BUKB20201555555555"}}""";
        var put = (await api.Put(Saved, Wise)).Is(200);
        Assert.Equal("wise", put["data.gateway"]);
        Assert.Equal("anna-id", put["data.partner"]);
        Assert.Equal(put["data"], (await api.Get(Saved))["data"]);
        (await Request(api, "paypal", "\"\"")).IsRefused(422, "invalid_fields", "payout_settings.username");
        var requested = (await Request(api, "", "\"\"")).Is(201);
        Assert.Equal("wise", requested["data.gateway"]);
        Assert.Equal("Anna", requested["data.payout_settings.name"]);
        // What is saved afterwards does not move what was requested.
        await api.Put(Saved, """{"gateway":"paypal","payout_settings":{"username":"a@b.example"}}""");
        Assert.Equal("wise", (await api.Get($"/v1/payout_requests/{requested["data.id"]}"))["data.gateway"]);
        await api.Post($"/v1/payout_requests/{requested["data.id"]}/reject");
        Assert.Equal("paypal", (await Request(api, "PayPal", "{}")).Is(201)["data.gateway"]);
    }

    [Theory]
    [InlineData("{}", "gateway")]
    [InlineData("""{"gateway":"paypal"}""", "payout_settings")]
    [InlineData("""{"gateway":"paypal","payout_settings":{"username":"x"}}""", "payout_settings.username")]
    [InlineData("""{"gateway":"wise","payout_settings":{"name":"Anna"}}""", "payout_settings.account")]
    [InlineData("""{"payout_settings":{"name":"Anna"}}""", "gateway")]
    public async Task Details_that_lead_nowhere_are_not_saved(string body, string fault)
    {
        var api = await WithSale();
        (await api.Put("/v1/partners/anna-id/payout_settings", body)).IsRefused(422, "invalid_fields", fault);
        (await api.Put("/v1/partners/nobody/payout_settings", body)).IsRefused(422, "invalid_fields", fault);
    }

    [Fact]
    public async Task Payout_details_stand_in_the_erasable_half_of_the_journal_only()
    {
        var api = await WithSale();
        await api.Put(
            "/v1/partners/anna-id/payout_settings",
            """{"gateway":"paypal","payout_settings":{"username":"canary@pay.example","name":"Canary"}}"""
        );
        var id = (await Request(api, "", "{}")).Is(201)["data.id"];
        await api.Post($"/v1/payout_requests/{id}/reject", """{"reason":"Canary has left."}""");
        const string Sql =
            "select cast(count(*) as bigint) from {0} where program_id = @ProgramId and lower({1}) like '%canary%'";
        var parameters = new { api.Program.ProgramId };
        var bodies = string.Format(null, Sql, "journal_entries", "body");
        var halves = string.Format(null, Sql, "entry_personal", "request || answer || personal_rows");
        Assert.Equal(0, (await Server.Query<long>(bodies, parameters))[0]);
        Assert.Equal(3, (await Server.Query<long>(halves, parameters))[0]);
    }

    [Theory]
    [InlineData("{}", "amount_units,partner")]
    [InlineData("""{"amount_units":"usd"}""", "partner")]
    [InlineData("""{"partner":{"key":""},"amount_units":"usd"}""", "partner")]
    [InlineData("""{"partner":"anna","amount_units":"usd"}""", "partner")]
    [InlineData("""{"partner":{"key":"anna"}}""", "amount_units")]
    [InlineData("""{"partner":{"key":"anna"},"amount_units":"gold"}""", "amount_units")]
    [InlineData("""{"partner":{"key":"anna"},"amount_units":{}}""", "amount_units")]
    [InlineData("""{"partner":{"key":"anna"},"amount_units":"usd","reward_ids":["x"]}""", "reward_ids.0")]
    public async Task A_request_without_what_it_needs_is_refused(string body, string faults)
    {
        var api = await WithSale();
        var reply = await api.Post("/v1/payout_requests", body);
        Assert.Equal(422, reply.Status);
        Assert.Subset(faults.Split(',').ToHashSet(), reply.Faults.ToHashSet());
    }

    [Fact]
    public async Task Refusals_come_in_order()
    {
        var api = await WithSale();
        var reader = await api.NewKey(ApiScope.Read);
        (await reader.Post("/v1/payout_requests", "{")).IsRefused(403, "scope_missing");
        (await (await Server.ReferAFriend()).Post("/v1/payout_requests", "{")).IsRefused(403, "wrong_program_type");
        (await api.Post("/v1/payout_requests", "{")).IsRefused(400, "unreadable_body");
        const string Nobody = """{"partner":{"key":"nobody"},"amount_units":"usd" """;
        (await api.Post("/v1/payout_requests", Nobody + ",\"gateway\":\"cash\"}")).IsRefused(
            422,
            "invalid_fields",
            "gateway"
        );
        (await api.Post("/v1/payout_requests", Nobody + "}")).IsRefused(404, "not_found");
        await api.Post("/v1/partners/anna-id/archive");
        (await api.Post("/v1/payout_requests", $"{{{Anna}}}")).IsRefused(400, "action_failed");
        await api.Post("/v1/partners/anna-id/revoke-archive");
        (await api.Post("/v1/payout_requests", $"{{{Anna}}}")).IsRefused(422, "invalid_fields", "gateway");
    }

    [Fact]
    public async Task An_idempotency_key_makes_a_request_repeatable()
    {
        var api = await WithSale();
        const string Body =
            "{"
            + Anna
            + """
                ,"gateway":"paypal","payout_settings":{"username":"a@b.example"},"reward_ids":""}
                """;
        var first = await api.Post("/v1/payout_requests", Body, "once");
        var again = await api.Post("/v1/payout_requests", Body, "once");
        Assert.Equal(first.Is(201).Text, again.Is(201).Text);
        Assert.Equal(1, await api.CountOf("payouts"));
    }

    [Fact]
    public async Task Requests_are_listed_and_searched()
    {
        var api = await WithSale();
        await api.Referrer("bert");
        await api.SignUp("dora", "bert");
        await api.Sale("o2", "10", "dora");
        await api.Sale("o3", "10", "carl", ""","amount_units":"EUR" """);
        const string PayPal = "\"gateway\":\"paypal\",\"payout_settings\":{\"username\":\"a@b.example\"}";
        var ids = new List<string>();
        foreach (var (partner, unit) in new[] { ("anna", "usd"), ("bert", "usd"), ("anna", "eur") })
        {
            var body = $$$"""{"partner":{"id":"{{{partner}}}-id"},"amount_units":"{{{unit}}}",{{{PayPal}}}}""";
            ids.Add((await api.Post("/v1/payout_requests", body)).Is(201)["data.id"]!);
        }

        await api.Post($"/v1/payout_requests/{ids[1]}/approve");
        var (first, second, third) = (ids[0], ids[1], ids[2]);
        foreach (
            var (query, found) in new[]
            {
                ("", $"{third},{second},{first}"),
                ("?sort=asc&limit=2", $"{first},{second}"),
                ("?limit=1&page=2", second),
                (":search?status=approved", second),
                (":search?status=requested&amount_units=usd", first),
                (":search?partner_key=anna", $"{third},{first}"),
                (":search?partner_id=bert-id", second),
                (":search?partner_email=anna@example.com&amount_units=EUR", third),
                (":search?partner_key=nobody", ""),
                (":search?status=finished", ""),
            }
        )
        {
            Assert.Equal(found, (await api.Get($"/v1/payout_requests{query}")).Is(200).Column("id"));
        }

        var page = await api.Get("/v1/payout_requests:search?limit=2");
        Assert.Equal(first, (await api.Get(page["links.next"]![Server.Url.Length..])).Column("id"));
        (await api.Get("/v1/payout_requests:search?status=odd")).IsRefused(422, "invalid_fields", "status");
    }

    [Theory]
    [InlineData("1")]
    [InlineData("0")]
    [InlineData("x")]
    [InlineData("99999999999999999999")]
    public async Task An_unknown_request_is_not_found(string id)
    {
        var api = await WithSale();
        (await api.Get($"/v1/payout_requests/{id}")).IsRefused(404, "not_found");
        foreach (var action in new[] { "approve", "mark_as_paid", "reject" })
        {
            (await api.Post($"/v1/payout_requests/{id}/{action}")).IsRefused(404, "not_found");
        }
    }

    [Fact]
    public async Task Another_program_sees_nothing_of_it()
    {
        var api = await WithSale();
        var id = (await Request(api, "paypal", """{"username":"a@b.example"}"""))["data.id"];
        var other = await Server.Affiliate();
        (await other.Get($"/v1/payout_requests/{id}")).IsRefused(404, "not_found");
        (await other.Post($"/v1/payout_requests/{id}/reject")).IsRefused(404, "not_found");
        (await other.Get("/v1/partners/anna-id/payout_settings")).IsRefused(404, "not_found");
        (await other.Post("/v1/payout_requests", $"{{{Anna}}}")).IsRefused(404, "not_found");
        Assert.Equal(0, (await other.Get("/v1/payout_requests")).Count());
    }

    private async Task<ApiClient> WithSale()
    {
        var api = await Server.Affiliate().WithCarl();
        await api.Sale("o1", "10", "carl");
        return api;
    }

    private static Task<Reply> Request(ApiClient api, string gateway, string settings) =>
        api.Post(
            "/v1/payout_requests",
            "{" + Anna + $",\"gateway\":\"{gateway}\",\"payout_settings\":{settings}" + "}"
        );
}
