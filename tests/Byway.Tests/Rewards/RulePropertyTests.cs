using System.Globalization;
using Byway.Tests.Scenarios;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Byway.Tests.Rewards;

/// <summary>
/// Through levels, both sides and goals: whatever is given back in whatever order, every balance ends where it began,
/// and restoring gives it again. The order of arrival does not matter as long as no rule reads running state.
/// </summary>
public sealed class RulePropertyTests(TestServer server) : ServerTests(server)
{
    private const string Still = """
        {"rules":[{"conditions":{"product_id":"p"},"percent":33.3333,"levels":[{"percent":7.7777}]},{"percent":12.3}],
         "levels":[{"percent":5},{"percent":1.1111}]}
        """;

    private const string Moving = """
        {"rules":[{"conditions":{"running":[{"of":"revenue","from":60,"window_days":30}]},"percent":33.3333},
                  {"conditions":{"first_sale":true},"percent":20}],
         "levels":[{"percent":5},{"percent":1.1111}],
         "rewards":[{"trigger":"sale","every":2,"referring":{"fixed":"1.000001","unit":"points"}}],
         "goals":[{"name":"Fifty","of":"revenue","at":50,"recurring":true,"bonus":{"fixed":3}}]}
        """;

    [Fact]
    public async Task Given_back_in_any_order_every_balance_is_as_before()
    {
        foreach (var (amounts, isArchived) in Stories().Sample(8))
        {
            var api = await Chain();
            await api.Rules(Moving);
            await api.Sale("first", "25", "c1");
            var before = await Balances(api);
            for (var number = 0; number < amounts.Count; number++)
            {
                await api.Sale($"o{number}", Text(amounts[number]), number % 2 == 0 ? "c1" : "c2");
            }

            var earned = await Balances(api);
            Assert.NotEqual(before, earned);
            foreach (var number in Enumerable.Range(0, amounts.Count).OrderBy(at => amounts[at]))
            {
                await api.Post($"/v1/transactions/o{number}/archive");
            }

            Assert.Equal(before, await Balances(api));
            foreach (var number in Enumerable.Range(0, amounts.Count).OrderByDescending(at => amounts[at]))
            {
                await api.Post($"/v1/transactions/o{number}/revoke-archive");
            }

            Assert.Equal(earned, await Balances(api));
            for (var number = 0; number < amounts.Count; number++)
            {
                await api.Refund($"o{number}", "r1", Text((amounts[number] / 3) + 1));
                if (isArchived)
                {
                    await api.Post($"/v1/transactions/o{number}/archive");
                }

                await api.Refund($"o{number}", "r2", Text(amounts[number]));
            }

            Assert.Equal(before, await Balances(api));
            await Server.BooksBalance();
        }
    }

    [Fact]
    public async Task Any_order_of_arrival_ends_alike_unless_a_rule_reads_running_state()
    {
        var (still, moving) = (new HashSet<string>(), new HashSet<string>());
        int[][] orders =
        [
            [0, 1, 2, 3, 4, 5],
            [5, 4, 3, 2, 1, 0],
            [2, 0, 4, 1, 5, 3],
            [3, 5, 1, 0, 2, 4],
        ];
        foreach (var order in orders)
        {
            still.Add(await InOrder(Still, order));
            moving.Add(await InOrder(Moving, order));
        }

        Assert.Single(still);
        // The control.
        Assert.NotInRange(moving.Count, 0, 1);
    }

    [Fact]
    public async Task What_happened_before_a_rule_asked_is_counted_as_if_it_always_had()
    {
        // One program counts from the beginning, the other only once all has happened.
        var (early, late) = (await Chain(), await Chain());
        const string rules = """
            {"rules":[{"conditions":{"running":[
            {"of":"customers","from":9},{"of":"revenue","from":1,"window_days":40}]},
            "percent":1}]}
            """;
        await early.Rules(rules);
        foreach (var api in new[] { early, late })
        {
            Server.Clock.Now = MovingClock.Start;
            for (var number = 0; number < 9; number++)
            {
                await api.Sale($"o{number}", $"{number * 10}", number % 3 == 0 ? "c1" : "c2");
                Server.Clock.Advance(TimeSpan.FromDays(9));
            }

            await api.Refund("o1", "r1", "4");
            await api.Refund("o2", "r2", "20");
            await api.Post("/v1/transactions/o3/archive");
            await api.Delete("/v1/transactions/o8");
        }

        await late.Rules(rules);
        foreach (var api in new[] { early, late })
        {
            await api.Sale("last", "1", "c2");
        }

        Assert.Equal(await Running(early), await Running(late));
        Assert.Contains("|0|2|7|2|0", await Running(late), StringComparison.Ordinal);
    }

    private static async Task<string> Running(ApiClient api) =>
        string.Join(
            '\n',
            (
                await api.Server.Query<(
                    string Unit,
                    long Window,
                    long SignUps,
                    long Sales,
                    long Customers,
                    long Amount
                )>(
                    "select unit, window_days, sign_ups, sales, customers, amount from running_sums "
                        + "where program_id = @ProgramId order by unit, window_days",
                    new { api.Program.ProgramId }
                )
            ).Select(row => $"{row.Unit}|{row.Window}|{row.SignUps}|{row.Sales}|{row.Customers}|{row.Amount}")
        );

    private static Gen<(List<long> Amounts, bool IsArchived)> Stories() =>
        from amounts in Gen.Choose(1, 90_000_000).Select(amount => (long)amount).ListOf(5)
        from isArchived in Gen.Elements(true, false)
        select (amounts.ToList(), isArchived);

    private async Task<string> InOrder(string rules, int[] order)
    {
        var api = await Chain();
        await api.Rules(rules);
        Func<Task>[] story =
        [
            () => api.Sale("o1", "40", "c1"),
            () => api.Sale("o2", "41", "c2", ",\"product_id\":\"p\""),
            () => api.Sale("o3", "42", "c3"),
            () => api.SignUp("c3", "anna"),
            () => api.Refund("o1", "r1", "13.37"),
            () => api.Refund("o3", "r1", "1"),
        ];
        foreach (var step in order)
        {
            await story[step]();
        }

        return await Balances(api);
    }

    private async Task<ApiClient> Chain()
    {
        var api = await Server.Affiliate(s => s with { ReviewPeriodDays = 3 });
        await api.Referrer("cleo");
        await api.PartnerUnder("berta", "cleo");
        await api.PartnerUnder("anna", "berta");
        await api.SignUp("c1", "anna");
        await api.SignUp("c2", "anna");
        return api;
    }

    private static string Text(long micros) => Byway.Values.Micros.ToText(micros);

    private static async Task<string> Balances(ApiClient api)
    {
        var text = new List<string>();
        foreach (var who in new[] { "anna", "berta", "cleo" })
        {
            foreach (var unit in new[] { "USD", "points" })
            {
                var sum =
                    decimal.Parse(await api.Balance("held", unit, who), CultureInfo.InvariantCulture)
                    + decimal.Parse(await api.Balance("payable", unit, who), CultureInfo.InvariantCulture);
                text.Add($"{who} {sum} {unit}");
            }
        }

        return string.Join(", ", text);
    }
}
