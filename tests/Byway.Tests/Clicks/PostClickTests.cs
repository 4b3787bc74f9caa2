using Byway.Clicks;
using Byway.Values;
using Xunit;

namespace Byway.Tests.Clicks;

/// <summary>Landings that a backend records itself; what is kept of a click, and for how long.</summary>
public sealed class PostClickTests(TestServer server) : ServerTests(server)
{
    [Theory]
    [MemberData(nameof(BothTypes))]
    public async Task A_backend_records_a_landing(string type)
    {
        var api = await Server.NewProgram(type);
        await api.Referrer("anna");
        var parameter = api.IsAffiliate ? "aff" : "ref";
        var made = (
            await api.Post(
                "/v1/clicks",
                $$"""
                {"url":"https://shop.example/shoes?{{parameter}}=anna&utm_source=letter&email=carl@example.net",
                 "referrer":"https://Blog.example.net/review?q=1","user_agent":"{{Visits.Browser}} Mobile",
                 "ip":"2001:db8:1:2::7","visitor":"s","occurred_at":"2026-01-10T00:00:00Z"}
                """
            )
        ).Is(201);
        Assert.Equal("anna", made["data.key"]);
        Assert.Equal("anna-id", made["data.owner"]);
        Assert.Equal("api", made["data.source"]);
        Assert.Equal("/shoes", made["data.landing"]);
        Assert.Equal("blog.example.net", made["data.referrer"]);
        Assert.Equal("letter", made["data.utm_source"]);
        Assert.Equal("2001:db8:1::/48", made["data.network"]);
        Assert.Equal("mobile", made["data.agent"]);
        Assert.Equal("2026-01-10T00:00:00.000000Z", made["data.occurred_at"]);
        Assert.Equal(1, await api.CountOf("clicks"));
        var row = await Server.Query<string>("select coalesce(visitor, '') || coalesce(landing, '') from clicks");
        Assert.DoesNotContain(row, text => text.Contains("carl", StringComparison.Ordinal));
        Assert.Equal(made.Text, (await api.Get($"/v1/clicks/{made["data.id"]}")).Is(200).Text);
        var owner = api.IsAffiliate ? "partner" : "referring_customer";
        var named = (await api.Post("/v1/clicks", $$"""{"{{owner}}":{"id":"anna-id"} }""")).Is(201);
        Assert.Equal("anna", named["data.key"]);
        Assert.Equal("other", named["data.agent"]);
        Assert.Equal("null", named["data.network"]);
    }

    [Fact]
    public async Task What_cannot_be_is_refused_in_order()
    {
        var api = await Server.Affiliate();
        await api.Referrer("anna");
        var bad = await api.Post("/v1/clicks", """{"ip":"x","occurred_at":"2026-02-01","url":[]}""");
        bad.IsRefused(422, "invalid_fields", "ip", "occurred_at", "url");
        Assert.Equal("key", Assert.Single((await api.Post("/v1/clicks", "{}")).Is(422).Faults));
        (await api.Post("/v1/clicks", """{"key":"nobody"}""")).IsRefused(404, "not_found");
        (await api.Post("/v1/clicks", """{"partner":{"id":"no"},"key":"anna"}""")).IsRefused(404, "not_found");
        (await api.Get("/v1/clicks/clk_00000000000000000000000000")).IsRefused(404, "not_found");
        (await api.Get("/v1/clicks/x")).IsRefused(404, "not_found");
        Assert.Equal(0, await api.CountOf("clicks"));
    }

    [Fact]
    public async Task An_Idempotency_Key_records_once()
    {
        var api = await Server.Affiliate();
        await api.Referrer("anna");
        var first = (await api.Post("/v1/clicks", """{"key":"anna"}""", "k")).Is(201);
        var again = (await api.Post("/v1/clicks", """{"key":"anna"}""", "k")).Is(201);
        Assert.Equal(first.Text, again.Text);
        (await api.Post("/v1/clicks", """{"key":"ANNA"}""", "k")).Is(422);
        Assert.Equal(1, await api.CountOf("clicks"));
        var all = await Task.WhenAll(
            Enumerable.Range(0, 16).Select(_ => api.Post("/v1/clicks", """{"key":"anna"}""", "sixteen"))
        );
        Assert.Single(all.Select(reply => reply.Is(201).Text).Distinct());
        Assert.Equal(2, await api.CountOf("clicks"));
    }

    [Fact]
    public async Task Sixteen_at_once_are_all_counted()
    {
        var api = await Server.Affiliate();
        await api.Referrer("anna");
        var all = await Task.WhenAll(
            Enumerable
                .Range(0, 64)
                .Select(at => api.Post("/v1/clicks", $$"""{"key":"anna","visitor":"v{{at % 8}}"}"""))
        );
        Assert.Equal(64, all.Select(reply => reply.Is(201)["data.id"]).Distinct().Count());
        var stats = (await api.Get("/v1/partner_referral_links/anna/stats")).Is(200);
        Assert.Equal("64", stats["data.clicks"]);
        Assert.Equal("8", stats["data.visitors"]);
    }

    [Fact]
    public async Task Stats_are_of_the_days_that_are_asked_for()
    {
        var api = await Server.Affiliate();
        await api.Referrer("anna");
        await Visits.Recorded(api, "anna", "2026-01-10");
        await Visits.Recorded(api, "anna", "2026-01-12");
        await Visits.Recorded(api, "anna", "2026-01-12");
        const string Path = "/v1/partner_referral_links/anna/stats";
        Assert.Equal("3", (await api.Get(Path))["data.clicks"]);
        Assert.Equal("2", (await api.Get(Path + "?from=2026-01-11"))["data.clicks"]);
        Assert.Equal("1", (await api.Get(Path + "?to=2026-01-11"))["data.clicks"]);
        Assert.Equal("2026-01-12,2026-01-10", (await api.Get(Path)).Column("day", "data.days"));
        (await api.Get(Path + "?from=x")).Is(422);
        (await api.Get("/v1/partner_referral_links/nobody/stats")).Is(404);
    }

    [Fact]
    public async Task Clicks_are_forgotten_in_steps_and_their_sums_stay()
    {
        var api = await Server.Affiliate(settings =>
            settings with
            {
                ClickIpDays = 5,
                ClickDays = 10,
                AttributionWindowDays = 12,
            }
        );
        await api.Referrer("anna");
        var id = await api.Click("anna", "?utm_source=letter", ("Referer", "https://blog.example/"));
        await Server.ClicksWritten();
        await Run(days: 4);
        Assert.Equal("127.0.0.0/24", (await api.Get($"/v1/clicks/{id}"))["data.network"]);
        Assert.Equal(0, await api.CountOf("click_visitors"));
        Assert.Equal(0, await api.CountOf("click_salts"));
        await Run(days: 2);
        var blank = (await api.Get($"/v1/clicks/{id}")).Is(200);
        Assert.Equal("null", blank["data.network"]);
        Assert.Equal("null", blank["data.referrer"]);
        Assert.Equal("null", blank["data.landing"]);
        Assert.Equal("letter", blank["data.utm_source"]);
        await Run(days: 5);
        // Longer than click_days, because it can still count.
        Assert.Equal("anna-id", (await api.SignUp("carl", null, $",\"click_id\":\"{id}\"")).CountsFor());
        await Run(days: 2);
        (await api.Get($"/v1/clicks/{id}")).Is(404);
        Assert.Equal("1", (await api.Get("/v1/partner_referral_links/anna/stats"))["data.clicks"]);
    }

    [Fact]
    public async Task A_persons_clicks_are_exported_and_erased()
    {
        var api = await Server.Affiliate();
        await api.Referrer("anna");
        var headers = ("Referer", "https://canary.example/");
        var id = await api.Click("anna", "?utm_source=canary", headers);
        var other = await api.Click("anna", "?utm_source=other");
        await api.SignUp("carl", null, $",\"click_id\":\"{id}\"");
        var export = (await api.Get("/v1/customers/carl/export")).Is(200);
        Assert.Contains("\"clicks\"", export.Text, StringComparison.Ordinal);
        Assert.Contains("canary.example", export.Text, StringComparison.Ordinal);
        (await api.Post("/v1/customers/carl/erase")).Is(200);
        Assert.Empty(
            await Server.Query<string>(
                "select id from clicks where utm_source = 'canary' or referrer = 'canary.example'"
            )
        );
        Assert.Equal("null", (await api.Get($"/v1/clicks/{id}")).Is(200)["data.utm_source"]);
        Assert.Equal("other", (await api.Get($"/v1/clicks/{other}")).Is(200)["data.utm_source"]);
        Assert.Equal(0, (await Server.Query<long>($"select count(*) from sign_up_clicks where click = '{id}'"))[0]);
    }

    [Theory]
    [InlineData(Visits.Browser, UserAgent.Desktop)]
    [InlineData("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0) Mobile/15E148", UserAgent.Mobile)]
    [InlineData("Mozilla/5.0 (Linux; Android 14; CUBOT NOTE) Mobile Safari", UserAgent.Mobile)]
    [InlineData("Mozilla/5.0 (iPad; CPU OS 18_0)", UserAgent.Tablet)]
    [InlineData("Mozilla/5.0 (compatible; Googlebot/2.1)", UserAgent.Bot)]
    [InlineData("curl/8.0", UserAgent.Bot)]
    [InlineData("", UserAgent.Bot)]
    [InlineData("Something", UserAgent.Other)]
    [InlineData(null, UserAgent.Other)]
    public void Programs_are_told_apart_by_their_names(string? agent, string kind) =>
        Assert.Equal(kind, UserAgent.KindOf(agent));

    [Theory]
    [InlineData("203.0.113.77", "203.0.113.0/24")]
    [InlineData("::ffff:203.0.113.77", "203.0.113.0/24")]
    [InlineData("2001:db8:1:2:3::4", "2001:db8:1::/48")]
    public void Addresses_are_cut_to_their_networks(string address, string network) =>
        Assert.Equal(network, Landing.NetworkOf(System.Net.IPAddress.Parse(address)));

    [Fact]
    public void Ids_sort_by_time()
    {
        var now = UtcMicros.Of(MovingClock.Start);
        var id = ClickId.New(now);
        Assert.True(ClickId.IsWellFormed(id));
        Assert.True(string.CompareOrdinal(ClickId.Before(now), id) <= 0);
        Assert.True(string.CompareOrdinal(id, ClickId.Before(now + 1000)) < 0);
    }

    private async Task Run(int days)
    {
        Server.Clock.Advance(TimeSpan.FromDays(days));
        await Server.RunJob<ForgetClicks>();
    }
}
