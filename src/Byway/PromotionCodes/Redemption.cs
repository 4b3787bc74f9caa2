using Byway.Storage;

namespace Byway.PromotionCodes;

/// <summary>That a coupon or promotion code was redeemed by a sale; what makes redeeming repeatable.</summary>
public sealed record Redemption
{
    /// <summary>Its table.</summary>
    public static readonly Table<Redemption> Table = new Table<Redemption>("redemptions", Read)
        .Number("program_id", row => row.ProgramId)
        .Number("subject", row => row.Subject)
        .Text("key_hash", row => row.KeyHash)
        .Number("transaction_number", row => row.TransactionNumber)
        .Number("redeemed_at", row => row.RedeemedAt)
        .Key(
            row => new(row.ProgramId, row.Subject, Text: row.KeyHash),
            ("program_id", KeyPart.Program),
            ("subject", KeyPart.A),
            ("key_hash", KeyPart.Text)
        );

    /// <summary>The program.</summary>
    public required long ProgramId { get; init; }

    /// <summary>The coupon's or promotion code's number.</summary>
    public required long Subject { get; init; }

    /// <summary>The transaction's key, hashed with the program's pepper.</summary>
    public required string KeyHash { get; init; }

    /// <summary>The transaction.</summary>
    public required long TransactionNumber { get; init; }

    /// <summary>Unix microseconds.</summary>
    public required long RedeemedAt { get; init; }

    private static Redemption Read(RowReader row) =>
        new()
        {
            ProgramId = row.Number(0),
            Subject = row.Number(1),
            KeyHash = row.Text(2),
            TransactionNumber = row.Number(3),
            RedeemedAt = row.Number(4),
        };
}
