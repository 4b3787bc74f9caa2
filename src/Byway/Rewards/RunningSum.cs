using Byway.Storage;

namespace Byway.Rewards;

/// <summary>What an owner has brought in all, or over a rolling window; kept as it happens.</summary>
public sealed record RunningSum
{
    /// <summary>Its table.</summary>
    public static readonly Table<RunningSum> Table = new Table<RunningSum>("running_sums", Read)
        .Number("program_id", row => row.ProgramId)
        .Number("owner", row => row.Owner)
        .Text("unit", row => row.Unit)
        .Number("window_days", row => row.WindowDays)
        .Number("since", row => row.Since)
        .Number("day", row => row.Day)
        .Number("sign_ups", row => row.SignUps)
        .Number("customers", row => row.Customers)
        .Number("sales", row => row.Sales)
        .Number("amount", row => row.Amount)
        .Key(
            row => new(row.ProgramId, row.Owner, row.WindowDays, row.Unit),
            ("program_id", KeyPart.Program),
            ("owner", KeyPart.A),
            ("unit", KeyPart.Text),
            ("window_days", KeyPart.B)
        )
        .Remembered(_ => true);

    /// <summary>The program.</summary>
    public long ProgramId { get; init; }

    /// <summary>A partner or referring customer.</summary>
    public required long Owner { get; init; }

    /// <summary>Of the amount; empty for the counts.</summary>
    public required string Unit { get; init; }

    /// <summary>Over how many days; 0 for all time.</summary>
    public required long WindowDays { get; init; }

    /// <summary>The version from which it was kept; a row of another one says nothing.</summary>
    public long Since { get; init; }

    /// <summary>The last day of its window; days since 1970-01-01.</summary>
    public long Day { get; init; }

    /// <summary>Customers bound.</summary>
    public long SignUps { get; init; }

    /// <summary>Customers with a standing sale.</summary>
    public long Customers { get; init; }

    /// <summary>Standing sales.</summary>
    public long Sales { get; init; }

    /// <summary>What they come to, in micros.</summary>
    public long Amount { get; init; }

    /// <summary>The row with more counted.</summary>
    /// <param name="added">What is added, or taken out if negative.</param>
    /// <param name="sign">1 or −1.</param>
    public RunningSum Plus(RunningSum added, int sign = 1) =>
        this with
        {
            SignUps = SignUps + (sign * added.SignUps),
            Customers = Customers + (sign * added.Customers),
            Sales = Sales + (sign * added.Sales),
            Amount = (long)Int128.Clamp((Int128)Amount + (sign * added.Amount), long.MinValue + 1, long.MaxValue),
        };

    /// <summary>One of the counts.</summary>
    /// <param name="kind">Which, a <see cref="RunningKind"/>.</param>
    public long Of(string kind) =>
        kind switch
        {
            RunningKind.SignUps => SignUps,
            RunningKind.Customers => Customers,
            RunningKind.Sales => Sales,
            _ => Amount,
        };

    private static RunningSum Read(RowReader row) =>
        new()
        {
            ProgramId = row.Number(0),
            Owner = row.Number(1),
            Unit = row.Text(2),
            WindowDays = row.Number(3),
            Since = row.Number(4),
            Day = row.Number(5),
            SignUps = row.Number(6),
            Customers = row.Number(7),
            Sales = row.Number(8),
            Amount = row.Number(9),
        };
}

/// <summary>What happened on one day, so that windows can let it go; kept only where a window is asked for.</summary>
public sealed record RunningDay
{
    /// <summary>Its table.</summary>
    public static readonly Table<RunningDay> Table = new Table<RunningDay>("running_days", Read)
        .Number("program_id", row => row.ProgramId)
        .Number("owner", row => row.Sum.Owner)
        .Text("unit", row => row.Sum.Unit)
        .Number("day", row => row.Sum.Day)
        .Number("since", row => row.Sum.Since)
        .Number("sign_ups", row => row.Sum.SignUps)
        .Number("customers", row => row.Sum.Customers)
        .Number("sales", row => row.Sum.Sales)
        .Number("amount", row => row.Sum.Amount)
        .Key(
            row => new(row.ProgramId, row.Sum.Owner, row.Sum.Day, row.Sum.Unit),
            ("program_id", KeyPart.Program),
            ("owner", KeyPart.A),
            ("unit", KeyPart.Text),
            ("day", KeyPart.B)
        );

    /// <summary>The program.</summary>
    public long ProgramId { get; init; }

    /// <summary>What happened on <see cref="RunningSum.Day"/>.</summary>
    public required RunningSum Sum { get; init; }

    private static RunningDay Read(RowReader row) =>
        new()
        {
            ProgramId = row.Number(0),
            Sum = new()
            {
                ProgramId = row.Number(0),
                Owner = row.Number(1),
                Unit = row.Text(2),
                WindowDays = 1,
                Day = row.Number(3),
                Since = row.Number(4),
                SignUps = row.Number(5),
                Customers = row.Number(6),
                Sales = row.Number(7),
                Amount = row.Number(8),
            },
        };
}

/// <summary>How many of a customer's sales stand, and for whom the customer counts as one who has bought.</summary>
public sealed record RunningCustomer
{
    /// <summary>Its table.</summary>
    public static readonly Table<RunningCustomer> Table = new Table<RunningCustomer>("running_customers", Read)
        .Number("program_id", row => row.ProgramId)
        .Number("customer", row => row.Customer)
        .Number("since", row => row.Since)
        .Number("sales", row => row.Sales)
        .Number("referred_sales", row => row.ReferredSales)
        .Number("counts_for", row => row.CountsFor)
        .Number("counted_day", row => row.CountedDay)
        .Key(row => new(row.ProgramId, row.Customer), ("program_id", KeyPart.Program), ("customer", KeyPart.A));

    /// <summary>The program.</summary>
    public long ProgramId { get; init; }

    /// <summary>The customer.</summary>
    public required long Customer { get; init; }

    /// <summary>As in <see cref="RunningSum.Since"/>.</summary>
    public long Since { get; init; }

    /// <summary>Standing sales.</summary>
    public long Sales { get; init; }

    /// <summary>Those of them that count for somebody.</summary>
    public long ReferredSales { get; init; }

    /// <summary>For whom the first of those counted.</summary>
    public long? CountsFor { get; init; }

    /// <summary>The day of that sale.</summary>
    public long CountedDay { get; init; }

    private static RunningCustomer Read(RowReader row) =>
        new()
        {
            ProgramId = row.Number(0),
            Customer = row.Number(1),
            Since = row.Number(2),
            Sales = row.Number(3),
            ReferredSales = row.Number(4),
            CountsFor = row.NumberOrNull(5),
            CountedDay = row.Number(6),
        };
}

/// <summary>Where running totals are kept: the tables of a turn, or a test's memory.</summary>
public interface IRunningRows
{
    /// <summary>A sum; never null: what was not counted yet is 0.</summary>
    /// <param name="owner">A partner or referring customer.</param>
    /// <param name="unit">Of the amount; empty for the counts.</param>
    /// <param name="windowDays">0 for all time.</param>
    RunningSum Sum(long owner, string unit, long windowDays);

    /// <summary>What happened on a day; null for nothing.</summary>
    /// <param name="owner">A partner or referring customer.</param>
    /// <param name="unit">Of the amount; empty for the counts.</param>
    /// <param name="day">Days since 1970-01-01.</param>
    RunningSum? Day(long owner, string unit, long day);

    /// <summary>A customer's sales.</summary>
    /// <param name="customer">The customer.</param>
    RunningCustomer Customer(long customer);

    /// <summary>Keeps a sum.</summary>
    /// <param name="sum">As it is now.</param>
    void PutSum(RunningSum sum);

    /// <summary>Keeps a day.</summary>
    /// <param name="day">As it is now.</param>
    void PutDay(RunningSum day);

    /// <summary>Keeps a customer's sales.</summary>
    /// <param name="customer">As they are now.</param>
    void PutCustomer(RunningCustomer customer);
}
