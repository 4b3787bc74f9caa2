using Byway.Integrations;
using Byway.Values;
using Xunit;

namespace Byway.Tests.Integrations;

/// <summary>
/// A life cycle as a provider tells it ends in the same balances, whatever the order of its events and however often
/// each is told. The control joins refunds by what was told last, and is caught.
/// </summary>
public sealed class BillingOrderTests(TestServer server) : ServerTests(server)
{
    private const int Shuffles = 40;

    private static readonly string[] Life =
    [
        """{"fact":"sign_up","customer":"carl","buyer":"cus_1","email":"c@example.com","partner":"anna"}""",
        """{"fact":"sign_up","customer":"carl","buyer":"cus_1"}""",
        """{"fact":"sale","key":"in_0","invoice_id":"in_0","buyer":"cus_1","amount":0}""",
        """{"fact":"sale","key":"in_1","invoice_id":"in_1","payment_id":"pi_1","buyer":"cus_1","amount":119,"tax":19}""",
        """{"fact":"sale","key":"in_1","invoice_id":"in_1","buyer":"cus_1","amount":119,"tax":19}""",
        """{"fact":"sale","key":"in_2","invoice_id":"in_2","payment_id":"pi_2","buyer":"cus_1","amount":119,"tax":19}""",
        """{"fact":"sale","key":"in_3","invoice_id":"in_3","payment_id":"pi_3","buyer":"cus_1","amount":119,"tax":19}""",
        """{"fact":"refund","key":"re_1","payment_id":"pi_1","amount":20}""",
        """{"fact":"refund","key":"re_2","payment_id":"pi_1","amount":30}""",
        """{"fact":"refund","key":"re_2","payment_id":"pi_1","amount":30,"failed":"yes"}""",
        """{"fact":"refund_total","charge_id":"ch_1","amount":50}""",
        """{"fact":"link","charge_id":"ch_1","payment_id":"pi_1"}""",
        """{"fact":"dispute","key":"dp_2","charge_id":"ch_2","amount":119,"stage":"Opened"}""",
        """{"fact":"dispute","key":"dp_2","charge_id":"ch_2","amount":119,"stage":"Lost"}""",
        """{"fact":"link","charge_id":"ch_2","invoice_id":"in_2"}""",
        """{"fact":"dispute","key":"dp_3","invoice_id":"in_3","amount":119,"stage":"Lost"}""",
        """{"fact":"dispute","key":"dp_3","invoice_id":"in_3","amount":119,"stage":"Won"}""",
        """{"fact":"refund","key":"re_3","payment_id":"pi_3","amount":59.5}""",
    ];

    // 30 % of: 100 − 20/119, nothing of the lost one, half of the one that was won.
    private const string Expected = "39.957983";

    [Fact]
    public async Task Every_order_and_number_of_events_ends_alike()
    {
        var dice = new Random(20260115);
        for (var round = 0; round < Shuffles; round++)
        {
            // Every third one twice, or three times.
            var told = Life.Concat(Life.Where(_ => dice.Next(3) == 0)).Concat(Life.Where(_ => dice.Next(6) == 0));
            var order = told.OrderBy(_ => dice.Next()).ToList();
            Assert.True(Expected == await BalanceAfter(order), string.Join('\n', order));
        }
    }

    [Fact]
    public async Task The_api_may_tell_of_a_payment_too_at_any_place()
    {
        foreach (var at in new[] { 0, 5, 9, Life.Length })
        {
            var api = await Server.Affiliate().Connected();
            var reversed = Life.Reverse().ToList();
            await Tell(api, reversed.Take(at));
            (
                await api.Post(
                    "/v1/transactions",
                    """{"key":"order_1","invoice_id":"in_1","amount":100,"customer":{"key":"carl"}}"""
                )
            ).Is(200);
            await Tell(api, reversed.Skip(at));
            Assert.Equal(Expected, await api.Balance());
        }
    }

    [Fact]
    public void Joining_is_blind_to_order_and_number_and_a_rule_that_is_not_is_caught()
    {
        Assert.True(IsBlind(BillingRule.Join));
        Assert.False(IsBlind((_, told) => told));
    }

    private static bool IsBlind(Func<BilledRefund?, BilledRefund, BilledRefund> join)
    {
        BilledRefund[] told = [new(30, "USD", true), new(30, "USD", false), new(null, "USD", true)];
        return Permutations(told)
                .Select(order => order.Concat(order).Aggregate((BilledRefund?)null, join))
                .Distinct()
                .Count() == 1;
    }

    private static IEnumerable<IReadOnlyList<T>> Permutations<T>(IReadOnlyList<T> items) =>
        items.Count <= 1
            ? [items]
            : items.SelectMany(
                (item, at) =>
                    Permutations<T>([.. items.Take(at), .. items.Skip(at + 1)])
                        .Select(rest => (IReadOnlyList<T>)[item, .. rest])
            );

    private async Task<string> BalanceAfter(IEnumerable<string> told)
    {
        var api = await Server.Affiliate().Connected();
        await Tell(api, told);
        return await api.Balance();
    }

    private async Task Tell(ApiClient api, IEnumerable<string> told)
    {
        foreach (var fact in told)
        {
            (await api.SendEvent(api.EventBody(Ids.New("evt_", 0), fact))).Is(200);
            await Server.Book();
        }
    }
}
