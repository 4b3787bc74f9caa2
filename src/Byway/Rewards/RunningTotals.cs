using Byway.Customers;
using Byway.Journal;
using Byway.Rates;
using Byway.Signals;
using Byway.Transactions;
using Byway.Turns;
using Byway.Values;

namespace Byway.Rewards;

/// <summary>
/// Running totals inside a turn. What nobody has counted yet is counted once, from the rows there are; from then on it
/// is kept. A program whose rules read none of it pays nothing.
/// </summary>
public static class RunningTotals
{
    /// <summary>The totals that the rules in force read, of an owner, before the thing at hand.</summary>
    /// <param name="turn">The turn.</param>
    /// <param name="owner">A partner or referring customer.</param>
    public static IReadOnlyDictionary<RunningTotal, long> Of(Turn turn, long owner)
    {
        var needs = NeedsOf(turn);
        var totals = new Dictionary<RunningTotal, long>(needs.Running.Count);
        if (needs.Running.Count > 0 && !turn.IsCollecting)
        {
            var book = BookOf(turn);
            foreach (var total in needs.Running)
            {
                totals[total] = book.Of(owner, total);
            }
        }

        return totals;
    }

    /// <summary>How many of a customer's sales stand; 0 where no rule asks.</summary>
    /// <param name="turn">The turn.</param>
    /// <param name="customer">The customer.</param>
    public static long SalesOf(Turn turn, long customer) =>
        NeedsOf(turn).ReadsCustomerSales && !turn.IsCollecting ? new RunningTables(turn).Customer(customer).Sales : 0;

    /// <summary>Counts a customer that was bound.</summary>
    /// <param name="turn">The turn.</param>
    /// <param name="customer">The customer.</param>
    /// <param name="signals">The signals that hold what it earns; null for none.</param>
    /// <returns>The arithmetic of goals that were reached by it.</returns>
    public static IReadOnlyList<Arithmetic> SignedUp(Turn turn, Customer customer, string? signals = null)
    {
        SignalBook.SignedUp(turn, customer);
        if (!NeedsOf(turn).IsCounting || customer.ReferredBy is not { } owner)
        {
            return [];
        }

        var book = BookOf(turn);
        GoalPostings.Open(turn, book, owner);
        book.SignedUp(owner, (customer.BoundAt ?? turn.Now) / UtcMicros.PerDay);
        return GoalPostings.Settle(turn, book, owner, signals);
    }

    /// <summary>Counts what became of a sale.</summary>
    /// <param name="turn">The turn.</param>
    /// <param name="before">As it was; null for a new one.</param>
    /// <param name="after">As it is now.</param>
    /// <param name="signals">The signals that hold what it earns; null for none.</param>
    /// <returns>The arithmetic of goals that were reached by it, or do not hold any more.</returns>
    public static IReadOnlyList<Arithmetic> Count(
        Turn turn,
        Transaction? before,
        Transaction after,
        string? signals = null
    )
    {
        SignalBook.Count(turn, before, after);
        if (!NeedsOf(turn).IsCounting)
        {
            return [];
        }

        var book = BookOf(turn);
        var owners = new[] { before?.ReferredBy, after.ReferredBy }.OfType<long>().Distinct().ToList();
        owners.ForEach(owner => GoalPostings.Open(turn, book, owner));
        var rate =
            NeedsOf(turn).ReadsRevenue && after.Unit != turn.Settings.Currency ? SaleRate.Of(turn, after) : null;
        book.Count(before is null ? null : Counted(before, rate), Counted(after, rate));
        return [.. owners.SelectMany(owner => GoalPostings.Settle(turn, book, owner, signals))];
    }

    /// <summary>Says what counting will read.</summary>
    /// <param name="turn">The turn.</param>
    /// <param name="owner">A partner or referring customer.</param>
    /// <param name="customer">The customer.</param>
    /// <param name="unit">The sale's unit.</param>
    /// <param name="day">The day on which it occurred.</param>
    public static void Prefetch(Turn turn, long owner, long customer, string unit, long day)
    {
        SignalBook.Prefetch(turn, owner, customer);
        var needs = NeedsOf(turn);
        if (!needs.IsCounting)
        {
            return;
        }

        turn.Get(RunningCustomer.Table, customer);
        GoalPostings.Prefetch(turn, owner);
        var today = turn.Now / UtcMicros.PerDay;
        foreach (var counted in new[] { "", unit })
        {
            turn.Get(RunningSum.Table, owner, 0, counted);
            var windows = needs.Windows.Of(counted);
            if (windows.Count > 0)
            {
                turn.Get(RunningDay.Table, owner, Math.Min(day, today), counted);
            }

            foreach (var window in windows)
            {
                PrefetchMoved(turn, turn.Get(RunningSum.Table, owner, window, counted), today);
            }
        }
    }

    /// <summary>The days that fall out when a window moves to today.</summary>
    private static void PrefetchMoved(Turn turn, RunningSum? sum, long today)
    {
        // What was counted for former rules is counted anew.
        if (sum is null || sum.Since != turn.Settings.Rules!.CountedSince)
        {
            return;
        }

        var last = Math.Min(today, sum.Day + sum.WindowDays);
        for (var day = sum.Day + 1; day <= last; day++)
        {
            turn.Get(RunningDay.Table, sum.Owner, day - sum.WindowDays, sum.Unit);
        }
    }

    private static RuleNeeds NeedsOf(Turn turn) => turn.Settings.Rules?.Needs ?? RuleNeeds.Nothing;

    private static RunningBook BookOf(Turn turn) =>
        new(new RunningTables(turn), NeedsOf(turn).Windows, turn.Now / UtcMicros.PerDay);

    private static CountedSale Counted(Transaction sale, ConversionRate? rate) =>
        CountedSale.Of(
            (sale.CustomerNumber, sale.ReferredBy),
            sale.Unit,
            sale.CreatedAt,
            sale.Amount,
            sale.RefundedAmount,
            sale.IsLive
        ) with
        {
            Rate = rate,
        };
}
