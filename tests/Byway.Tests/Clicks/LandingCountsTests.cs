using Byway.Tests.Portal;
using Xunit;

namespace Byway.Tests.Clicks;

/// <summary>Landings where people look for them: at the partner, the customer, the program, the portal.</summary>
public sealed class LandingCountsTests(TestServer server) : ServerTests(server)
{
    private const string Machine = "Googlebot/2.1 (+http://www.google.com/bot.html)";

    [Fact]
    public async Task A_partner_has_the_clicks_of_all_its_links_and_of_nobody_elses()
    {
        var api = await Server.Affiliate();
        await api.Referrer("anna");
        await api.Referrer("bert");
        (await api.Post("/v1/partner_referral_links", """{"key":"second","partner":{"key":"anna"}}""")).Is(201);
        await api.Click("anna");
        await api.Click("second");
        await api.Visit("second", "", ("User-Agent", Machine));
        await Server.ClicksWritten();
        Assert.Equal("2", (await api.Get("/v1/partners/anna"))["data.referrals.clicks"]);
        Assert.Equal("0", (await api.Get("/v1/partners/bert"))["data.referrals.clicks"]);
        var other = await Server.Affiliate();
        await other.Referrer("anna");
        Assert.Equal("0", (await other.Get("/v1/partners/anna"))["data.referrals.clicks"]);
    }

    [Fact]
    public async Task A_customer_has_the_clicks_of_the_records_that_were_merged_into_it()
    {
        var api = await Server.ReferAFriend();
        await api.Referrer("anna");
        await api.Referrer("ann");
        await api.Click("anna");
        await api.Click("ann");
        await Server.ClicksWritten();
        Assert.Equal("1", (await api.Get("/v1/customers/anna/stats"))["data.clicks"]);
        (await api.Post("/v1/customers/ann/merge", """{"into":{"id":"anna-id"}}""")).Is(200);
        Assert.Equal("2", (await api.Get("/v1/customers/anna/stats"))["data.clicks"]);
    }

    [Fact]
    public async Task The_program_counts_clicks_and_how_many_of_them_sign_up()
    {
        var api = await Server.Affiliate();
        await api.Referrer("anna");
        var today = Server.Clock.GetUtcNow();
        await Recorded(today.AddDays(-70), 1);
        await Recorded(today.AddDays(-40), 2);
        await Recorded(today, 5);
        await api.SignUp("carl", "anna");
        await api.SignUp("dora", "anna");
        var reply = (await api.Get("/v1/program")).Is(200);
        Assert.Equal("8", reply["data.stats.affiliate_referred_visitors_clicks"]);
        Assert.Equal("150", reply["data.stats.affiliate_referred_visitors_clicks_growth"]);
        Assert.Equal("25", reply["data.stats.click_to_signup_conversion"]);
        Assert.Equal("100", reply["data.stats.click_to_signup_conversion_growth"]);
        Assert.Equal("8", (await api.Get("/v1/program/overview"))["data.affiliate_referred_visitors_clicks"]);

        async Task Recorded(DateTimeOffset day, int times)
        {
            for (var time = 0; time < times; time++)
            {
                await Visits.Recorded(api, "anna", day.ToString("O"));
            }
        }
    }

    [Fact]
    public async Task A_persons_page_says_what_the_links_have_brought()
    {
        var api = await Server.Affiliate();
        await api.Referrer("anna");
        await api.Click("anna");
        await api.Click("anna");
        await api.Click("anna");
        await api.SignUp("carl", "anna");
        await api.SignUp("dora", "anna");
        await api.Sale("o1", "10", "carl");
        await Server.ClicksWritten();
        using var visitor = new Visitor(Server);
        await visitor.SignIn(await Visitor.LinkOf(api, "anna"));
        var (_, page, _) = await visitor.Open("/portal");
        Assert.Matches("(?s)Clicks</dt>\\s*<dd[^>]*>3<", page);
        Assert.Matches("(?s)Sign-ups</dt>\\s*<dd[^>]*>2<", page);
        Assert.Matches("(?s)Sales</dt>\\s*<dd[^>]*>1<", page);
    }
}
