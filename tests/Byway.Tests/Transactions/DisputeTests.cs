using Byway.Rewards;
using Xunit;

namespace Byway.Tests.Transactions;

/// <summary>Disputes: opened, won, lost; in any order and together with refunds.</summary>
public sealed class DisputeTests(TestServer server) : ServerTests(server)
{
    [Theory]
    [MemberData(nameof(BothTypes))]
    public async Task Opened_takes_back_won_gives_again_lost_leaves_it_at_that(string type)
    {
        var api = await Server.NewProgram(type).WithCarl();
        await api.Sale("o1", "99.99", "carl");
        var opened = await api.Dispute("o1", "d1", "opened");
        Assert.Equal("disputed", opened.Decision);
        Assert.Equal("o1", opened["data.key"]);
        Assert.Equal("reversed", opened["data.rewards.0.status"]);
        Assert.Equal("0", await api.Balance());
        var entry = await api.Explain(opened);
        Assert.Equal("transaction.disputed", entry["data.kind"]);
        Assert.Equal("-29.997", entry["data.decision.arithmetic.0.result"]);
        Assert.Equal(
            "The sale is disputed. Until that is settled, as much of its rewards is taken back. "
                + "29.997 USD of reward 1 taken back.",
            entry["data.decision.sentence"]
        );

        var won = await api.Dispute("o1", "d1", "won");
        Assert.Equal("dispute_won", won.Decision);
        Assert.Equal("ok", won["data.rewards.0.status"]);
        Assert.Equal("29.997", await api.Balance());
        Assert.Equal("transaction.dispute_closed", (await api.Explain(won))["data.kind"]);

        await api.Dispute("o1", "d2", "opened", "33.33");
        Assert.Equal("19.998", await api.Balance());
        var lost = await api.Dispute("o1", "d2", "lost");
        Assert.Equal("dispute_lost", lost.Decision);
        Assert.Equal("19.998", await api.Balance());
        Assert.Equal("29.997", lost["data.rewards.0.amount"]);
    }

    [Theory]
    [MemberData(nameof(BothTypes))]
    public async Task A_repeated_report_is_answered_as_before(string type)
    {
        var api = await Server.NewProgram(type).WithCarl();
        await api.Sale("o1", "100", "carl");
        await api.Sale("o2", "100", "carl");
        var first = await api.Dispute("o1", "d1", "opened", "10");
        await api.Dispute("o1", "d1", "won");
        var before = await api.Sequence();
        var again = await api.Dispute("o1", "d1", "opened", "\"10.00\"");
        Assert.True(again.IsReplay);
        Assert.Equal(first.Text, again.Text);
        Assert.True((await api.Dispute("o1", "d1", "won")).IsReplay);
        (await api.Post("/v1/transactions/o1/disputes", """{"key":"d1","status":"opened","amount":11}""")).IsRefused(
            422,
            "key_reused",
            "key"
        );
        (await api.Post("/v1/transactions/o1/disputes", """{"key":"d1","status":"WON","reason":"x"}""")).IsRefused(
            422,
            "key_reused",
            "key"
        );
        Assert.Equal(before, await api.Sequence());
        Assert.Equal("60", await api.Balance());

        // The key is the merchant's own within its sale, and no refund's.
        Assert.False((await api.Dispute("o2", "d1", "opened", "10")).IsReplay);
        Assert.False((await api.Refund("o1", "d1", "10")).IsReplay);
        Assert.Equal("54", await api.Balance());
        var replies = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => api.Dispute("o1", "d2", "opened", "10")));
        Assert.Single(replies, reply => !reply.IsReplay);
        Assert.Equal("51", await api.Balance());
    }

    [Theory]
    [InlineData("o opened", "disputed", "0")]
    [InlineData("o opened won", "dispute_won", "30")]
    [InlineData("o won opened", "dispute_won", "30")]
    [InlineData("opened won o", "dispute_won", "30")]
    [InlineData("won o opened", "dispute_won", "30")]
    [InlineData("won opened o", "dispute_won", "30")]
    [InlineData("o lost opened", "dispute_lost", "0")]
    [InlineData("lost o opened", "dispute_lost", "0")]
    [InlineData("opened o lost", "dispute_lost", "0")]
    [InlineData("o lost", "dispute_lost", "0")]
    [InlineData("o won", "dispute_won", "30")]
    [InlineData("o won lost", "dispute_won", "30")]
    [InlineData("lost o won", "dispute_won", "30")]
    public async Task Reports_come_in_any_order(string order, string code, string balance)
    {
        foreach (var program in new[] { Server.Affiliate(), Server.ReferAFriend() })
        {
            var api = await program.WithCarl();
            Reply? last = null;
            foreach (var step in order.Split(' '))
            {
                last = step == "o" ? await api.Sale("o1", "100", "carl") : await api.Dispute("o1", "d1", step);
            }

            Assert.Equal(code, last!.Decision);
            Assert.Equal(balance, await api.Balance());
        }
    }

    [Fact]
    public async Task A_dispute_before_its_sale_waits_as_a_refund_does()
    {
        var api = await Server.Affiliate().WithCarl();
        var waiting = await api.Dispute("o1", "d1", "opened", "40");
        Assert.Equal("transaction_unknown", waiting.Decision);
        Assert.Equal("opened", waiting["data.status"]);
        Assert.Equal("40", waiting["data.amount"]);
        Assert.Equal("true", waiting["data.is_waiting"]);
        Assert.Equal("o1", waiting["data.transaction_key"]);
        Assert.Equal("dispute.waiting", (await api.Explain(waiting))["data.kind"]);
        Assert.Equal("null", (await api.Dispute("o9", "d1", "lost"))["data.amount"]);

        // A later report lets it wait anew; without one it is forgotten.
        Server.Clock.Advance(TimeSpan.FromDays(29));
        await api.Dispute("o1", "d1", "lost");
        Server.Clock.Advance(TimeSpan.FromDays(29));
        await api.Sale("o1", "100", "carl");
        Assert.Equal("18", await api.Balance());
        await api.Sale("o9", "100", "carl");
        Assert.Equal("48", await api.Balance());

        // What is heard of it once the sale is there counts.
        await api.Dispute("o9", "d1", "opened");
        Assert.Equal("18", await api.Balance());
    }

    [Theory]
    [InlineData("refund dispute")]
    [InlineData("dispute refund")]
    public async Task Refunds_and_disputes_together_take_back_at_most_the_sale(string order)
    {
        var api = await Server.Affiliate().WithCarl();
        await api.Sale("o1", "100", "carl");
        foreach (var step in order.Split(' '))
        {
            var reply =
                step == "refund" ? await api.Refund("o1", "r1", "60") : await api.Dispute("o1", "d1", "opened", "60");
            Assert.Contains(reply.Decision, new[] { "disputed", "partly_reversed", "reversed" });
        }

        Assert.Equal("0", await api.Balance());
        await api.Dispute("o1", "d2", "lost", "30");
        Assert.Equal("0", await api.Balance());

        // The one dispute leaves 40 to the other; both together had no more.
        await api.Dispute("o1", "d1", "won");
        Assert.Equal("3", await api.Balance());
        await api.Dispute("o1", "d2", "won");
        Assert.Equal("12", await api.Balance());
    }

    [Theory]
    [MemberData(nameof(BothTypes))]
    public async Task A_refund_during_a_dispute_stands_when_the_dispute_is_won(string type)
    {
        var api = await Server.NewProgram(type).WithCarl();
        await api.Sale("o1", "100", "carl");
        await api.Refund("o1", "r0", "10");
        await api.Dispute("o1", "d1", "opened");
        Assert.Equal("0", await api.Balance());
        Assert.Equal("reversed", (await api.Refund("o1", "r1", "30")).Decision);
        await api.Dispute("o1", "d1", "won");
        Assert.Equal("18", await api.Balance());

        await api.Dispute("o1", "d2", "opened");
        Assert.Equal("reversed", (await api.Post("/v1/transactions/o1/refunds", """{"key":"r2"}""")).Decision);
        Assert.Equal("refund_exceeds_sale", (await api.Refund("o1", "r3", "1")).Decision);
        await api.Dispute("o1", "d2", "won");
        Assert.Equal("0", await api.Balance());
    }

    [Fact]
    public async Task The_report_of_the_later_status_is_right_about_the_amount()
    {
        foreach (var isBackwards in new[] { false, true })
        {
            var api = await Server.Affiliate().WithCarl();
            await api.Sale("o1", "100", "carl");
            Func<Task>[] reports =
            [
                () => api.Dispute("o1", "d1", "opened", "50"),
                () => api.Dispute("o1", "d1", "lost", "40"),
                () => api.Dispute("o1", "d2", "opened", "20"),
                () => api.Dispute("o1", "d2", "lost"),
            ];
            foreach (var report in isBackwards ? reports.Reverse() : reports)
            {
                await report();
            }

            Assert.Equal("12", await api.Balance());
        }
    }

    [Fact]
    public async Task A_held_reward_is_taken_out_of_what_is_held_and_released_after_it_is_won()
    {
        var api = await Server.Affiliate(s => s with { ReviewPeriodDays = 3 }).WithCarl();
        await api.Sale("o1", "100", "carl");
        await api.Dispute("o1", "d1", "opened");
        Assert.Equal("0", await api.Balance("held"));
        Server.Clock.Advance(TimeSpan.FromDays(5));
        await Server.RunJob<ReleaseHeldRewards>();
        Assert.Equal("0", await api.Balance());
        Assert.Equal("review_period", (await api.Dispute("o1", "d1", "won"))["data.rewards.0.status"]);
        await Server.RunJob<ReleaseHeldRewards>();
        Assert.Equal("30", await api.Balance());
        Assert.Equal("0", await api.Balance("held"));
    }

    [Fact]
    public async Task An_archived_sale_can_be_disputed_and_a_deleted_one_lets_its_keys_go()
    {
        var api = await Server.Affiliate().WithCarl();
        await api.Sale("o1", "100", "carl");
        await api.Post("/v1/transactions/o1/archive");
        await api.Dispute("o1", "d1", "opened", "50");
        await api.Post("/v1/transactions/o1/revoke-archive");
        Assert.Equal("15", await api.Balance());
        await api.Delete("/v1/transactions/o1");
        await api.Dispute("o1", "d1", "won");
        Assert.Equal("0", await api.Balance());
        await api.Sale("o1", "200", "carl");
        Assert.Equal("60", await api.Balance());
        Assert.False((await api.Dispute("o1", "d1", "opened", "50")).IsReplay);
        Assert.Equal("45", await api.Balance());
    }

    [Fact]
    public async Task A_rejected_reward_stays_rejected_whatever_the_dispute_comes_to()
    {
        var api = await Server.Affiliate().WithCarl();
        await api.Sale("o1", "100", "carl");
        await api.Dispute("o1", "d1", "opened", "50");
        (await api.Post("/v1/rewards/1/reject", """{"reason":"fraud"}""")).Is(200);
        await api.Dispute("o1", "d1", "won");
        Assert.Equal("0", await api.Balance());
    }

    [Theory]
    [InlineData("""{"status":"opened"}""", "key")]
    [InlineData("""{"key":"d1"}""", "status")]
    [InlineData("""{"key":"d1","status":"closed"}""", "status")]
    [InlineData("""{"key":"d1","status":" "}""", "status")]
    [InlineData("""{"key":{},"status":"won"}""", "key")]
    [InlineData("""{"key":"d1","status":"opened","amount":0}""", "amount")]
    [InlineData("""{"key":"d1","status":"opened","amount":-1}""", "amount")]
    [InlineData("""{"key":"d1","status":"opened","reason":[]}""", "reason")]
    [InlineData("""{"key":"d1","status":"opened","created_at":"2099-01-01"}""", "created_at")]
    public async Task A_dispute_that_cannot_be_is_refused(string body, string field)
    {
        var api = await Server.Affiliate().WithCarl();
        await api.Sale("o1", "100", "carl");
        var before = await api.Sequence();
        (await api.Post("/v1/transactions/o1/disputes", body)).IsRefused(422, "invalid_fields", field);
        Assert.Equal(before, await api.Sequence());
    }

    [Theory]
    [MemberData(nameof(BothTypes))]
    public async Task Another_programs_sale_cannot_be_disputed(string type)
    {
        var owner = await Server.NewProgram(type).WithCarl();
        await owner.Sale("o1", "100", "carl");
        var api = await Server.NewProgram(type);
        Assert.Equal("transaction_unknown", (await api.Dispute("o1", "d1", "lost")).Decision);
        Assert.Equal("30", await owner.Balance());
    }
}
