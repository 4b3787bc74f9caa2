using Byway.Storage;

namespace Byway.Signals;

/// <summary>What a referrer has brought, as far as signals read it; kept as it happens.</summary>
public sealed record SignalCount
{
    /// <summary>Its table.</summary>
    public static readonly Table<SignalCount> Table = new Table<SignalCount>("signal_counts", Read)
        .Number("program_id", row => row.ProgramId)
        .Number("owner", row => row.Owner)
        .Number("since", row => row.Since)
        .Number("day", row => row.Day)
        .Number("sign_ups", row => row.SignUps)
        .Number("sales", row => row.Sales)
        .Number("all_sales", row => row.AllSales)
        .Number("taken_back", row => row.TakenBack)
        .Key(row => new(row.ProgramId, row.Owner), ("program_id", KeyPart.Program), ("owner", KeyPart.A))
        .Remembered(_ => true);

    /// <summary>The program.</summary>
    public required long ProgramId { get; init; }

    /// <summary>A partner or referring customer.</summary>
    public required long Owner { get; init; }

    /// <summary>The version from which it was kept; a row of another one says nothing.</summary>
    public required long Since { get; init; }

    /// <summary>The last day of the window; days since 1970-01-01.</summary>
    public required long Day { get; init; }

    /// <summary>Sign-ups in the window.</summary>
    public long SignUps { get; init; }

    /// <summary>Sales in the window, whatever became of them.</summary>
    public long Sales { get; init; }

    /// <summary>Sales of all time.</summary>
    public long AllSales { get; init; }

    /// <summary>Those of them that were refunded, even in part, archived or deleted.</summary>
    public long TakenBack { get; init; }

    private static SignalCount Read(RowReader row) =>
        new()
        {
            ProgramId = row.Number(0),
            Owner = row.Number(1),
            Since = row.Number(2),
            Day = row.Number(3),
            SignUps = row.Number(4),
            Sales = row.Number(5),
            AllSales = row.Number(6),
            TakenBack = row.Number(7),
        };
}

/// <summary>What a referrer has brought on one day, so that the window can let it go.</summary>
public sealed record SignalDay
{
    /// <summary>Its table.</summary>
    public static readonly Table<SignalDay> Table = new Table<SignalDay>("signal_days", Read)
        .Number("program_id", row => row.ProgramId)
        .Number("owner", row => row.Owner)
        .Number("day", row => row.Day)
        .Number("since", row => row.Since)
        .Number("sign_ups", row => row.SignUps)
        .Number("sales", row => row.Sales)
        .Key(
            row => new(row.ProgramId, row.Owner, row.Day),
            ("program_id", KeyPart.Program),
            ("owner", KeyPart.A),
            ("day", KeyPart.B)
        );

    /// <summary>The program.</summary>
    public required long ProgramId { get; init; }

    /// <summary>A partner or referring customer.</summary>
    public required long Owner { get; init; }

    /// <summary>Days since 1970-01-01.</summary>
    public required long Day { get; init; }

    /// <summary>As in <see cref="SignalCount.Since"/>.</summary>
    public required long Since { get; init; }

    /// <summary>Sign-ups.</summary>
    public long SignUps { get; init; }

    /// <summary>Sales.</summary>
    public long Sales { get; init; }

    private static SignalDay Read(RowReader row) =>
        new()
        {
            ProgramId = row.Number(0),
            Owner = row.Number(1),
            Day = row.Number(2),
            Since = row.Number(3),
            SignUps = row.Number(4),
            Sales = row.Number(5),
        };
}

/// <summary>What signals read of a customer.</summary>
public sealed record SignalCustomer
{
    /// <summary>Its table.</summary>
    public static readonly Table<SignalCustomer> Table = new Table<SignalCustomer>("signal_customers", Read)
        .Number("program_id", row => row.ProgramId)
        .Number("customer", row => row.Customer)
        .Text("click_id", row => row.ClickId)
        .Number("last_sale_at", row => row.LastSaleAt)
        .Key(row => new(row.ProgramId, row.Customer), ("program_id", KeyPart.Program), ("customer", KeyPart.A));

    /// <summary>The program.</summary>
    public required long ProgramId { get; init; }

    /// <summary>The customer.</summary>
    public required long Customer { get; init; }

    /// <summary>The name of the click id that came with the sign-up.</summary>
    public string? ClickId { get; init; }

    /// <summary>When the customer's latest sale occurred; Unix microseconds.</summary>
    public long? LastSaleAt { get; init; }

    private static SignalCustomer Read(RowReader row) =>
        new()
        {
            ProgramId = row.Number(0),
            Customer = row.Number(1),
            ClickId = row.TextOrNull(2),
            LastSaleAt = row.NumberOrNull(3),
        };
}
