using System.Globalization;
using Byway.Customers;
using Byway.Http;
using Byway.Partners;
using Byway.Programs;
using Byway.Rewards;
using Byway.Tests.Cli;
using Byway.Transactions;
using Xunit;

namespace Byway.Tests.Rewards;

/// <summary>
/// A sale costs the same however many came before it, with rules that read running totals: counted in rows and
/// statements, because clocks differ.
/// </summary>
public sealed class SaleCostTests : IDisposable
{
    private const string Tiers = """
        {"rules":[
        {"percent":30,"conditions":{"running":[{"of":"revenue","window_days":365,"from":5000}]}},
        {"percent":25,"conditions":{"running":[{"of":"customers","window_days":30,"from":20}],"first_sale":true}},
        {"percent":20}],
        "rewards":[{"trigger":"sale","count_by":"referring","every":10,"referring":{"fixed":1} }]}
        """;

    private const string Goals = """
        "goals":[{"name":"Hundred","of":"revenue","at":100,"recurring":true,"bonus":{"fixed":5} }]
        """;

    private readonly CliPlace place = new();
    private readonly MovingClock clock = new();
    private CountingStore? counted;

    private CountingStore Store => counted!;

    /// <inheritdoc/>
    public void Dispose()
    {
        counted?.Dispose();
        place.Dispose();
    }

    [Fact]
    public async Task The_thousandth_sale_costs_what_the_hundredth_did()
    {
        using var parts = place.Open(clock, opened => counted = new(opened));
        var program = await parts.Program(ProgramType.Affiliate);
        await parts.Do(PostPartner.Handle, program, """{"id":"anna","key":"anna","email":"anna@example.com"}""");
        await parts.Do(PutRules.Handle, program, Tiers);
        for (var customer = 0; customer < 10; customer++)
        {
            await parts.Do(PostCustomer.Handle, program, $$"""{"key":"c{{customer}}","partner":{"key":"anna"} }""");
        }

        var costs = new List<(long Reads, long Writes, long Queries)>();
        for (var sale = 0; sale < 1000; sale++)
        {
            clock.Advance(TimeSpan.FromHours(6));
            costs.Add(await CostOf(parts, program, sale));
        }

        var (early, late) = (costs[100..200], costs[900..1000]);
        Assert.True(late.TrueForAll(cost => cost.Queries == 0), Store.LastQuery);
        Assert.InRange(late.Max(cost => cost.Reads), 1, early.Max(cost => cost.Reads));
        Assert.InRange(late.Max(cost => cost.Writes), 1, early.Max(cost => cost.Writes));

        // The control: a window nobody asked for before has to be counted once, and the next sale costs no more again.
        await parts.Do(PutRules.Handle, program, Tiers.Replace(":365", ":300", StringComparison.Ordinal));
        Store.Take();
        Assert.NotEqual(0, (await CostOf(parts, program, 1000)).Queries);
        Assert.Equal(0, (await CostOf(parts, program, 1010)).Queries);
    }

    [Fact]
    public async Task A_turn_asks_as_often_for_many_partners_as_for_few()
    {
        const int Partners = 40;
        using var parts = place.Open(clock, opened => counted = new(opened) { IsAsOnAnotherMachine = true });
        var program = await parts.Program(ProgramType.Affiliate);
        await parts.Do(PutRules.Handle, program, Tiers.Replace("\"rules\":", $"{Goals},\"rules\":"));
        for (var number = 0; number < Partners; number++)
        {
            var partner = $$"""{"id":"p{{number}}","key":"p{{number}}","email":"p{{number}}@example.com"}""";
            await parts.Do(PostPartner.Handle, program, partner);
            var customer = $$"""{"key":"c{{number}}","partner":{"key":"p{{number}}"} }""";
            await parts.Do(PostCustomer.Handle, program, customer);
        }

        await SellAtOnce(parts, program, 0, Partners);
        clock.Advance(TimeSpan.FromDays(3));
        var few = await SellAtOnce(parts, program, 0, 3);
        var many = await SellAtOnce(parts, program, 3, Partners);
        Assert.InRange(few.Count, 1, 30);
        Assert.True(many.Count <= few.Count, string.Join('\n', many));
    }

    /// <summary>A sale of each of some customers, in one turn; the look-ups it took.</summary>
    private async Task<List<string>> SellAtOnce(OpenPlace parts, ReferralProgram program, int from, int until)
    {
        var sales = Enumerable
            .Range(from, until - from)
            .Select(number => $$"""{"amount":19.99,"customer":{"key":"c{{number}}"} }""");
        Store.Take();
        await parts.Do(PostTransaction.Handle, program, $$"""{"transactions":[{{string.Join(',', sales)}}]}""");
        return [.. Store.LookUps];
    }

    private async Task<(long Reads, long Writes, long Queries)> CostOf(
        OpenPlace parts,
        ReferralProgram program,
        int sale
    )
    {
        Store.Take();
        var number = sale.ToString(CultureInfo.InvariantCulture);
        await parts.Do(
            PostTransaction.Handle,
            program,
            $$"""{"key":"o{{number}}","amount":19.99,"customer":{"key":"c{{sale % 10}}"} }"""
        );
        return Store.Take();
    }
}
