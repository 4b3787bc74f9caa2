using Byway.Turns;
using Byway.Values;

namespace Byway.Balances;

/// <summary>
/// What is counted for the program as a whole, kept in the turn: totals of owners that nobody can be, so that journal
/// and <c>verify</c> hold them like any other sum.
/// </summary>
public static class Tally
{
    /// <summary>Customers, referred or not; subscribers in newsletter programs.</summary>
    public const long Customers = -1;

    /// <summary>Refer-a-friend customers, or subscribers, who have brought somebody.</summary>
    public const long Referring = -2;

    /// <summary>Referred customers who have bought.</summary>
    public const long Paying = -3;

    /// <summary>Sales of referred customers; those of others are in the program's own totals only.</summary>
    public const long ReferredSales = -4;

    /// <summary>Counts one more, or one less.</summary>
    /// <param name="turn">The turn.</param>
    /// <param name="who">Which count.</param>
    /// <param name="added">1 or −1.</param>
    public static void Add(Turn turn, long who, long added = 1) =>
        turn.Count(
            new()
            {
                Owner = who,
                Unit = "",
                Day = turn.Now / UtcMicros.PerDay,
                SignUps = added,
            }
        );

    /// <summary>Says that today's count will be added to.</summary>
    /// <param name="turn">The turn.</param>
    /// <param name="who">Which count.</param>
    /// <param name="unit">Currency or own unit, of sales.</param>
    public static void Prefetch(Turn turn, long who, string unit = "") =>
        turn.Get(Total.Table, who, turn.Now / UtcMicros.PerDay, unit);
}
