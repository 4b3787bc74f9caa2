using Byway.Storage;
using Byway.Values;

namespace Byway.Balances;

/// <summary>
/// What happened on one day for one owner in one unit; kept in the turn, so that nobody has to count.
/// </summary>
public sealed record Total
{
    /// <summary>Its table.</summary>
    public static readonly Table<Total> Table = new Table<Total>("totals", Read)
        .Number("program_id", row => row.ProgramId)
        .Number("owner", row => row.Owner)
        .Text("unit", row => row.Unit)
        .Number("day", row => row.Day)
        .Number("sign_ups", row => row.SignUps)
        .Number("sales", row => row.Sales)
        .Number("sales_amount", row => row.SalesAmount)
        .Number("rewarded_sales", row => row.RewardedSales)
        .Number("reward_amount", row => row.RewardAmount)
        .Key(
            row => new(row.ProgramId, row.Owner, row.Day, row.Unit),
            ("program_id", KeyPart.Program),
            ("owner", KeyPart.A),
            ("unit", KeyPart.Text),
            ("day", KeyPart.B)
        )
        .NotInJournal();

    /// <summary>All rows of an owner.</summary>
    public static readonly LookUp<Total> ByOwner = Table.By(
        row => new(row.ProgramId, row.Owner),
        ("program_id", KeyPart.Program),
        ("owner", KeyPart.A)
    );

    /// <summary>The program.</summary>
    public long ProgramId { get; init; }

    /// <summary>A partner or referring customer; 0 for the program.</summary>
    public required long Owner { get; init; }

    /// <summary>Currency or own unit; empty for sign-ups.</summary>
    public required string Unit { get; init; }

    /// <summary>Days since 1970-01-01.</summary>
    public required long Day { get; init; }

    /// <summary>Customers bound.</summary>
    public long SignUps { get; init; }

    /// <summary>Sales counted.</summary>
    public long Sales { get; init; }

    /// <summary>Micros.</summary>
    public long SalesAmount { get; init; }

    /// <summary>Sales whose reward stands.</summary>
    public long RewardedSales { get; init; }

    /// <summary>Micros, reversals subtracted.</summary>
    public long RewardAmount { get; init; }

    /// <summary>
    /// The sum of two rows of the same owner, unit and day; null when it leaves the range of amounts.
    /// </summary>
    /// <param name="added">The other.</param>
    public Total? Plus(Total added)
    {
        var sales = (Int128)SalesAmount + added.SalesAmount;
        var rewards = (Int128)RewardAmount + added.RewardAmount;
        return Int128.Max(Int128.Abs(sales), Int128.Abs(rewards)) > Micros.Largest
            ? null
            : this with
            {
                SignUps = SignUps + added.SignUps,
                Sales = Sales + added.Sales,
                SalesAmount = (long)sales,
                RewardedSales = RewardedSales + added.RewardedSales,
                RewardAmount = (long)rewards,
            };
    }

    private static Total Read(RowReader row) =>
        new()
        {
            ProgramId = row.Number(0),
            Owner = row.Number(1),
            Unit = row.Text(2),
            Day = row.Number(3),
            SignUps = row.Number(4),
            Sales = row.Number(5),
            SalesAmount = row.Number(6),
            RewardedSales = row.Number(7),
            RewardAmount = row.Number(8),
        };
}
