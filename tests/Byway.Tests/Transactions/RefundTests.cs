using Byway.Rewards;
using Xunit;

namespace Byway.Tests.Transactions;

/// <summary>Refunds, and sales that are archived, restored and deleted.</summary>
public sealed class RefundTests(TestServer server) : ServerTests(server)
{
    [Theory]
    [MemberData(nameof(BothTypes))]
    public async Task A_partial_refund_takes_back_the_same_part_of_the_reward(string type)
    {
        var api = await Server.NewProgram(type).WithCarl();
        await api.Sale("o1", "99.99", "carl");
        var refund = await api.Refund("o1", "r1", "33.33");
        Assert.Equal("partly_reversed", refund.Decision);
        Assert.Equal("o1", refund["data.key"]);
        Assert.Equal("29.997", refund["data.rewards.0.amount"]);
        Assert.Equal("ok", refund["data.rewards.0.status"]);
        Assert.Equal("19.998", await api.Balance());
        var entry = await api.Explain(refund);
        Assert.Equal("-9.999", entry["data.decision.arithmetic.0.result"]);
        Assert.Equal("33.33", entry["data.decision.arithmetic.0.refunded"]);
        Assert.Equal("29.997", entry["data.decision.arithmetic.0.base"]);
    }

    [Theory]
    [InlineData("33.33", "33.33", "33.33")]
    [InlineData("0.000001", "99.989998", "0.000001")]
    [InlineData("10", "20.02", "69.97")]
    [InlineData("7.77", "14.3", "77.92")]
    public async Task Refunding_all_parts_brings_the_balance_back_exactly(params string[] parts)
    {
        foreach (var program in new[] { Server.Affiliate(), Server.ReferAFriend() })
        {
            var api = await program.WithCarl();
            await api.Sale("o1", "99.99", "carl");
            foreach (var part in parts)
            {
                await api.Refund("o1", "r" + Guid.NewGuid().ToString("N"), part);
            }

            Assert.Equal("0", await api.Balance());
            Assert.Equal("reversed", (await api.Get("/v1/transactions/o1"))["data.rewards.0.status"]);
        }
    }

    [Theory]
    [MemberData(nameof(BothTypes))]
    public async Task A_repeated_refund_is_answered_as_before(string type)
    {
        var api = await Server.NewProgram(type).WithCarl();
        await api.Sale("o1", "100", "carl");
        await api.Sale("o2", "100", "carl");
        var first = await api.Refund("o1", "r1", "10");
        var before = await api.Sequence();
        var again = await api.Refund("o1", "r1", "\"10.00\"");
        Assert.True(again.IsReplay);
        Assert.Equal(first.Text, again.Text);
        var other = await api.Post("/v1/transactions/o1/refunds", """{"key":"r1","amount":11}""");
        other.IsRefused(422, "key_reused", "key");
        Assert.Contains("another amount.", other.Fault("key"), StringComparison.Ordinal);
        Assert.Equal(before, await api.Sequence());
        // The key is the merchant's own within its sale.
        Assert.False((await api.Refund("o2", "r1", "10")).IsReplay);
        Assert.Equal("54", await api.Balance());
        var replies = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => api.Refund("o1", "r2", "10")));
        Assert.Single(replies, reply => !reply.IsReplay);
        Assert.Equal("51", await api.Balance());
    }

    [Theory]
    [MemberData(nameof(BothTypes))]
    public async Task More_than_the_sale_is_noted_and_does_not_count(string type)
    {
        var api = await Server.NewProgram(type).WithCarl();
        await api.Sale("o1", "100", "carl");
        await api.Refund("o1", "r1", "70");
        var excess = await api.Refund("o1", "r2", "70");
        Assert.Equal("refund_exceeds_sale", excess.Decision);
        Assert.Equal("0", await api.Balance());
        Assert.Equal("refund_exceeds_sale", (await api.Refund("o1", "r3", "1")).Decision);
        Assert.Equal("0", await api.Balance());
    }

    [Theory]
    [MemberData(nameof(BothTypes))]
    public async Task A_refund_without_an_amount_is_of_the_whole_rest(string type)
    {
        var api = await Server.NewProgram(type).WithCarl();
        await api.Sale("o1", "100", "carl");
        await api.Refund("o1", "r1", "70");
        Assert.Equal("reversed", (await api.Post("/v1/transactions/o1/refunds")).Is(200).Decision);
        Assert.Equal("0", await api.Balance());
    }

    [Theory]
    [InlineData("""{"amount":0}""", "amount")]
    [InlineData("""{"amount":-1}""", "amount")]
    [InlineData("""{"amount":"x"}""", "amount")]
    [InlineData("""{"amount":1,"key":{}}""", "key")]
    [InlineData("""{"amount":1,"created_at":"2099-01-01"}""", "created_at")]
    public async Task A_refund_that_cannot_be_is_refused(string body, string field)
    {
        var api = await Server.Affiliate().WithCarl();
        await api.Sale("o1", "100", "carl");
        var before = await api.Sequence();
        (await api.Post("/v1/transactions/o1/refunds", body)).IsRefused(422, "invalid_fields", field);
        Assert.Equal(before, await api.Sequence());
    }

    [Theory]
    [MemberData(nameof(BothTypes))]
    public async Task A_refund_of_a_held_reward_comes_out_of_what_is_held(string type)
    {
        var api = await Server.NewProgram(type, s => s with { ReviewPeriodDays = 3 }).WithCarl();
        await api.Sale("o1", "100", "carl");
        await api.Refund("o1", "r1", "40");
        Assert.Equal("18", await api.Balance("held"));
        Server.Clock.Advance(TimeSpan.FromDays(3));
        await Server.RunJob<ReleaseHeldRewards>();
        Assert.Equal("0", await api.Balance("held"));
        Assert.Equal("18", await api.Balance());
        await api.Refund("o1", "r2", "60");
        Assert.Equal("0", await api.Balance());
    }

    [Theory]
    [MemberData(nameof(BothTypes))]
    public async Task After_a_payout_the_balance_goes_negative_and_the_next_reward_nets_it(string type)
    {
        var api = await Server.NewProgram(type).WithCarl();
        await api.Sale("o1", "100", "carl", ""","rewarded":true""");
        Assert.Equal("30", await api.Balance("paid"));
        Assert.Equal("0", await api.Balance());
        (await api.Delete("/v1/transactions/o1")).Is(200);
        Assert.Equal("30", await api.Balance("paid"));
        Assert.Equal("-30", await api.Balance());
        await api.Sale("o2", "200", "carl");
        Assert.Equal("30", await api.Balance());
    }

    [Theory]
    [MemberData(nameof(BothTypes))]
    public async Task A_deleted_sale_is_taken_back_and_its_key_is_free(string type)
    {
        var api = await Server.NewProgram(type).WithCarl();
        var first = await api.Sale("o1", "100", "carl");
        var deleted = (await api.Delete("/v1/transactions/o1", "[]")).Is(200);
        Assert.Equal("""{"status":1}""", deleted.Text);
        Assert.Equal("reversed", deleted.Decision);
        Assert.Equal("0", await api.Balance());
        (await api.Get("/v1/transactions/o1")).IsRefused(404, "not_found");
        (await api.Delete("/v1/transactions/o1")).IsRefused(404, "not_found");
        var identical = await api.Sale("o1", "100", "carl");
        Assert.True(identical.IsReplay);
        Assert.Equal(first.Text, identical.Text);
        Assert.Equal("0", await api.Balance());
        var different = await api.Sale("o1", "50", "carl");
        Assert.False(different.IsReplay);
        Assert.Equal("15", await api.Balance());
        Assert.Equal("50", (await api.Get("/v1/transactions/o1"))["data.amount"]);
    }

    [Theory]
    [InlineData("""{"key":"o1"}""")]
    [InlineData("""{"key":"o1","amount":5}""")]
    public async Task A_sale_named_in_the_body_is_deleted(string body)
    {
        var api = await Server.Affiliate().WithCarl();
        await api.Sale("o1", "100", "carl");
        (await api.Delete("/v1/transactions", body)).Is(200);
        Assert.Equal("0", await api.Balance());
        (await api.Delete("/v1/transactions", body)).IsRefused(404, "not_found");
        (await api.Delete("/v1/transactions", "{}")).IsRefused(422, "invalid_fields", "key");
        (await api.Delete("/v1/transactions", "[]")).IsRefused(422, "invalid_fields", "key");
    }

    [Theory]
    [MemberData(nameof(BothTypes))]
    public async Task An_archived_sale_is_taken_back_and_its_key_stays_taken(string type)
    {
        var api = await Server.NewProgram(type).WithCarl();
        await api.Sale("o1", "100", "carl");
        var archived = (await api.Post("/v1/transactions/o1/archive")).Is(200);
        Assert.Equal("""{"status":1}""", archived.Text);
        Assert.Equal("0", await api.Balance());
        (await api.Post("/v1/transactions/o1/archive")).IsRefused(400, "action_failed");
        Assert.Equal("[]", (await api.Get("/v1/transactions"))["data"]);
        Assert.Equal("reversed", (await api.Get("/v1/transactions/o1")).Is(200)["data.rewards.0.status"]);
        Assert.True((await api.Sale("o1", "100", "carl")).IsReplay);
        (await api.Post("/v1/transactions", api.SaleBody("o1", "50", "carl"))).IsRefused(422, "key_reused", "key");
        Assert.Equal("0", await api.Balance());
        Assert.Equal("restored", (await api.Post("/v1/transactions/o1/revoke-archive")).Is(200).Decision);
        Assert.Equal("30", await api.Balance());
        (await api.Post("/v1/transactions/o1/revoke-archive")).IsRefused(400, "action_failed");
        Assert.Equal("ok", (await api.Get("/v1/transactions/o1"))["data.rewards.0.status"]);
        (await api.Post("/v1/transactions/nobody/archive")).IsRefused(404, "not_found");
        (await api.Post("/v1/transactions/nobody/revoke-archive")).IsRefused(404, "not_found");
    }

    [Theory]
    [MemberData(nameof(BothTypes))]
    public async Task A_restored_sale_stays_refunded_as_far_as_it_was(string type)
    {
        var api = await Server.NewProgram(type).WithCarl();
        await api.Sale("o1", "100", "carl");
        await api.Refund("o1", "r1", "25");
        await api.Post("/v1/transactions/o1/archive");
        Assert.Equal("0", await api.Balance());
        await api.Refund("o1", "r2", "25");
        Assert.Equal("0", await api.Balance());
        await api.Post("/v1/transactions/o1/revoke-archive");
        Assert.Equal("15", await api.Balance());
    }

    [Theory]
    [MemberData(nameof(BothTypes))]
    public async Task A_held_reward_restored_after_its_hold_is_released(string type)
    {
        var api = await Server.NewProgram(type, s => s with { ReviewPeriodDays = 3 }).WithCarl();
        await api.Sale("o1", "100", "carl");
        await api.Post("/v1/transactions/o1/archive");
        Assert.Equal("0", await api.Balance("held"));
        Server.Clock.Advance(TimeSpan.FromDays(5));
        await Server.RunJob<ReleaseHeldRewards>();
        Assert.Equal("0", await api.Balance());
        await api.Post("/v1/transactions/o1/revoke-archive");
        await Server.RunJob<ReleaseHeldRewards>();
        Assert.Equal("0", await api.Balance("held"));
        Assert.Equal("30", await api.Balance());
    }

    [Theory]
    [MemberData(nameof(BothTypes))]
    public async Task Another_programs_sale_cannot_be_touched(string type)
    {
        var owner = await Server.NewProgram(type).WithCarl();
        await owner.Sale("o1", "100", "carl");
        var api = await Server.NewProgram(type);
        (await api.Get("/v1/transactions/o1")).IsRefused(404, "not_found");
        (await api.Delete("/v1/transactions/o1")).IsRefused(404, "not_found");
        (await api.Post("/v1/transactions/o1/archive")).IsRefused(404, "not_found");
        Assert.Equal("transaction_unknown", (await api.Refund("o1", "r1", "5")).Decision);
        Assert.Equal("30", await owner.Balance());
    }

    [Theory]
    [MemberData(nameof(BothTypes))]
    public async Task Sixteen_archive_at_once_and_one_succeeds(string type)
    {
        var api = await Server.NewProgram(type).WithCarl();
        await api.Sale("o1", "100", "carl");
        var replies = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => api.Post("/v1/transactions/o1/archive")));
        Assert.Single(replies, reply => reply.Status == 200);
        Assert.Equal("0", await api.Balance());
    }
}
