using System.Net;
using Xunit;

namespace Byway.Tests.Portal;

/// <summary>What stands on a person's page, and what must not.</summary>
public sealed class HomeTests(TestServer server) : ServerTests(server)
{
    [Fact]
    public async Task A_page_has_the_link_the_balance_and_why()
    {
        var api = await Server.Affiliate(s => s with { ReviewPeriodDays = 14 }).WithCarl();
        await api.Sale("o1", "100", "carl");
        await api.Sale("o2", "50", "carl", ""","rewarded":true""");
        Server.Clock.Advance(TimeSpan.FromDays(14));
        await Server.RunJob<Byway.Rewards.ReleaseHeldRewards>();
        await api.Sale("o3", "1000", "carl", ""","amount_units":"EUR" """);
        await api.Refund("o1", "r1", "50");
        var text = await PageOf(api);
        Assert.Contains("https://shop.example?aff=anna", text, StringComparison.Ordinal);
        Assert.Contains("$15.00", text, StringComparison.Ordinal);
        Assert.Contains("€300.00", text, StringComparison.Ordinal);
        Assert.Contains("30 % of 100 USD is 30 USD, by the program's default", text, StringComparison.Ordinal);
        Assert.Contains("The review period is over", text, StringComparison.Ordinal);
        Assert.Contains("15 USD of reward 1 taken back", text, StringComparison.Ordinal);
        Assert.Contains("in review", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_set_aside_for_a_payout_is_not_called_taken_back()
    {
        var api = await Server.Affiliate().WithCarl();
        await api.Sale("o1", "100", "carl");
        var requested = await api.Post(
            "/v1/payout_requests",
            """
            {"partner":{"key":"anna"},"amount_units":"USD","gateway":"paypal",
             "payout_settings":{"username":"anna@example.com"}}
            """
        );
        var path = $"/v1/payout_requests/{requested.Is(201)["data.id"]}";
        var text = await PageOf(api);
        Assert.Contains("was set aside for a payout", text, StringComparison.Ordinal);
        Assert.Contains("to be paid out", text, StringComparison.Ordinal);
        Assert.DoesNotContain("taken back", text, StringComparison.Ordinal);
        (await api.Post($"{path}/approve")).Is(200);
        (await api.Post($"{path}/mark_as_paid")).Is(200);
        text = await PageOf(api);
        Assert.Contains("The payout was made.", text, StringComparison.Ordinal);
        Assert.DoesNotContain("taken back", text, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(BothTypes))]
    public async Task A_page_says_nothing_about_customers(string type)
    {
        var api = await Server.NewProgram(type);
        await api.Referrer("anna");
        await api.SignUp("secretcarl", "anna", ""","email":"hush@example.net","name":"Quiet","surname":"Person" """);
        await api.Sale("secretorder", "100", "secretcarl", ""","metadata":{"a":"unseen"}""");
        var text = await PageOf(api);
        Assert.Contains("30 % of 100 USD", text, StringComparison.Ordinal);
        foreach (var word in new[] { "secretcarl", "hush@", "Quiet", "Person", "secretorder", "unseen" })
        {
            Assert.DoesNotContain(word, text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Everybody_sees_a_page_of_his_own()
    {
        var api = await Server.Affiliate().WithCarl();
        await api.Referrer("bert");
        await api.Sale("o1", "100", "carl");
        Assert.Contains("$30.00", await PageOf(api), StringComparison.Ordinal);
        var berts = await PageOf(api, "bert");
        Assert.DoesNotContain("$30.00", berts, StringComparison.Ordinal);
        Assert.Contains("Nothing earned yet", berts, StringComparison.Ordinal);
        Assert.DoesNotContain("anna", berts, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_suspended_partner_is_told_so()
    {
        var api = await Server.Affiliate().WithCarl();
        await api.Post("/v1/partners/anna/suspend");
        Assert.Contains("suspended at present", await PageOf(api), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Names_are_text_and_never_markup()
    {
        var api = await Server.Affiliate(s => s with { Name = "<script>alert(1)</script>" });
        await api.Post(
            "/v1/partners",
            """{"key":"anna","email":"a@example.com","name":"<b>אנה</b>","surname":"\"onload=x 🚀"}"""
        );
        using var anna = new Visitor(Server);
        await anna.SignIn(await Visitor.LinkOf(api));
        var (_, html, _) = await anna.Open("/portal");
        Assert.DoesNotContain("<script>alert", html, StringComparison.Ordinal);
        Assert.DoesNotContain("<b>", html, StringComparison.Ordinal);
        Assert.Contains("<b>אנה</b> \"onload=x 🚀", WebUtility.HtmlDecode(html), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Styles_and_scripts_come_with_the_program()
    {
        using var anybody = new Visitor(Server);
        var (_, html, _) = await anybody.Open("/portal");
        foreach (var name in new[] { "tabler.min.css", "portal.css", "portal.js" })
        {
            var address = html[html.IndexOf($"/portal/assets/{name}", StringComparison.Ordinal)..].Split('"')[0];
            var (status, text, headers) = await anybody.Open(address);
            Assert.Equal(200, status);
            Assert.NotEmpty(text);
            Assert.Contains("immutable", headers["Cache-Control"], StringComparison.Ordinal);
        }

        Assert.Equal(404, (await anybody.Open("/portal/assets/other.css")).Status);
        Assert.Equal(404, (await anybody.Open("/portal/assets/..%2Fbyway.dll")).Status);
    }

    private async Task<string> PageOf(ApiClient api, string key = "anna")
    {
        using var visitor = new Visitor(Server);
        await visitor.SignIn(await Visitor.LinkOf(api, key));
        var (status, text, _) = await visitor.Open("/portal");
        Assert.Equal(200, status);
        return WebUtility.HtmlDecode(text);
    }
}
