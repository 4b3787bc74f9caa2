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
                .Where(balance => balance.Account == account && balance.Amount != 0)
                .Select(balance => new MoneyView(balance.Unit, new(balance.Amount))),
        ];
}
