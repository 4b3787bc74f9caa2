using Byway.Customers;
using Byway.Rates;
using Byway.Turns;
using Byway.Values;

namespace Byway.Rewards;

/// <summary>
/// The rows of running totals in a turn. An owner or customer who was not counted since the rules began to ask is
/// counted here, once, from the sales and sign-ups there are; what this turn adds to them is added afterwards.
/// </summary>
/// <param name="turn">The turn.</param>
public sealed class RunningTables(Turn turn) : IRunningRows
{
    // Sales of an owner by day; a sale refunded in full does not stand.
    private const string Sales =
        "select unit, created_at / 86400000000 as day, count(*), cast(sum(amount - refunded_amount) as bigint) "
        + "from transactions where program_id = @ProgramId and referred_by = @owner and archived_at is null "
        + "and deleted_at is null and (amount = 0 or refunded_amount < amount) "
        + "group by unit, created_at / 86400000000";

    private const string Converted =
        "select t.unit, r.unit, r.picos, t.created_at / 86400000000 as day, t.amount - t.refunded_amount "
        + "from transactions t join sale_rates r on r.program_id = t.program_id and r.sale = t.number "
        + "where t.program_id = @ProgramId and t.referred_by = @owner and t.archived_at is null "
        + "and t.deleted_at is null and t.refunded_amount < t.amount";

    // Whoever has a standing sale counts on the day of the oldest one of them, for whom that one counts.
    private const string Buyers =
        "select t.created_at / 86400000000 as day, count(*) from transactions t join (select min(number) as number "
        + "from transactions where program_id = @ProgramId and referred_by = @owner and archived_at is null "
        + "and deleted_at is null and (amount = 0 or refunded_amount < amount) and customer_number is not null "
        + "group by customer_number) as f on f.number = t.number where t.program_id = @ProgramId "
        + "and not exists (select 1 from owner_bindings b join transactions e on e.program_id = b.program_id "
        + "and e.customer_number = b.customer and e.number < t.number and e.referred_by <> t.referred_by "
        + "and e.archived_at is null and e.deleted_at is null and (e.amount = 0 or e.refunded_amount < e.amount) "
        + "where b.program_id = t.program_id and b.customer = t.customer_number) "
        + "group by t.created_at / 86400000000";

    private const string OfCustomer =
        "select number, referred_by, created_at / 86400000000 as day from transactions where program_id = @ProgramId "
        + "and customer_number = @customer and archived_at is null and deleted_at is null "
        + "and (amount = 0 or refunded_amount < amount) order by number";

    private readonly RewardRules rules = turn.Settings.Rules ?? RewardRules.None;
    private readonly long today = turn.Now / UtcMicros.PerDay;

    /// <inheritdoc/>
    public RunningSum Sum(long owner, string unit, long windowDays)
    {
        if (turn.Get(RunningSum.Table, owner)?.Since != rules.CountedSince)
        {
            CountOwner(owner);
        }

        return turn.Get(RunningSum.Table, owner, windowDays, unit) is { } sum && sum.Since == rules.CountedSince
            ? sum
            : Empty(owner, unit, windowDays);
    }

    /// <inheritdoc/>
    public RunningSum? Day(long owner, string unit, long day) =>
        turn.Get(RunningDay.Table, owner, day, unit) is { } row && row.Sum.Since == rules.CountedSince
            ? row.Sum
            : null;

    /// <inheritdoc/>
    public RunningCustomer Customer(long customer)
    {
        if (turn.Get(RunningCustomer.Table, customer) is { } row && row.Since == rules.CountedSince)
        {
            return row;
        }

        var standing = turn.Ask<(long Number, long? Owner, long Day)>(
            OfCustomer,
            new { turn.Program.ProgramId, customer }
        );
        var first = standing.FirstOrDefault(sale => sale.Owner is not null);
        var counted = new RunningCustomer
        {
            Customer = customer,
            Sales = standing.Count,
            ReferredSales = standing.Count(sale => sale.Owner is not null),
            CountsFor = first.Owner,
            CountedDay = first.Day,
        };
        PutCustomer(counted);
        return turn.Get(RunningCustomer.Table, customer)!;
    }

    /// <inheritdoc/>
    public void PutSum(RunningSum sum) => turn.Put(RunningSum.Table, Stamped(sum));

    /// <inheritdoc/>
    public void PutDay(RunningSum day)
    {
        // Read first: whoever puts a row unread knows that it is new.
        turn.Get(RunningDay.Table, day.Owner, day.Day, day.Unit);
        turn.Put(
            RunningDay.Table,
            new() { ProgramId = turn.Program.ProgramId, Sum = Stamped(day) with { WindowDays = 1 } }
        );
    }

    /// <inheritdoc/>
    public void PutCustomer(RunningCustomer customer) =>
        turn.Put(
            RunningCustomer.Table,
            customer with
            {
                ProgramId = turn.Program.ProgramId,
                Since = rules.CountedSince,
            }
        );

    private RunningSum Stamped(RunningSum sum) =>
        sum with
        {
            ProgramId = turn.Program.ProgramId,
            Since = rules.CountedSince,
        };

    private RunningSum Empty(long owner, string unit, long windowDays) =>
        new()
        {
            Owner = owner,
            Unit = unit,
            WindowDays = windowDays,
            Day = today,
        };

    private void CountOwner(long owner)
    {
        var of = new { turn.Program.ProgramId, owner };
        var found = new Dictionary<(string Unit, long Day), RunningSum>();
        foreach (var (unit, day, sales, amount) in turn.Ask<(string, long, long, long)>(Sales, of))
        {
            Add(found, Empty(owner, unit, 0) with { Day = day, Amount = amount });
            Add(found, Empty(owner, "", 0) with { Day = day, Sales = sales });
        }

        foreach (var (from, to, picos, day, amount) in AskConverted(of))
        {
            var rate = new ConversionRate
            {
                From = from,
                To = to,
                Picos = picos,
            };
            Add(found, Empty(owner, to, 0) with { Day = day, Amount = rate.Of(amount) });
        }

        foreach (var (day, signUps) in turn.Ask<(long, long)>(OwnerBinding.SignUpsSql, of))
        {
            Add(found, Empty(owner, "", 0) with { Day = day, SignUps = signUps });
        }

        foreach (var (day, buyers) in turn.Ask<(long, long)>(Buyers, of))
        {
            Add(found, Empty(owner, "", 0) with { Day = day, Customers = buyers });
        }

        var windows = rules.Needs.Windows;
        foreach (var unit in found.Keys.Select(key => key.Unit).Append("").Distinct().ToList())
        {
            foreach (var window in windows.Of(unit).Prepend(0))
            {
                var sum = found
                    .Values.Where(day => day.Unit == unit && (window == 0 || day.Day > today - window))
                    .Aggregate(Empty(owner, unit, window), (sum, day) => sum.Plus(day));
                turn.Get(RunningSum.Table, owner, window, unit);
                PutSum(sum);
            }
        }

        foreach (var day in found.Values.Where(day => day.Day > today - windows.Longest(day.Unit)))
        {
            PutDay(day);
        }
    }

    private IReadOnlyList<(string From, string To, long Picos, long Day, long Amount)> AskConverted(object of) =>
        rules.Needs.ReadsRevenue ? turn.Ask<(string, string, long, long, long)>(Converted, of) : [];

    private static void Add(Dictionary<(string Unit, long Day), RunningSum> found, RunningSum day) =>
        found[(day.Unit, day.Day)] = found.TryGetValue((day.Unit, day.Day), out var known) ? known.Plus(day) : day;
}
