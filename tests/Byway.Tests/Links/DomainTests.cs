using Byway.Links;
using Xunit;

namespace Byway.Tests.Links;

/// <summary>Where links lead: the website, further domains, landing pages on them, and nowhere else.</summary>
public sealed class DomainTests(TestServer server) : ServerTests(server)
{
    private const string Links = "/v1/partner_referral_links";

    [Theory]
    [InlineData("affiliate", "/v1/partner_referral_links:domains")]
    [InlineData("affiliate", "/v1/domains")]
    [InlineData("refer-a-friend", "/v1/customer_referral_links:domains")]
    [InlineData("refer-a-friend", "/v1/domains")]
    public async Task The_website_is_the_default_domain(string type, string path)
    {
        var api = await Server.NewProgram(type);
        var list = (await api.Get(path)).Is(200);
        var parameter = type == "affiliate" ? "aff" : "ref";
        Assert.Equal(
            $$"""
            [{"id":null,"domain":"shop.example","url":"https://shop.example?{{parameter}}=","is_additional":false}]
            """,
            list["data"]
        );
        var made = (await api.Post("/v1/domains", """{"domain":"Blog.Example"}""")).Is(201);
        Assert.Equal("blog.example", made["data.domain"]);
        Assert.Equal("true", made["data.is_additional"]);
        Assert.Equal($"https://blog.example?{parameter}=", made["data.url"]);
        Assert.Equal("domain.created", (await api.Get($"/v1/journal/{made.Entry}"))["data.kind"]);
        (await api.Post("/v1/domains", """{"domain":"https://new.example:8443/shop/"}""")).Is(201);
        Assert.Equal("shop.example,new.example:8443,blog.example", (await api.Get(path)).Column("domain"));
        Assert.Equal("blog.example,new.example:8443", (await api.Get(path + "?sort=asc&limit=2")).Column("domain"));
        var seen = new List<string>();
        var next = path + "?limit=1";
        while (next is not "null")
        {
            var page = (await api.Get(next)).Is(200);
            seen.Add(page.Column("domain"));
            next = page["links.next"]!.Replace(Server.Url, "", StringComparison.Ordinal);
        }

        Assert.Equal(["shop.example", "new.example:8443", "blog.example"], seen);
    }

    [Fact]
    public async Task A_link_can_be_on_another_domain_and_on_a_landing_page()
    {
        var api = await Server.Affiliate();
        await api.Referrer("anna");
        var domain = (await api.Post("/v1/domains", """{"domain":"blog.example"}""")).Is(201)["data.id"];
        var link = (await api.Post(Links, $$$"""{"key":"lk","domain_id":{{{domain}}},"partner":{"key":"anna"}}""")).Is(
            201
        );
        Assert.Equal("https://blog.example?aff=lk", link["data.url"]);
        Assert.Equal("true", link["data.is_additional"]);
        async Task<string?> Moved(string body) => (await api.Put(Links + "/lk", body)).Is(200)["data.url"];
        Assert.Equal(
            "https://blog.example/a/b/?x=1&aff=lk#top",
            await Moved("""{"url":"https://BLOG.example/a/b/?aff=old&x=1#top"}""")
        );
        Assert.Equal("https://shop.example/p?aff=lk", await Moved("""{"url":"shop.example/p"}"""));
        Assert.Equal("https://blog.example?aff=lk", await Moved($$"""{"domain_id":"{{domain}}"}"""));
        Assert.Equal("https://blog.example?aff=lk", await Moved("""{"domain_id":null,"url":""}"""));
        Assert.Equal("https://shop.example?aff=lk", await Moved("""{"url":"https://shop.example?aff=lk"}"""));
        Assert.Equal("https://shop.example?aff=lk2", await Moved("""{"key":"lk2"}"""));
        (await api.Put(Links + "/anna", """{"url":"https://shop.example/start"}""")).Is(200);
        Assert.Equal(
            "https://shop.example/start?aff=anna",
            (await api.Get("/v1/partners/anna"))["data.referral_link"]
        );
        (await api.Put("/v1/partners/anna", """{"key":"anna2"}""")).Is(200);
        Assert.Equal("https://shop.example/start?aff=anna2", (await api.Get(Links + "/anna"))["data.url"]);
        (await api.Put("/v1/program/settings", """{"website":"https://new.example","link_form":"path"}""")).Is(200);
        Assert.Equal("https://new.example/start/aff/anna2", (await api.Get(Links + "/anna"))["data.url"]);
        Assert.Equal(
            "https://new.example/start/aff/anna2",
            (await api.Put(Links + "/anna", """{"url":"https://new.example/start/aff/anna2"}""")).Is(200)["data.url"]
        );
        Assert.Equal(
            "anna-id",
            (await api.SignUp("carl", more: Landing("https://new.example/start/aff/anna2?x=1"))).CountsFor()
        );
        Assert.Equal("anna-id", (await api.SignUp("dora", more: Landing("https://shop.example?aff=lk"))).CountsFor());
    }

    [Theory]
    [InlineData("https://evil.example")]
    [InlineData("https://shop.example.evil.example/")]
    [InlineData("https://evil.example/shop.example")]
    [InlineData("https://shop.example@evil.example/")]
    [InlineData("https://evil.example@shop.example/")]
    [InlineData("https://@shop.example/")]
    [InlineData("https://shop.example\\\\@evil.example/")]
    [InlineData("https://shop.example\\\\.evil.example")]
    [InlineData("https:\\\\\\\\evil.example")]
    [InlineData("//evil.example")]
    [InlineData("/\\\\evil.example")]
    [InlineData("https:evil.example")]
    [InlineData("javascript:alert(1)")]
    [InlineData("javascript://shop.example/%0aalert(1)")]
    [InlineData("data:text/html,x")]
    [InlineData("ftp://shop.example/")]
    [InlineData("https://shop.example:444/")]
    [InlineData("https://shop.example /x")]
    [InlineData("https://shop.example\\t.evil.example")]
    [InlineData("https://sub.shop.example/")]
    [InlineData("https://gone.example/")]
    [InlineData("/pricing")]
    [InlineData("https://")]
    [InlineData("?x")]
    public async Task A_link_leads_nowhere_else(string address)
    {
        var api = await Server.Affiliate();
        await api.Referrer("anna");
        var gone = (await api.Post("/v1/domains", """{"domain":"gone.example"}""")).Is(201)["data.id"];
        (await api.Delete($"/v1/domains/{gone}")).Is(200);
        var before = await api.Sequence();
        (await api.Put(Links + "/anna", $$"""{"url":"{{address}}"}""")).IsRefused(422, "invalid_fields", "url");
        (await api.Put(Links + "/anna", $$"""{"directTrackingRedirectUrl":"{{address}}"}""")).IsRefused(
            422,
            "invalid_fields",
            "directTrackingRedirectUrl"
        );
        Assert.Equal(before, await api.Sequence());
        Assert.Equal("https://shop.example?aff=anna", (await api.Get(Links + "/anna"))["data.url"]);
    }

    [Theory]
    [InlineData("")]
    [InlineData("direct_")]
    public async Task Direct_tracking_is_kept_in_both_spellings(string start)
    {
        var api = await Server.Affiliate();
        await api.Referrer("anna");
        var body =
            start.Length > 0
                ? """
                    {"is_additional":true,"direct_tracking":1,"direct_tracking_redirect":"true",
                    "direct_tracking_redirect_url":"https://shop.example/x"}
                    """
                : """
                    {"isAdditional":true,"directTracking":1,"directTrackingRedirect":"true",
                    "directTrackingRedirectUrl":"https://shop.example/x"}
                    """;
        (await api.Put(Links + "/anna", body)).Is(200);
        var link = await api.Get(Links + "/anna");
        Assert.Equal("true", link["data.is_additional"]);
        Assert.Equal("true", link["data.direct_tracking"]);
        Assert.Equal("true", link["data.direct_tracking_redirect"]);
        Assert.Equal("https://shop.example/x", link["data.direct_tracking_redirect_url"]);
        Assert.Equal("true", link["data.default"]);
    }

    [Fact]
    public async Task A_domain_goes_when_no_link_leads_there()
    {
        var api = await Server.Affiliate();
        await api.Referrer("anna");
        var domain = (await api.Post("/v1/domains", """{"domain":"blog.example"}""")).Is(201)["data.id"];
        (await api.Put(Links + "/anna", """{"url":"https://blog.example/x"}""")).Is(200);
        (await api.Delete($"/v1/domains/{domain}")).IsRefused(400, "action_failed");
        (await api.Put(Links + "/anna", """{"url":"https://shop.example"}""")).Is(200);
        var other = await Server.Affiliate();
        (await other.Delete($"/v1/domains/{domain}")).IsRefused(404, "not_found");
        Assert.Equal(1, (await other.Get("/v1/domains")).Count());
        (await other.Post(Links, $$$"""{"key":"x","domain_id":{{{domain}}},"partner":{"id":"x"}}""")).IsRefused(
            422,
            "invalid_fields",
            "domain_id"
        );
        Assert.Equal("""{"status":1}""", (await api.Delete($"/v1/domains/{domain}")).Is(200).Text);
        (await api.Delete($"/v1/domains/{domain}")).IsRefused(404, "not_found");
        (await api.Delete("/v1/domains/x")).IsRefused(404, "not_found");
        Assert.Equal(1, (await api.Get("/v1/domains")).Count());
        (await api.Post("/v1/domains", """{"domain":"blog.example"}""")).Is(201);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"domain":"shop.example"}""")]
    [InlineData("""{"domain":"https://SHOP.example/other"}""")]
    [InlineData("""{"domain":"https://a.example?x"}""")]
    [InlineData("""{"domain":"ftp://a.example"}""")]
    [InlineData("""{"domain":"u@a.example"}""")]
    [InlineData("""{"domain":"a b"}""")]
    [InlineData("""{"domain":{}}""")]
    public async Task A_domain_that_cannot_be_is_refused(string body)
    {
        var api = await Server.Affiliate();
        (await api.Post("/v1/domains", body)).IsRefused(422, "invalid_fields", "domain");
    }

    [Fact]
    public async Task Sixteen_at_once_make_one_domain()
    {
        var api = await Server.Affiliate();
        var replies = await Task.WhenAll(
            Enumerable.Range(0, 16).Select(_ => api.Post("/v1/domains", """{"domain":"blog.example"}"""))
        );
        Assert.Single(replies, reply => reply.Status == 201);
        Assert.Equal(15, replies.Count(reply => reply.Status == 422));
    }

    [Theory]
    [InlineData("https://a.example", "a.example")]
    [InlineData("a.example:8080/x", "a.example:8080")]
    [InlineData("HTTPS://A.example:443", "a.example")]
    [InlineData("https://größe.example", "xn--gre-6ka8i.example")]
    [InlineData("https://a.example\\", null)]
    [InlineData("mailto:a@example.com", null)]
    public void Site_addresses_are_read_strictly(string text, string? host) =>
        Assert.Equal(host, SiteAddress.Read(text) is { } uri ? SiteAddress.HostOf(uri) : null);

    private static string Landing(string address) => $$$""","options":{"referral_url":"{{{address}}}"}""";
}
