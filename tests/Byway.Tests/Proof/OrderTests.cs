using Xunit;

namespace Byway.Tests.Proof;

/// <summary>
/// Promise R4: in whatever order a customer's events arrive, the balances end the same. The control is a rule that
/// reads
/// running state (the first sale only), where the order must make a difference.
/// </summary>
public sealed class OrderTests(TestServer server) : ServerTests(server)
{
    private static readonly (string Path, string Body)[] Events =
    [
        ("/v1/customers", """{"key":"c","email":"c@example.net","partner":{"key":"p"}}"""),
        ("/v1/transactions", """{"key":"t1","amount":100,"customer":{"key":"c"}}"""),
        ("/v1/transactions", """{"key":"t2","amount":33.33,"customer":{"key":"c"}}"""),
        ("/v1/transactions/t1/refunds", """{"key":"r1","amount":40}"""),
        ("/v1/transactions/t1/refunds", """{"key":"r2","amount":25.5}"""),
    ];

    [Fact]
    public async Task Every_order_of_arrival_ends_in_the_same_balances()
    {
        var outcomes = new HashSet<string>(StringComparer.Ordinal);
        foreach (var order in Permutations(Events))
        {
            outcomes.Add(await OutcomeOf(order, firstSaleOnly: false));
        }

        // 30 % of 100 less 65.5 refunded, and 30 % of 33.33.
        Assert.Equal(["payable USD 20349000"], outcomes);
    }

    [Fact]
    public async Task A_rule_that_reads_running_state_makes_the_order_count()
    {
        var outcomes = new HashSet<string>(StringComparer.Ordinal);
        foreach (var order in Permutations(Events[..3]))
        {
            outcomes.Add(await OutcomeOf(order, firstSaleOnly: true));
        }

        Assert.True(outcomes.Count > 1, "The control found no difference, so the proof proves nothing.");
    }

    [Fact]
    public async Task Repeats_in_any_place_change_nothing()
    {
        var random = new Random(20260115);
        var outcomes = new HashSet<string>(StringComparer.Ordinal);
        for (var round = 0; round < 20; round++)
        {
            var order = Events.Concat(Events).Concat(Events).ToArray();
            random.Shuffle(order);
            outcomes.Add(await OutcomeOf(order, firstSaleOnly: false));
        }

        Assert.Equal(["payable USD 20349000"], outcomes);
    }

    private async Task<string> OutcomeOf(IReadOnlyList<(string Path, string Body)> order, bool firstSaleOnly)
    {
        var api = await Server.Affiliate(settings =>
            firstSaleOnly ? settings with { EarningPeriod = "sales", EarningPeriodLength = 1 } : settings
        );
        Assert.Equal(201, (await api.Post("/v1/partners", """{"key":"p","email":"p@example.com"}""")).Status);
        foreach (var (path, body) in order)
        {
            Assert.InRange((await api.Post(path, body)).Status, 200, 201);
        }

        var balances = await Server.Query<(string Account, string Unit, long Amount)>(
            "select account, unit, amount from balances where program_id = @ProgramId and owner <> 0 order by account",
            new { api.Program.ProgramId }
        );
        return string.Join("; ", balances.Select(balance => $"{balance.Account} {balance.Unit} {balance.Amount}"));
    }

    private static IEnumerable<IReadOnlyList<T>> Permutations<T>(IReadOnlyList<T> items)
    {
        if (items.Count <= 1)
        {
            yield return items;
            yield break;
        }

        for (var at = 0; at < items.Count; at++)
        {
            foreach (var rest in Permutations([.. items.Where((_, index) => index != at)]))
            {
                yield return [items[at], .. rest];
            }
        }
    }
}
