using Byway.Storage;

namespace Byway.Balances;

/// <summary>The sum of the postings of one owner on one ledger account in one unit.</summary>
public sealed record Balance
{
    /// <summary>Its table.</summary>
    public static readonly Table<Balance> Table = new Table<Balance>("balances", Read)
        .Number("program_id", row => row.ProgramId)
        .Number("owner", row => row.Owner)
        .Text("account", row => row.Account)
        .Text("unit", row => row.Unit)
        .Number("number", row => row.Number)
        .Number("amount", row => row.Amount)
        .Number("postings", row => row.Postings)
        .Text("hash", row => row.Hash)
        .Key(
            row => new(row.ProgramId, row.Owner, Text: row.Account, Text2: row.Unit),
            ("program_id", KeyPart.Program),
            ("owner", KeyPart.A),
            ("account", KeyPart.Text),
            ("unit", KeyPart.Text2)
        )
        .NotInJournal()
        .Remembered(_ => true);

    /// <summary>All balances of an owner.</summary>
    public static readonly LookUp<Balance> ByOwner = Table.By(
        row => new(row.ProgramId, row.Owner),
        ("program_id", KeyPart.Program),
        ("owner", KeyPart.A)
    );

    /// <summary>The program.</summary>
    public required long ProgramId { get; init; }

    /// <summary>A partner or customer; 0 for the program itself.</summary>
    public required long Owner { get; init; }

    /// <summary>One of <see cref="LedgerAccount"/>.</summary>
    public required string Account { get; init; }

    /// <summary>Currency or own unit.</summary>
    public required string Unit { get; init; }

    /// <summary>1, 2, 3 … in its program.</summary>
    public required long Number { get; init; }

    /// <summary>Micros; what is owed to the owner is positive.</summary>
    public required long Amount { get; init; }

    /// <summary>How many postings.</summary>
    public required long Postings { get; init; }

    /// <summary>Hash of the last posting, lower-case hex.</summary>
    public required string Hash { get; init; }

    /// <summary>A balance nothing has been posted on.</summary>
    /// <param name="programId">The program.</param>
    /// <param name="owner">A partner or customer; 0 for the program.</param>
    /// <param name="account">The ledger account.</param>
    /// <param name="unit">Currency or own unit.</param>
    /// <param name="number">Its number.</param>
    public static Balance Empty(long programId, long owner, string account, string unit, long number) =>
        new()
        {
            ProgramId = programId,
            Owner = owner,
            Account = account,
            Unit = unit,
            Number = number,
            Amount = 0,
            Postings = 0,
            Hash = "",
        };

    private static Balance Read(RowReader row) =>
        new()
        {
            ProgramId = row.Number(0),
            Owner = row.Number(1),
            Account = row.Text(2),
            Unit = row.Text(3),
            Number = row.Number(4),
            Amount = row.Number(5),
            Postings = row.Number(6),
            Hash = row.Text(7),
        };
}
