using Byway.Programs;
using Byway.Tests.Clicks;
using Xunit;

namespace Byway.Tests.Customers;

/// <summary>Two records of one customer: the keys of both lead to the one that stands.</summary>
public sealed class MergeCustomersTests(TestServer server) : ServerTests(server)
{
    private const string Path = "/v1/customers/guest/merge";

    [Theory]
    [MemberData(nameof(BothTypes))]
    public async Task Both_keys_find_the_one_that_stands_and_the_books_stay(string type)
    {
        var api = await WithGuest(type, by: "anna");
        await api.Sale("o1", "100", "guest");
        var merged = (await api.Post(Path, Into(api))).Is(200);
        Assert.Equal("merged", merged.Decision);
        Assert.Equal("carl", merged[$"data.{api.IdName()}"]);
        Assert.Equal("anna-id", merged.CountsFor());
        foreach (var name in new[] { "guest", "carl", "guest@example.net" })
        {
            Assert.Equal("carl", (await api.Get($"/v1/customers/{name}")).Is(200)[$"data.{api.IdName()}"]);
        }

        var sale = await api.Sale("o2", "100", "guest");
        Assert.Equal("rewarded", sale.Decision);
        Assert.Equal("60", await api.Balance());
        Assert.Equal("o2,o1", (await api.Get("/v1/customers/carl/transactions")).Column("key"));
        Assert.Equal("o2,o1", (await api.Get("/v1/customers/guest/transactions")).Column("key"));
        Assert.Equal("o1", (await api.Get("/v1/transactions/o1")).Is(200)["data.key"]);
        Assert.DoesNotContain(
            "guest",
            (await api.Get("/v1/customers")).Column(api.IdName()),
            StringComparison.Ordinal
        );
        await api.Refund("o1", "r1", "100");
        Assert.Equal("30", await api.Balance());
        Assert.Equal("reward", (await api.Get($"/v1/rewards?customer_key=carl")).Count() == 2 ? "reward" : "none");
    }

    [Fact]
    public async Task Who_stands_keeps_its_own_binding()
    {
        var api = await WithGuest(ProgramType.Affiliate, by: "anna");
        await api.Referrer("bert");
        await api.SignUp("dora", "bert");
        var merged = (await api.Post(Path, """{"into":{"key":"dora"}}""")).Is(200);
        Assert.Equal("bert-id", merged.CountsFor());
        Assert.Equal("bert-id", (await api.Sale("o1", "100", "guest")).CountsFor());
    }

    [Fact]
    public async Task An_owners_nobody_stands_too()
    {
        var api = await WithGuest(ProgramType.Affiliate, by: "anna");
        await api.SignUp("dora", "anna");
        (await api.Post("/v1/customers/dora/reassign", """{"partner":null}""")).Is(200);
        Assert.Null((await api.Post(Path, """{"into":{"key":"dora"}}""")).Is(200).CountsFor());
    }

    [Fact]
    public async Task It_again_answers_the_same_and_sixteen_at_once_are_one()
    {
        var api = await WithGuest(ProgramType.Affiliate, by: null);
        var sequence = await api.Sequence();
        var replies = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => api.Post(Path, Into(api))));
        Assert.All(replies, reply => Assert.Equal("carl", reply.Is(200)["data.key"]));
        Assert.Equal(sequence + 1, await api.Sequence());
    }

    [Fact]
    public async Task Chains_lead_to_the_last_and_rings_are_refused()
    {
        var api = await WithGuest(ProgramType.Affiliate, by: "anna");
        await api.SignUp("dora");
        (await api.Post(Path, Into(api))).Is(200);
        (await api.Post(Path, """{"into":{"key":"dora"}}""")).IsRefused(400, "action_failed");
        (await api.Post("/v1/customers/carl/merge", """{"into":{"key":"guest"}}""")).IsRefused(
            422,
            "invalid_fields",
            "into"
        );
        (await api.Post("/v1/customers/carl/merge", """{"into":{"key":"dora"}}""")).Is(200);
        Assert.Equal("dora", (await api.Get("/v1/customers/guest"))["data.key"]);
        Assert.Equal("anna-id", (await api.Sale("o1", "100", "guest")).CountsFor());
        (await api.Post("/v1/customers/dora/merge", """{"into":{"key":"guest"}}""")).IsRefused(
            422,
            "invalid_fields",
            "into"
        );
    }

    [Fact]
    public async Task A_friends_links_friends_and_balance_go_on()
    {
        var api = await WithGuest(ProgramType.ReferAFriend, by: null);
        await api.SignUp("friend", "guest-key");
        await api.Sale("o1", "100", "friend");
        (await api.Post(Path, Into(api))).Is(200);
        Assert.Equal("carl", (await api.Sale("o2", "100", "friend")).CountsFor());
        Assert.Equal("carl", (await api.SignUp("later", "guest-key")).CountsFor());
        var carl = await api.Get("/v1/customers/carl");
        Assert.Equal("2", carl["data.referrals_count"]);
        Assert.Equal(
            "2",
            carl.Count("data.referral_links").ToString(System.Globalization.CultureInfo.InvariantCulture)
        );
        Assert.Equal("later,friend", (await api.Get("/v1/customers/guest/referrals")).Column("id"));
        Assert.Equal("carl", (await api.Get("/v1/customers/friend")).CountsFor());
        var balance = await api.Get("/v1/customers/carl/balance");
        Assert.Equal("60", balance["data.balance.currency.0.amount"]);
        Assert.Equal("60", (await api.Get("/v1/customers/carl/stats"))["data.payable.0.amount"]);
        Assert.Equal("60", (await api.Get("/v1/customers/carl/statement"))["data.totals.0.closing"]);
        Assert.Equal("2", (await api.Get("/v1/customers/carl/stats"))["data.sales"]);
    }

    [Fact]
    public async Task Nobody_refers_oneself_after_it()
    {
        var api = await WithGuest(ProgramType.ReferAFriend, by: null);
        await api.SignUp("second", "guest-key");
        await api.SignUp("third", "guest-key");
        var merged = (await api.Post(Path, """{"into":{"id":"second"}}""")).Is(200);
        Assert.Null(merged.CountsFor());
        Assert.Equal("customer_not_referred", (await api.Sale("o1", "100", "second")).Decision);
        Assert.Equal("second", (await api.Sale("o2", "100", "third")).CountsFor());
        var other = (await api.Post("/v1/customers/third/merge", """{"into":{"id":"guest"}}""")).Is(200);
        Assert.Null(other.CountsFor());
    }

    [Fact]
    public async Task A_guests_waiting_sales_are_decided_for_who_has_signed_up()
    {
        var api = await Server.Affiliate().WithCarl();
        var body = """{"key":"o1","amount":100,"customer":{"key":"guest"},"options":{"create_customer":true}}""";
        Assert.Equal("customer_provisional", (await api.Post("/v1/transactions", body)).Is(200).Decision);
        (await api.Post("/v1/customers/carl/merge", """{"into":{"key":"guest"}}""")).IsRefused(400, "action_failed");
        (await api.Post(Path, Into(api))).Is(200);
        Assert.Equal("30", await api.Balance());
        Assert.Equal("o1", (await api.Get("/v1/customers/carl/transactions")).Column("key"));
    }

    [Fact]
    public async Task A_repeated_credit_is_one_also_after_a_merge()
    {
        var api = await WithGuest(ProgramType.ReferAFriend, by: null);
        const string Credit = "/v1/customers/guest/balance/credit";
        (await api.Post(Credit, """{"key":"c1","amount":5}""")).Is(200);
        (await api.Post(Path, Into(api))).Is(200);
        (await api.Post(Credit, """{"key":"c1","amount":5}""")).Is(200);
        (await api.Post(Credit, """{"key":"c2","amount":1}""")).Is(200);
        Assert.Equal("6", (await api.Get("/v1/customers/carl/balance"))["data.balance.currency.0.amount"]);
    }

    [Fact]
    public async Task The_export_has_both_and_erasing_reaches_both()
    {
        var api = await WithGuest(ProgramType.Affiliate, by: "anna");
        await api.Sale("o1", "100", "guest");
        (await api.Post(Path, Into(api))).Is(200);
        var export = (await api.Get("/v1/customers/carl/export")).Is(200).Text;
        Assert.Contains("guest@example.net", export, StringComparison.Ordinal);
        Assert.Contains("\"key\":\"o1\"", export, StringComparison.Ordinal);
        (await api.Post("/v1/customers/guest/erase")).Is(200);
        (await api.Get("/v1/customers/carl")).IsRefused(404, "not_found");
        var left = await api.Server.Query<string>(
            "select answer from entry_personal where program_id = @ProgramId and answer like '%guest@example%'",
            new { api.Program.ProgramId }
        );
        Assert.Empty(left);
        Assert.Equal("30", await api.Balance());
        (await api.Post("/v1/customers", api.SignUpBody("guest", "anna", ""","name":"x" """))).IsRefused(
            422,
            "key_erased",
            "key"
        );
    }

    [Fact]
    public async Task A_deleted_customers_keys_are_free_again_all_of_them()
    {
        var api = await WithGuest(ProgramType.Affiliate, by: "anna");
        (await api.Post(Path, Into(api))).Is(200);
        (await api.Post("/v1/customers", api.SignUpBody("guest", null, ""","name":"Else" """))).IsRefused(
            422,
            "key_reused",
            "key"
        );
        (await api.Delete("/v1/customers/guest")).Is(200);
        (await api.Get("/v1/customers/carl")).IsRefused(404, "not_found");
        await api.SignUp("guest", more: ""","name":"Else" """);
        await api.SignUp("carl", more: ""","name":"Else" """);
    }

    [Theory]
    [InlineData("{}", 422, "invalid_fields", "into")]
    [InlineData("""{"into":{}}""", 422, "invalid_fields", "into")]
    [InlineData("""{"into":{"key":"nobody"}}""", 422, "invalid_fields", "into")]
    [InlineData("""{"into":{"key":"other"}}""", 422, "invalid_fields", "into")]
    [InlineData("""{"into":{"key":"guest"}}""", 422, "invalid_fields", "into")]
    public async Task What_cannot_be_is_refused_and_writes_nothing(string body, int status, string code, string fault)
    {
        var api = await WithGuest(ProgramType.Affiliate, by: null);
        await (await Server.Affiliate()).SignUp("other");
        var sequence = await api.Sequence();
        (await api.Post(Path, body)).IsRefused(status, code, fault);
        (await api.Post("/v1/customers/other/merge", Into(api))).IsRefused(404, "not_found");
        Assert.Equal(sequence, await api.Sequence());
    }

    [Fact]
    public async Task What_the_merged_record_brought_stays_brought()
    {
        var api = await Server.ReferAFriend();
        await api.Referrer("guest");
        await api.Referrer("anna");
        var click = await api.Click("guest");
        await api.SignUp("dora", "guest");
        await api.Sale("o1", "100", "dora");
        (await api.Post(Path, """{"into":{"id":"anna-id"}}""")).Is(200);

        // A click from before counts for the one that stands; the click of nobody's link for nobody.
        var reply = await api.Post("/v1/customers", $$"""{"id":"emma","click_id":"{{click}}"}""");
        Assert.Equal("anna-id", reply.Is(201).CountsFor());
        var unknown = await api.Post("/v1/customers", """{"id":"fred","click_id":"clk_00000000000000000000000000"}""");
        Assert.Null(unknown.Is(201).CountsFor());

        // Asking for what is already so writes nothing, and does not begin the earning period anew.
        var sequence = await api.Sequence();
        (await api.Post("/v1/customers/dora/reassign", """{"referring_customer":{"id":"anna-id"}}""")).Is(200);
        Assert.Equal(sequence, await api.Sequence());

        // A sale that is taken back is taken out of what is shown.
        Assert.Equal("1", (await api.Get("/v1/customers/anna-id/stats"))["data.sales"]);
        (await api.Delete("/v1/transactions/o1")).Is(200);
        var stats = (await api.Get("/v1/customers/anna-id/stats")).Is(200);
        Assert.Equal(("0", "2"), (stats["data.sales"], stats["data.referrals"]));
        Assert.Equal("1", stats["data.clicks"]);
    }

    private static string Into(ApiClient api) => $$$"""{"into":{"{{{api.IdName()}}}":"carl"}}""";

    private async Task<ApiClient> WithGuest(string type, string? by)
    {
        var api = await Server.NewProgram(type);
        await api.Referrer("anna");
        await api.SignUp("carl");
        var key = type == ProgramType.ReferAFriend ? ""","key":"guest-key" """ : "";
        await api.SignUp("guest", by, key + ""","email":"guest@example.net" """);
        return api;
    }
}
