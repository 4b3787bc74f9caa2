using Byway.Clicks;
using Xunit;

namespace Byway.Tests.Clicks;

/// <summary>Following a link: where it leads, what it carries, what is recorded.</summary>
public sealed class FollowLinkTests(TestServer server) : ServerTests(server)
{
    [Theory]
    [MemberData(nameof(BothTypes))]
    public async Task A_visitor_is_sent_to_the_website_with_the_key_and_a_click_id(string type)
    {
        var api = await Server.NewProgram(type);
        await api.Referrer("anna");
        var reply = await api.Visit("anna");
        Assert.Equal(302, reply.Status);
        var parameter = api.IsAffiliate ? "aff" : "ref";
        var location = reply.Header("Location")!;
        var id = ClickId.In(location)!;
        Assert.True(ClickId.IsWellFormed(id));
        Assert.Equal($"https://shop.example/?{parameter}=anna&bw_click={id}", location);
        Assert.Equal("no-store", reply.Header("Cache-Control"));
        Assert.Equal("strict-origin-when-cross-origin", reply.Header("Referrer-Policy"));
        Assert.Equal("", reply.Text);
        var click = (await api.Get($"/v1/clicks/{id}")).Is(200);
        Assert.Equal("anna", click["data.key"]);
        Assert.Equal("anna-id", click["data.owner"]);
        Assert.Equal("redirect", click["data.source"]);
        Assert.Equal("desktop", click["data.agent"]);
        Assert.Equal("127.0.0.0/24", click["data.network"]);
        Assert.Equal("false", click["data.is_bot"]);
        await Server.ClicksWritten();
        Assert.Equal(click.Text, (await api.Get($"/v1/clicks/{id}")).Is(200).Text);
    }

    [Fact]
    public async Task The_query_form_and_the_path_form_keep_utm_and_the_links_own_parameters_win()
    {
        var api = await Server.Affiliate(settings => settings with { LinkForm = "path", LinkParameter = "via" });
        await api.Referrer("anna");
        var body = """{"key":"lk","url":"https://shop.example/shoes?utm_source=own#top","partner":{"key":"anna"}}""";
        (await api.Post("/v1/partner_referral_links", body)).Is(201);
        var reply = await api.Visit("lk", "?utm_source=theirs&utm_medium=mail&q=a+b%26c&via=other&bw_click=clk_no");
        var location = reply.Header("Location")!;
        var id = ClickId.In(location)!;
        Assert.Equal(
            $"https://shop.example/shoes/via/lk?utm_source=own&utm_medium=mail&q=a%20b%26c&bw_click={id}#top",
            location
        );
        var click = (await api.Get($"/v1/clicks/{id}")).Is(200);
        Assert.Equal("own", click["data.utm_source"]);
        Assert.Equal("mail", click["data.utm_medium"]);
        Assert.Equal("/shoes", click["data.landing"]);
    }

    [Fact]
    public async Task A_key_that_leads_nowhere_is_sent_to_the_website_and_not_recorded()
    {
        var api = await Server.Affiliate();
        await api.Referrer("anna");
        var reply = await api.Visit("nobody", "?utm_source=x");
        Assert.Equal(302, reply.Status);
        Assert.Equal("https://shop.example/?utm_source=x", reply.Header("Location"));
        await Server.ClicksWritten();
        Assert.Equal(0, await api.CountOf("clicks"));
    }

    [Fact]
    public async Task An_unknown_program_is_not_found()
    {
        var api = await Server.Affiliate();
        var reply = await api.Send("GET", "/r/NOPROGRM/anna", null);
        Assert.Equal(404, reply.Status);
        Assert.Equal("not_found", reply.Code);
        Assert.Equal(404, (await api.Send("GET", "/r/x/anna", null)).Status);
    }

    [Fact]
    public async Task Another_programs_key_leads_nowhere()
    {
        var api = await Server.Affiliate();
        var other = await Server.Affiliate();
        await other.Referrer("anna");
        Assert.Equal("https://shop.example/", (await api.Visit("anna")).Header("Location"));
        var id = await other.Click("anna");
        (await api.Get($"/v1/clicks/{id}")).Is(404);
        await Server.ClicksWritten();
        (await api.Get($"/v1/clicks/{id}")).Is(404);
        (await other.Get($"/v1/clicks/{id}")).Is(200);
    }

    [Fact]
    public async Task HEAD_leads_the_same_way_and_does_not_count()
    {
        var api = await Server.Affiliate();
        await api.Referrer("anna");
        var reply = await api.Send("HEAD", $"/r/{api.Program.PublicId}/anna", null);
        Assert.Equal(302, reply.Status);
        Assert.Equal("https://shop.example/?aff=anna", reply.Header("Location"));
        await Server.ClicksWritten();
        Assert.Equal(0, await api.CountOf("clicks"));
    }

    [Fact]
    public async Task A_former_key_and_other_letter_case_lead_on_and_a_deleted_link_does_not()
    {
        var api = await Server.Affiliate();
        await api.Referrer("anna");
        (await api.Post("/v1/partner_referral_links", """{"key":"lk","partner":{"key":"anna"}}""")).Is(201);
        (await api.Put("/v1/partner_referral_links/lk", """{"key":"lk2"}""")).Is(200);
        Assert.StartsWith("https://shop.example/?aff=lk2&", (await api.Visit("LK")).Header("Location"));
        (await api.Delete("/v1/partner_referral_links/lk2")).Is(200);
        Server.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("https://shop.example/", (await api.Visit("lk2")).Header("Location"));
        Assert.StartsWith("https://shop.example/?aff=anna&", (await api.Visit("anna")).Header("Location"));
    }

    [Fact]
    public async Task On_a_short_domain_the_key_is_the_path_and_other_paths_are_what_they_were()
    {
        // The program is made before the first request, which is when the server looks at its short domains.
        var domains = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        await using var server = await TestServer.Start(new() { RateLimitPerSecond = 0, ShortDomains = domains });
        var api = await server.Affiliate();
        domains["go.example"] = api.Program.PublicId;
        await api.Referrer("anna");
        var reply = await api.Send("GET", "/anna", null, ("Host", "go.example"), ("User-Agent", Visits.Browser));
        Assert.Equal(302, reply.Status);
        Assert.StartsWith("https://shop.example/?aff=anna&bw_click=clk_", reply.Header("Location"));
        Assert.Equal("https://shop.example/", (await OnShort("/health")).Header("Location"));
        Assert.Equal("https://shop.example/", (await OnShort("/")).Header("Location"));
        Assert.Equal(200, (await OnShort("/v1/test")).Status);
        Assert.Equal(404, (await api.Send("GET", "/anna", null)).Status);

        Task<Reply> OnShort(string path) => api.Send("GET", path, null, ("Host", "go.example"));
    }

    [Fact]
    public async Task Bots_and_prefetches_count_apart()
    {
        var api = await Server.Affiliate();
        await api.Referrer("anna");
        await api.Visit("anna");
        await api.Visit("anna");
        await api.Visit("anna", "", ("User-Agent", "Googlebot/2.1"));
        await api.Visit("anna", "", ("User-Agent", ""));
        await api.Visit("anna", "", ("Sec-Purpose", "prefetch;prerender"));
        await api.Visit("anna", "", ("Purpose", "prefetch"));
        await api.Visit("anna", "", ("User-Agent", Visits.Browser + " another"));
        await Server.ClicksWritten();
        var stats = (await api.Get("/v1/partner_referral_links/anna/stats")).Is(200);
        Assert.Equal("3", stats["data.clicks"]);
        Assert.Equal("2", stats["data.visitors"]);
        Assert.Equal("2", stats["data.bots"]);
        Assert.Equal("2", stats["data.prefetches"]);
        Assert.Equal("2026-01-15", stats["data.days.0.day"]);
    }
}
