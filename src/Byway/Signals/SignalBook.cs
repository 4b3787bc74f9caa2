using Byway.Customers;
using Byway.Transactions;
using Byway.Turns;
using Byway.Values;

namespace Byway.Signals;

/// <summary>
/// Keeps in the turn what signals read. A referrer whom nobody has counted yet is counted once, from the database;
/// from then on each sale and sign-up adds to a row, and a window that moves on lets go of the days that fell out.
/// </summary>
public static class SignalBook
{
    // Whatever became of it, a sale was reported; it was taken back if any part of it was.
    private const string Sales =
        "select created_at / 86400000000 as day, count(*), cast(sum(case when refunded_amount > 0 "
        + "or archived_at is not null or deleted_at is not null then 1 else 0 end) as bigint) from transactions "
        + "where program_id = @ProgramId and referred_by = @owner group by created_at / 86400000000";

    /// <summary>The facts that the settings in force ask for; null when they ask for none.</summary>
    /// <param name="turn">The turn.</param>
    /// <param name="customer">The buyer.</param>
    /// <param name="owner">Who referred the buyer.</param>
    /// <param name="email">The referrer's e-mail.</param>
    /// <param name="isSelf">True when buyer and referrer are one, which another setting allows or refuses.</param>
    public static FraudFacts? Of(Turn turn, Customer customer, long owner, string? email, bool isSelf)
    {
        if (turn.Settings.Fraud is not { } settings)
        {
            return null;
        }

        var count = settings.IsCounting ? CountOf(turn, settings, owner) : null;
        return new()
        {
            BuyerDomain = MailDomains.Of(customer.Email),
            ReferrerDomain = isSelf ? null : MailDomains.Of(email),
            ClickId = settings.ReadsClicks ? turn.Get(SignalCustomer.Table, customer.Number)?.ClickId : null,
            SalesBefore = count?.AllSales ?? 0,
            TakenBackBefore = count?.TakenBack ?? 0,
            SignUps = count?.SignUps ?? 0,
            Sales = count?.Sales ?? 0,
        };
    }

    /// <summary>The facts with a sale that is not counted yet.</summary>
    /// <param name="turn">The turn.</param>
    /// <param name="facts">From <see cref="Of"/>.</param>
    /// <param name="sale">The sale.</param>
    /// <param name="customer">Its customer.</param>
    public static FraudFacts? WithSale(Turn turn, FraudFacts? facts, Transaction sale, Customer? customer)
    {
        if (facts is null || customer is null || turn.Settings.Fraud is not { } settings)
        {
            return facts;
        }

        var last =
            settings.SaleSeconds > 0 ? turn.Get(SignalCustomer.Table, customer.Number)?.LastSaleAt : (long?)null;
        return facts with
        {
            Sales = facts.Sales + (IsInWindow(turn, settings, sale.CreatedAt) ? 1 : 0),
            SinceLastSale = last is { } at ? Math.Abs(sale.CreatedAt - at) : null,
            ClickId = settings.ReadsClicks ? ClickIds.InMetadata(sale.Metadata) ?? facts.ClickId : null,
        };
    }

    /// <summary>The facts with a sign-up that is not counted yet.</summary>
    /// <param name="turn">The turn.</param>
    /// <param name="facts">From <see cref="Of"/>.</param>
    /// <param name="customer">Who signs up.</param>
    public static FraudFacts? WithSignUp(Turn turn, FraudFacts? facts, Customer customer) =>
        facts is not null
        && turn.Settings.Fraud is { } settings
        && IsInWindow(turn, settings, customer.BoundAt ?? turn.Now)
            ? facts with
            {
                SignUps = facts.SignUps + 1,
            }
            : facts;

    /// <summary>Notes that a customer came by a click that has an id.</summary>
    /// <param name="turn">The turn.</param>
    /// <param name="customer">The customer.</param>
    /// <param name="fields">What the sign-up says.</param>
    public static void NoteClick(Turn turn, long customer, CustomerFields fields)
    {
        if (
            turn.Settings.Fraud is { ReadsClicks: true }
            && (fields.ClickId ?? ClickIds.InMetadata(fields.Metadata)) is { } clickId
        )
        {
            turn.Put(SignalCustomer.Table, CustomerOf(turn, customer) with { ClickId = clickId });
        }
    }

    /// <summary>Counts a customer that was bound.</summary>
    /// <param name="turn">The turn.</param>
    /// <param name="customer">The customer.</param>
    public static void SignedUp(Turn turn, Customer customer)
    {
        if (turn.Settings.Fraud is { IsCounting: true } settings && customer.ReferredBy is { } owner)
        {
            Add(turn, settings, owner, customer.BoundAt ?? turn.Now, signUps: 1, sales: 0, allSales: 0, takenBack: 0);
        }
    }

    /// <summary>Counts what became of a sale.</summary>
    /// <param name="turn">The turn.</param>
    /// <param name="before">As it was; null for a new one.</param>
    /// <param name="after">As it is now.</param>
    public static void Count(Turn turn, Transaction? before, Transaction after)
    {
        if (turn.Settings.Fraud is not { } settings || after.ReferredBy is not { } owner)
        {
            return;
        }

        var isNew = before?.ReferredBy is null;
        if (settings.IsCounting)
        {
            var added = isNew ? 1 : 0;
            var takenBack = (IsTakenBack(after) ? 1 : 0) - (!isNew && IsTakenBack(before!) ? 1 : 0);
            if (added != 0 || takenBack != 0)
            {
                Add(turn, settings, owner, after.CreatedAt, signUps: 0, sales: added, allSales: added, takenBack);
            }
        }

        if (isNew && settings.SaleSeconds > 0 && after.CustomerNumber is { } number)
        {
            var customer = CustomerOf(turn, number);
            turn.Put(
                SignalCustomer.Table,
                customer with
                {
                    LastSaleAt = Math.Max(customer.LastSaleAt ?? after.CreatedAt, after.CreatedAt),
                }
            );
        }
    }

    /// <summary>Says what a sale will read.</summary>
    /// <param name="turn">The turn.</param>
    /// <param name="owner">A partner or referring customer.</param>
    /// <param name="customer">The customer.</param>
    public static void Prefetch(Turn turn, long owner, long customer)
    {
        if (turn.Settings.Fraud is not { } settings)
        {
            return;
        }

        if (settings.IsCounting)
        {
            turn.Get(SignalCount.Table, owner);
            turn.Get(SignalDay.Table, owner, turn.Now / UtcMicros.PerDay);
        }

        if (settings.ReadsClicks || settings.SaleSeconds > 0)
        {
            turn.Get(SignalCustomer.Table, customer);
        }
    }

    private static bool IsTakenBack(Transaction sale) => sale.RefundedAmount > 0 || !sale.IsLive;

    private static bool IsInWindow(Turn turn, FraudSettings settings, long at) =>
        at / UtcMicros.PerDay > (turn.Now / UtcMicros.PerDay) - settings.WindowDays;

    private static SignalCustomer CustomerOf(Turn turn, long customer) =>
        turn.Get(SignalCustomer.Table, customer) ?? new() { ProgramId = turn.Program.ProgramId, Customer = customer };

    private static void Add(
        Turn turn,
        FraudSettings settings,
        long owner,
        long at,
        long signUps,
        long sales,
        long allSales,
        long takenBack
    )
    {
        var count = CountOf(turn, settings, owner);
        var isInWindow = IsInWindow(turn, settings, at);
        turn.Put(
            SignalCount.Table,
            count with
            {
                SignUps = count.SignUps + (isInWindow ? signUps : 0),
                Sales = count.Sales + (isInWindow ? sales : 0),
                AllSales = count.AllSales + allSales,
                TakenBack = count.TakenBack + takenBack,
            }
        );
        if (isInWindow && signUps + sales != 0)
        {
            var day = Math.Min(at, turn.Now) / UtcMicros.PerDay;
            var known = DayOf(turn, settings, owner, day);
            turn.Put(SignalDay.Table, known with { SignUps = known.SignUps + signUps, Sales = known.Sales + sales });
        }
    }

    private static SignalDay DayOf(Turn turn, FraudSettings settings, long owner, long day) =>
        turn.Get(SignalDay.Table, owner, day) is { } known && known.Since == settings.CountedSince
            ? known
            : new()
            {
                ProgramId = turn.Program.ProgramId,
                Owner = owner,
                Day = day,
                Since = settings.CountedSince,
            };

    /// <summary>A referrer's counts as of today. A clock that goes back moves nothing.</summary>
    private static SignalCount CountOf(Turn turn, FraudSettings settings, long owner)
    {
        var today = turn.Now / UtcMicros.PerDay;
        if (turn.Get(SignalCount.Table, owner) is not { } count || count.Since != settings.CountedSince)
        {
            return CountedNow(turn, settings, owner, today);
        }

        if (count.Day >= today)
        {
            return count;
        }

        // All of the window may have fallen out; then there is nothing to look up.
        var isAllGone = today - count.Day >= settings.WindowDays;
        for (var day = count.Day + 1; day <= today && !isAllGone; day++)
        {
            var gone = DayOf(turn, settings, owner, day - settings.WindowDays);
            count = count with { SignUps = count.SignUps - gone.SignUps, Sales = count.Sales - gone.Sales };
        }

        return isAllGone ? count with { Day = today, SignUps = 0, Sales = 0 } : count with { Day = today };
    }

    private static SignalCount CountedNow(Turn turn, FraudSettings settings, long owner, long today)
    {
        var of = new { turn.Program.ProgramId, owner };
        var days = new Dictionary<long, SignalDay>();
        var count = new SignalCount
        {
            ProgramId = turn.Program.ProgramId,
            Owner = owner,
            Since = settings.CountedSince,
            Day = today,
        };
        foreach (var (day, sales, takenBack) in turn.Ask<(long, long, long)>(Sales, of))
        {
            count = count with { AllSales = count.AllSales + sales, TakenBack = count.TakenBack + takenBack };
            Put(day, sales: sales, signUps: 0);
        }

        foreach (var (day, signUps) in turn.Ask<(long, long)>(OwnerBinding.SignUpsSql, of))
        {
            Put(day, sales: 0, signUps: signUps);
        }

        foreach (var day in days.Values)
        {
            count = count with { SignUps = count.SignUps + day.SignUps, Sales = count.Sales + day.Sales };
            turn.Put(SignalDay.Table, day);
        }

        turn.Put(SignalCount.Table, count);
        return count;

        void Put(long day, long sales, long signUps)
        {
            if (day > today - settings.WindowDays)
            {
                day = Math.Min(day, today);
                var known = days.TryGetValue(day, out var row) ? row : DayOf(turn, settings, owner, day);
                days[day] = known with { SignUps = known.SignUps + signUps, Sales = known.Sales + sales };
            }
        }
    }
}
