using System.Globalization;
using Byway.Rewards;
using Xunit;

namespace Byway.Tests.Rewards;

/// <summary>The owner approves and rejects rewards, one and many, and gives some by hand.</summary>
public sealed class ReviewRewardsTests(TestServer server) : ServerTests(server)
{
    [Theory]
    [MemberData(nameof(BothTypes))]
    public async Task An_approved_reward_is_payable_before_its_review_period_ends(string type)
    {
        var api = await Server.NewProgram(type, s => s with { ReviewPeriodDays = 14 }).WithCarl();
        await api.Sale("o1", "100", "carl");
        Server.Clock.Advance(TimeSpan.FromDays(1));
        var approved = (await api.Post("/v1/rewards/1/approve")).Is(200);
        Assert.Equal("reward_approved", approved.Decision);
        Assert.Equal("ok", approved["data.status"]);
        Assert.Equal("2026-01-16T12:00:00.000000Z", approved["data.held_until"]);
        Assert.EndsWith("It was approved before that.", approved["data.explanation"]);
        Assert.Equal("0", await api.Balance("held"));
        Assert.Equal("30", await api.Balance());
        var entry = await api.Explain(approved);
        Assert.Equal("reward.approved", entry["data.kind"]);
        Assert.Equal(approved["data.number"], entry["data.answer.number"]);
        Server.Clock.Advance(TimeSpan.FromDays(30));
        await Server.RunJob<ReleaseHeldRewards>();
        Assert.Equal("30", await api.Balance());
        (await api.Post("/v1/rewards/1/approve")).IsRefused(400, "action_failed");
    }

    [Theory]
    [MemberData(nameof(BothTypes))]
    public async Task A_rejected_reward_is_taken_back_once_whatever_becomes_of_its_sale(string type)
    {
        foreach (var days in new[] { 0, 14 })
        {
            var api = await Server.NewProgram(type, s => s with { ReviewPeriodDays = days }).WithCarl();
            await api.Sale("o1", "100", "carl");
            await api.Refund("o1", "r1", "50");
            var rejected = (await api.Post("/v1/rewards/1/reject", """{"reason":"Own order."}""")).Is(200);
            Assert.Equal("reward_rejected", rejected.Decision);
            Assert.Equal("rejected", rejected["data.status"]);
            Assert.Equal("30", rejected["data.reversed_amount"]);
            Assert.Equal("Own order.", rejected["data.reason"]);
            Assert.Equal("-15", (await api.Explain(rejected))["data.decision.arithmetic.0.result"]);
            Assert.Contains("15 USD of reward 1 taken back", (await api.Explain(rejected))["data.decision.sentence"]);
            await api.Refund("o1", "r2", "50");
            await api.Delete("/v1/transactions/o1");
            Server.Clock.Advance(TimeSpan.FromDays(30));
            await Server.RunJob<ReleaseHeldRewards>();
            Assert.Equal("0", await api.Balance("held"));
            Assert.Equal("0", await api.Balance());
            Assert.Equal("Own order.", (await api.Get("/v1/rewards/1"))["data.reason"]);
        }
    }

    [Fact]
    public async Task A_rejected_reward_does_not_come_back_with_its_sale()
    {
        var api = await Server.Affiliate().WithCarl();
        await api.Sale("o1", "100", "carl");
        await api.Post("/v1/rewards/1/reject");
        await api.Post("/v1/transactions/o1/archive");
        var restored = await api.Post("/v1/transactions/o1/revoke-archive");
        Assert.Equal("done", restored.Decision);
        Assert.Equal("0", await api.Balance());
        Assert.Equal("rejected", (await api.Get("/v1/transactions/o1"))["data.rewards.0.status"]);
    }

    [Fact]
    public async Task A_rejected_reward_does_not_count_among_the_first_sales()
    {
        var api = await Server.Affiliate(s => s with { EarningPeriod = "sales", EarningPeriodLength = 1 }).WithCarl();
        await api.Sale("o1", "10", "carl");
        Assert.Equal("earning_period_over", (await api.Sale("o2", "10", "carl")).Decision);
        await api.Post("/v1/rewards/1/reject");
        Assert.Equal("rewarded", (await api.Sale("o3", "10", "carl")).Decision);
    }

    [Fact]
    public async Task A_reward_in_the_wrong_status_is_refused_and_the_status_is_named()
    {
        var api = await Server.Affiliate().WithCarl();
        await api.Sale("ok", "10", "carl");
        await api.Sale("reversed", "10", "carl");
        await api.Sale("rejected", "10", "carl");
        await api.Delete("/v1/transactions/reversed");
        await api.Post("/v1/rewards/3/reject");
        var before = await api.Sequence();
        foreach (
            var (path, word) in new[]
            {
                ("1/approve", "is ok already"),
                ("2/approve", "is reversed"),
                ("3/approve", "is rejected"),
                ("2/reject", "is reversed"),
                ("3/reject", "is rejected"),
            }
        )
        {
            var refused = (await api.Post($"/v1/rewards/{path}")).IsRefused(400, "action_failed");
            Assert.Contains(word, refused["message"], StringComparison.Ordinal);
        }

        Assert.Equal(before, await api.Sequence());
    }

    [Fact]
    public async Task Many_are_reviewed_at_once_each_with_an_entry()
    {
        var api = await Server.Affiliate(s => s with { ReviewPeriodDays = 14 }).WithCarl();
        for (var number = 1; number <= 5; number++)
        {
            await api.Sale($"o{number}", "10", "carl");
        }

        var before = await api.Sequence();
        var approved = (await api.Post("/v1/rewards:approve", """{"numbers":[3,"1"]}""")).Is(200);
        Assert.Equal("3,1", approved.Column("number"));
        Assert.Equal("ok,ok", approved.Column("status"));
        Assert.Equal("2", approved.Header("Byway-Entry-Count"));
        var rejected = (await api.Post("/v1/rewards:reject", """{"numbers":[1,2],"reason":"No."}""")).Is(200);
        Assert.Equal("No.,No.", rejected.Column("reason"));
        Assert.Equal(before + 4, await api.Sequence());
        Assert.Equal("3", await api.Balance());
        Assert.Equal("6", await api.Balance("held"));
    }

    [Fact]
    public async Task Of_many_all_are_accepted_or_none()
    {
        var api = await Server.Affiliate(s => s with { ReviewPeriodDays = 14 }).WithCarl();
        await api.Sale("o1", "10", "carl");
        await api.Sale("o2", "10", "carl");
        await api.Post("/v1/rewards/2/approve");
        var before = await api.Sequence();
        (await api.Post("/v1/rewards:approve", """{"numbers":[1,2,7]}""")).IsRefused(
            422,
            "invalid_fields",
            "numbers.1",
            "numbers.2"
        );
        (await api.Post("/v1/rewards:reject", """{"numbers":[1,7]}""")).IsRefused(422, "invalid_fields", "numbers.1");
        Assert.Equal(before, await api.Sequence());
        Assert.Equal("3", await api.Balance("held"));
    }

    [Theory]
    [InlineData("{}", "numbers")]
    [InlineData("""{"numbers":[]}""", "numbers")]
    [InlineData("""{"numbers":"" }""", "numbers")]
    [InlineData("""{"numbers":[1,"x",2.5,null,{}]}""", "numbers.1,numbers.2,numbers.3,numbers.4")]
    [InlineData("""{"numbers":[1,1]}""", "numbers.1")]
    [InlineData("""{"numbers":[0,-1]}""", "numbers.0,numbers.1")]
    [InlineData("""{"numbers":[1],"reason":{}}""", "reason")]
    public async Task A_list_that_is_none_is_refused(string body, string faults)
    {
        var api = await Server.Affiliate(s => s with { ReviewPeriodDays = 14 }).WithCarl();
        await api.Sale("o1", "10", "carl");
        (await api.Post("/v1/rewards:reject", body)).IsRefused(422, "invalid_fields", faults.Split(','));
    }

    [Fact]
    public async Task A_list_has_a_thousand_numbers_at_most()
    {
        var api = await Server.Affiliate();
        var numbers = string.Join(',', Enumerable.Range(1, 1001));
        (await api.Post("/v1/rewards:approve", $$"""{"numbers":[{{numbers}}]}""")).IsRefused(
            422,
            "invalid_fields",
            "numbers"
        );
    }

    [Fact]
    public async Task Sixteen_rejections_at_once_take_back_once()
    {
        var api = await Server.Affiliate().WithCarl();
        await api.Sale("o1", "100", "carl");
        var replies = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => api.Post("/v1/rewards/1/reject")));
        Assert.Equal(1, replies.Count(reply => reply.Status == 200));
        Assert.Equal(15, replies.Count(reply => reply.Code == "action_failed"));
        Assert.Equal("0", await api.Balance());
    }

    [Fact]
    public async Task A_reward_may_be_given_by_hand()
    {
        var api = await Server.Affiliate(s => s with { ReviewPeriodDays = 14, Currency = "EUR" }).WithCarl();
        const string Body = """{"amount":"12.5","date":1767225600,"note":"Video of the month"}""";
        var given = (await api.Post("/v1/partners/anna-id/reward", Body)).Is(201);
        Assert.Equal("given_by_hand", given.Decision);
        Assert.Equal("12.5", given["data.amount"]);
        Assert.Equal("EUR", given["data.amount_units"]);
        Assert.Equal("ok", given["data.status"]);
        Assert.Equal("null", given["data.transaction"]);
        Assert.Equal("null", given["data.customer"]);
        Assert.Equal("2026-01-01T00:00:00.000000Z", given["data.created_at"]);
        Assert.Equal("Video of the month", given["data.note"]);
        Assert.Equal("12.5 EUR, given by hand; payable now.", given["data.explanation"]);
        Assert.Equal("12.5", await api.Balance(unit: "EUR"));
        var entry = await api.Explain(given);
        Assert.Equal("reward.created", entry["data.kind"]);
        Assert.Equal("12.5 EUR, given by hand; payable now.", entry["data.decision.sentence"]);
        Assert.Equal(given["data"], (await api.Get("/v1/rewards/1"))["data"]);
        var rejected = (await api.Post("/v1/rewards/1/reject", """{"reason":"By mistake."}""")).Is(200);
        Assert.Equal("Video of the month", rejected["data.note"]);
        Assert.Equal("0", await api.Balance(unit: "EUR"));
    }

    [Theory]
    [InlineData("{}", "amount")]
    [InlineData("""{"amount":0}""", "amount")]
    [InlineData("""{"amount":0.009999}""", "amount")]
    [InlineData("""{"amount":-5}""", "amount")]
    [InlineData("""{"amount":"much"}""", "amount")]
    [InlineData("""{"amount":1,"date":"2026-01-15T12:00:31Z"}""", "date")]
    [InlineData("""{"amount":1,"date":"soon"}""", "date")]
    [InlineData("""{"amount":1,"note":["x"]}""", "note")]
    public async Task What_cannot_be_given_is_refused(string body, string fault)
    {
        var api = await Server.Affiliate().WithCarl();
        (await api.Post("/v1/partners/anna-id/reward", body)).IsRefused(422, "invalid_fields", fault);
        (await api.Post("/v1/partners/nobody/reward", body)).IsRefused(422, "invalid_fields", fault);
        (await api.Post("/v1/partners/nobody/reward", """{"amount":1}""")).IsRefused(404, "not_found");
    }

    [Fact]
    public async Task A_reward_by_hand_is_repeated_only_without_an_idempotency_key()
    {
        var api = await Server.Affiliate().WithCarl();
        const string Body = """{"amount":0.01,"note":""}""";
        var first = await api.Post("/v1/partners/anna/reward", Body, "once");
        var again = await api.Post("/v1/partners/anna/reward", Body, "once");
        Assert.Equal(first.Text, again.Is(201).Text);
        Assert.True(again.IsReplay);
        Assert.Equal("0.01", await api.Balance());
        (await api.Post("/v1/partners/anna/reward", Body)).Is(201);
        Assert.Equal("0.02", await api.Balance());
        Assert.Equal("2", (await api.CountOf("rewards")).ToString(CultureInfo.InvariantCulture));
    }
}
