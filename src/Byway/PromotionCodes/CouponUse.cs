using Byway.Storage;

namespace Byway.PromotionCodes;

/// <summary>That a customer has used a coupon, and since when: what a coupon that counts once or for a time asks.</summary>
public sealed record CouponUse
{
    /// <summary>Its table.</summary>
    public static readonly Table<CouponUse> Table = new Table<CouponUse>("coupon_uses", Read)
        .Number("program_id", row => row.ProgramId)
        .Number("coupon", row => row.Coupon)
        .Number("customer", row => row.Customer)
        .Number("first_at", row => row.FirstAt)
        .Key(
            row => new(row.ProgramId, row.Coupon, row.Customer),
            ("program_id", KeyPart.Program),
            ("coupon", KeyPart.A),
            ("customer", KeyPart.B)
        );

    /// <summary>The program.</summary>
    public required long ProgramId { get; init; }

    /// <summary>The coupon's number.</summary>
    public required long Coupon { get; init; }

    /// <summary>The customer's number.</summary>
    public required long Customer { get; init; }

    /// <summary>When the first sale that redeemed it occurred; Unix microseconds.</summary>
    public required long FirstAt { get; init; }

    private static CouponUse Read(RowReader row) =>
        new()
        {
            ProgramId = row.Number(0),
            Coupon = row.Number(1),
            Customer = row.Number(2),
            FirstAt = row.Number(3),
        };
}
