using Byway.Mail;
using Byway.Programs;
using Byway.Tests.Integrations;
using Byway.Tests.Portal;
using Byway.Tests.Webhooks;
using Byway.Webhooks;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace Byway.Tests.Persons;

/// <summary>
/// A person with unmistakable texts in every field goes through every store. Before the erasure the search finds it in
/// each of them, which is what shows that the search can find; afterwards nowhere, and every number is as it was.
/// </summary>
public sealed class CanaryTests
{
    private const string Canary = "canary";

    private const string Coupon = """
        {"uuid_code":"C","name":"Birds","coupon_discount_type":"percent","coupon_discount_amount":5,
         "coupon_duration_type":"once"}
        """;

    [Fact]
    public async Task A_customer_leaves_no_trace()
    {
        await using var server = new TestServer();
        await server.InitializeAsync();
        var scan = new WholeScan(server);
        await using var receiver = await Echo();
        var api = await server.Affiliate();
        await api.Subscribe(receiver.Url);
        await api.Referrer("anna");
        await api.SignUp("bella", "anna");
        await Buy(api, server);
        await Free(api);
        await Pay(api);
        await server.Deliver();

        AssertStores(
            await scan.Places(Canary),
            "customers.key",
            "customers.email",
            "customers.name_or_surname",
            "customers.metadata",
            "transactions.customer_ref",
            "transactions.metadata",
            "entry_personal.request",
            "entry_personal.answer",
            "entry_personal.personal_rows",
            "idempotency_keys.body",
            "webhook_deliveries.log",
            "leads.email",
            "reward_notes.reason",
            "provider_events.body",
            "clicks.landing",
            "clicks.referrer",
            "clicks.utm_campaign"
        );
        await Erased(server, scan, api, "/v1/customers/canary-two/erase", "canary.two@canary.example");
        (await api.Get("/v1/customers/canary-two")).IsRefused(404, "not_found");
        (await api.Get("/v1/customers/canary.two@canary.example")).IsRefused(404, "not_found");
        Assert.Equal("", (await api.Get("/v1/customers:search?email=canary")).Column("key"));
        var shell = $"erased-{await Number(server, "customers")}";
        Assert.Contains(shell, (await api.Get("/v1/rewards")).Column("customer"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_partner_leaves_no_trace()
    {
        await using var server = new TestServer();
        await server.InitializeAsync();
        var scan = new WholeScan(server);
        await using var receiver = await Echo();
        var api = await server.Affiliate();
        await api.Subscribe(receiver.Url);
        await Promote(api);
        using var visitor = new Visitor(server);
        await visitor.SignIn(await Visitor.LinkOf(api, "canary-key"));
        await server.Deliver();

        AssertStores(
            await scan.Places(Canary),
            "partners.id",
            "partners.key",
            "partners.email",
            "partners.name_or_surname",
            "referral_keys.key",
            "referral_links.key",
            "entry_personal.request",
            "entry_personal.answer",
            "entry_personal.personal_rows",
            "idempotency_keys.body",
            "webhook_deliveries.log",
            "payouts.details",
            "payout_details.details",
            "reward_notes.note"
        );
        Assert.Equal(1, await api.CountOf("portal_sessions"));
        await Erased(server, scan, api, "/v1/partners/canary-id/erase", "canary@canary.example");
        (await api.Get("/v1/partners/canary-key")).IsRefused(404, "not_found");
        Assert.Equal(0, await api.CountOf("portal_sessions"));
        Assert.Equal(0, await api.CountOf("sign_in_links"));
        // The keys stay reserved, though nobody can read them.
        (
            await api.Post("/v1/partners", """{"key":"canary-key","id":"canary-id","email":"new@example.com"}""")
        ).IsRefused(422, "invalid_fields", "id", "key");
    }

    [Fact]
    public async Task A_friend_leaves_no_trace()
    {
        await using var server = new TestServer();
        await server.InitializeAsync();
        var scan = new WholeScan(server);
        await using var receiver = await Echo();
        var api = await server.NewProgram(ProgramType.ReferAFriend, mode: "test");
        await api.Subscribe(receiver.Url);
        await Invite(api, server);
        using var visitor = new Visitor(server);
        await visitor.SignIn(await Visitor.LinkOf(api, "canary-key"));
        await server.Deliver();

        AssertStores(
            await scan.Places(Canary),
            "customers.key",
            "customers.referral_key",
            "customers.email",
            "customers.name_or_surname",
            "customers.metadata",
            "referral_keys.key",
            "entry_personal.request",
            "entry_personal.answer",
            "entry_personal.personal_rows",
            "idempotency_keys.body",
            "webhook_deliveries.log",
            "mails.recipient",
            "mails.text",
            "outbox"
        );
        await Erased(server, scan, api, "/v1/customers/canary-id/erase", "canary@canary.example");
        Assert.Equal("0", (await api.Get("/v1/customers/dora"))["data.referrals_count"]);
        Assert.Equal("29.997", await Earned(server));
    }

    [Fact]
    public async Task A_subscriber_leaves_no_trace()
    {
        await using var server = new TestServer();
        await server.InitializeAsync();
        var scan = new WholeScan(server);
        await using var receiver = await Echo();
        var api = await server.NewProgram(ProgramType.Newsletter);
        await api.Subscribe(receiver.Url);
        (
            await api.Post(
                "/v1/subscribers",
                """{"id":"canary-sub","email":"canary@canary.example","name":"Canarya"}""",
                "k1"
            )
        ).Is(201);
        (await api.Post("/v1/subscribers", """{"email":"b@example.com","referral":{"id":"canary-sub"}}""")).Is(201);
        (
            await api.Post(
                "/v1/subscribers",
                """{"email":"c@example.com","referral":{"email":"CANARY@canary.example"}}"""
            )
        ).Is(201);
        await server.Deliver();
        AssertStores(
            await scan.Places(Canary),
            "subscribers.id",
            "subscribers.email",
            "subscribers.name",
            "entry_personal.request",
            "entry_personal.answer",
            "idempotency_keys.body",
            "webhook_deliveries.log"
        );
        await Erased(server, scan, api, "/v1/subscribers/canary-sub/erase", "canary@canary.example");
    }

    [Fact]
    public async Task A_store_that_is_left_out_is_seen()
    {
        await using var server = new TestServer();
        await server.InitializeAsync();
        var scan = new WholeScan(server);
        var api = await server.Affiliate();
        (await api.Post("/v1/customers", """{"key":"c1","email":"canary@canary.example"}""", "k1")).Is(201);
        var stored = (await server.Query<string>("select body from idempotency_keys")).Single();
        (await api.Post("/v1/customers/c1/erase")).Is(200);
        Assert.Empty(await scan.Places(Canary));

        // As an erasure that skips idempotency rows would leave it.
        await server.Execute("update idempotency_keys set body = @stored", new { stored });
        Assert.Contains("idempotency_keys.body", await scan.Places(Canary));
        await server.Execute("update idempotency_keys set body = ''");
        // And as one that forgets a key without its table being declared.
        await server.Execute("create table added_tomorrow (program_id bigint, note text)");
        await server.Execute("insert into added_tomorrow values (1, 'the canary was here')");
        Assert.Contains("added_tomorrow.note", await scan.Places(Canary));
    }

    private static async Task Erased(TestServer server, WholeScan scan, ApiClient api, string path, string email)
    {
        await server.BooksAreWhole();
        var numbers = await scan.Numbers();
        var events = await api.Events();
        var done = (await api.Post(path, $$"""{"reason":"asked by {{email}}"}""")).Is(200);
        Assert.Equal("""{"status":1}""", done.Text);
        Assert.Equal("done", done.Decision);

        var sequence = await api.Sequence();
        Assert.True((await scan.Places(Canary)).Count == 0, scan.Details);
        Assert.Equal(numbers, await scan.Numbers());
        await server.BooksAreWhole();

        // The same answer again, and nothing written.
        var again = (await api.Post(path)).Is(200);
        Assert.Equal(done.Text, again.Text);
        Assert.Null(again.Entry);
        Assert.Equal(sequence, await api.Sequence());

        // Every event can still be told, with what is left of it.
        Assert.Equal(
            events.Select(told => told.GetProperty("id").GetString()),
            (await api.Events()).Select(told => told.GetProperty("id").GetString())
        );
        (await api.Post($"/v1/webhooks/{await WebhookKey(server)}/replay", """{"since":"2020-01-01T00:00:00Z"}""")).Is(
            200
        );
        await server.Deliver();
        Assert.True((await scan.Places(Canary)).Count == 0, scan.Details);
        (await api.Get("/v1/journal?limit=250")).Is(200);
    }

    private static async Task<string> WebhookKey(TestServer server) =>
        (await server.Query<string>("select key from webhooks"))[0];

    private static async Task<long> Number(TestServer server, string table) =>
        (await server.Query<long>($"select person from erasures e join {table} t on t.number = e.person"))[0];

    private static async Task<string> Earned(TestServer server) =>
        Byway.Values.Micros.ToText((await server.Query<long>("select sum(amount) from balances where owner > 0"))[0]);

    /// <summary>A receiver that fails and repeats what it was sent in its answer.</summary>
    private static async Task<Receiver> Echo()
    {
        var receiver = await Receiver.Start();
        receiver.Answer = (one, response) =>
        {
            response.StatusCode = one.Text.Contains(Canary, StringComparison.OrdinalIgnoreCase) ? 500 : 200;
            return response.WriteAsync(one.Text);
        };
        return receiver;
    }

    /// <summary>Whatever a customer of an affiliate program can leave behind.</summary>
    private static async Task Buy(ApiClient api, TestServer server)
    {
        var click = await Click(api);
        // A sale before its sign-up; further down one that names an address it has no more.
        await api.Sale("o0", "50", "canary-one", ""","metadata":{"note":"Canary likes birds"}""");
        (
            await api.Post(
                "/v1/customers",
                $$"""
                {"key":"canary-one","email":"canary.one@canary.example","name":"Canaryna","surname":"Canaryson",
                 "metadata":{"note":"canary"},"partner":{"key":"anna"},"click_id":"{{click}}",
                 "options":{"referral_url":"https://shop.example?aff=canary-unknown"} }
                """,
                "signup-1"
            )
        ).Is(201);
        (
            await api.Put(
                "/v1/customers/canary-one",
                """{"update":{"key":"canary-two","email":"canary.two@canary.example"}}"""
            )
        ).Is(200);
        (
            await api.Post(
                "/v1/transactions",
                """{"key":"o9","amount":5,"customer":{"email":"canary.one@canary.example"}}"""
            )
        ).Is(200);
        (
            await api.Post(
                "/v1/transactions",
                """
                {"key":"o1","amount":99.99,"customer":{"key":"canary-two"},"metadata":{"street":"Canary Wharf 1"}}
                """,
                "sale-1"
            )
        ).Is(200);
        (
            await api.Post(
                "/v1/transactions",
                """
                {"transactions":[{"key":"b1","amount":10,"customer":{"key":"bella"}},
                 {"key":"b2","amount":20,"customer":{"key":"canary-one"}}]}
                """,
                "batch-1"
            )
        ).Is(200);
        await api.Refund("o1", "r1", "10");
        (await api.Post("/v1/transactions/b2/archive")).Is(200);
        (await api.Post("/v1/transactions/b2/revoke-archive")).Is(200);
        (
            await api.Post(
                "/v1/leads",
                """{"name":"Canaryna C","email":"canary.two@canary.example","partner":{"key":"anna"}}""",
                "lead-1"
            )
        ).Is(201);
        var reward = (await server.Query<long>("select number from rewards where status = 'ok' order by number desc"))[
            0
        ];
        (await api.Post($"/v1/rewards/{reward}/reject", """{"reason":"Canaryna ordered by mistake"}""")).Is(200);
        (await api.Post("/v1/customers/canary-two/suspend")).Is(200);
        await Code(api);
    }

    /// <summary>The click that led there.</summary>
    private static async Task<string?> Click(ApiClient api) =>
        (
            await api.Post(
                "/v1/clicks",
                """
                {"url":"https://shop.example/canary?aff=anna&utm_campaign=canary","visitor":"canary",
                 "referrer":"https://canary.example/birds"}
                """
            )
        ).Is(201)["data.id"];

    /// <summary>A code for the customer only.</summary>
    private static async Task Code(ApiClient api)
    {
        (await api.Post("/v1/coupons", Coupon)).Is(201);
        (
            await api.Post(
                "/v1/promotion-codes",
                """
                {"code":"BIRDS","coupon_uuid":"C","limit_to_specific_customer":true,
                 "coupon_specific_customers":[{"id":"canary-two"}]}
                """
            )
        ).Is(201);
    }

    /// <summary>What a billing provider tells of the customer.</summary>
    private static async Task Pay(ApiClient api)
    {
        await api.Connect();
        // Before anybody knows who it is, after, and without a word for the books.
        await api.Tell("e1", """{"fact":"sale","key":"in_1","invoice_id":"in_1","buyer":"cus_canary","amount":50}""");
        await api.Tell(
            "e2",
            """
            {"fact":"sign_up","customer":"canary-two","buyer":"cus_canary","email":"canary.two@canary.example"}
            """
        );
        await api.Tell("e3", """{"fact":"link","invoice_id":"in_1","charge_id":"ch_1","note":"card of Canaryna"}""");
        await api.Tell("e4", """{"fact":"note","buyer":"cus_canary","note":"Canary likes seeds"}""");
    }

    /// <summary>What others say about the customer.</summary>
    private static async Task Free(ApiClient api) =>
        await api.Sale("o7", "10", "bella", ""","metadata":{"gift_for":"Canary.Two@canary.example"}""");

    private static async Task Promote(ApiClient api)
    {
        (
            await api.Post(
                "/v1/partners",
                """
                {"id":"canary-id","key":"canary-old","email":"canary@canary.example","name":"Canaryna",
                 "surname":"Canaryson","password":"Canary password 1"}
                """,
                "partner-1"
            )
        ).Is(201);
        (await api.Put("/v1/partners/canary-id", """{"update":{"key":"canary-key"}}""")).Is(200);
        (
            await api.Post(
                "/v1/partner_referral_links",
                """{"key":"canary-link","url":"https://shop.example/canary","partner":{"id":"canary-id"}}"""
            )
        ).Is(201);
        await api.SignUp("carl", "canary-key");
        await api.SignUp("dora", "CANARY-OLD");
        await api.SignUp("emil", null, ""","options":{"referral_url":"https://shop.example?aff=canary-link"}""");
        await api.SignUp("fred", null, ""","partner":{"email":"CANARY@canary.example"}""");
        (await api.Post("/v1/transactions", api.SaleBody("o1", "99.99", "carl"), "sale-1")).Is(200);
        await api.Refund("o1", "r1", "10");
        (
            await api.Post(
                "/v1/leads",
                """{"name":"L","email":"l@example.com","partner":{"id":"canary-id"}}""",
                "lead-1"
            )
        ).Is(201);
        (await api.Post("/v1/partners/canary-id/reward", """{"amount":5,"note":"for Canaryna"}""")).Is(201);
        (
            await api.Put(
                "/v1/partners/canary-id/payout_settings",
                """{"gateway":"paypal","payout_settings":{"username":"canary@pay.example"}}"""
            )
        ).Is(200);
        var payout = (
            await api.Post(
                "/v1/payout_requests",
                """{"partner":{"id":"canary-id"},"amount_units":"USD"}""",
                "payout-1"
            )
        ).Is(201);
        // Nobody is erased who is about to be paid.
        (await api.Post("/v1/partners/canary-id/erase")).IsRefused(400, "action_failed");
        (await api.Post($"/v1/payout_requests/{payout["data.id"]}/approve")).Is(200);
        (await api.Post($"/v1/payout_requests/{payout["data.id"]}/mark_as_paid")).Is(200);
        (await api.Post("/v1/coupons", Coupon)).Is(201);
        (
            await api.Post(
                "/v1/promotion-codes",
                """
                {"code":"BIRDS","coupon_uuid":"C","limit_to_specific_partner":true,
                 "coupon_specific_partners":[{"id":"canary-id"}]}
                """
            )
        ).Is(201);
    }

    private static async Task Invite(ApiClient api, TestServer server)
    {
        (
            await api.Post(
                "/v1/customers:invite",
                """{"id":"canary-id","email":"canary@canary.example","name":"Canaryna","surname":"Canaryson"}""",
                "invite-1"
            )
        ).Is(200);
        await server.RunJob<SendMails>();
        (
            await api.Post(
                "/v1/customers",
                """
                {"id":"canary-id","key":"canary-id","email":"canary@canary.example","name":"Canaryna",
                 "metadata":{"date_of_birth":"canary day"}}
                """,
                "signup-1"
            )
        ).Is(201);
        (await api.Put("/v1/customers/canary-id", """{"update":{"key":"canary-key"}}""")).Is(200);
        (await api.Post("/v1/customers:invite", """{"id":"canary-id"}""")).Is(200);
        await api.SignUp("dora", "canary-key", ""","email":"d@example.com" """);
        await api.Sale("o1", "99.99", "dora");
        (await api.Post("/v1/transactions", api.SaleBody("o2", "7", "canary-id"), "sale-1")).Is(200);
    }

    private static void AssertStores(IReadOnlyList<string> places, params string[] expected)
    {
        foreach (var place in expected)
        {
            Assert.True(
                place.EndsWith("name_or_surname", StringComparison.Ordinal)
                    ? places.Any(found =>
                        found.StartsWith(place.Split('.')[0] + ".", StringComparison.Ordinal)
                        && found.Contains("name", StringComparison.Ordinal)
                    )
                    : places.Contains(place),
                $"The search does not find the canary in {place}, so it would not find it afterwards either. "
                    + $"It finds: {string.Join(", ", places)}"
            );
        }

        if (!TestDatabase.IsPostgres)
        {
            Assert.Contains("byway.db-wal", places);
        }
    }
}
