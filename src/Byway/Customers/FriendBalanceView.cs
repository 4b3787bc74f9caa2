using System.Text.Json;
using Byway.Balances;
using Byway.Http;
using Byway.Journal;
using Byway.Programs;
using Byway.Turns;
using Byway.Values;

namespace Byway.Customers;

/// <summary>A referring customer's balance as the wire writes it: payable plus held, by unit.</summary>
public sealed record FriendBalanceView
{
    /// <summary>Whose.</summary>
    public required FriendView Customer { get; init; }

    /// <summary>How much.</summary>
    public required BalanceView Balance { get; init; }
}

/// <summary>A balance by unit.</summary>
public sealed record BalanceView
{
    /// <summary>One row a unit.</summary>
    public required IReadOnlyList<BalanceRowView> Currency { get; init; }

    /// <summary>Payable plus held of an owner's balances.</summary>
    /// <param name="balances">The balances.</param>
    public static BalanceView Of(IEnumerable<Balance> balances) =>
        new()
        {
            Currency =
            [
                .. balances
                    .Where(balance => balance.Account is LedgerAccount.Payable or LedgerAccount.Held)
                    .GroupBy(balance => balance.Unit)
                    .OrderBy(group => group.Key, StringComparer.Ordinal)
                    .Select(group => new BalanceRowView(
                        new(Micros.Sum(group.Select(balance => balance.Amount))),
                        group.Key,
                        new Unit(group.Key).IsCurrency
                    )),
            ],
        };
}

/// <summary>What stands on a balance in one unit.</summary>
/// <param name="Amount">Major units.</param>
/// <param name="AmountUnits">Currency or own unit.</param>
/// <param name="IsCurrency">False for a unit of the program's own.</param>
public sealed record BalanceRowView(MajorUnits Amount, string AmountUnits, bool IsCurrency);
