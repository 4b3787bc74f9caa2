using Byway.Http;
using Byway.Partners;
using Byway.Storage;
using Byway.Values;

namespace Byway.Balances;

/// <summary>Reads balances.</summary>
public static class Ledger
{
    /// <summary>All balances of an owner.</summary>
    /// <param name="database">Where.</param>
    /// <param name="program">The program.</param>
    /// <param name="owner">A partner or customer.</param>
    public static Task<List<Balance>> BalancesOf(Database database, ProgramId program, long owner) =>
        database.List(
            Balance.Table,
            "where program_id = @program and owner = @owner order by unit",
            new { program = program.Number, owner }
        );

    /// <summary>All balances of several owners who are one.</summary>
    /// <param name="database">Where.</param>
    /// <param name="program">The program.</param>
    /// <param name="owners">Under which numbers they are booked.</param>
    public static async Task<List<Balance>> BalancesOf(
        Database database,
        ProgramId program,
        IReadOnlyList<long> owners
    )
    {
        var balances = new List<Balance>();
        foreach (var owner in owners)
        {
            balances.AddRange(await BalancesOf(database, program, owner));
        }

        return balances;
    }

    /// <summary>What stands on an account in a unit, in micros.</summary>
    /// <param name="balances">An owner's balances.</param>
    /// <param name="account">The ledger account.</param>
    /// <param name="unit">Currency or own unit.</param>
    public static long On(IEnumerable<Balance> balances, string account, string unit) =>
        balances.Where(balance => balance.Account == account && balance.Unit == unit).Sum(balance => balance.Amount);

    /// <summary>What stands on an account, by unit; nothing for zero.</summary>
    /// <param name="balances">An owner's balances.</param>
    /// <param name="account">The ledger account.</param>
    public static IReadOnlyList<MoneyView> Money(IEnumerable<Balance> balances, string account) =>
        [
            .. balances
                .Where(balance => balance.Account == account)
                .GroupBy(balance => balance.Unit, StringComparer.Ordinal)
                .Select(unit => (unit.Key, Amount: Micros.Sum(unit.Select(balance => balance.Amount))))
                .Where(sum => sum.Amount != 0)
                .Select(sum => new MoneyView(sum.Key, new(sum.Amount))),
        ];
}
