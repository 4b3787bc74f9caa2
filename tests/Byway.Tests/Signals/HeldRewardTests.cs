using Byway.Journal;
using Byway.Programs;
using Byway.Rewards;
using Byway.Signals;
using Xunit;

namespace Byway.Tests.Signals;

/// <summary>What becomes of a reward that signals hold: approved, rejected, refunded; what is held with it.</summary>
public sealed class HeldRewardTests(TestServer server) : ServerTests(server)
{
    private const string Mail = ""","email":"carl@mailinator.com" """;

    [Theory]
    [MemberData(nameof(BothTypes))]
    public async Task Approved_after_its_review_period_it_is_payable_at_once(string type)
    {
        var api = await Shop(type, reviewDays: 14);
        await api.Sale("o1", "100", "carl");
        Server.Clock.Advance(TimeSpan.FromDays(14));
        await Server.RunJob<ReleaseHeldRewards>();
        Assert.Equal("30", await api.Balance("held"));
        var approved = (await api.Post("/v1/rewards/1/approve")).Is(200);
        Assert.Equal("reward_approved", approved.Decision);
        Assert.Equal("ok", approved["data.status"]);
        Assert.Equal("false", approved["data.held_by_signals"]);
        Assert.Equal("disposable_email", approved["data.signals.0"]);
        Assert.EndsWith("It was approved by hand.", approved["data.explanation"]);
        Assert.Equal("30", await api.Balance());
        Assert.Equal("0", await api.Balance("held"));
        (await api.Post("/v1/rewards/1/approve")).IsRefused(400, "action_failed");
    }

    [Theory]
    [MemberData(nameof(BothTypes))]
    public async Task Approved_within_its_review_period_it_goes_on_with_it(string type)
    {
        var api = await Shop(type, reviewDays: 14);
        await api.Sale("o1", "100", "carl");
        Server.Clock.Advance(TimeSpan.FromDays(13));
        var cleared = (await api.Post("/v1/rewards/1/approve")).Is(200);
        Assert.Equal("signals_cleared", cleared.Decision);
        Assert.Equal("review_period", cleared["data.status"]);
        Assert.Equal("false", cleared["data.held_by_signals"]);
        Assert.Equal("2026-01-29T12:00:00.000000Z", cleared["data.held_until"]);
        Assert.EndsWith("and is payable from 2026-01-29.", cleared["data.explanation"]);
        Assert.Equal("reward.cleared", (await api.Explain(cleared))["data.kind"]);
        await Server.RunJob<ReleaseHeldRewards>();
        Assert.Equal("30", await api.Balance("held"));
        Server.Clock.Advance(TimeSpan.FromDays(1));
        await Server.RunJob<ReleaseHeldRewards>();
        await Server.RunJob<ReleaseHeldRewards>();
        Assert.Equal("30", await api.Balance());
        Assert.Equal(
            "reward.created,reward.approved",
            string.Join(',', (await Events(api)).Where(name => name.StartsWith("reward.", StringComparison.Ordinal)))
        );
    }

    [Fact]
    public async Task Approved_twice_within_its_review_period_it_is_payable()
    {
        var api = await Shop(ProgramType.Affiliate, reviewDays: 14);
        await api.Sale("o1", "100", "carl");
        await api.Sale("o2", "100", "carl");
        var first = (await api.Post("/v1/rewards:approve", """{"numbers":[1,2]}""")).Is(200);
        Assert.Equal("review_period,review_period", first.Column("status"));
        var second = (await api.Post("/v1/rewards:approve", """{"numbers":[2]}""")).Is(200);
        Assert.Equal("ok", second.Column("status"));
        Assert.Equal("30", await api.Balance());
        Assert.Equal("30", await api.Balance("held"));
    }

    [Theory]
    [MemberData(nameof(BothTypes))]
    public async Task Rejected_it_is_taken_back_for_good(string type)
    {
        var api = await Shop(type);
        await api.Sale("o1", "100", "carl");
        var rejected = (await api.Post("/v1/rewards/1/reject", """{"reason":"Own order."}""")).Is(200);
        Assert.Equal("rejected", rejected["data.status"]);
        Assert.Equal("false", rejected["data.held_by_signals"]);
        await api.Post("/v1/transactions/o1/archive");
        await api.Post("/v1/transactions/o1/revoke-archive");
        Assert.Equal("0", await api.Balance("held"));
        Assert.Equal("0", await api.Balance());
        (await api.Post("/v1/rewards/1/approve")).IsRefused(400, "action_failed");
    }

    [Theory]
    [MemberData(nameof(BothTypes))]
    public async Task Refunds_and_archiving_take_exactly_their_part_of_what_is_held(string type)
    {
        var api = await Shop(type, reviewDays: 14);
        await api.Sale("o1", "99.99", "carl");
        await api.Refund("o1", "r1", "33.33");
        Assert.Equal("19.998", await api.Balance("held"));
        Assert.Equal("true", (await api.Get("/v1/rewards/1"))["data.held_by_signals"]);
        await api.Post("/v1/transactions/o1/archive");
        Assert.Equal("0", await api.Balance("held"));
        (await api.Post("/v1/rewards/1/approve")).IsRefused(400, "action_failed");
        await api.Post("/v1/transactions/o1/revoke-archive");
        Server.Clock.Advance(TimeSpan.FromDays(20));
        await Server.RunJob<ReleaseHeldRewards>();
        Assert.Equal("19.998", await api.Balance("held"));
        await api.Post("/v1/rewards/1/approve");
        Assert.Equal("19.998", await api.Balance());
        await api.Refund("o1", "r2", "66.66");
        Assert.Equal("0", await api.Balance());
        Assert.Equal("0", await api.Balance("held"));
    }

    [Fact]
    public async Task Levels_extra_rewards_and_goals_are_held_with_the_sale()
    {
        var api = await Shop(ProgramType.Affiliate, referrer: false);
        const string Rules = """
            {
              "rules": [{"name": "All", "percent": 10, "levels": [{"percent": 5}]}],
              "rewards": [{"trigger": "sale", "referring": {"fixed": 1}}],
              "goals": [{"name": "First", "of": "sales", "at": 1, "bonus": {"fixed": 7}}]
            }
            """;
        (await api.Put("/v1/program/rules", Rules)).Is(200);
        await api.Referrer("olga");
        (
            await api.Post(
                "/v1/partners",
                """{"key":"anna","email":"anna@example.com","referring_partner":{"key":"olga"}}"""
            )
        ).Is(201);
        await api.SignUp("carl", "anna", Mail);
        await api.Sale("o1", "100", "carl");
        Assert.Equal("18", await api.Balance("held"));
        Assert.Equal("5", await api.Balance("held", referrer: "olga"));
        var held = await api.Get("/v1/rewards?signal=disposable_email");
        Assert.Equal(4, held.Count());
        Server.Clock.Advance(TimeSpan.FromDays(400));
        await Server.RunJob<ReleaseHeldRewards>();
        Assert.Equal("0", await api.Balance());
        (await api.Post("/v1/rewards:approve", """{"numbers":[1,2,3,4]}""")).Is(200);
        Assert.Equal("18", await api.Balance());
        Assert.Equal("5", await api.Balance("payable", referrer: "olga"));
        await api.Delete("/v1/transactions/o1");
        Assert.Equal("0", await api.Balance());
    }

    [Fact]
    public async Task Both_sides_and_sign_up_rewards_are_held()
    {
        var api = await Shop(ProgramType.ReferAFriend, referrer: false);
        const string Rules = """{"rewards":[{"trigger":"sign_up","referring":{"fixed":2},"referred":{"fixed":3}}]}""";
        (await api.Put("/v1/program/rules", Rules)).Is(200);
        await api.Referrer("anna");
        var signUp = await api.SignUp("carl", "anna", Mail);
        Assert.Contains("held_for_review", (await api.Explain(signUp)).Text);
        Assert.Equal("2", await api.Balance("held"));
        Assert.Equal("3", await api.Balance("held", referrer: "carl"));
        (await api.Post("/v1/rewards:approve", """{"numbers":[1,2]}""")).Is(200);
        Assert.Equal("3", await api.Balance(referrer: "carl"));
    }

    [Fact]
    public async Task What_an_action_earns_is_held_and_its_decision_names_the_signal()
    {
        var api = await Shop(ProgramType.ReferAFriend, referrer: false);
        const string Rules = """
            {"rewards":[{"trigger":"custom","action":"trial","referring":{"fixed":2},"referred":{"fixed":3}}]}
            """;
        (await api.Put("/v1/program/rules", Rules)).Is(200);
        await api.Referrer("anna");
        await api.SignUp("carl", "anna", Mail);
        var action = (await api.Post("/v1/customers/carl/actions", """{"name":"trial"}""")).Is(201);
        Assert.Equal("true", action["data.rewards.0.held_by_signals"]);
        var entry = await api.Explain(action);
        Assert.Contains(
            "\"field\":\"signal.disposable_email\",\"given\":null,\"verdict\":\"held_for_review\"",
            entry.Text
        );
        Assert.Contains("held until it is approved (disposable_email)", entry["data.decision.sentence"]);
        // Whoever earned it is told that it is held, and not what for.
        var told = (await api.Get("/v1/rewards/1/decision?for=partner")).Is(200);
        Assert.Contains("held until it is approved (review)", told["data.sentence"]);
        Assert.DoesNotContain("disposable", told.Text);
        Assert.DoesNotContain("payable now", told.Text);
        await Server.BooksAreWhole();
        (await api.Post("/v1/rewards:approve", """{"numbers":[1,2]}""")).Is(200);
        Assert.Equal("2", await api.Balance());
        Assert.Equal("3", await api.Balance(referrer: "carl"));
    }

    [Fact]
    public async Task A_reward_that_the_sale_says_is_held_and_one_paid_elsewhere_is_only_noted()
    {
        var api = await Shop(ProgramType.Affiliate);
        var given = await api.Sale("o1", "100", "carl", ""","reward":12""");
        Assert.Equal("reward_given", given.Decision);
        Assert.Equal("12", await api.Balance("held"));
        var paid = await api.Sale("o2", "100", "carl", ""","rewarded":true""");
        Assert.Equal("30", await api.Balance("paid"));
        Assert.Contains(
            "\"field\":\"signal.disposable_email\",\"given\":null,\"verdict\":\"noted\"",
            (await api.Explain(paid)).Text
        );
        Assert.Equal("false", (await api.Get("/v1/rewards/2"))["data.held_by_signals"]);
        var none = await api.Sale("o3", "100", "carl", ""","rewardable":false""");
        Assert.DoesNotContain("signal.", (await api.Explain(none)).Text);
    }

    [Fact]
    public async Task Held_rewards_are_listed_by_signal_and_by_what_holds_them_now()
    {
        var api = await Shop(ProgramType.Affiliate);
        await api.SignUp("dora", "anna");
        foreach (var (key, customer) in new[] { ("o1", "carl"), ("o2", "dora"), ("o3", "carl"), ("o4", "carl") })
        {
            await api.Sale(key, "100", customer);
        }

        await api.Post("/v1/rewards/3/approve");
        await api.Post("/v1/rewards/4/reject");
        Assert.Equal("1", await Numbers(api, "held_by_signals=true"));
        Assert.Equal("4,3,2", await Numbers(api, "held_by_signals=false"));
        Assert.Equal("4,3,1", await Numbers(api, "signal=disposable_email"));
        Assert.Equal("4,3,1", await Numbers(api, "signal=disposable_email&partner[key]=anna"));
        Assert.Equal("3", await Numbers(api, "signal=disposable_email&status=ok"));
        Assert.Equal("4,3,1", await Numbers(api, "signal=disposable_email&customer[key]=carl"));
        Assert.Equal("", await Numbers(api, "signal=disposable_email&customer[key]=dora"));
        Assert.Equal("", await Numbers(api, "signal=rapid_sales"));
        (await api.Get("/v1/rewards?signal=email")).IsRefused(422, "invalid_fields", "signal");
        (await api.Get("/v1/rewards?held_by_signals=perhaps")).IsRefused(422, "invalid_fields", "held_by_signals");
    }

    [Fact]
    public async Task Events_say_which_signals_hold_a_reward()
    {
        var api = await Shop(ProgramType.Affiliate);
        await api.Sale("o1", "100", "carl");
        var events = (await api.Get("/v1/events")).Json.GetProperty("data").EnumerateArray();
        var created = events.Single(each => each.GetProperty("event").GetString() == "reward.created");
        Assert.Equal("disposable_email", created.GetProperty("data").GetProperty("signals")[0].GetString());
        Assert.Equal("review_period", created.GetProperty("data").GetProperty("status").GetString());
    }

    [Fact]
    public async Task Everything_is_decided_again_and_a_hold_that_is_none_is_found()
    {
        // A server of its own: programs without rules, all of whose decisions are made again.
        await using var other = await TestServer.Start(new());
        var fraud = new FraudSettings
        {
            HoldsDisposableEmail = true,
            Sales = 1,
            SaleSeconds = 60,
        };
        var api = await other.Affiliate(s => s with { ReviewPeriodDays = 14, Fraud = fraud });
        await api.Referrer("anna");
        await api.SignUp("carl", "anna", Mail);
        for (var number = 1; number <= 4; number++)
        {
            await api.Sale($"o{number}", "100", "carl");
        }

        await api.Post("/v1/rewards/1/approve");
        await api.Post("/v1/rewards/2/reject");
        await api.Refund("o3", "r1", "50");
        other.Clock.Advance(TimeSpan.FromDays(20));
        await other.RunJob<ReleaseHeldRewards>();
        await api.Post("/v1/rewards/3/approve");
        await other.BooksAreWhole();

        // The controls: the second sale's entry with one thing changed.
        var bodies = await other.Query<string>("select body from journal_entries order by sequence");
        var sale = bodies.Where(body => body.Contains("transaction.created", StringComparison.Ordinal)).ElementAt(1);
        Assert.Null(Fault(sale, fraud));
        Assert.NotNull(Fault(sale, fraud with { Sales = 2 }));
        Assert.NotNull(Fault(sale, fraud with { HoldsDisposableEmail = false }));
        Assert.NotNull(Fault(sale, null));
        Assert.NotNull(Fault(sale.Replace("held_for_review", "noted", StringComparison.Ordinal), fraud));
        Assert.NotNull(Fault(sale.Replace("\"seen\":2", "\"seen\":1", StringComparison.Ordinal), fraud));
        Assert.NotNull(Fault(sale.Replace("signal.rapid_sales", "nothing", StringComparison.Ordinal), fraud));
    }

    private static string? Fault(string body, FraudSettings? settings) =>
        EntryBody.Read(body) is { } entry
            ? SignalCheck.FaultOf(entry, KnownState.RowsOf(entry, personalRows: null), settings)
            : "no entry";

    private static async Task<string> Numbers(ApiClient api, string query) =>
        (await api.Get($"/v1/rewards?{query}")).Is(200).Column("number");

    private static async Task<IEnumerable<string>> Events(ApiClient api) =>
        (await api.Get("/v1/events")).Column("event").Split(',');

    private async Task<ApiClient> Shop(string type, int reviewDays = 0, bool referrer = true)
    {
        var fraud = new FraudSettings { HoldsDisposableEmail = true };
        var api = await Server.NewProgram(type, s => s with { ReviewPeriodDays = reviewDays, Fraud = fraud });
        if (referrer)
        {
            await api.Referrer("anna");
            await api.SignUp("carl", "anna", Mail);
        }

        return api;
    }
}
