using Byway.Programs;
using Byway.Tests.Scenarios;
using Byway.Tests.Webhooks;
using Xunit;

namespace Byway.Tests.Rewards;

/// <summary>
/// <c>POST /v1/customers/{key}/actions</c>: what customers do besides signing up and buying, and what it earns.
/// </summary>
public sealed class ActionTests(TestServer server) : ServerTests(server)
{
    private const string Path = "/v1/customers/carl/actions";
    private const string Body = """{"name":"trial_started","key":"t1"}""";

    private const string Rules = """
        {"rewards":[{"name":"Trial","trigger":"custom","action":"trial_started",
        "referring":{"fixed":5,"unit":"points"}}]}
        """;

    [Theory]
    [MemberData(nameof(BothTypes))]
    public async Task An_action_earns_what_the_rules_say(string type)
    {
        var api = await WithRules(type, Rules);
        var reply = (await api.Post(Path, Body)).Is(201);
        Assert.Equal("rewarded", reply.Decision);
        Assert.Equal("created_at,customer,key,name,occurrence,rewards", reply.Members("data"));
        Assert.Equal("trial_started", reply["data.name"]);
        Assert.Equal("t1", reply["data.key"]);
        Assert.Equal("carl", reply["data.customer"]);
        Assert.Equal("1", reply["data.occurrence"]);
        Assert.Equal("5", reply["data.rewards.0.amount"]);
        Assert.Equal("points", reply["data.rewards.0.amount_units"]);
        Assert.Equal("null", reply["data.rewards.0.transaction"]);
        Assert.Equal("5", await api.Balance("payable", "points"));

        var entry = await api.Explain(reply);
        Assert.Equal("action.recorded", entry["data.kind"]);
        Assert.Equal("5 points by reward 1 'Trial', version 2; payable now.", entry["data.decision.sentence"]);
        Assert.Equal("reward 1", entry["data.decision.evidence.1.field"]);
        Assert.Equal("resolved", entry["data.decision.evidence.1.verdict"]);
        Assert.Equal(reply["data"], entry["data.answer"]);
        var reward = (await api.Get("/v1/rewards/1")).Is(200);
        Assert.Contains("by reward 1 'Trial'", reward["data.explanation"], StringComparison.Ordinal);
        var events = (await api.Events()).Names();
        Assert.Contains("reward.created", events, StringComparison.Ordinal);
        Assert.DoesNotContain("action", events, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(BothTypes))]
    public async Task The_same_key_counts_once(string type)
    {
        var api = await WithRules(type, Rules);
        var first = (await api.Post(Path, Body)).Is(201);
        var again = (await api.Post(Path, Body)).Is(201);
        Assert.Equal(first.Text, again.Text);
        Assert.True(again.IsReplay);
        Assert.Equal(first.Entry, again.Entry);
        (await api.Post(Path, """{"name":"form_filled_in","key":"t1"}""")).IsRefused(422, "key_reused", "key");
        Assert.Equal("5", await api.Balance("payable", "points"));

        // Within its customer: for another one the same key is another time. Without a key every call is one.
        await api.SignUp("dora", "anna");
        Assert.False((await api.Post("/v1/customers/dora/actions", Body)).Is(201).IsReplay);
        await api.Post(Path, """{"name":"trial_started"}""");
        Assert.Equal("3", (await api.Post(Path, """{"name":"trial_started"}"""))["data.occurrence"]);
        Assert.Equal("20", await api.Balance("payable", "points"));
    }

    [Theory]
    [MemberData(nameof(BothTypes))]
    public async Task Sixteen_at_once_are_one(string type)
    {
        var api = await WithRules(type, Rules);
        var replies = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => api.Post(Path, Body)));
        Assert.Single(replies, reply => !reply.IsReplay);
        Assert.Single(replies.Select(reply => reply.Is(201).Text).Distinct());
        Assert.Equal("5", await api.Balance("payable", "points"));
    }

    [Theory]
    [MemberData(nameof(BothTypes))]
    public async Task Occurrences_are_counted_for_each_customer_or_for_whoever_referred_them(string type)
    {
        const string Fixed = """ "trigger":"custom","action":"form","referring":{"fixed":""";
        var api = await WithRules(
            type,
            $$"""
            {"rewards":[{"start_after":1,"end_after":3,{{Fixed}}1,"unit":"each"} },
            {"count_by":"referring","every":2,{{Fixed}}1,"unit":"together"} }]}
            """
        );
        await api.SignUp("dora", "anna");
        // Carl's first, Dora's first, Carl's second, third, fourth.
        foreach (var customer in new[] { "carl", "dora", "carl", "carl", "carl" })
        {
            (await api.Post($"/v1/customers/{customer}/actions", """{"name":"form"}""")).Is(201);
        }

        Assert.Equal("2", await api.Balance("payable", "each"));
        Assert.Equal("2", await api.Balance("payable", "together"));

        // What was done before a rule asked for it counts too.
        await api.Rules($$"""{"rewards":[{"start_after":4,"end_after":5,{{Fixed}}1,"unit":"fifth"} }]}""");
        await api.Post(Path, """{"name":"form"}""");
        await api.Post(Path, """{"name":"form"}""");
        Assert.Equal("1", await api.Balance("payable", "fifth"));
    }

    [Fact]
    public async Task Both_sides_earn_and_a_hold_ends()
    {
        var api = await WithRules(
            ProgramType.ReferAFriend,
            """
            {"rewards":[{"trigger":"custom","action":"trial_started","referring":{"fixed":3},
            "referred":{"fixed":2,"unit":"points"} }]}
            """,
            """{"review_period_days":10}"""
        );
        var reply = (await api.Post(Path, """{"name":"trial_started","created_at":"2026-01-10T12:00:00Z"}""")).Is(201);
        Assert.Equal("review_period", reply["data.rewards.0.status"]);
        Assert.Equal("2026-01-20T12:00:00.000000Z", reply["data.rewards.1.held_until"]);
        Assert.Equal("carl", reply["data.rewards.1.customer"]);
        Assert.Equal("2026-01-10T12:00:00.000000Z", (await api.Explain(reply))["data.occurred_at"]);
        Assert.Equal("3", await api.Balance("held"));
        await api.Days(5);
        Assert.Equal("3", await api.Balance());
        (await api.Post($"/v1/rewards/{reply["data.rewards.0.number"]}/reject")).Is(200);
        Assert.Equal("0", await api.Balance());
    }

    [Theory]
    [MemberData(nameof(BothTypes))]
    public async Task What_earns_nothing_says_why(string type)
    {
        var api = await WithRules(type, Rules);
        var reply = (await api.Post(Path, """{"name":"Trial_started"}""")).Is(201);
        Assert.Equal("reward_is_zero", reply.Decision);
        Assert.Equal("[]", reply["data.rewards"]);
        Assert.Equal("The rules give nothing for this.", await api.Sentence(reply));
        await api.SignUp("dora");
        reply = await api.Post("/v1/customers/dora/actions", Body);
        Assert.Equal("customer_not_referred", reply.Is(201).Decision);
        var referrer = type == "affiliate" ? "partners" : "customers";
        (await api.Post($"/v1/{referrer}/anna-id/archive")).Is(200);
        Assert.Equal("partner_inactive", (await api.Post(Path, Body)).Is(201).Decision);
        Assert.Equal("0", await api.Balance("payable", "points"));
    }

    [Theory]
    [MemberData(nameof(BothTypes))]
    public async Task Who_is_unknown_is_not_found_and_may_be_reported_again(string type)
    {
        var api = await WithRules(type, Rules);
        var before = await api.Sequence();
        (await api.Post("/v1/customers/dora/actions", Body)).IsRefused(404, "not_found");
        Assert.Equal(before, await api.Sequence());
        await api.SignUp("dora", "anna");
        Assert.Equal("rewarded", (await api.Post("/v1/customers/dora/actions", Body)).Is(201).Decision);
        (await api.Delete("/v1/customers/dora")).Is(200);
        (await api.Post("/v1/customers/dora/actions", Body)).IsRefused(404, "not_found");
    }

    [Theory]
    [InlineData("{}", "name", "The name is required: what the customer did, such as trial_started.")]
    [InlineData("""{"name":[5]}""", "name", null)]
    [InlineData("""{"name":"a","key":[1]}""", "key", null)]
    [InlineData(
        """{"name":"a","created_at":"2027-01-01"}""",
        "created_at",
        "The created_at must not be in the future."
    )]
    public async Task Faults_are_named(string body, string path, string? sentence)
    {
        var api = await WithRules("affiliate", Rules);
        var refused = (await api.Post(Path, body)).IsRefused(422, "invalid_fields", path);
        Assert.Equal(sentence ?? refused.Fault(path), refused.Fault(path));
        // The shape is looked at first.
        (await api.Post("/v1/customers/nobody/actions", body)).IsRefused(422, "invalid_fields", path);
    }

    [Fact]
    public async Task Another_programs_customers_are_unknown()
    {
        var (one, other) = (await WithRules("affiliate", Rules), await Server.Affiliate());
        (await other.Post(Path, Body)).IsRefused(404, "not_found");
        await one.Post(Path, Body);
        Assert.Equal(0, await other.CountOf("action_counts"));
        Assert.Equal(2, await one.CountOf("action_counts"));
    }

    private async Task<ApiClient> WithRules(string type, string rules, string settings = "{}")
    {
        var api = await Server.NewProgram(type).WithCarl();
        (await api.Put("/v1/program/settings", settings)).Is(200);
        await api.Rules(rules);
        return api;
    }
}
