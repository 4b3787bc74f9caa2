using Byway.Journal;
using Byway.Programs;
using Xunit;

namespace Byway.Tests.Browser;

/// <summary>POST /p/{program}/signups: it makes customers, and says and changes nothing else.</summary>
public sealed class SignUpTests(TestServer server) : ServerTests(server)
{
    private const string Taken = """{"status":1}""";

    [Theory]
    [MemberData(nameof(BothTypes))]
    public async Task A_sign_up_is_bound_to_whose_key_the_page_has(string type)
    {
        var api = await Server.NewProgram(type);
        await api.Referrer("anna");
        var reply = (await new ShopPage(api).SignUpBy("carl")).Is(200);
        Assert.Equal(Taken, reply.Text);
        Assert.Equal("https://shop.example", reply.Header("Access-Control-Allow-Origin"));
        Assert.Null(reply.Header("Byway-Entry"));
        Assert.Null(reply.Header("Byway-Decision"));
        Assert.NotNull((await api.Get("/v1/customers/carl")).Is(200).CountsFor());
        await api.Sale("order", "100", "carl");
        Assert.Equal("30", await api.Balance());
    }

    [Fact]
    public async Task The_journal_says_that_a_browser_asked()
    {
        var api = await Server.Affiliate();
        await api.Referrer("anna");
        await new ShopPage(api).SignUpBy("carl");
        (await api.Get("/v1/customers/carl/decision")).Is(200);
        var ids = await Server.Query<string>(
            "select id from journal_entries where program_id = @ProgramId order by sequence desc",
            new { api.Program.ProgramId }
        );
        var entry = (await api.Get($"/v1/journal/{ids[0]}")).Is(200);
        Assert.Equal(Caller.Browser, entry["data.actor"]);
        Assert.Equal(EntryKind.CustomerCreated, entry["data.kind"]);
        Assert.Equal(DecisionCode.Attributed, entry["data.decision.code"]);
    }

    [Theory]
    [MemberData(nameof(BothTypes))]
    public async Task A_known_key_changes_nothing_and_nobody_can_tell(string type)
    {
        var api = await Server.NewProgram(type);
        await api.Referrer("anna");
        await api.Referrer("otto");
        await api.SignUp("carl", "anna");
        var page = new ShopPage(api);
        await page.SignUpBy("emma", "anna");
        var before = await api.Sequence();
        foreach (var key in new[] { "carl", "emma" })
        {
            var known = (await page.SignUpBy(key, "otto")).Is(200);
            Assert.Equal(Taken, known.Text);
        }

        Assert.Equal(before, await api.Sequence());
        Assert.Equal(Taken, (await page.SignUpBy("new", "otto")).Is(200).Text);
        Assert.True(await api.Sequence() > before);
    }

    [Fact]
    public async Task Affiliate_programs_keep_nobody_whom_nobody_referred()
    {
        var api = await Server.Affiliate();
        await api.Referrer("anna");
        var before = await api.Sequence();
        var page = new ShopPage(api);
        Assert.Equal(Taken, (await page.SignUp("""{"key":"carl","email":"c@example.net"}""")).Is(200).Text);
        Assert.Equal(Taken, (await page.SignUpBy("carl", "nobody")).Is(200).Text);
        Assert.Equal(before, await api.Sequence());
        (await api.Get("/v1/customers/carl")).Is(404);
    }

    [Fact]
    public async Task Refer_a_friend_programs_keep_who_may_refer_others()
    {
        var api = await Server.NewProgram(ProgramType.ReferAFriend);
        await new ShopPage(api).SignUp("""{"id":"carl-id","key":"carl","email":"c@example.net","name":"Carl"}""");
        var carl = (await api.Get("/v1/customers/carl-id")).Is(200);
        Assert.EndsWith("?ref=carl", carl["data.referral_link"], StringComparison.Ordinal);
        Assert.Equal("Carl", carl["data.name"]);
        Assert.Null(carl.CountsFor());
    }

    [Theory]
    [MemberData(nameof(BothTypes))]
    public async Task The_merchants_own_word_completes_it_and_is_never_refused(string type)
    {
        var api = await Server.NewProgram(type);
        await api.Referrer("anna");
        await new ShopPage(api).SignUpBy("carl");
        var told = await api.SignUp("carl", null, ""","name":"Carl","email":"carl@shop.example" """);
        Assert.Equal("Carl", told["data.name"]);
        Assert.NotNull(told.CountsFor());
    }

    [Fact]
    public async Task A_bonus_that_it_reaches_waits_for_the_owner()
    {
        var api = await Server.Affiliate();
        await api.Referrer("anna");
        (
            await api.Put(
                "/v1/program/rules",
                """{"goals":[{"name":"First","of":"sign_ups","at":1,"bonus":{"fixed":50}}]}"""
            )
        ).Is(200);
        await new ShopPage(api).SignUpBy("carl");
        Assert.Equal("0", await api.Balance());
        Assert.Equal("50", await api.Balance("held"));
        var held = (await api.Get("/v1/rewards?held_by_signals=true")).Is(200);
        Assert.Equal("""["unverified"]""", held["data.0.signals"]);
    }

    [Fact]
    public async Task What_a_page_says_of_time_tags_and_money_is_not_read()
    {
        var api = await Server.Affiliate();
        await api.Referrer("anna");
        const string Body =
            """{"key":"carl","partner":{"key":"anna"},"created_at":"2020-01-01T00:00:00Z","tags":["vip"],"""
            + """ "metadata":{"a":1},"transaction":{"key":"x","amount":1000}}""";
        Assert.Equal(Taken, (await new ShopPage(api).SignUp(Body)).Is(200).Text);
        var carl = (await api.Get("/v1/customers/carl")).Is(200);
        Assert.Equal("[]", carl["data.tags"]);
        Assert.StartsWith("2026", carl["data.created_at"], StringComparison.Ordinal);
        Assert.Equal(0, await api.CountOf("transactions"));
    }

    [Fact]
    public async Task A_sign_up_without_a_key_is_refused_by_field()
    {
        var api = await Server.Affiliate();
        (await new ShopPage(api).SignUp("{}")).IsRefused(422, "invalid_fields", "key");
    }

    [Fact]
    public async Task A_program_can_take_no_sign_ups_from_browsers()
    {
        var api = await Server.Affiliate();
        await api.Referrer("anna");
        (await api.Put("/v1/program/settings", """{"browser_signups":false}""")).Is(200);
        (await new ShopPage(api).SignUpBy("carl")).IsRefused(403, "not_from_browsers");
        (await api.Get("/v1/customers/carl")).Is(404);
        (await api.Put("/v1/program/settings", """{"browser_signups":true}""")).Is(200);
        (await new ShopPage(api).SignUpBy("carl")).Is(200);
    }

    [Fact]
    public async Task Newsletter_programs_have_none()
    {
        var api = await Server.NewProgram(ProgramType.Newsletter);
        (await new ShopPage(api).SignUp("""{"key":"carl"}""")).IsRefused(403, "wrong_program_type");
    }

    [Theory]
    [MemberData(nameof(BothTypes))]
    public async Task Sixteen_at_once_make_one_customer(string type)
    {
        var api = await Server.NewProgram(type);
        await api.Referrer("anna");
        var page = new ShopPage(api);
        var replies = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => page.SignUpBy("carl")));
        Assert.All(replies, reply => Assert.Equal(Taken, reply.Is(200).Text));
        Assert.Equal(type == ProgramType.Affiliate ? 1 : 2, await api.CountOf("customers"));
    }

    [Fact]
    public async Task A_sale_that_came_first_is_decided_when_the_page_reports_the_sign_up()
    {
        var api = await Server.Affiliate();
        await api.Referrer("anna");
        await api.Sale("order", "100", "carl");
        Assert.Equal("0", await api.Balance());
        await new ShopPage(api).SignUpBy("carl");
        Assert.Equal("30", await api.Balance());
    }

    [Fact]
    public async Task The_visits_of_the_page_are_looked_at()
    {
        var api = await Server.Affiliate();
        await api.Referrer("anna");
        var page = new ShopPage(api);
        var visit = await page.Visit("""{"key":"anna","url":"https://shop.example/?aff=anna","session":"s-1"}""");
        var click = visit.Is(200)["data.click_id"];
        (await page.SignUp($$"""{"key":"carl","click_id":"{{click}}"}""")).Is(200);
        (await page.SignUp("""{"key":"emma","visitor":"s-1"}""")).Is(200);
        foreach (var key in new[] { "carl", "emma" })
        {
            Assert.Equal("anna-id", (await api.Get($"/v1/customers/{key}")).Is(200).CountsFor());
        }
    }

    [Fact]
    public async Task Another_program_gets_nothing_of_it()
    {
        var (api, other) = (await Server.Affiliate(), await Server.Affiliate());
        await api.Referrer("anna");
        await new ShopPage(other).SignUpBy("carl");
        (await api.Get("/v1/customers/carl")).Is(404);
        (await other.Get("/v1/customers/carl")).Is(404);
    }
}
