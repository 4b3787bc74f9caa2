using Byway.Programs;
using Xunit;

namespace Byway.Tests.Customers;

/// <summary>Lists and searches of customers, and what hangs on a referring customer.</summary>
public sealed class ListCustomersTests(TestServer server) : ServerTests(server)
{
    [Theory]
    [MemberData(nameof(BothTypes))]
    public async Task A_list_is_newest_first_and_in_pages(string type)
    {
        var api = await Server.NewProgram(type);
        for (var number = 1; number <= 7; number++)
        {
            await api.SignUp($"c{number}");
        }

        var path = $"{Server.Url}/v1/customers";
        var first = (await api.Get("/v1/customers?limit=3")).Is(200);
        Assert.Equal("c7,c6,c5", first.Column(api.IdName()));
        Assert.Equal($$"""{"current_page":1,"from":1,"path":"{{path}}","per_page":3,"to":3}""", first["meta"]);
        Assert.Equal("null", first["links.last"]);
        Assert.Equal("null", first["links.prev"]);
        Assert.Equal($"{path}?limit=3&page=1", first["links.first"]);
        Assert.StartsWith($"{path}?limit=3&page=2&after=", first["links.next"], StringComparison.Ordinal);
        var second = await api.Get("/v1/customers", """{"limit":"3","page":2}""");
        Assert.Equal("c4,c3,c2", second.Column(api.IdName()));
        Assert.Equal($"{path}?limit=3&page=1", second["links.prev"]);
        var last = await api.Get("/v1/customers?limit=3&page=3");
        Assert.Equal("c1", last.Column(api.IdName()));
        Assert.Equal("null", last["links.next"]);
        Assert.Equal("7", last["meta.to"]);
        var beyond = await api.Get("/v1/customers?limit=3&page=9");
        Assert.Equal("[]", beyond["data"]);
        Assert.Equal("null", beyond["meta.from"]);
        Assert.Equal("null", beyond["meta.to"]);
        Assert.Equal("c1,c2,c3,c4,c5,c6,c7", (await api.Get("/v1/customers?sort=asc")).Column(api.IdName()));
        Assert.Equal("15", (await api.Get("/v1/customers"))["meta.per_page"]);
    }

    [Theory]
    [MemberData(nameof(BothTypes))]
    public async Task An_empty_list_is_a_list(string type)
    {
        var api = await Server.NewProgram(type);
        foreach (var path in new[] { "/v1/customers", "/v1/customers:search?email=x", "/v1/transactions" })
        {
            var reply = (await api.Get(path, "[]")).Is(200);
            Assert.Equal("[]", reply["data"]);
            Assert.Equal("data,links,meta,status", string.Join(',', reply.Json.EnumerateObject().Select(m => m.Name)));
        }
    }

    [Fact]
    public async Task Following_links_next_visits_everything_once_and_keeps_filters()
    {
        var api = await Server.Affiliate();
        await api.Referrer("anna");
        for (var number = 1; number <= 7; number++)
        {
            await api.SignUp($"c{number}", number == 4 ? null : "anna");
        }

        var seen = new List<string>();
        var next = "/v1/customers?partner_key=anna&limit=2&sort=asc";
        while (next is not "null")
        {
            var page = (await api.Get(next)).Is(200);
            seen.Add(page.Column("key"));
            next = page["links.next"]!.Replace(Server.Url, "", StringComparison.Ordinal);
        }

        Assert.Equal(["c1,c2", "c3,c5", "c6,c7"], seen);
    }

    [Theory]
    [MemberData(nameof(BothTypes))]
    public async Task Following_links_next_neither_repeats_nor_misses_while_rows_arrive(string type)
    {
        var api = await Server.NewProgram(type);
        for (var number = 1; number <= 6; number++)
        {
            await api.SignUp($"c{number}");
        }

        var first = await api.Get("/v1/customers?limit=3");
        await api.SignUp("c7");
        await api.SignUp("c8");
        var next = first["links.next"]!.Replace(Server.Url, "", StringComparison.Ordinal);
        var second = await api.Get(next);
        Assert.Equal("c3,c2,c1", second.Column(api.IdName()));
        Assert.Equal("2", second["meta.current_page"]);
        Assert.Equal("4", second["meta.from"]);
        Assert.Equal("6", second["meta.to"]);

        // The control: without the place to begin at, the new rows push old ones onto the next page.
        Assert.Equal("c5,c4,c3", (await api.Get("/v1/customers?limit=3&page=2")).Column(api.IdName()));
    }

    [Fact]
    public async Task A_filter_sent_in_the_body_is_in_links_next()
    {
        var api = await Server.Affiliate();
        await api.Referrer("anna");
        await api.SignUp("c1", "anna");
        await api.SignUp("c2");
        await api.SignUp("c3", "anna");
        var first = await api.Get("/v1/customers", """{"partner":{"key":"anna"},"limit":1}""");
        var next = first["links.next"]!.Replace(Server.Url, "", StringComparison.Ordinal);
        Assert.Equal("c1", (await api.Get(next)).Is(200).Column("key"));
    }

    [Theory]
    [InlineData("/v1/customers?partner.key=anna", null)]
    [InlineData("/v1/customers?partner_key=anna", null)]
    [InlineData("/v1/customers?partner.email=ANNA@example.com", null)]
    [InlineData("/v1/customers?partner_email=anna@example.com", null)]
    [InlineData("/v1/customers?partner_id=anna-id", null)]
    [InlineData("/v1/customers?partner%5Bkey%5D=anna", null)]
    [InlineData("/v1/customers", """{"partner":{"key":"anna"}}""")]
    [InlineData("/v1/customers", """{"partner":{"email":"anna@example.com"}}""")]
    public async Task Customers_are_filtered_by_partner(string path, string? body)
    {
        var api = await Server.Affiliate().WithCarl();
        await api.Referrer("bert");
        await api.SignUp("dora", "bert");
        await api.SignUp("emil");
        Assert.Equal("carl", (await api.Get(path, body)).Is(200).Column("key"));
        var nobodys = path.Replace("anna", "nobody", StringComparison.OrdinalIgnoreCase);
        var reply = await api.Get(nobodys, body?.Replace("anna", "nobody", StringComparison.Ordinal));
        Assert.Equal("[]", reply.Is(200)["data"]);
    }

    [Fact]
    public async Task Friends_are_filtered_by_whether_they_were_referred()
    {
        var api = await Server.ReferAFriend().WithCarl();
        Assert.Equal("carl", (await api.Get("/v1/customers?refer_status=referred")).Column("id"));
        Assert.Equal("anna-id", (await api.Get("/v1/customers", """{"refer_status":"non_referred"}""")).Column("id"));
        (await api.Get("/v1/customers?refer_status=x")).IsRefused(422, "invalid_fields", "refer_status");
    }

    [Theory]
    [InlineData("limit=0", "limit")]
    [InlineData("limit=251", "limit")]
    [InlineData("limit=abc", "limit")]
    [InlineData("limit=1.5", "limit")]
    [InlineData("page=0", "page")]
    [InlineData("page=-1", "page")]
    [InlineData("page=1e400", "page")]
    [InlineData("sort=up", "sort")]
    [InlineData("limit=%00", "limit")]
    public async Task A_page_that_cannot_be_is_refused(string query, string field)
    {
        var api = await Server.Affiliate();
        foreach (var list in new[] { "partners", "partners:search", "customers", "customers:search", "transactions" })
        {
            (await api.Get($"/v1/{list}?{query}")).IsRefused(422, "invalid_fields", field);
        }
    }

    [Theory]
    [InlineData("email=CARL", "carl")]
    [InlineData("email=%25", "")]
    [InlineData("email=_", "")]
    [InlineData("email=@example", "dora,carl")]
    [InlineData("key=ar", "carl")]
    [InlineData("id=ORA", "dora")]
    [InlineData("key=ar&email=dora", "")]
    [InlineData("email=' or 1=1 --", "")]
    [InlineData("email=%5C", "")]
    public async Task A_search_finds_parts(string query, string found)
    {
        var api = await Server.Affiliate();
        await api.SignUp("carl", more: ""","email":"Carl@example.net" """);
        await api.SignUp("dora", more: ""","email":"dora@example.net" """);
        Assert.Equal(found, (await api.Get($"/v1/customers:search?{query}")).Is(200).Column("key"));
    }

    [Theory]
    [InlineData("/v1/customers/carl", null)]
    [InlineData("/v1/customers/carl", "[]")]
    [InlineData("/v1/customers/CARL@example.net", null)]
    [InlineData("/v1/customers/", """{"key":"carl"}""")]
    [InlineData("/v1/customers/", """{"email":"carl@example.net"}""")]
    [InlineData("/v1/customer", """{"key":"carl"}""")]
    [InlineData("/v1/customer?email=carl@example.net", null)]
    public async Task One_customer_is_found_in_many_ways(string path, string? body)
    {
        var api = await Server.Affiliate();
        await api.SignUp("carl", more: ""","email":"carl@example.net" """);
        await api.SignUp("dora");
        Assert.Equal("carl", (await api.Get(path, body)).Is(200)["data.key"]);
    }

    [Fact]
    public async Task A_friend_is_found_by_id_then_key_then_email()
    {
        var api = await Server.ReferAFriend();
        await api.Referrer("anna");
        foreach (var name in new[] { "anna-id", "anna", "ANNA", "anna@example.com" })
        {
            Assert.Equal("anna-id", (await api.Get($"/v1/customers/{name}")).Is(200)["data.id"]);
        }
    }

    [Fact]
    public async Task Referrals_balance_and_stats_show_what_a_friend_brought()
    {
        var api = await Server.ReferAFriend(settings => settings with { ReviewPeriodDays = 10 }).WithCarl();
        await api.SignUp("dora", "anna");
        await api.Sale("o1", "100", "carl");
        Server.Clock.Advance(TimeSpan.FromDays(10));
        await Server.RunJob<Byway.Rewards.ReleaseHeldRewards>();
        await api.Sale("o2", "50", "dora", ""","amount_units":"eur" """);
        (await api.Post("/v1/customers/anna-id/balance/credit", """{"amount":"7.5"}""")).Is(200);
        Assert.Equal("dora,carl", (await api.Get("/v1/customers/anna/referrals")).Is(200).Column("id"));
        var balance = (await api.Get("/v1/customers/anna-id/balance", "[]")).Is(200);
        Assert.Equal("balance,customer", balance.Members("data"));
        Assert.Equal("2", balance["data.customer.referrals_count"]);
        Assert.Equal(
            """[{"amount":15,"amount_units":"EUR","is_currency":true},"""
                + """{"amount":37.5,"amount_units":"USD","is_currency":true}]""",
            balance["data.balance.currency"]
        );
        var stats = (await api.Get("/v1/customers/anna-id/stats")).Is(200);
        Assert.Equal("2", stats["data.referrals"]);
        Assert.Equal("2", stats["data.referrals_count"]);
        Assert.Equal("2", stats["data.sales"]);
        Assert.Equal("""[{"currency":"EUR","amount":15}]""", stats["data.held"]);
        Assert.Equal("""[{"currency":"USD","amount":37.5}]""", stats["data.payable"]);
        Assert.Equal("[]", stats["data.paid"]);
    }

    [Fact]
    public async Task A_credit_with_a_key_is_given_once()
    {
        var api = await Server.ReferAFriend();
        await api.Referrer("anna");
        const string Path = "/v1/customers/anna-id/balance/credit";
        var first = (await api.Post(Path, """{"key":"k","amount":5,"amount_units":"usd","is_currency":true}""")).Is(
            200
        );
        Assert.Equal("credited", first.Decision);
        var again = await api.Post(Path, """{"key":"k","amount":"5.00","amount_units":"USD"}""");
        Assert.True(again.Is(200).IsReplay);
        Assert.Equal(first.Text, again.Text);
        (await api.Post(Path, """{"key":"k","amount":6,"amount_units":"USD"}""")).IsRefused(422, "key_reused", "key");
        Assert.Equal("5", await api.Balance());
        var replies = await Task.WhenAll(
            Enumerable.Range(0, 16).Select(_ => api.Post(Path, """{"key":"k2","amount":5}"""))
        );
        Assert.Single(replies, reply => !reply.IsReplay);
        Assert.Equal("10", await api.Balance());
    }

    [Fact]
    public async Task A_credit_without_a_key_is_given_each_time()
    {
        var api = await Server.ReferAFriend();
        await api.Referrer("anna");
        const string Path = "/v1/customers/anna-id/balance/credit";
        await api.Post(Path, """{"amount":5}""");
        await api.Post(Path, """{"amount":5}""");
        var points = await api.Post(Path, """{"amount":3,"amount_units":"points","is_currency":false}""");
        Assert.Equal(
            """[{"amount":10,"amount_units":"USD","is_currency":true},"""
                + """{"amount":3,"amount_units":"points","is_currency":false}]""",
            points.Is(200)["data.balance.currency"]
        );
    }

    [Theory]
    [InlineData("{}", "amount")]
    [InlineData("""{"amount":0}""", "amount")]
    [InlineData("""{"amount":-5}""", "amount")]
    [InlineData("""{"amount":"x"}""", "amount")]
    [InlineData("""{"amount":5,"amount_units":"XYZ"}""", "amount_units")]
    [InlineData("""{"amount":5,"amount_units":"USD","is_currency":"maybe"}""", "is_currency")]
    public async Task A_credit_that_cannot_be_is_refused(string body, string field)
    {
        var api = await Server.ReferAFriend();
        await api.Referrer("anna");
        var before = await api.Sequence();
        (await api.Post("/v1/customers/anna-id/balance/credit", body)).IsRefused(422, "invalid_fields", field);
        (await api.Post("/v1/customers/nobody/balance/credit", """{"amount":5}""")).IsRefused(404, "not_found");
        Assert.Equal(before, await api.Sequence());
    }

    [Theory]
    [InlineData(ProgramType.Affiliate, "GET", "/v1/customers/carl/balance")]
    [InlineData(ProgramType.Affiliate, "GET", "/v1/customers/carl/stats")]
    [InlineData(ProgramType.Affiliate, "GET", "/v1/customers/carl/referrals")]
    [InlineData(ProgramType.Affiliate, "POST", "/v1/customers/carl/balance/credit")]
    [InlineData(ProgramType.ReferAFriend, "GET", "/v1/partners")]
    [InlineData(ProgramType.ReferAFriend, "POST", "/v1/partners")]
    [InlineData(ProgramType.ReferAFriend, "GET", "/v1/partners/x")]
    [InlineData(ProgramType.ReferAFriend, "DELETE", "/v1/partners/x")]
    [InlineData(ProgramType.ReferAFriend, "GET", "/v1/partners:search")]
    [InlineData(ProgramType.ReferAFriend, "POST", "/v1/partners/x/archive")]
    [InlineData(ProgramType.Newsletter, "GET", "/v1/customers")]
    [InlineData(ProgramType.Newsletter, "POST", "/v1/transactions")]
    public async Task What_a_program_type_lacks_is_refused(string type, string method, string path)
    {
        var api = await Server.NewProgram(type);
        var before = await api.Sequence();
        (await api.Send(method, path, "{\"amount\":5}")).IsRefused(403, "wrong_program_type");
        Assert.Equal(before, await api.Sequence());
    }
}
