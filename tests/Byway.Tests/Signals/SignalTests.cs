using Byway.Programs;
using Byway.Rewards;
using Byway.Signals;
using Xunit;

namespace Byway.Tests.Signals;

/// <summary>Each signal holds what was earned, says why, and drops nothing.</summary>
public sealed class SignalTests(TestServer server) : ServerTests(server)
{
    private static readonly TimeSpan Long = TimeSpan.FromDays(400);

    [Theory]
    [MemberData(nameof(BothTypes))]
    public async Task A_buyer_of_the_referrers_company_is_held_and_one_of_a_free_mailbox_is_not(string type)
    {
        var api = await Shop(type, new() { HoldsSameCompany = true });
        await api.Referrer("anna", "anna@acme.example");
        await api.Referrer("otto", "otto@gmail.com");
        await api.SignUp("carl", "anna", ""","email":"carl@Acme.example" """);
        await api.SignUp("dora", "otto", ""","email":"dora@gmail.com" """);
        await IsHeld(api, await api.Sale("o1", "100", "carl"), "same_company", "addresses of one company");
        await IsNotHeld(api, await api.Sale("o2", "100", "dora"), 2);
    }

    [Theory]
    [MemberData(nameof(BothTypes))]
    public async Task A_throw_away_mailbox_is_held_also_of_the_programs_own_list(string type)
    {
        var api = await Shop(type, new() { HoldsDisposableEmail = true, DisposableDomains = "throw.example" });
        await api.Referrer("anna");
        await api.SignUp("carl", "anna", ""","email":"carl@mailinator.com" """);
        await api.SignUp("dora", "anna", ""","email":"dora@sub.throw.example" """);
        await api.SignUp("emil", "anna", ""","email":"emil@keep.example" """);
        await IsHeld(api, await api.Sale("o1", "100", "carl"), "disposable_email", "throw-away");
        Assert.Equal("true", (await RewardOf(api, await api.Sale("o2", "100", "dora")))["data.held_by_signals"]);
        await IsNotHeld(api, await api.Sale("o3", "100", "emil"), 3);
    }

    [Theory]
    [InlineData(""","options":{"referral_url":"https://shop.example?aff=anna&gclid=abc"}""", "ads", true)]
    [InlineData(""","options":{"referral_url":"https://shop.example?ref=anna&fbclid=abc"}""", "ads", false)]
    [InlineData(""","options":{"referral_url":"https://shop.example?ref=anna&fbclid=abc"}""", "all", true)]
    [InlineData(""","options":{"referral_url":"https://shop.example?ref=anna&gclid=abc"}""", "off", false)]
    [InlineData(""","metadata":{"landing_page":"https://shop.example?msclkid=abc"}""", "ads", true)]
    [InlineData(""","metadata":{"plan":"pro"}""", "ads", false)]
    public async Task A_paid_click_of_the_sign_up_holds_all_its_sales(string more, string setting, bool isHeld)
    {
        foreach (var type in new[] { ProgramType.Affiliate, ProgramType.ReferAFriend })
        {
            var api = await Shop(type, new() { PaidClicks = setting });
            await api.Referrer("anna");
            await api.SignUp("carl", "anna", more);
            await api.Sale("o1", "100", "carl");
            var later = await api.Sale("o2", "100", "carl");
            Assert.Equal(isHeld ? "60" : "0", await api.Balance("held"));
            if (isHeld)
            {
                var evidence = await api.Explain(later);
                Assert.Contains("id came along", evidence.Text, StringComparison.Ordinal);
                Assert.DoesNotContain("\"note\":\"abc", evidence.Text, StringComparison.Ordinal);
            }
        }
    }

    [Theory]
    [MemberData(nameof(BothTypes))]
    public async Task A_paid_click_of_a_sale_holds_that_sale_only(string type)
    {
        var api = await Shop(type, new() { PaidClicks = "ads" });
        await api.Referrer("anna");
        await api.SignUp("carl", "anna");
        await IsHeld(
            api,
            await api.Sale("o1", "100", "carl", ""","metadata":{"gclid":"abc"}"""),
            "paid_click",
            "gclid came along"
        );
        await IsNotHeld(api, await api.Sale("o2", "100", "carl"), 2);
    }

    [Fact]
    public async Task A_sale_that_makes_its_customer_brings_the_click_along()
    {
        var api = await Shop(ProgramType.Affiliate, new() { PaidClicks = "ads" });
        await api.Referrer("anna");
        const string Options =
            ""","options":{"create_customer":true,"referral_url":"https://shop.example?aff=anna&ttclid=abc"}""";
        await IsHeld(api, await api.Sale("o1", "100", "carl", Options), "paid_click", "ttclid came along");
        Assert.Equal("true", (await RewardOf(api, await api.Sale("o2", "100", "carl")))["data.held_by_signals"]);
    }

    [Theory]
    [MemberData(nameof(BothTypes))]
    public async Task Too_many_taken_back_sales_hold_the_next_one(string type)
    {
        var api = await Shop(type, new() { RefundPercentMicros = 50_000_000, RefundSales = 4 });
        await api.Referrer("anna");
        await api.Referrer("otto");
        await api.SignUp("carl", "anna");
        await api.SignUp("dora", "otto");
        for (var number = 1; number <= 4; number++)
        {
            await api.Sale($"o{number}", "100", "carl");
        }

        await api.Refund("o1", "r1", "1");
        await api.Refund("o1", "r2", "1");
        await IsNotHeld(api, await api.Sale("o5", "100", "carl"), 5);
        await api.Post("/v1/transactions/o2/archive");
        await api.Delete("/v1/transactions/o3");
        var held = await api.Sale("o6", "100", "carl");
        Assert.Equal("refund_rate", (await RewardOf(api, held))["data.signals.0"]);
        Assert.Contains("3 of 5 sales of the referrer were taken back", (await api.Explain(held)).Text);
        // Restored, it does not count any more: 2 of 6.
        await api.Post("/v1/transactions/o2/revoke-archive");
        await IsNotHeld(api, await api.Sale("o7", "100", "carl"), 7);
        await IsNotHeld(api, await api.Sale("o8", "100", "dora"), 8);
    }

    [Theory]
    [MemberData(nameof(BothTypes))]
    public async Task Too_many_sales_in_the_window_are_held_until_days_fall_out(string type)
    {
        var api = await Shop(type, new() { Sales = 3, WindowDays = 2 });
        await api.Referrer("anna");
        await api.SignUp("carl", "anna");
        await api.Sale("o1", "100", "carl");
        Server.Clock.Advance(TimeSpan.FromDays(1));
        await api.Sale("o2", "100", "carl");
        await IsNotHeld(api, await api.Sale("o3", "100", "carl"), 3);
        var held = await api.Sale("o4", "100", "carl");
        Assert.Equal("sale_velocity", (await RewardOf(api, held))["data.signals.0"]);
        Assert.Contains("4 sales of the referrer in 2 days", (await api.Explain(held)).Text);
        // The first day falls out: three are left, and this one is the fourth. A day later they are gone too.
        Server.Clock.Advance(TimeSpan.FromDays(1));
        Assert.Equal("true", (await RewardOf(api, await api.Sale("o5", "100", "carl")))["data.held_by_signals"]);
        Server.Clock.Advance(TimeSpan.FromDays(1));
        await IsNotHeld(api, await api.Sale("o6", "100", "carl"), 6);
        // What occurred before the window is no part of it.
        await IsNotHeld(api, await api.Sale("o7", "100", "carl", ""","created_at":"2025-12-01T00:00:00Z" """), 7);
        await IsNotHeld(api, await api.Sale("o8", "100", "carl"), 8);
        Assert.Equal("true", (await RewardOf(api, await api.Sale("o9", "100", "carl")))["data.held_by_signals"]);
    }

    [Theory]
    [MemberData(nameof(BothTypes))]
    public async Task Too_many_sign_ups_hold_sales_and_sign_up_rewards(string type)
    {
        var api = await Shop(type, new() { SignUps = 2 });
        var rules = """{"rewards":[{"trigger":"sign_up","referring":{"fixed":5}}]}""";
        (await api.Put("/v1/program/rules", rules)).Is(200);
        await api.Referrer("anna");
        await api.SignUp("carl", "anna");
        await api.SignUp("dora", "anna");
        await IsNotHeld(api, await api.Sale("o1", "100", "carl"), 3);
        var third = await api.SignUp("emil", "anna");
        Assert.Equal("5", await api.Balance("held"));
        Assert.Contains("3 sign-ups of the referrer in 1 day", (await api.Explain(third)).Text);
        Assert.Equal("true", (await api.Get("/v1/rewards/4"))["data.held_by_signals"]);
        var held = await api.Sale("o2", "100", "carl");
        Assert.Equal("sign_up_velocity", (await RewardOf(api, held))["data.signals.0"]);
        Server.Clock.Advance(TimeSpan.FromDays(1));
        await IsNotHeld(api, await api.Sale("o3", "100", "carl"), 6);
    }

    [Theory]
    [MemberData(nameof(BothTypes))]
    public async Task Sales_of_one_customer_within_seconds_are_held(string type)
    {
        var api = await Shop(type, new() { SaleSeconds = 60 });
        await api.Referrer("anna");
        await api.SignUp("carl", "anna");
        await api.SignUp("dora", "anna");
        await IsNotHeld(api, await api.Sale("o1", "100", "carl"), 1);
        await IsNotHeld(api, await api.Sale("o2", "100", "dora"), 2);
        Server.Clock.Advance(TimeSpan.FromSeconds(59));
        var held = await api.Sale("o3", "100", "carl");
        Assert.Equal("rapid_sales", (await RewardOf(api, held))["data.signals.0"]);
        Assert.Contains("59 seconds between two sales", (await api.Explain(held)).Text);
        Server.Clock.Advance(TimeSpan.FromSeconds(60));
        await IsNotHeld(api, await api.Sale("o4", "100", "carl"), 4);
        // One that comes late for having occurred shortly before is close to it too.
        var late = await api.Sale("o5", "100", "carl", ""","created_at":"2026-01-15T12:01:30Z" """);
        Assert.Equal("true", (await RewardOf(api, late))["data.held_by_signals"]);
    }

    [Fact]
    public async Task Sales_that_waited_for_their_sign_up_are_looked_at_when_they_are_decided()
    {
        var api = await Shop(ProgramType.Affiliate, new() { SaleSeconds = 60, HoldsDisposableEmail = true });
        await api.Referrer("anna");
        await api.Sale("o1", "100", "carl");
        await api.Sale("o2", "100", "carl");
        await api.SignUp("carl", "anna");
        Assert.Equal("false", (await api.Get("/v1/rewards/1"))["data.held_by_signals"]);
        Assert.Equal("rapid_sales", (await api.Get("/v1/rewards/2"))["data.signals.0"]);
        await api.Sale("o3", "100", "dora");
        await api.SignUp("dora", "anna", ""","email":"x@yopmail.com" """);
        Assert.Equal("disposable_email", (await api.Get("/v1/rewards/3"))["data.signals.0"]);
    }

    [Fact]
    public async Task One_e_mail_stays_a_reason_without_reward_and_an_allowed_one_is_no_signal()
    {
        var api = await Shop(ProgramType.Affiliate, new() { HoldsSameCompany = true });
        await api.Referrer("anna", "anna@acme.example");
        await api.SignUp("carl", "anna", ""","email":"anna+shop@acme.example" """);
        var refused = await api.Sale("o1", "100", "carl");
        Assert.Equal("self_referral", refused.Decision);
        Assert.DoesNotContain("signal.", (await api.Explain(refused)).Text);
        (await api.Put("/v1/program/settings", """{"allow_self_referral":true}""")).Is(200);
        await IsNotHeld(api, await api.Sale("o2", "100", "carl"), 1);
    }

    [Theory]
    [MemberData(nameof(BothTypes))]
    public async Task Without_a_threshold_nothing_is_held_and_nothing_is_counted(string type)
    {
        var api = await Server.NewProgram(type);
        await api.Referrer("anna", "anna@acme.example");
        await api.SignUp("carl", "anna", ""","email":"carl@acme.example","metadata":{"gclid":"x"}""");
        for (var number = 1; number <= 3; number++)
        {
            await IsNotHeld(api, await api.Sale($"o{number}", "100", "carl", ""","metadata":{"gclid":"x"}"""), number);
        }

        Assert.Equal("90", await api.Balance());
        foreach (var table in new[] { "signal_counts", "signal_days", "signal_customers" })
        {
            Assert.Equal(0, await api.CountOf(table));
        }
    }

    [Fact]
    public async Task Another_programs_thresholds_and_counts_are_its_own()
    {
        var strict = await Shop(ProgramType.Affiliate, new() { Sales = 1 });
        var other = await Shop(ProgramType.Affiliate, new() { Sales = 1 });
        foreach (var api in new[] { strict, other })
        {
            await api.Referrer("anna");
            await api.SignUp("carl", "anna");
            await api.Sale("o1", "100", "carl");
        }

        await strict.Sale("o2", "100", "carl");
        Assert.Equal("30", await strict.Balance("held"));
        Assert.Equal("0", await other.Balance("held"));
        Assert.Equal("2", (await strict.Get("/v1/rewards?held_by_signals=true")).Column("number"));
        Assert.Equal("", (await other.Get("/v1/rewards?held_by_signals=true")).Column("number"));
        (await other.Post("/v1/rewards/2/approve")).Is(404);
        Assert.Equal("30", await strict.Balance("held"));
    }

    private Task<ApiClient> Shop(string type, FraudSettings fraud) =>
        Server.NewProgram(type, settings => settings with { Fraud = fraud });

    /// <summary>The first reward of the program is held, for good, until the owner says otherwise.</summary>
    private async Task IsHeld(ApiClient api, Reply sale, string signal, string note)
    {
        Assert.Equal("rewarded", sale.Decision);
        Assert.Equal("review_period", sale["data.rewards.0.status"]);
        var entry = await api.Explain(sale);
        Assert.Contains($"\"field\":\"signal.{signal}\"", entry.Text, StringComparison.Ordinal);
        Assert.Contains("\"verdict\":\"held_for_review\"", entry.Text, StringComparison.Ordinal);
        Assert.Contains(note, entry.Text, StringComparison.Ordinal);
        Assert.Contains($"held until it is approved ({signal})", entry["data.decision.sentence"]);
        var now = Server.Clock.Now;
        Server.Clock.Advance(Long);
        await Server.RunJob<ReleaseHeldRewards>();
        Server.Clock.Now = now;
        var reward = await api.Get("/v1/rewards/1");
        Assert.Equal("review_period", reward["data.status"]);
        Assert.Equal(signal, reward["data.signals.0"]);
        Assert.Equal("true", reward["data.held_by_signals"]);
        Assert.Equal("null", reward["data.held_until"]);
        Assert.Equal("30", await api.Balance("held"));
        Assert.Equal("0", await api.Balance());
    }

    private static async Task IsNotHeld(ApiClient api, Reply sale, long reward)
    {
        Assert.Equal("rewarded", sale.Decision);
        Assert.Equal("ok", sale["data.rewards.0.status"]);
        Assert.DoesNotContain("signal.", (await api.Explain(sale)).Text);
        var view = await api.Get($"/v1/rewards/{reward}");
        Assert.Equal("false", view["data.held_by_signals"]);
        Assert.Equal(0, view.Count("data.signals"));
    }

    private static async Task<Reply> RewardOf(ApiClient api, Reply sale)
    {
        var found = (await api.Get($"/v1/rewards?transaction_key={sale["data.key"]}")).Is(200);
        return (await api.Get($"/v1/rewards/{found["data.0.number"]}")).Is(200);
    }
}
