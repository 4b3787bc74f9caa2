using Byway.Tests.Scenarios;
using Xunit;

namespace Byway.Tests.Integrations.Chargebee;

/// <summary>A few events of one payment, in every order: what is left of the reward is always the same.</summary>
public sealed class OrderTests
{
    /// <summary>The table: what is left of 30 %, and the events.</summary>
    public static TheoryData<string, string[]> Payments =>
        new()
        {
            { "30", ["payment_succeeded_first", "invoice_generated", "subscription_activated"] },
            { "30", ["payment_succeeded_partial", "payment_succeeded_rest"] },
            { "24", ["payment_succeeded_coupon", "payment_reversal", "payment_succeeded_again"] },
            { "0", ["payment_succeeded_coupon", "offline_payment_deleted"] },
            { "0", ["customer_created", "invoice_updated_paid", "invoice_updated_voided"] },
            { "10.084034", ["invoice_updated_written_off", "customer_created"] },
            { "30", ["payment_succeeded_first", "chargeback", "chargeback_won"] },
            { "30", ["payment_succeeded_first", "chargeback", "dispute_won"] },
            { "0", ["payment_succeeded_first", "chargeback", "payment_refunded_partial"] },
            { "22.5", ["payment_succeeded_first", "payment_refunded_partial", "credit_note_refunded"] },
            { "30", ["payment_succeeded_first", "payment_refunded_partial", "refund_failed"] },
            { "21.478992", ["payment_succeeded_coupon", "refund_without_credit_note"] },
            { "27.478992", ["customer_created", "invoice_updated_paid", "payment_refunded_two_notes"] },
        };

    [Theory]
    [MemberData(nameof(Payments))]
    public async Task In_every_order_the_same_is_left(string left, string[] names)
    {
        var (site, server) = await FakeSite.Start();
        await using var _ = site;
        await using var __ = server;
        foreach (var order in Orders(names))
        {
            var api = await LifeCycleStory.Program(server);
            var path = await FakeSite.Connect(api);
            foreach (var name in order)
            {
                await site.Tell(api, path, LifeCycleStory.Dollars(name));
            }

            Assert.True(await api.Balance() == left, $"{await api.Balance()} after {string.Join(", ", order)}");
        }
    }

    private static IEnumerable<string[]> Orders(string[] names) =>
        names.Length <= 1
            ? [names]
            : names.SelectMany(first =>
                Orders([.. names.Where(name => name != first)]).Select(rest => (string[])[first, .. rest])
            );
}
