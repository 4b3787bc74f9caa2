using Byway.Rates;
using Byway.Values;

namespace Byway.Rewards;

/// <summary>
/// Keeps running totals as things happen, so that nothing is ever scanned: a sale touches a row for all time, one for
/// its day and one for each window length, and a window that moves on a day lets go of the day that fell out.
/// </summary>
/// <param name="rows">Where they are kept.</param>
/// <param name="windows">The windows that rules ask for.</param>
/// <param name="today">Days since 1970-01-01.</param>
public sealed class RunningBook(IRunningRows rows, RunningWindows windows, long today)
{
    /// <summary>A running total.</summary>
    /// <param name="owner">A partner or referring customer.</param>
    /// <param name="total">Which.</param>
    public long Of(long owner, RunningTotal total)
    {
        var sum = rows.Sum(owner, total.Unit, total.WindowDays);
        return (total.WindowDays == 0 ? sum : Moved(sum)).Of(total.Of);
    }

    /// <summary>Counts a customer that was bound.</summary>
    /// <param name="owner">To whom.</param>
    /// <param name="day">When.</param>
    public void SignedUp(long owner, long day) =>
        Add(
            new()
            {
                Owner = owner,
                Unit = "",
                WindowDays = 0,
                Day = day,
                SignUps = 1,
            }
        );

    /// <summary>Counts what became of a sale: recorded, attributed, refunded, archived, restored, deleted.</summary>
    /// <param name="before">As it was counted; null for a new one.</param>
    /// <param name="after">As it is now.</param>
    public void Count(CountedSale? before, CountedSale after)
    {
        if (before == after)
        {
            return;
        }

        CountFor(before, -1);
        CountFor(after, 1);
        CountCustomer(before, after);
    }

    private void CountFor(CountedSale? sale, int sign)
    {
        if (sale?.Owner is not { } owner)
        {
            return;
        }

        CountAmount(sale, owner, sale.Unit, sign * sale.Amount);
        if (sale.Rate is { } rate)
        {
            CountAmount(sale, owner, rate.To, sign * rate.Of(sale.Amount));
        }

        if (sale.Stands)
        {
            Add(
                new()
                {
                    Owner = owner,
                    Unit = "",
                    WindowDays = 0,
                    Day = sale.Day,
                    Sales = sign,
                }
            );
        }
    }

    private void CountAmount(CountedSale sale, long owner, string unit, long amount)
    {
        if (amount != 0)
        {
            Add(
                new()
                {
                    Owner = owner,
                    Unit = unit,
                    WindowDays = 0,
                    Day = sale.Day,
                    Amount = amount,
                }
            );
        }
    }

    private void CountCustomer(CountedSale? before, CountedSale after)
    {
        if (after.Customer is not { } number)
        {
            return;
        }

        var known = rows.Customer(number);
        var change = known with
        {
            Sales = known.Sales + One(after.Stands) - One(before is { Stands: true, Customer: not null }),
            ReferredSales =
                known.ReferredSales
                + One(after is { Stands: true, Owner: not null })
                - One(before is { Stands: true, Owner: not null }),
        };
        if (known.CountsFor is { } counted && change.ReferredSales == 0)
        {
            change = change with { CountsFor = null };
            CountBuyer(counted, known.CountedDay, -1);
        }
        else if (known.CountsFor is null && change.ReferredSales > 0 && after.Owner is { } owner)
        {
            change = change with { CountsFor = owner, CountedDay = after.Day };
            CountBuyer(owner, after.Day, 1);
        }

        if (change != known)
        {
            rows.PutCustomer(change);
        }
    }

    private static long One(bool holds) => holds ? 1 : 0;

    private void CountBuyer(long owner, long day, int sign) =>
        Add(
            new()
            {
                Owner = owner,
                Unit = "",
                WindowDays = 0,
                Day = day,
                Customers = sign,
            }
        );

    private void Add(RunningSum added)
    {
        added = added with { Day = Math.Min(added.Day, today) };
        rows.PutSum(rows.Sum(added.Owner, added.Unit, 0).Plus(added));
        var lengths = windows.Of(added.Unit);
        if (lengths.Count == 0)
        {
            return;
        }

        foreach (var length in lengths)
        {
            var sum = Moved(rows.Sum(added.Owner, added.Unit, length));
            rows.PutSum(added.Day > sum.Day - length ? sum.Plus(added) : sum);
        }

        rows.PutDay(rows.Day(added.Owner, added.Unit, added.Day)?.Plus(added) ?? added);
    }

    /// <summary>A window's sum as of today. A clock that goes back moves nothing.</summary>
    private RunningSum Moved(RunningSum sum)
    {
        if (sum.Day >= today)
        {
            return sum;
        }

        var length = sum.WindowDays;
        var last = Math.Min(today, sum.Day + length);
        for (var day = sum.Day + 1; day <= last; day++)
        {
            if (rows.Day(sum.Owner, sum.Unit, day - length) is { } gone)
            {
                sum = sum.Plus(gone, -1);
            }
        }

        return sum with
        {
            Day = today,
        };
    }
}

/// <summary>What of a sale counts.</summary>
/// <param name="Customer">The buyer; null while unknown.</param>
/// <param name="Owner">For whom it counts; null for nobody.</param>
/// <param name="Unit">Currency or own unit.</param>
/// <param name="Day">The day on which it occurred.</param>
/// <param name="Stands">True unless it was archived, deleted or refunded in full.</param>
/// <param name="Amount">What was not refunded, in micros; 0 when it does not stand.</param>
/// <param name="Rate">By which it counts in another unit too; the one of its decision, whatever the rates are by
/// now.</param>
public sealed record CountedSale(
    long? Customer,
    long? Owner,
    string Unit,
    long Day,
    bool Stands,
    long Amount,
    ConversionRate? Rate = null
)
{
    /// <summary>Of a sale.</summary>
    /// <param name="people">The buyer, and for whom it counts.</param>
    /// <param name="unit">Currency or own unit.</param>
    /// <param name="createdAt">When it occurred.</param>
    /// <param name="amount">Micros.</param>
    /// <param name="refunded">Micros.</param>
    /// <param name="isLive">False when it is archived or deleted.</param>
    public static CountedSale Of(
        (long? Customer, long? Owner) people,
        string unit,
        long createdAt,
        long amount,
        long refunded,
        bool isLive
    )
    {
        var stands = isLive && (amount == 0 || refunded < amount);
        return new(
            people.Customer,
            people.Owner,
            unit,
            createdAt / UtcMicros.PerDay,
            stands,
            stands ? amount - refunded : 0
        );
    }
}
