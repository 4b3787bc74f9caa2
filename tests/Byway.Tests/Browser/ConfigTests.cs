using Byway.Browser;
using Byway.Clicks;
using Byway.Programs;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Byway.Tests.Browser;

/// <summary>GET /p/{program}/config, preflights, and whose pages may ask.</summary>
public sealed class ConfigTests(TestServer server) : ServerTests(server)
{
    [Fact]
    public async Task The_snippet_is_told_how_links_look_and_nothing_else()
    {
        var api = await Server.Affiliate(s =>
            s with
            {
                LinkParameter = "via",
                LinkForm = "path",
                AttributionWindowDays = 45,
                AttributionModel = "first_click",
            }
        );
        await api.Referrer("anna");
        var reply = (await new ShopPage(api).Config()).Is(200);
        Assert.Equal(
            """{"data":{"type":"affiliate","link_parameter":"via","link_form":"path","cookie_lifetime":45,"""
                + "\"attribution_model\":\"first_click\",\"privacy_signals\":\"ignore\",\"signups\":true,"
                + "\"transactions\":false},\"status\":1}",
            reply.Text
        );
        Assert.Equal("application/json", reply.ContentType);
        Assert.Equal("public, max-age=300", reply.Header("Cache-Control"));
        Assert.Equal("Origin", reply.Header("Vary"));
        Assert.Equal("https://shop.example", reply.Header("Access-Control-Allow-Origin"));
    }

    [Fact]
    public async Task Settings_reach_it()
    {
        var api = await Server.NewProgram(ProgramType.ReferAFriend);
        const string Body =
            """{"browser_signups":false,"browser_transactions":true,"browser_privacy_signals":"respect"}""";
        (await api.Put("/v1/program/settings", Body)).Is(200);
        var config = (await new ShopPage(api).Config()).Is(200);
        Assert.Equal("refer-a-friend", config["data.type"]);
        Assert.Equal("false", config["data.signups"]);
        Assert.Equal("true", config["data.transactions"]);
        Assert.Equal("respect", config["data.privacy_signals"]);
        var settings = (await api.Get("/v1/program/settings")).Is(200);
        Assert.Equal("false", settings["data.browser_signups"]);
        Assert.Equal("true", settings["data.browser_transactions"]);
        Assert.Equal("respect", settings["data.browser_privacy_signals"]);
    }

    [Fact]
    public void A_version_stored_before_these_settings_reads_as_by_default()
    {
        var former = ProgramSettings.FromJson("""{"name":"A","website":"https://a.example"}""");
        Assert.False(former.RefusesBrowserSignUps);
        Assert.False(former.TakesBrowserSales);
        Assert.False(former.RespectsPrivacySignals);
    }

    [Fact]
    public async Task A_page_without_an_origin_may_read_it_and_a_page_elsewhere_not()
    {
        var api = await Server.Affiliate();
        (await new ShopPage(api, null).Config()).Is(200);
        (await new ShopPage(api, "https://evil.example").Config()).IsRefused(403, "origin_not_allowed");
        (await new ShopPage(api).Send("GET", "config", null, "NOBODY00")).IsRefused(404, "not_found");
    }

    [Fact]
    public async Task A_preflight_is_answered_to_the_programs_pages_only()
    {
        var api = await Server.Affiliate();
        var good = (await new ShopPage(api).Send("OPTIONS", "signups", null)).Is(200);
        Assert.Equal("https://shop.example", good.Header("Access-Control-Allow-Origin"));
        Assert.Equal("GET, POST", good.Header("Access-Control-Allow-Methods"));
        Assert.Equal("Content-Type", good.Header("Access-Control-Allow-Headers"));
        var bad = (await new ShopPage(api, "https://evil.example").Send("OPTIONS", "signups", null)).Is(403);
        Assert.DoesNotContain(bad.Headers.Keys, name => name.StartsWith("Access-", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_further_domain_is_one_of_the_programs()
    {
        var api = await Server.Affiliate();
        await api.Referrer("anna");
        var page = new ShopPage(api, "https://blog.example");
        (await page.SignUpBy("carl")).Is(403);
        var domain = (await api.Post("/v1/domains", """{"domain":"blog.example"}""")).Is(201)["data.id"];
        (await page.SignUpBy("carl")).Is(200);
        (await api.Delete($"/v1/domains/{domain}")).Is(200);
        (await page.SignUpBy("emma")).Is(403);
    }

    [Theory]
    [InlineData("https://shop.example", true)]
    [InlineData("http://shop.example", true)]
    [InlineData("https://www.shop.example", true)]
    [InlineData("https://blog.example", true)]
    [InlineData("https://other.example:8443", true)]
    [InlineData("https://other.example", false)]
    [InlineData("https://a.shop.example", false)]
    [InlineData("https://shop.example.", false)]
    [InlineData("https://shop.example/", false)]
    [InlineData("https://shop.example?x", false)]
    [InlineData("https://user@shop.example", false)]
    [InlineData("https://shop.example@evil.example", false)]
    [InlineData("https://shop.example\\@evil.example", false)]
    [InlineData("https://evil.example#shop.example", false)]
    [InlineData("https://shop.example:8443", false)]
    [InlineData("ftp://shop.example", false)]
    [InlineData("shop.example", false)]
    [InlineData("null", false)]
    [InlineData("", false)]
    [InlineData("http://localhost:3000", false)]
    public void Whose_page_it_is_is_told_by_its_host(string origin, bool isAllowed)
    {
        string[] sites = ["https://shop.example/start", "https://www.blog.example", "https://other.example:8443"];
        Assert.Equal(isAllowed, OriginRule.IsAllowed(origin, sites, isTest: false));
    }

    [Theory]
    [InlineData("http://localhost:3000", true)]
    [InlineData("http://127.0.0.1:8080", true)]
    [InlineData("http://[::1]:8080", true)]
    [InlineData("https://shop.localhost", true)]
    [InlineData("https://evil.example", false)]
    [InlineData("https://localhost.evil.example", false)]
    public void Test_programs_take_pages_of_the_developers_machine(string origin, bool isAllowed) =>
        Assert.Equal(isAllowed, OriginRule.IsAllowed(origin, ["https://shop.example"], isTest: true));

    [Fact]
    public async Task A_visit_is_answered_alike_for_every_key()
    {
        var api = await Server.Affiliate();
        await api.Referrer("anna");
        var page = new ShopPage(api);
        foreach (var key in new[] { "anna", "nobody" })
        {
            var reply = (await page.Visit($$"""{"key":"{{key}}","url":"https://shop.example?aff={{key}}"}""")).Is(200);
            Assert.Equal("click_id", reply.Members("data"));
            Assert.StartsWith("clk_", reply["data.click_id"], StringComparison.Ordinal);
        }

        await Server.Parts.GetRequiredService<ClickLog>().Flush();
        Assert.Equal(1, await api.CountOf("clicks"));

        (await page.Visit("{}")).IsRefused(422, "invalid_fields", "key");
    }
}
