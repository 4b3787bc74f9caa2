using Byway.Storage;

namespace Byway.Integrations;

/// <summary>Which coupon or promotion code of ours a billing provider's is.</summary>
public sealed record BilledCode
{
    /// <summary>Its table.</summary>
    public static readonly Table<BilledCode> Table = new Table<BilledCode>("billing_codes", Read)
        .Number("program_id", row => row.ProgramId)
        .Text("id_hash", row => row.IdHash)
        .Text("provider", row => row.Provider)
        .Number("coupon", row => row.Coupon)
        .Number("promotion_code", row => row.PromotionCode)
        .Number("partner", row => row.Partner)
        .Number("told_at", row => row.ToldAt)
        .Key(row => new(row.ProgramId, Text: row.IdHash), ("program_id", KeyPart.Program), ("id_hash", KeyPart.Text));

    /// <summary>The program.</summary>
    public required long ProgramId { get; init; }

    /// <summary>Hash of the provider's id.</summary>
    public required string IdHash { get; init; }

    /// <summary>The provider.</summary>
    public required string Provider { get; init; }

    /// <summary>The coupon.</summary>
    public required long Coupon { get; init; }

    /// <summary>The promotion code; null for a coupon that has none of its own.</summary>
    public long? PromotionCode { get; init; }

    /// <summary>The partner whose codes are; null for nobody.</summary>
    public long? Partner { get; init; }

    /// <summary>When the provider changed it; 0 while only its promotion codes told of it.</summary>
    public required long ToldAt { get; init; }

    private static BilledCode Read(RowReader row) =>
        new()
        {
            ProgramId = row.Number(0),
            IdHash = row.Text(1),
            Provider = row.Text(2),
            Coupon = row.Number(3),
            PromotionCode = row.NumberOrNull(4),
            Partner = row.NumberOrNull(5),
            ToldAt = row.Number(6),
        };
}
