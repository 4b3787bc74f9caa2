using Byway.Payouts;
using Byway.Programs;
using Byway.Rewards;
using Byway.Values;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Byway.Tests.Payouts;

/// <summary>
/// Whatever is sold, refunded, archived, approved, rejected, given by hand and paid out in whatever order: what stands
/// on the accounts of the partner and in payouts is what stands of the rewards, so no micro is paid twice; and at the
/// end <c>verify</c> finds whole books.
/// </summary>
public sealed class PayoutPropertyTests(TestServer server) : ServerTests(server)
{
    private const int Stories = 10;
    private const int Steps = 24;

    [Fact]
    public async Task In_any_order_balances_are_rewards_less_payouts()
    {
        var step =
            from kind in Gen.Choose(0, 13)
            from which in Gen.Choose(1, 6)
            from part in Gen.Choose(1, 90_000_000)
            select (kind, which, (long)part);
        var story =
            from currency in Gen.Elements("USD", "JPY", "KWD")
            from days in Gen.Elements(0, 0, 2)
            from steps in step.ListOf(Steps)
            select (currency, days, steps);
        var payouts = 0L;
        foreach (var (currency, days, steps) in story.Sample(Stories))
        {
            var api = await Server
                .Affiliate(s =>
                    s with
                    {
                        Currency = currency,
                        ReviewPeriodDays = days,
                        RewardPercentMicros = 33_333_300,
                        PayoutChooseRewards = true,
                    }
                )
                .WithCarl();
            await api.Sale("first", "100", "carl");
            var number = 0;
            foreach (var (kind, which, part) in steps)
            {
                await Play(api, currency, kind, which, part, number++);
                await AssertNothingIsLost(api, currency);
            }

            payouts += await api.CountOf("payouts");
            await Server.BooksBalance();
            await Server.RunJob<NotePaidRewards>();
        }

        await Server.BooksAreWhole();
        Assert.True(payouts >= Stories / 2, $"Only {payouts} payouts: the stories say too little.");
    }

    [Fact]
    public async Task A_micro_that_is_paid_twice_would_be_seen()
    {
        var api = await Server.Affiliate().WithCarl();
        await api.Sale("o1", "100", "carl");
        await AssertNothingIsLost(api, "USD");
        await Server.Execute("update rewards set amount = amount - 1 where program_id = @ProgramId", api.Program);
        await Assert.ThrowsAnyAsync<Exception>(() => AssertNothingIsLost(api, "USD"));
        await Assert.ThrowsAnyAsync<Exception>(() => Server.BooksAreWhole());
        await Server.Execute("update rewards set amount = amount + 1 where program_id = @ProgramId", api.Program);
    }

    private async Task Play(ApiClient api, string currency, int kind, int which, long part, int number)
    {
        switch (kind)
        {
            case 0 or 1 or 2:
                await api.Post("/v1/transactions", api.SaleBody($"o{which}", Micros.ToText(part), "carl"));
                break;
            case 3:
                await api.Post("/v1/partners/anna-id/reward", $$"""{"amount":{{Micros.ToText(part)}}}""");
                break;
            case 4:
                await api.Post(
                    $"/v1/transactions/o{which}/refunds",
                    $$"""{"key":"r{{number}}","amount":{{Micros.ToText(part / 2)}}}"""
                );
                break;
            case 5:
                await api.Post($"/v1/transactions/o{which}/{(part % 2 == 0 ? "archive" : "revoke-archive")}");
                break;
            case 6:
                await api.Delete($"/v1/transactions/o{which}");
                break;
            case 7:
                await api.Post($"/v1/rewards/{which}/{(part % 3 == 0 ? "reject" : "approve")}");
                break;
            case 8:
                Server.Clock.Advance(TimeSpan.FromDays(1));
                await Server.RunJob<ReleaseHeldRewards>();
                break;
            case 9 or 10:
                await Request(api, currency, part % 4 == 0 ? $",\"reward_ids\":[{which}]" : "");
                break;
            default:
                await Decide(
                    api,
                    part % 5 == 0 ? "reject"
                        : part % 2 == 0 ? "approve"
                        : "mark_as_paid"
                );
                break;
        }
    }

    private static async Task Request(ApiClient api, string currency, string more)
    {
        var before = long.Parse(await Sum(api, "b.account = 'payable'"), null);
        var reply = await api.Post(
            "/v1/payout_requests",
            $$"""
            {"partner":{"key":"anna"},"amount_units":"{{currency}}","gateway":"paypal",
            "payout_settings":{"username":"anna@pay.example"}{{more}}}
            """
        );
        if (reply.Status != 201)
        {
            Assert.True(reply.Code is "action_failed" or "invalid_fields", reply.Text);
            return;
        }

        Assert.Equal(MicrosRead.Read, Micros.Read(reply["data.amount"], out var amount));
        Assert.InRange(amount, 1, before);
        Assert.Equal(PayoutRule.AmountOf(amount, new(currency)), amount);
        Assert.True(more.Length > 0 || amount == PayoutRule.AmountOf(before, new(currency)));
    }

    private static async Task Decide(ApiClient api, string action)
    {
        var newest = await api.Get("/v1/payout_requests?limit=1");
        if (newest.Count() == 1)
        {
            await api.Post($"/v1/payout_requests/{newest["data.0.id"]}/{action}");
        }
    }

    private static async Task AssertNothingIsLost(ApiClient api, string currency)
    {
        var rewards = await api.Server.Query<long>(
            "select cast(coalesce(sum(amount - reversed_amount), 0) as bigint) from rewards "
                + "where program_id = @ProgramId and unit = @currency",
            new { api.Program.ProgramId, currency }
        );
        var finished = await api.Server.Query<long>(
            "select cast(coalesce(sum(amount), 0) as bigint) from payouts where program_id = @ProgramId "
                + "and status = 'finished'",
            new { api.Program.ProgramId }
        );
        Assert.Equal($"{rewards[0]}", await Sum(api, "b.owner > 0 or b.account = 'payout_clearing'"));
        Assert.Equal($"{finished[0]}", await Sum(api, "b.account = 'paid'"));
        Assert.Equal("0", await Sum(api, "1 = 1"));
    }

    private static async Task<string> Sum(ApiClient api, string condition) =>
        (
            await api.Server.Query<string>(
                $"select cast(cast(coalesce(sum(b.amount), 0) as bigint) as text) from balances b "
                    + $"where b.program_id = @ProgramId and ({condition})",
                new { api.Program.ProgramId }
            )
        )[0];
}
