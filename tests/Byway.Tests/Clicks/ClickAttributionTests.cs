using Byway.Programs;
using Xunit;

namespace Byway.Tests.Clicks;

/// <summary>What recorded clicks do for a sign-up: order of evidence, window, model, and what the decision shows.</summary>
public sealed class ClickAttributionTests(TestServer server) : ServerTests(server)
{
    [Theory]
    [MemberData(nameof(BothTypes))]
    public async Task A_sign_up_right_after_the_landing_finds_its_click(string type)
    {
        var api = await Server.NewProgram(type);
        await api.Referrer("anna");
        var click = await api.Click("anna");
        var reply = await api.SignUp("carl", null, $",\"click_id\":\"{click}\"");
        Assert.Equal("attributed", reply.Decision);
        Assert.Equal("anna-id", reply.CountsFor());
        var entry = await api.Explain(reply);
        Assert.Equal("click_id", entry["data.decision.evidence.0.field"]);
        Assert.Equal("resolved", entry["data.decision.evidence.0.verdict"]);
        Assert.Equal(1, await api.CountOf("sign_up_clicks"));
        var stats = (await api.Get(StatsPath(api, "anna"))).Is(200);
        Assert.Equal("1", stats["data.clicks"]);
        Assert.Equal("1", stats["data.signups"]);
        await api.Sale("t1", "100", "carl");
        await api.Refund("t1", "r1", "25.5");
        stats = (await api.Get(StatsPath(api, "anna"))).Is(200);
        Assert.Equal("1", stats["data.sales_count"]);
        Assert.Equal("""[{"currency":"USD","amount":74.5}]""", stats["data.revenue"]);
    }

    [Fact]
    public async Task The_last_click_counts_and_the_decision_shows_all()
    {
        var api = await TwoPartners();
        var (first, second) = await TwoClicks(api);
        var reply = await api.SignUp("carl", null, $",\"click_ids\":[\"{second}\",\"{first}\"]");
        Assert.Equal("bea-id", reply.CountsFor());
        Assert.Equal("resolved superseded", await Verdicts(api, reply));
    }

    [Fact]
    public async Task The_first_click_counts_where_the_program_says_so()
    {
        var api = await TwoPartners(settings => settings with { AttributionModel = "first_click" });
        var (first, second) = await TwoClicks(api);
        var reply = await api.SignUp("carl", null, $",\"click_ids\":[\"{second}\",\"{first}\"]");
        Assert.Equal("anna-id", reply.CountsFor());
        Assert.Equal("superseded resolved", await Verdicts(api, reply));
    }

    [Fact]
    public async Task A_click_outside_the_window_does_not_count_and_an_earlier_model_choice_falls_to_the_next()
    {
        var api = await TwoPartners(settings =>
            settings with
            {
                AttributionModel = "first_click",
                AttributionWindowDays = 10,
            }
        );
        var first = await api.Click("anna");
        Server.Clock.Advance(TimeSpan.FromDays(5));
        var second = await api.Click("bea");
        Server.Clock.Advance(TimeSpan.FromDays(5));
        var exactly = await api.SignUp("one", null, $",\"click_ids\":[\"{first}\",\"{second}\"]");
        Assert.Equal("anna-id", exactly.CountsFor());
        Server.Clock.Advance(TimeSpan.FromMilliseconds(1));
        var later = await api.SignUp("two", null, $",\"click_ids\":[\"{first}\",\"{second}\"]");
        Assert.Equal("bea-id", later.CountsFor());
        Assert.Equal("click_too_old resolved", await Verdicts(api, later));
        Server.Clock.Advance(TimeSpan.FromDays(6));
        var never = await api.SignUp("three", null, $",\"click_ids\":[\"{first}\",\"{second}\"]");
        Assert.Equal("click_too_old", never.Decision);
        Assert.Null(never.CountsFor());
    }

    [Fact]
    public async Task The_visitor_stands_for_all_clicks_recorded_of_it()
    {
        var api = await TwoPartners();
        await Recorded(api, "anna", "\"visitor\":\"session-7\"");
        Server.Clock.Advance(TimeSpan.FromDays(1));
        await Recorded(api, "bea", "\"visitor\":\"session-7\"");
        await Recorded(api, "anna", "\"visitor\":\"session-8\"");
        var reply = await api.SignUp("carl", null, ",\"visitor\":\"session-7\"");
        Assert.Equal("bea-id", reply.CountsFor());
        Assert.Equal("superseded resolved", await Verdicts(api, reply));
        Assert.Equal("customer_not_referred", (await api.SignUp("dora", null, ",\"visitor\":\"nobody\"")).Decision);
    }

    [Fact]
    public async Task An_explicit_partner_comes_before_clicks_and_clicks_before_the_landing_address()
    {
        var api = await TwoPartners();
        var click = await api.Click("bea");
        var both = await api.SignUp("one", "anna", $",\"click_id\":\"{click}\"");
        Assert.Equal("anna-id", both.CountsFor());
        Assert.Equal("resolved noted", await Verdicts(api, both));
        var url = "\"options\":{\"referral_url\":\"https://shop.example?aff=anna\"}";
        var reply = await api.SignUp("two", null, $",\"click_id\":\"{click}\",{url}");
        Assert.Equal("bea-id", reply.CountsFor());
        Assert.Equal("resolved noted", await Verdicts(api, reply));
    }

    [Fact]
    public async Task The_click_id_in_the_landing_address_counts_like_one_sent()
    {
        var api = await TwoPartners();
        var location = (await api.Visit("bea")).Header("Location");
        var reply = await api.SignUp("carl", null, $",\"options\":{{\"referral_url\":\"{location}\"}}");
        Assert.Equal("bea-id", reply.CountsFor());
        Assert.Equal("resolved noted", await Verdicts(api, reply));
    }

    [Fact]
    public async Task A_bare_key_is_vouched_for_unless_it_says_when_it_was_clicked()
    {
        var api = await TwoPartners();
        const string Old = ",\"options\":{\"clicked_at\":\"2025-12-01\"}";
        const string Young = ",\"options\":{\"clicked_at\":\"2026-01-10\"}";
        Assert.Equal("anna-id", (await api.SignUp("one", "anna")).CountsFor());
        var old = await api.SignUp("two", "anna", Old);
        Assert.Equal("click_too_old", old.Decision);
        Assert.Null(old.CountsFor());
        Assert.Equal("anna-id", (await api.SignUp("three", "anna", Young)).CountsFor());
        (await api.Post("/v1/customers", api.SignUpBody("four", "anna", ",\"options\":{\"clicked_at\":[]}"))).Is(422);
    }

    [Fact]
    public async Task What_is_no_click_never_fails_a_sign_up()
    {
        var api = await TwoPartners();
        var other = await TwoPartners();
        var foreign = await other.Click("anna");
        string[] texts =
        [
            "\"click_id\":\"clk_00000000000000000000000000\"",
            "\"click_id\":\"no\\u0000\"",
            "\"click_id\":{\"a\":1}",
            "\"click_id\":7",
            "\"click_ids\":[null,{},\"x\"]",
            "\"click_id\":\"" + new string('x', 5000) + "\"",
            $"\"click_id\":\"{foreign}\"",
        ];
        for (var at = 0; at < texts.Length; at++)
        {
            var reply = await api.SignUp($"c{at}", null, $",{texts[at]}");
            Assert.True(reply.Decision == "click_unknown", texts[at]);
        }

        foreach (
            var text in new[] { "\"click_ids\":\"x\"", "\"visitor\":{}", "\"click_id\":null", "\"click_id\":\"\"" }
        )
        {
            Assert.Equal("customer_not_referred", (await api.SignUp("n" + text.Length, null, $",{text}")).Decision);
        }
    }

    [Fact]
    public async Task The_click_of_a_machine_and_of_an_inactive_partner_do_not_count()
    {
        var api = await TwoPartners();
        var bot = await api.Click("anna", "", ("User-Agent", "Googlebot"));
        var ahead = await api.Click("anna", "", ("Sec-Purpose", "prefetch"));
        var bea = await api.Click("bea");
        (await api.Post("/v1/partners/bea-id/archive")).Is(200);
        var reply = await api.SignUp("carl", null, $",\"click_ids\":[\"{ahead}\",\"{bot}\",\"{bea}\"]");
        Assert.Equal("anna-id", reply.CountsFor());
        Assert.Equal("resolved click_bot partner_inactive", await Verdicts(api, reply));
        Assert.Equal("click_bot", (await api.SignUp("dora", null, $",\"click_id\":\"{bot}\"")).Decision);
    }

    [Fact]
    public async Task A_click_after_the_sign_up_did_not_bring_it()
    {
        var api = await TwoPartners();
        var click = await api.Click("anna");
        var late = await api.SignUp("one", null, $",\"click_id\":\"{click}\",\"created_at\":\"2026-01-15T10:59:00Z\"");
        Assert.Equal("click_after_sign_up", late.Decision);
        var skewed = await api.SignUp(
            "two",
            null,
            $",\"click_id\":\"{click}\",\"created_at\":\"2026-01-15T11:01:00Z\""
        );
        Assert.Equal("anna-id", skewed.CountsFor());
    }

    [Fact]
    public async Task A_sale_that_creates_its_customer_takes_clicks_too()
    {
        var api = await TwoPartners();
        var click = await api.Click("bea");
        var customer = $$"""{"key":"carl","click_id":"{{click}}"}""";
        var sale = (
            await api.Post(
                "/v1/transactions",
                $$"""{"key":"t","amount":10,"customer":{{customer}},"options":{"create_customer":true} }"""
            )
        ).Is(200);
        Assert.Equal("bea-id", sale["data.partner"]);
    }

    [Fact]
    public async Task Another_click_in_a_repeat_changes_nothing()
    {
        var api = await TwoPartners();
        var (first, second) = await TwoClicks(api);
        var one = await api.SignUp("carl", null, $",\"click_id\":\"{first}\"");
        var again = await api.SignUp("carl", null, $",\"click_id\":\"{second}\"");
        Assert.True(again.IsReplay);
        Assert.Equal(one.Text, again.Text);
    }

    [Fact]
    public async Task Where_unknown_partners_are_refused_a_click_that_does_not_count_is_none()
    {
        var api = await TwoPartners(settings => settings with { RejectUnknownPartner = true });
        var reply = await api.SignUp("carl", null, ",\"click_id\":\"clk_00000000000000000000000000\"");
        Assert.Equal("click_unknown", reply.Decision);
        (await api.Post("/v1/customers", api.SignUpBody("dora", "nobody"))).Is(400);
    }

    [Fact]
    public async Task A_moved_clock_moves_clicks_and_windows_alike()
    {
        var api = await Server.TestProgram();
        await api.Referrer("anna");
        await api.MoveClock("""{"days":100}""");
        var click = await api.Click("anna");
        await api.MoveClock("""{"days":29}""");
        Assert.Equal("anna-id", (await api.SignUp("carl", null, $",\"click_id\":\"{click}\"")).CountsFor());
        await api.MoveClock("""{"days":2}""");
        Assert.Equal("click_too_old", (await api.SignUp("dora", null, $",\"click_id\":\"{click}\"")).Decision);
    }

    private static string StatsPath(ApiClient api, string key) =>
        $"/v1/{(api.IsAffiliate ? "partner" : "customer")}_referral_links/{key}/stats";

    private static async Task<string> Verdicts(ApiClient api, Reply reply)
    {
        var entry = await api.Explain(reply);
        var count = entry.Json.GetProperty("data").GetProperty("decision").GetProperty("evidence").GetArrayLength();
        return string.Join(
            " ",
            Enumerable.Range(0, count).Select(at => entry[$"data.decision.evidence.{at}.verdict"])
        );
    }

    private async Task<ApiClient> TwoPartners(Func<ProgramSettings, ProgramSettings>? with = null)
    {
        var api = await Server.Affiliate(with);
        await api.Referrer("anna");
        await api.Referrer("bea");
        return api;
    }

    private async Task<(string First, string Second)> TwoClicks(ApiClient api)
    {
        var first = await api.Click("anna");
        Server.Clock.Advance(TimeSpan.FromDays(1));
        return (first, await api.Click("bea"));
    }

    private static async Task Recorded(ApiClient api, string key, string more) =>
        (await api.Post("/v1/clicks", $$"""{"key":"{{key}}",{{more}}}""")).Is(201);
}
