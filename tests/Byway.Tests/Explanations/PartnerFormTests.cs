using Byway.Tests.Portal;
using Xunit;

namespace Byway.Tests.Explanations;

/// <summary>What partners are told: their own, and nothing of anybody else's.</summary>
public sealed class PartnerFormTests(TestServer server) : ServerTests(server)
{
    private static readonly string[] Canaries =
    [
        "canarycustomer",
        "canary@mail",
        "CanaryName",
        "canarymeta",
        "canaryorder",
        "canaryabove",
    ];

    [Fact]
    public async Task Partners_read_their_own_and_no_canary()
    {
        var api = await WithLevels();
        var whole = (await api.Get("/v1/transactions/canaryorder/decision")).Is(200);
        var customer = (await api.Get("/v1/customers/canarycustomer/decision")).Is(200);
        // The control: the full form has them all.
        foreach (var canary in Canaries)
        {
            Assert.Contains(canary, whole.Text + customer.Text, StringComparison.Ordinal);
        }

        Assert.Equal(3, whole.Count("data.rewards"));
        var own = (await api.Get("/v1/transactions/canaryorder/decision?for=partner")).Is(200);
        Assert.Equal("1", own.Column("number", "data.rewards"));
        Assert.Contains("30 % of 100 USD is 30 USD by rule 1 'Own'", own["data.sentence"], StringComparison.Ordinal);
        Assert.Contains("12 USD of reward 1 taken back", own["data.history.0.sentence"], StringComparison.Ordinal);
        var above = (await api.Get("/v1/rewards/2/decision?for=partner")).Is(200);
        Assert.Equal("11", above["data.rewards.0.amount"]);
        var second = (await api.Get("/v1/rewards/3/decision?for=partner")).Is(200);
        foreach (var (told, others) in new[] { (own, "11 7"), (above, "30 7"), (second, "30 11") })
        {
            foreach (var canary in Canaries)
            {
                Assert.DoesNotContain(canary, told.Text, StringComparison.Ordinal);
            }

            foreach (var amount in others.Split(' '))
            {
                Assert.DoesNotContain($"\"{amount}\"", told.Text, StringComparison.Ordinal);
                Assert.DoesNotContain($" {amount} USD", told.Text, StringComparison.Ordinal);
            }

            Assert.DoesNotContain("key_", told.Text, StringComparison.Ordinal);
            Assert.DoesNotContain("ent_", told.Text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Both_sides_of_a_referral_read_their_own()
    {
        var api = await Server.ReferAFriend().WithCarl();
        var set = await api.Put(
            "/v1/program/rules",
            """
            {"rewards":[{"name":"Both","trigger":"sale","referring":{"fixed":50,"unit":"points"},
             "referred":{"fixed":7,"unit":"points"}}]}
            """
        );
        set.Is(200);
        await api.Sale("o1", "100", "carl");
        var whole = (await api.Get("/v1/transactions/o1/decision")).Is(200);
        Assert.Contains("7 points for the referred customer by reward 1 'Both'", whole["data.sentence"]);
        var anna = (await api.Get("/v1/transactions/o1/decision?for=partner")).Is(200);
        Assert.Contains("50 points by reward 1 'Both'", anna["data.sentence"], StringComparison.Ordinal);
        Assert.DoesNotContain("7 points", anna.Text, StringComparison.Ordinal);
        var carl = (await api.Get("/v1/rewards/3/decision?for=partner")).Is(200);
        Assert.Contains("7 points for the referred customer", carl["data.sentence"], StringComparison.Ordinal);
        Assert.DoesNotContain("50 points", carl.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_rejection_is_told_without_the_owners_words()
    {
        var api = await Server.Affiliate(s => s with { ReviewPeriodDays = 14 }).WithCarl();
        await api.Sale("o1", "100", "carl");
        (await api.Post("/v1/rewards/1/reject", """{"reason":"canary: looks like fraud"}""")).Is(200);
        var told = (await api.Get("/v1/rewards/1/decision?for=partner")).Is(200);
        Assert.Equal("30 USD earned, rejected by hand.", told["data.rewards.0.sentence"]);
        Assert.Equal("reward_rejected", told["data.history.0.code"]);
        Assert.DoesNotContain("canary", told.Text, StringComparison.Ordinal);
        Assert.Contains("canary", (await api.Get("/v1/rewards/1")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_page_says_why_for_sales_that_earned_nothing_too()
    {
        var api = await WithLevels();
        await api.Sale("zero", "44", "canarycustomer", ""","rewardable":false""");
        using var visitor = new Visitor(Server);
        await visitor.SignIn(await Visitor.LinkOf(api));
        var (_, html, _) = await visitor.Open("/portal");
        var text = System.Net.WebUtility.HtmlDecode(html);
        Assert.Contains("A sale of $44.00", text, StringComparison.Ordinal);
        Assert.Contains("The program's owner said that this sale earns nothing.", text, StringComparison.Ordinal);
        Assert.Contains("Today: 30 USD earned; 12 taken back, 18 stands, payable.", text, StringComparison.Ordinal);
        foreach (var canary in Canaries)
        {
            Assert.DoesNotContain(canary, text, StringComparison.Ordinal);
        }

        Assert.DoesNotContain("$11.00", text, StringComparison.Ordinal);
        using var above = new Visitor(Server);
        await above.SignIn(await Visitor.LinkOf(api, "canaryabove"));
        var page = System.Net.WebUtility.HtmlDecode((await above.Open("/portal")).Text);
        Assert.Contains("11 % of 100 USD is 11 USD", page, StringComparison.Ordinal);
        Assert.DoesNotContain("30 USD", page, StringComparison.Ordinal);
        Assert.DoesNotContain("anna", page, StringComparison.Ordinal);
    }

    /// <summary>Three levels of partners, a rule for each, a customer full of canaries, a refund of half.</summary>
    private async Task<ApiClient> WithLevels()
    {
        var api = await Server.Affiliate();
        await api.Referrer("top");
        await api.Post(
            "/v1/partners",
            """
            {"id":"canaryabove-id","key":"canaryabove","email":"canaryabove@example.com",
             "referring_partner":{"key":"top"}}
            """
        );
        await api.Post(
            "/v1/partners",
            """{"id":"anna-id","key":"anna","email":"a@example.com","referring_partner":{"key":"canaryabove"}}"""
        );
        (
            await api.Put(
                "/v1/program/rules",
                """{"rules":[{"name":"Own","percent":30,"levels":[{"percent":11},{"percent":7}]}]}"""
            )
        ).Is(200);
        await api.SignUp(
            "canarycustomer",
            "anna",
            ""","email":"canary@mail.example","name":"CanaryName","metadata":{"x":"canarymeta"}"""
        );
        await api.Sale("canaryorder", "100", "canarycustomer", ""","metadata":{"y":"canarymeta"}""");
        await api.Refund("canaryorder", "canaryrefund", "40");
        return api;
    }
}
