using System.Globalization;
using Byway.Balances;
using Byway.Clicks;
using Byway.Http;
using Byway.Storage;
using Byway.Values;

namespace Byway.Programs;

/// <summary>
/// What a program's overview counts. All of it comes out of sums that turns keep by day, out of balances and out of
/// the partners: never out of sales, of which there may be millions.
/// </summary>
public sealed class ProgramFigures
{
    private readonly long today;
    private readonly ILookup<long, Total> totals;
    private readonly IReadOnlyList<(string Account, string Unit, long Amount)> balances;

    private ProgramFigures(
        long today,
        ILookup<long, Total> totals,
        IReadOnlyList<(string Account, string Unit, long Amount)> balances,
        Figure partners,
        Figure clicks
    )
    {
        this.today = today;
        this.totals = totals;
        this.balances = balances;
        Partners = partners;
        Clicks = clicks;
    }

    /// <summary>Partners that are not deleted; nothing in refer-a-friend programs.</summary>
    public Figure Partners { get; }

    /// <summary>Landings by links.</summary>
    public Figure Clicks { get; }

    /// <summary>Customers, referred or not.</summary>
    public Figure Customers => Count(Tally.Customers, row => row.SignUps);

    /// <summary>Customers who have brought somebody.</summary>
    public Figure Referring => Count(Tally.Referring, row => row.SignUps);

    /// <summary>Customers somebody has referred.</summary>
    public Figure SignUps => Count(LedgerAccount.ProgramOwner, row => row.SignUps);

    /// <summary>Referred customers who have bought.</summary>
    public Figure PaidAccounts => Count(Tally.Paying, row => row.SignUps);

    /// <summary>Sales of referred customers.</summary>
    public Figure Sales => Count(Tally.ReferredSales, row => row.Sales);

    /// <summary>Reads a program's figures.</summary>
    /// <param name="database">Where.</param>
    /// <param name="program">Whose.</param>
    /// <param name="now">Unix microseconds.</param>
    public static async Task<ProgramFigures> Of(Database database, ReferralProgram program, long now)
    {
        var today = now / UtcMicros.PerDay;
        var rows = await database.List(
            Total.Table,
            "where program_id = @ProgramId and owner <= 0",
            new { program.ProgramId }
        );
        // Whole units and the rest apart: neither sum leaves the range of a number, which both together might.
        var sums = await database.Query<(string Account, string Unit, long Whole, long Part)>(
            "select account, unit, cast(sum(amount / 1000000) as bigint), cast(sum(amount % 1000000) as bigint) "
                + "from balances where program_id = @ProgramId and owner > 0 group by account, unit",
            new { program.ProgramId }
        );
        var balances = sums.ConvertAll(sum =>
            (sum.Account, sum.Unit, Micros.Shown(((Int128)sum.Whole * Micros.PerWhole) + sum.Part))
        );
        var counted = await database.Query<(long Total, long Last, long Before)>(
            "select count(*), count(case when created_at >= @Last then 1 end), "
                + "count(case when created_at >= @Before and created_at < @Last then 1 end) from partners "
                + "where program_id = @ProgramId and deleted_at is null",
            new
            {
                program.ProgramId,
                Last = (today - GrowthRule.Days + 1) * UtcMicros.PerDay,
                Before = (today - (2 * GrowthRule.Days) + 1) * UtcMicros.PerDay,
            }
        );
        var (total, last, before) = counted[0];
        return new(
            today,
            rows.ToLookup(row => row.Owner),
            balances,
            new(total, last, before),
            await LandingCounts.Of(database, program, now)
        );
    }

    /// <summary>What referred customers have paid, in a unit.</summary>
    /// <param name="unit">Currency or own unit.</param>
    public Figure Revenue(string unit) => Count(Tally.ReferredSales, row => row.SalesAmount, unit);

    /// <summary>What was earned by it, in a unit.</summary>
    /// <param name="unit">Currency or own unit.</param>
    public Figure Rewards(string unit) => Count(LedgerAccount.ProgramOwner, row => row.RewardAmount, unit);

    /// <summary>Revenue less rewards, in a unit.</summary>
    /// <param name="unit">Currency or own unit.</param>
    public Figure Profit(string unit)
    {
        var (revenue, rewards) = (Revenue(unit), Rewards(unit));
        return new(
            Micros.Sum(revenue.Total, -rewards.Total),
            Micros.Sum(revenue.Last, -rewards.Last),
            Micros.Sum(revenue.Before, -rewards.Before)
        );
    }

    /// <summary>Revenue by unit, as people read it.</summary>
    public Dictionary<string, string> RevenueTexts => Texts(Tally.ReferredSales, Revenue);

    /// <summary>Rewards by unit, as people read them.</summary>
    public Dictionary<string, string> RewardTexts => Texts(LedgerAccount.ProgramOwner, Rewards);

    /// <summary>What the average sale is, by unit, as people read it.</summary>
    public Dictionary<string, string> AverageTexts =>
        UnitsOf(Tally.ReferredSales)
            .Select(unit => (unit, Sum: Revenue(unit).Total, Sales: SalesIn(unit)))
            .Where(item => item.Sales > 0)
            .ToDictionary(
                item => NameOf(item.unit),
                item => MoneyText.Of(item.Sum / item.Sales, item.unit),
                StringComparer.Ordinal
            );

    /// <summary>What stands on accounts of all beneficiaries, by unit, as people read it.</summary>
    /// <param name="accounts">The ledger accounts.</param>
    public Dictionary<string, string> BalanceTexts(params IReadOnlyList<string> accounts) =>
        balances
            .Where(balance => accounts.Contains(balance.Account, StringComparer.Ordinal))
            .GroupBy(balance => balance.Unit, StringComparer.Ordinal)
            .Select(group => (Unit: group.Key, Sum: Micros.Sum(group.Select(balance => balance.Amount))))
            .Where(sum => sum.Sum != 0)
            .OrderBy(sum => sum.Unit, StringComparer.Ordinal)
            .ToDictionary(sum => NameOf(sum.Unit), sum => MoneyText.Of(sum.Sum, sum.Unit), StringComparer.Ordinal);

    /// <summary>Currencies in small letters, as the interface has them; own units differ by letter case.</summary>
    private static string NameOf(string unit) => new Unit(unit).IsCurrency ? unit.ToLowerInvariant() : unit;

    private long SalesIn(string unit) => Count(Tally.ReferredSales, row => row.Sales, unit).Total;

    private IEnumerable<string> UnitsOf(long owner) =>
        totals[owner]
            .Select(row => row.Unit)
            .Where(unit => unit.Length > 0)
            .Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal);

    private Dictionary<string, string> Texts(long owner, Func<string, Figure> figure) =>
        UnitsOf(owner)
            .Select(unit => (unit, figure(unit).Total))
            .Where(sum => sum.Total != 0)
            .ToDictionary(sum => NameOf(sum.unit), sum => MoneyText.Of(sum.Total, sum.unit), StringComparer.Ordinal);

    private Figure Count(long owner, Func<Total, long> value, string? unit = null)
    {
        Int128 total = 0;
        Int128 last = 0;
        Int128 before = 0;
        foreach (var row in totals[owner].Where(row => unit is null || row.Unit == unit))
        {
            var age = today - row.Day;
            total += value(row);
            last += age < GrowthRule.Days ? value(row) : 0;
            before += age is >= GrowthRule.Days and < 2 * GrowthRule.Days ? value(row) : 0;
        }

        return new(Micros.Shown(total), Micros.Shown(last), Micros.Shown(before));
    }
}

/// <summary>A count or a sum: in all, in the last 30 days, in the 30 days before.</summary>
/// <param name="Total">In all.</param>
/// <param name="Last">In the last 30 days, today included.</param>
/// <param name="Before">In the 30 days before.</param>
public sealed record Figure(long Total, long Last, long Before)
{
    /// <summary>As the interface writes counts.</summary>
    public string Text => Total.ToString(CultureInfo.InvariantCulture);

    /// <summary>What it was in the 30 days before, as the interface writes counts.</summary>
    public string TextBefore => Before.ToString(CultureInfo.InvariantCulture);

    /// <summary>In percent.</summary>
    public MajorUnits Growth => new(GrowthRule.PercentMicros(Last, Before));

    /// <summary>Its share of another one, in percent.</summary>
    /// <param name="whole">The other one.</param>
    public string ShareOf(Figure whole) => Micros.ToText(GrowthRule.ShareMicros(Total, whole.Total));

    /// <summary>How that share has grown, in percent.</summary>
    /// <param name="whole">The other one.</param>
    public MajorUnits GrowthOfShare(Figure whole) =>
        new(
            GrowthRule.PercentMicros(
                GrowthRule.ShareMicros(Last, whole.Last),
                GrowthRule.ShareMicros(Before, whole.Before)
            )
        );
}
