using Byway.Storage;

namespace Byway.Rewards;

/// <summary>What a partner or customer earned by one sale, or was given by hand.</summary>
public sealed record Reward
{
    /// <summary>Its table.</summary>
    public static readonly Table<Reward> Table = new Table<Reward>("rewards", Read)
        .Number("program_id", row => row.ProgramId)
        .Number("number", row => row.Number)
        .Number("transaction_number", row => row.TransactionNumber)
        .Number("beneficiary", row => row.Beneficiary)
        .Text("unit", row => row.Unit)
        .Number("amount", row => row.Amount)
        .Number("reversed_amount", row => row.ReversedAmount)
        .Text("status", row => row.Status)
        .Text("account", row => row.Account)
        .Number("version", row => row.Version)
        .Number("held_until", row => row.HeldUntil)
        .Number("created_at", row => row.CreatedAt)
        .Number("updated_at", row => row.UpdatedAt)
        .Number("sequence", row => row.Sequence)
        .Number("payout", row => row.Payout)
        .Text("part", row => row.Part)
        .Text("signals", row => row.Signals)
        .Number("review_until", row => row.ReviewUntil)
        .Key(row => new(row.ProgramId, row.Number), ("program_id", KeyPart.Program), ("number", KeyPart.A));

    /// <summary>The rewards of a sale.</summary>
    public static readonly LookUp<Reward> ByTransaction = Table.By(
        row => new(row.ProgramId, row.TransactionNumber),
        ("program_id", KeyPart.Program),
        ("transaction_number", KeyPart.A)
    );

    /// <summary>The program.</summary>
    public required long ProgramId { get; init; }

    /// <summary>1, 2, 3 … in its program.</summary>
    public required long Number { get; init; }

    /// <summary>The sale; 0 when no one sale earned it, or it was given by hand.</summary>
    public required long TransactionNumber { get; init; }

    /// <summary>The partner or customer who earned it.</summary>
    public required long Beneficiary { get; init; }

    /// <summary>Currency or own unit.</summary>
    public required string Unit { get; init; }

    /// <summary>As earned, in micros.</summary>
    public required long Amount { get; init; }

    /// <summary>Taken back so far, in micros.</summary>
    public required long ReversedAmount { get; init; }

    /// <summary>One of <see cref="RewardStatus"/>.</summary>
    public required string Status { get; init; }

    /// <summary>The ledger account the standing part is on: held, payable or paid.</summary>
    public required string Account { get; init; }

    /// <summary>The settings version that decided.</summary>
    public required long Version { get; init; }

    /// <summary>End of its review period; null while signals hold it.</summary>
    public long? HeldUntil { get; init; }

    /// <summary>Unix microseconds.</summary>
    public required long CreatedAt { get; init; }

    /// <summary>Unix microseconds.</summary>
    public required long UpdatedAt { get; init; }

    /// <summary>The journal entry that earned it, which explains it; 0 for none known.</summary>
    public required long Sequence { get; init; }

    /// <summary>The payout that paid it.</summary>
    public long? Payout { get; init; }

    /// <summary>What of it was not taken back, in micros.</summary>
    public long StandingAmount => Amount - ReversedAmount;

    /// <summary>True when its value has left the balance: paid out, or paid elsewhere.</summary>
    public bool IsPaid => Payout is not null || Account == Balances.LedgerAccount.Paid;

    /// <summary>False when it was rejected, or taken back in full with its sale.</summary>
    public bool Stands => Status is not (RewardStatus.Reversed or RewardStatus.Rejected);

    /// <summary>One of <see cref="RewardPart"/>.</summary>
    public string Part { get; init; } = RewardPart.Main;

    /// <summary>The signals that held it when it was earned, comma-separated; null for none.</summary>
    public string? Signals { get; init; }

    /// <summary>The end of the review period it goes on with once the owner has approved it; null for none.</summary>
    public long? ReviewUntil { get; init; }

    /// <summary>True while signals hold it: until the owner approves or rejects it, however long that takes.</summary>
    public bool IsHeldBySignals => Signals is not null && HeldUntil is null && Status == RewardStatus.ReviewPeriod;

    private static Reward Read(RowReader row) =>
        new()
        {
            ProgramId = row.Number(0),
            Number = row.Number(1),
            TransactionNumber = row.Number(2),
            Beneficiary = row.Number(3),
            Unit = row.Text(4),
            Amount = row.Number(5),
            ReversedAmount = row.Number(6),
            Status = row.Text(7),
            Account = row.Text(8),
            Version = row.Number(9),
            HeldUntil = row.NumberOrNull(10),
            CreatedAt = row.Number(11),
            UpdatedAt = row.Number(12),
            Sequence = row.Number(13),
            Payout = row.NumberOrNull(14),
            Part = row.Text(15),
            Signals = row.TextOrNull(16),
            ReviewUntil = row.NumberOrNull(17),
        };
}
