using Byway.Programs;
using Xunit;

namespace Byway.Tests.Programs;

/// <summary>The program by the public interface: what it counts, and changing it.</summary>
public sealed class ProgramTests(TestServer server) : ServerTests(server)
{
    [Fact]
    public async Task An_empty_affiliate_program_counts_nothing()
    {
        var api = await Server.Affiliate(s => s with { Name = "blue Äpfel shop", ReviewPeriodDays = 14 });
        var reply = (await api.Get("/v1/program")).Is(200);
        Assert.Equal(api.Program.PublicId, reply["data.program.public_id"]);
        Assert.Equal("BÄ", reply["data.program.initial"]);
        Assert.Equal("Affiliate", reply["data.program.type"]);
        Assert.Equal("2026-01-15", reply["data.program.created_at"]);
        Assert.Equal("2026-01-15", reply["data.program.last_edited"]);
        Assert.Equal("0", reply["data.stats.total_partners"]);
        Assert.Equal("0", reply["data.stats.total_partners_growth"]);
        Assert.Equal("{}", reply["data.stats.total_revenue"]);
        Assert.Equal("$0.00", reply["data.stats.net_profit_formatted"]);
        Assert.Equal("USD", reply["data.program_settings.currency"]);
        Assert.Equal("30", reply["data.program_settings.cookie_lifetime"]);
        Assert.Equal(
            "cookie_lifetime,currency,onboarding_enabled,partner_email_notifications_enabled,"
                + "welcome_email_enabled",
            reply.Members("data.program_settings")
        );
        Assert.Equal(
            "embeddable_form_enabled,google_login_enabled,leads_page_enabled,passwordless_login_enabled,"
                + "program_page_enabled,registration_disabled,signup_popup_enabled,"
                + "sub_accounts_enabled,widget_enabled",
            reply.Members("data.portal_settings")
        );
    }

    [Fact]
    public async Task An_affiliate_program_counts_what_its_partners_bring()
    {
        var api = await Server.Affiliate().WithCarl();
        await api.Sale("o1", "100", "carl");
        Server.Clock.Advance(TimeSpan.FromDays(30));
        await api.Referrer("bert");
        await api.SignUp("dora", "anna");
        await api.SignUp("emil", "bert");
        await api.SignUp("nobodys");
        await api.Sale("o2", "1500", "carl");
        await api.Sale("o3", "20.5", "dora", ""","amount_units":"EUR" """);
        await api.Sale("o4", "10", "dora", ""","rewarded":true""");
        await api.Sale("o5", "999", "nobodys");
        await api.Refund("o2", "r1", "500");

        var reply = (await api.Get("/v1/program")).Is(200);
        void Is(string name, string value) => Assert.Equal(value, reply["data.stats." + name]);
        Is("total_partners", "2");
        Is("total_partners_growth", "0");
        Is("total_signups", "3");
        Is("total_signups_growth", "100");
        Is("total_paid_accounts", "2");
        Is("total_paid_accounts_growth", "0");
        Is("total_purchases", "4");
        Is("total_purchases_growth", "200");
        Is("total_revenue", """{"eur":"€20.50","usd":"$1,110.00"}""");
        Is("total_revenue_growth", "910");
        Is("total_reward", """{"eur":"€6.15","usd":"$333.00"}""");
        Is("total_paid", """{"usd":"$3.00"}""");
        Is("total_pending", """{"eur":"€6.15","usd":"$330.00"}""");
        Is("net_profit", "777");
        Is("net_profit_formatted", "$777.00");
        Is("average_order_value", """{"eur":"€20.50","usd":"$370.00"}""");
        Is("signup_to_sale_conversion", "66.66");
        Is("affiliate_referred_visitors_clicks", "0");
        Is("click_to_signup_conversion", "0");
        Assert.Equal("{}", reply["data.stats.rewards_breakdown.pending"]);
    }

    [Fact]
    public async Task The_flat_overview_has_what_the_shop_plugin_shows()
    {
        var api = await Server
            .Affiliate(s =>
                s with
                {
                    EarningPeriod = "months",
                    EarningPeriodLength = 12,
                    AttributionWindowDays = 60,
                    PayoutThresholdMicros = 50_000_000,
                }
            )
            .WithCarl();
        await api.Sale("o1", "100", "carl");
        var reply = (await api.Get("/v1/program/overview")).Is(200);
        Assert.Equal("1", reply["data.total_partners"]);
        Assert.Equal("100", reply["data.total_partners_growth"]);
        Assert.Equal("1", reply["data.total_purchases"]);
        Assert.Equal("""{"usd":"$100.00"}""", reply["data.total_revenue"]);
        Assert.Equal("""{"usd":"$30.00"}""", reply["data.total_reward"]);
        Assert.Equal("{}", reply["data.total_paid"]);
        const string Settings = "data.overview_program_current_settings";
        Assert.Equal("T", reply[$"{Settings}.program_initials"]);
        Assert.Equal("Affiliate program", reply[$"{Settings}.program_type_title"]);
        Assert.Equal("Test", reply[$"{Settings}.program_name"]);
        Assert.Equal($"{Server.Url}/portal", reply[$"{Settings}.partner_portal_url"]);
        Assert.Equal("30% of each sale for 12 months", reply[$"{Settings}.commission_description"]);
        Assert.Equal("60", reply[$"{Settings}.cookie_lifetime"]);
        Assert.Equal("50", reply[$"{Settings}.payout_threshold"]);
        Assert.Equal("USD", reply[$"{Settings}.currency"]);
    }

    [Fact]
    public async Task A_refer_a_friend_program_counts_who_refers_whom()
    {
        var api = await Server.ReferAFriend().WithCarl();
        await api.SignUp("dora", "anna");
        await api.SignUp("emil", "carl");
        await api.SignUp("gone");
        await api.Delete("/v1/customers/gone");
        await api.Sale("o1", "100", "carl");
        var nested = (await api.Get("/v1/program")).Is(200);
        Assert.Equal("Referral", nested["data.program.type"]);
        Assert.Equal("referral_portal_enabled,rewards_notification_enabled", nested.Members("data.program_settings"));
        Assert.Contains("popup_form_enabled", nested.Members("data.portal_settings"), StringComparison.Ordinal);
        var flat = (await api.Get("/v1/program/overview")).Is(200);
        foreach (var (reply, at) in new[] { (nested, "data.stats."), (flat, "data.") })
        {
            Assert.Equal("4", reply[at + "total_customers"]);
            Assert.Equal("2", reply[at + "total_referring_customers"]);
            Assert.Equal("3", reply[at + "total_referred_customers"]);
            Assert.Equal("100", reply[at + "total_referred_customers_growth"]);
            Assert.Equal("0", reply[at + "total_referred_customers_before"]);
            Assert.Equal("1", reply[at + "total_sales"]);
            Assert.Equal("50", reply[at + "participation"]);
            Assert.Equal("""{"usd":"$100.00"}""", reply[at + "total_revenue_from_sales"]);
        }

        Assert.Equal("https://shop.example", flat["data.overview_program_current_settings.website_url"]);
        Assert.Equal(api.Program.PublicId, flat["data.program.public_id"]);
    }

    [Fact]
    public async Task A_newsletter_program_has_a_shape_of_its_own()
    {
        var api = await Server.NewProgram(ProgramType.Newsletter);
        var reply = (await api.Get("/v1/program")).Is(200);
        Assert.Equal(
            "created_at,esp_type,esp_type_name,id,name,total_referred,total_referring,total_subscribers",
            reply.Members("data")
        );
        Assert.Equal(api.Program.PublicId, reply["data.id"]);
        (await api.Get("/v1/program/overview")).IsRefused(403, "wrong_program_type");
    }

    [Fact]
    public async Task A_newsletter_program_counts_its_subscribers_and_who_brings_them()
    {
        var api = await Server.NewProgram(ProgramType.Newsletter);
        async Task AssertFigures(string total, string referring, string referred)
        {
            var reply = (await api.Get("/v1/program")).Is(200);
            Assert.Equal(
                (total, referring, referred),
                (reply["data.total_subscribers"], reply["data.total_referring"], reply["data.total_referred"])
            );
        }

        await AssertFigures("0", "0", "0");
        (await api.Post("/v1/subscribers", """{"id":"sue","email":"sue@example.com"}""")).Is(201);
        foreach (var id in new[] { "a", "b" })
        {
            (
                await api.Post(
                    "/v1/subscribers",
                    $$"""{"referral":{"id":"sue"},"id":"{{id}}","email":"{{id}}@example.com"}"""
                )
            ).Is(201);
        }

        await AssertFigures("3", "1", "2");
        (await api.Delete("/v1/subscribers/a")).Is(200);
        await AssertFigures("2", "1", "1");
        (await api.Put("/v1/subscribers/b", """{"status":"suspended"}""")).Is(200);
        await AssertFigures("2", "0", "0");
        (await api.Put("/v1/subscribers/b", """{"status":"active"}""")).Is(200);
        await AssertFigures("2", "1", "1");
    }

    [Fact]
    public async Task The_largest_sums_are_still_read()
    {
        var api = await Server.Affiliate().WithCarl();
        for (var day = 0; day < 3; day++)
        {
            (await api.Sale($"o{day}", "8000000000000", "carl", ""","rewardable":false""")).Is(200);
            Server.Clock.Advance(TimeSpan.FromDays(1));
        }

        (await api.Get("/v1/partners/anna")).Is(200);
        var reply = (await api.Get("/v1/program")).Is(200);
        Assert.Equal("$9,223,372,036,854.78", reply["data.stats.total_revenue.usd"]);
    }

    [Fact]
    public async Task A_customer_that_waited_is_a_paying_one_once()
    {
        var api = await Server.Affiliate();
        await api.Referrer("anna");
        await api.Sale("early", "100", "carl");
        await api.SignUp("carl", "anna");
        await api.Sale("o2", "100", "carl");
        await api.Delete("/v1/transactions/o2");
        var reply = (await api.Get("/v1/program")).Is(200);
        Assert.Equal("1", reply["data.stats.total_paid_accounts"]);
        Assert.Equal("1", reply["data.stats.total_purchases"]);
        Assert.Equal("""{"usd":"$100.00"}""", reply["data.stats.total_revenue"]);
    }

    [Fact]
    public async Task Own_units_that_differ_by_letter_case_are_apart()
    {
        var api = await Server.Affiliate().WithCarl();
        await api.Sale("o1", "10", "carl", ""","amount_units":"Points","is_currency":false""");
        await api.Sale("o2", "20", "carl", ""","amount_units":"points","is_currency":false""");
        var reply = (await api.Get("/v1/program")).Is(200);
        Assert.Equal("10.00 Points", reply["data.stats.total_revenue.Points"]);
        Assert.Equal("20.00 points", reply["data.stats.total_revenue.points"]);
    }

    [Fact]
    public async Task A_program_is_changed_under_the_interfaces_names()
    {
        var api = await Server.Affiliate();
        var reply = (
            await api.Put(
                "/v1/program",
                """
                {"name":"New","website":"new.example/","program_settings":{"currency":"eur",
                "cookie_lifetime":"9999999","welcome_email_enabled":true,"referral_portal_enabled":false},
                "portal_settings":{"widget_enabled":1,"registration_disabled":"false","unheard_of":{}}}
                """
            )
        ).Is(200);
        Assert.Equal("""{"message":"Program updated successfully","status":1}""", reply.Text);
        Assert.Equal("settings.changed", (await api.Explain(reply))["data.kind"]);
        var now = await api.Get("/v1/program");
        Assert.Equal("New", now["data.program.name"]);
        Assert.Equal("https://new.example", now["data.program.website"]);
        Assert.Equal("EUR", now["data.program_settings.currency"]);
        Assert.Equal("9999999", now["data.program_settings.cookie_lifetime"]);
        Assert.Equal("true", now["data.program_settings.welcome_email_enabled"]);
        Assert.Equal("true", now["data.portal_settings.widget_enabled"]);
        Assert.Equal("false", now["data.portal_settings.registration_disabled"]);
        Assert.Equal("9999999", (await api.Get("/v1/program/settings"))["data.attribution_window_days"]);

        var before = await api.Sequence();
        (await api.Put("/v1/program", """{"portal_settings":{"registration_disabled":false}}""")).Is(200);
        (await api.Put("/v1/program", "[]")).Is(200);
        Assert.Equal(before, await api.Sequence());
        (await api.Put("/v1/program", """{"portal_settings":{"registration_disabled":true}}""")).Is(200);
        Assert.Equal("true", (await api.Get("/v1/program"))["data.portal_settings.registration_disabled"]);
    }

    [Theory]
    [InlineData("""{"website":"ftp://x"}""", "website")]
    [InlineData("""{"name":[]}""", "name")]
    [InlineData("""{"program_settings":"x"}""", "program_settings")]
    [InlineData("""{"program_settings":{"currency":"XXQ"}}""", "program_settings.currency")]
    [InlineData("""{"program_settings":{"cookie_lifetime":0}}""", "program_settings.cookie_lifetime")]
    [InlineData("""{"program_settings":{"cookie_lifetime":10000000}}""", "program_settings.cookie_lifetime")]
    [InlineData("""{"portal_settings":{"widget_enabled":"maybe"}}""", "portal_settings.widget_enabled")]
    public async Task What_cannot_be_is_refused_whole(string body, string field)
    {
        var api = await Server.Affiliate();
        var before = await api.Sequence();
        (await api.Put("/v1/program", body)).IsRefused(422, "invalid_fields", field);
        Assert.Equal(before, await api.Sequence());
    }

    [Fact]
    public async Task Settings_are_set_by_the_older_path_too()
    {
        var api = await Server.Affiliate();
        (await api.Put("/v1/settings", """{"settings":{"a":1,"review_period_days":7}}""")).Is(200);
        Assert.Equal("7", (await api.Get("/v1/program/settings"))["data.review_period_days"]);
    }
}
