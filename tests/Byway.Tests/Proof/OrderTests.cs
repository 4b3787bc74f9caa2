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

    private const string Rules = """
        {"rules":[{"name":"Books","conditions":{"product_type":"book"},"fixed":8},{"name":"Rest","percent":25}],
         "levels":[{"percent":10}],
         "rewards":[{"name":"Points","trigger":"sale","referring":{"percent":10,"unit":"points"}}]}
        """;

    private static readonly (string Path, string Body)[] DisputeEvents =
    [
        Events[0],
        Events[1],
        Events[3],
        ("/v1/transactions/t1/disputes", """{"key":"d1","status":"opened"}"""),
        ("/v1/transactions/t1/disputes", """{"key":"d1","status":"lost","amount":30}"""),
    ];

    private static readonly (string Path, string Body)[] MoreEvents =
    [
        .. DisputeEvents,
        ("/v1/transactions", """{"key":"t2","amount":80,"customer":{"key":"c"},"product_type":"book"}"""),
        ("/v1/transactions/t2/refunds", """{"key":"r1","amount":30}"""),
        ("/v1/transactions/t2/disputes", """{"key":"d1","status":"opened"}"""),
        ("/v1/transactions/t2/disputes", """{"key":"d1","status":"lost"}"""),
        ("/v1/transactions/t2/disputes", """{"key":"d1","status":"won"}"""),
        ("/v1/transactions", """{"key":"t3","amount":60,"customer":{"key":"c"}}"""),
        ("/v1/transactions/t3/refunds", """{"key":"r1","amount":20}"""),
        ("/v1/transactions/t3/disputes", """{"key":"d1","status":"opened","amount":25}"""),
        ("/v1/transactions/t3/disputes", """{"key":"d2","status":"lost","amount":35}"""),
        ("/v1/transactions/t3/disputes", """{"key":"d3","status":"won","amount":60}"""),
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
    public async Task Disputes_and_rules_that_read_no_running_state_end_alike_in_every_order()
    {
        var outcomes = new HashSet<string>(StringComparer.Ordinal);
        foreach (var order in Permutations(DisputeEvents))
        {
            outcomes.Add(await OutcomeOf(order, firstSaleOnly: false, Rules));
        }

        // 25 % of 100 less 40 refunded and less 30 lost, 10 % for the partner above, a tenth as points.
        Assert.Equal(["payable USD 3000000; payable USD 7500000; payable points 3000000"], outcomes);
    }

    [Fact]
    public async Task Disputes_and_refunds_of_many_sales_shuffled_with_repeats_end_alike()
    {
        var random = new Random(20261122);
        var outcomes = new HashSet<string>(StringComparer.Ordinal);
        for (var round = 0; round < 25; round++)
        {
            var order = MoreEvents.Concat(MoreEvents).ToArray();
            random.Shuffle(order);
            outcomes.Add(await OutcomeOf(order, firstSaleOnly: false, Rules));
        }

        // t1 keeps 30 of 100, t2 (a book) 50 of 80 by a fixed 8; of t3 more was taken back than there was.
        Assert.Equal(["payable USD 8000000; payable USD 12500000; payable points 8000000"], outcomes);
    }

    [Fact]
    public async Task A_list_of_rules_that_reads_running_totals_makes_the_order_count()
    {
        var outcomes = new HashSet<string>(StringComparer.Ordinal);
        foreach (var order in Permutations(Events[..3]))
        {
            outcomes.Add(
                await OutcomeOf(
                    order,
                    firstSaleOnly: false,
                    """{"rules":[{"percent":50,"conditions":{"running":[{"of":"sales","from":1}]}},{"percent":10}]}"""
                )
            );
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

    private async Task<string> OutcomeOf(
        IReadOnlyList<(string Path, string Body)> order,
        bool firstSaleOnly,
        string? rules = null
    )
    {
        var api = await Server.Affiliate(settings =>
            firstSaleOnly ? settings with { EarningPeriod = "sales", EarningPeriodLength = 1 } : settings
        );
        await api.Referrer("upper");
        const string Partner = """{"key":"p","email":"p@example.com","referring_partner":{"key":"upper"}}""";
        (await api.Post("/v1/partners", Partner)).Is(201);
        if (rules is not null)
        {
            (await api.Put("/v1/program/rules", rules)).Is(200);
        }

        foreach (var (path, body) in order)
        {
            Assert.InRange((await api.Post(path, body)).Status, 200, 201);
        }

        var balances = await Server.Query<(string Account, string Unit, long Amount)>(
            "select account, unit, amount from balances where program_id = @ProgramId and owner <> 0 order by owner",
            new { api.Program.ProgramId }
        );
        balances = [.. balances.OrderBy(balance => balance.Unit, StringComparer.Ordinal)];
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
