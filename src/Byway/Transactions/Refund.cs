using Byway.Storage;

namespace Byway.Transactions;

/// <summary>Money given back for a sale, or disputed; or waiting for the sale to arrive.</summary>
public sealed record Refund
{
    /// <summary>Its table.</summary>
    public static readonly Table<Refund> Table = new Table<Refund>("refunds", Read)
        .Number("program_id", row => row.ProgramId)
        .Number("number", row => row.Number)
        .Number("transaction_number", row => row.TransactionNumber)
        .Personal("key", row => row.Key)
        .Number("amount", row => row.Amount)
        .Number("counted_amount", row => row.CountedAmount)
        .Number("created_at", row => row.CreatedAt)
        .Text("dispute", row => row.Dispute)
        .Text("amount_by", row => row.AmountBy)
        .Key(row => new(row.ProgramId, row.Number), ("program_id", KeyPart.Program), ("number", KeyPart.A));

    /// <summary>The refunds and disputes of a sale.</summary>
    public static readonly LookUp<Refund> ByTransaction = Table.By(
        row => row.TransactionNumber is { } sale ? new(row.ProgramId, sale) : null,
        ("program_id", KeyPart.Program),
        ("transaction_number", KeyPart.A)
    );

    /// <summary>The program.</summary>
    public required long ProgramId { get; init; }

    /// <summary>Internal number: the sequence of its first entry.</summary>
    public required long Number { get; init; }

    /// <summary>The sale; null while it waits.</summary>
    public long? TransactionNumber { get; init; }

    /// <summary>The merchant's key of the refund or dispute.</summary>
    public string? Key { get; init; }

    /// <summary>As reported, in micros; 0 for a dispute of the whole sale.</summary>
    public required long Amount { get; init; }

    /// <summary>What of it counts: a sale is taken back at most once over, and a dispute that was won not at all.
    /// </summary>
    public required long CountedAmount { get; init; }

    /// <summary>When it occurred; Unix microseconds.</summary>
    public required long CreatedAt { get; init; }

    /// <summary>One of <see cref="DisputeStatus"/>; null for a refund.</summary>
    public string? Dispute { get; init; }

    /// <summary>The status with which a dispute's amount was reported; null when it is of the whole sale.</summary>
    public string? AmountBy { get; init; }

    /// <summary>As the rule sees it.</summary>
    public GivenBack ToGivenBack() => new(Number, Amount, CountedAmount, Dispute, AmountBy);

    private static Refund Read(RowReader row) =>
        new()
        {
            ProgramId = row.Number(0),
            Number = row.Number(1),
            TransactionNumber = row.NumberOrNull(2),
            Key = row.TextOrNull(3),
            Amount = row.Number(4),
            CountedAmount = row.Number(5),
            CreatedAt = row.Number(6),
            Dispute = row.TextOrNull(7),
            AmountBy = row.TextOrNull(8),
        };
}
