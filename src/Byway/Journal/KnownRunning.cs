using Byway.Rewards;
using Byway.Values;

namespace Byway.Journal;

/// <summary>
/// Running totals in memory, kept as the server keeps them in tables: whoever was not counted since the rules began to
/// ask is counted when a rule first asks, from what the journal has told until then.
/// </summary>
/// <param name="known">What it has told.</param>
public sealed class KnownRunning(KnownState known) : IRunningRows
{
    private readonly Dictionary<(long Owner, string Unit, long Window), RunningSum> sums = [];
    private readonly Dictionary<(long Owner, string Unit, long Day), RunningSum> days = [];
    private readonly Dictionary<long, RunningCustomer> customers = [];
    private RewardRules rules = RewardRules.None;
    private long today;

    /// <summary>Totals as rules read them at a time.</summary>
    /// <param name="rules">The rules in force.</param>
    /// <param name="now">Unix microseconds.</param>
    public RunningBook At(RewardRules rules, long now)
    {
        this.rules = rules;
        today = now / UtcMicros.PerDay;
        return new(this, rules.Needs.Windows, today);
    }

    /// <inheritdoc/>
    public RunningSum Sum(long owner, string unit, long windowDays)
    {
        if (!sums.TryGetValue((owner, "", 0), out var all) || all.Since != rules.CountedSince)
        {
            CountOwner(owner);
        }

        return sums.TryGetValue((owner, unit, windowDays), out var sum) && sum.Since == rules.CountedSince
            ? sum
            : Empty(owner, unit, windowDays);
    }

    /// <inheritdoc/>
    public RunningSum? Day(long owner, string unit, long day) =>
        days.TryGetValue((owner, unit, day), out var row) && row.Since == rules.CountedSince ? row : null;

    /// <inheritdoc/>
    public RunningCustomer Customer(long customer)
    {
        if (customers.TryGetValue(customer, out var row) && row.Since == rules.CountedSince)
        {
            return row;
        }

        var standing = known.SalesBy(customer).Select(sale => sale.Counted).Where(sale => sale.Stands).ToList();
        var first = standing.Find(sale => sale.Owner is not null);
        PutCustomer(
            new()
            {
                Customer = customer,
                Sales = standing.Count,
                ReferredSales = standing.Count(sale => sale.Owner is not null),
                CountsFor = first?.Owner,
                CountedDay = first?.Day ?? 0,
            }
        );
        return customers[customer];
    }

    /// <inheritdoc/>
    public void PutSum(RunningSum sum) => sums[(sum.Owner, sum.Unit, sum.WindowDays)] = Stamped(sum);

    /// <inheritdoc/>
    public void PutDay(RunningSum day) => days[(day.Owner, day.Unit, day.Day)] = Stamped(day);

    /// <inheritdoc/>
    public void PutCustomer(RunningCustomer customer) =>
        customers[customer.Customer] = customer with { Since = rules.CountedSince };

    /// <summary>
    /// True for a buyer whom the owner bound to somebody else, and whose first standing sale counts for that one.
    /// </summary>
    private bool CountsForAnother(long customer, long owner) =>
        known.Bindings.IsDecided(customer)
        && known.SalesBy(customer).FirstOrDefault(sale => sale is { ReferredBy: not null, Counted.Stands: true })
            is { } first
        && first.ReferredBy != owner;

    private RunningSum Stamped(RunningSum sum) =>
        sum.Since == rules.CountedSince ? sum : sum with { Since = rules.CountedSince };

    private RunningSum Empty(long owner, string unit, long windowDays) =>
        new()
        {
            Owner = owner,
            Unit = unit,
            WindowDays = windowDays,
            Since = rules.CountedSince,
            Day = today,
        };

    private void CountOwner(long owner)
    {
        var found = new Dictionary<(string Unit, long Day), RunningSum>();
        var buyers = new HashSet<long>();
        void Add(string unit, long day, Func<RunningSum, RunningSum> change) =>
            found[(unit, day)] = change(
                found.GetValueOrDefault((unit, day)) ?? Empty(owner, unit, 0) with { Day = day }
            );
        var counted = known.SalesFor(owner).Select(sale => sale.Counted with { Rate = sale.Rate });
        foreach (var sale in counted.Where(sale => sale.Stands))
        {
            Add(sale.Unit, sale.Day, sum => sum.Plus(Empty(owner, "", 0) with { Amount = sale.Amount }));
            Add("", sale.Day, sum => sum with { Sales = sum.Sales + 1 });
            if (rules.Needs.ReadsRevenue && sale.Rate is { } rate)
            {
                Add(rate.To, sale.Day, sum => sum.Plus(Empty(owner, "", 0) with { Amount = rate.Of(sale.Amount) }));
            }

            // Whoever has a standing sale counts on the day of the oldest one of them.
            if (sale.Customer is { } customer && buyers.Add(customer) && !CountsForAnother(customer, owner))
            {
                Add("", sale.Day, sum => sum with { Customers = sum.Customers + 1 });
            }
        }

        foreach (var boundAt in known.BindingsTo(owner))
        {
            Add("", boundAt / UtcMicros.PerDay, sum => sum with { SignUps = sum.SignUps + 1 });
        }

        var windows = rules.Needs.Windows;
        foreach (var unit in found.Keys.Select(key => key.Unit).Append("").Distinct().ToList())
        {
            foreach (var window in windows.Of(unit).Prepend(0))
            {
                PutSum(
                    found
                        .Values.Where(day => day.Unit == unit && (window == 0 || day.Day > today - window))
                        .Aggregate(Empty(owner, unit, window), (sum, day) => sum.Plus(day))
                );
            }
        }

        foreach (var day in found.Values.Where(day => day.Day > today - windows.Longest(day.Unit)))
        {
            PutDay(day);
        }
    }
}
