using System.Text.RegularExpressions;
using Byway.Tests.Scenarios;
using Xunit;

namespace Byway.Tests.Integrations.Chargebee;

/// <summary>
/// A year with Chargebee: a trial, its first invoice, three renewals, a refund of a quarter, a chargeback that is
/// won. In whatever order and however often it is told, it ends the same.
/// </summary>
public sealed partial class LifeCycleStory
{
    private const string Ending = "112.5";

    /// <summary>The first payment: 119 USD, 19 of them tax.</summary>
    public static readonly string FirstPayment = Dollars("payment_succeeded_first");

    private static readonly string[] Year =
    [
        Dollars("customer_created"),
        Dollars("subscription_created_in_trial"),
        Dollars("subscription_activated"),
        FirstPayment,
        Renewal(1),
        Renewal(2),
        Renewal(3),
        Dollars("payment_refunded_partial"),
        Dollars("credit_note_refunded"),
        Of(Dollars("chargeback"), 1),
        Of(Dollars("chargeback_won"), 1),
        Dollars("subscription_cancelled"),
    ];

    [GeneratedRegex(@"txn_1(?!\d)", RegexOptions.None, 5_000)]
    private static partial Regex Payment { get; }

    [Fact]
    public async Task Told_in_order_each_step_leaves_what_an_accountant_expects()
    {
        var (site, server) = await FakeSite.Start();
        await using var _ = site;
        await using var __ = server;
        var api = await Program(server);
        var path = await FakeSite.Connect(api);
        (int Events, string Balance)[] steps =
        [
            (2, "0"),
            (2, "30"), // one invoice, told twice
            (3, "120"),
            (2, Ending), // a quarter of the first, told twice
            (1, "82.5"), // the bank took the first renewal
            (1, Ending),
            (1, Ending),
        ];
        var at = 0;
        foreach (var (events, balance) in steps)
        {
            await site.Tell(api, path, Year[at..(at + events)]);
            at += events;
            Assert.Equal(balance, await api.Balance());
        }

        var customer = (await api.Get("/v1/customers/shop-41")).Is(200);
        Assert.Equal("anna-id", customer.CountsFor());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task Told_in_any_order_and_more_than_once_it_ends_the_same(int seed)
    {
        var (site, server) = await FakeSite.Start();
        await using var _ = site;
        await using var __ = server;
        var dice = new Random(seed);
        for (var round = 0; round < 6; round++)
        {
            var api = await Program(server);
            var path = await FakeSite.Connect(api);
            var told = Year.Concat(Year).ToArray();
            dice.Shuffle(told);
            foreach (var chunk in told.Chunk(dice.Next(1, told.Length)))
            {
                await site.Tell(api, path, chunk);
            }

            Assert.True(
                await api.Balance() == Ending,
                $"Seed {seed}, round {round}: {string.Join(", ", told.Select(Name))}"
            );
        }
    }

    [Fact]
    public async Task Without_the_chargeback_being_won_it_ends_otherwise()
    {
        var (site, server) = await FakeSite.Start();
        await using var _ = site;
        await using var __ = server;
        var api = await Program(server);
        await site.Tell(api, await FakeSite.Connect(api), Year.Where(body => !body.Contains("transaction_deleted")));
        Assert.Equal("82.5", await api.Balance());
    }

    internal static async Task<ApiClient> Program(TestServer server)
    {
        var api = await server.Affiliate(settings => settings with { ReviewPeriodDays = 0 });
        await api.Referrer("anna");
        return api;
    }

    internal static string Dollars(string name) => Told.Text(name).Replace("EUR", "USD", StringComparison.Ordinal);

    /// <summary>The same for a renewal: an invoice and a payment of its own.</summary>
    private static string Of(string body, int renewal) =>
        Payment
            .Replace(body, $"txn_20{renewal}")
            .Replace("INV-101", $"INV-20{renewal}", StringComparison.Ordinal)
            .Replace("\"first_invoice\": true", "\"first_invoice\": false", StringComparison.Ordinal)
            .Replace("ev_payment_succeeded_first", $"ev_renewal_{renewal}", StringComparison.Ordinal);

    private static string Renewal(int number) => Of(FirstPayment, number);

    private static string Name(string body) => System.Text.Json.JsonElement.Parse(body).GetProperty("id").GetString()!;
}
