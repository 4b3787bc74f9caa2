using Byway.Storage;
using Byway.Turns;
using Byway.Values;

namespace Byway.Balances;

/// <summary>Reads the totals of an owner over all days.</summary>
public static class Totals
{
    /// <summary>How many customers are bound to an owner, inside a turn.</summary>
    /// <param name="turn">The turn.</param>
    /// <param name="owner">A partner or referring customer.</param>
    public static long SignUpsOf(Turn turn, long owner) => turn.Find(Total.ByOwner, owner).Sum(total => total.SignUps);

    /// <summary>Says that today's totals of an owner and of the program will be added to.</summary>
    /// <param name="turn">The turn.</param>
    /// <param name="owner">A partner or referring customer.</param>
    /// <param name="unit">Currency or own unit; empty for sign-ups.</param>
    public static void Prefetch(Turn turn, long owner, string unit)
    {
        var today = turn.Now / UtcMicros.PerDay;
        turn.Get(Total.Table, owner, today, unit);
        turn.Get(Total.Table, LedgerAccount.ProgramOwner, today, unit);
    }

    /// <summary>
    /// Counts for somebody what was counted for another record of the same one: what that one brought is brought by
    /// this one. It is booked today, and nothing is added to the program's own totals.
    /// </summary>
    /// <param name="turn">The turn.</param>
    /// <param name="from">The record that is no more.</param>
    /// <param name="to">The record that stands.</param>
    public static void Move(Turn turn, long from, long to)
    {
        var today = turn.Now / UtcMicros.PerDay;
        var isReferring = SignUpsOf(turn, from) > 0 && SignUpsOf(turn, to) > 0;
        foreach (var unit in turn.Find(Total.ByOwner, from).GroupBy(total => total.Unit).ToList())
        {
            var sum = new Total
            {
                Owner = to,
                Unit = unit.Key,
                Day = today,
                SignUps = unit.Sum(total => total.SignUps),
                Sales = unit.Sum(total => total.Sales),
                SalesAmount = Micros.Sum(unit.Select(total => total.SalesAmount)),
                RewardedSales = unit.Sum(total => total.RewardedSales),
                RewardAmount = Micros.Sum(unit.Select(total => total.RewardAmount)),
            };
            turn.Count(sum);
            turn.Count(
                sum with
                {
                    Owner = from,
                    SignUps = -sum.SignUps,
                    Sales = -sum.Sales,
                    SalesAmount = -sum.SalesAmount,
                    RewardedSales = -sum.RewardedSales,
                    RewardAmount = -sum.RewardAmount,
                }
            );
        }

        if (isReferring)
        {
            Tally.Add(turn, Tally.Referring, -1);
        }
    }

    /// <summary>Everything an owner brought.</summary>
    /// <param name="database">Where.</param>
    /// <param name="program">The program.</param>
    /// <param name="owners">A partner; or a referring customer, with the records that were merged into it.</param>
    public static async Task<OwnerTotals> Of(Database database, ProgramId program, params IReadOnlyList<long> owners)
    {
        var rows = await database.List(
            Total.Table,
            "where program_id = @program and owner in @owners",
            new { program = program.Number, owners }
        );
        var sums = rows.GroupBy(row => row.Unit)
            .Where(group => group.Key.Length > 0)
            .Select(group => (Unit: group.Key, Amount: Micros.Sum(group.Select(row => row.SalesAmount))))
            .OrderBy(sum => sum.Unit, StringComparer.Ordinal);
        return new(rows.Sum(row => row.SignUps), rows.Sum(row => row.Sales), [.. sums]);
    }
}

/// <summary>Everything an owner brought.</summary>
/// <param name="SignUps">Customers bound.</param>
/// <param name="SalesCount">Sales.</param>
/// <param name="Sales">Their amounts by unit, in micros.</param>
public sealed record OwnerTotals(long SignUps, long SalesCount, IReadOnlyList<(string Unit, long Amount)> Sales);
