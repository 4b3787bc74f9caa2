namespace Byway.Integrations.Stripe;

/// <summary>Coupons and promotion codes.</summary>
public static class StripeCodes
{
    // A percentage comes as micros of a percent; one part per million is a hundred of them.
    private const long MicrosPerPart = 100;

    /// <summary>What a coupon says.</summary>
    /// <param name="coupon">The coupon.</param>
    /// <param name="isDeleted">Whether it was deleted.</param>
    /// <param name="occurredAt">When.</param>
    public static IReadOnlyList<BillingFact> Coupon(StripeObject coupon, bool isDeleted, long occurredAt) =>
        coupon.Id is { } id
            ?
            [
                WithGift(
                    new()
                    {
                        OccurredAt = occurredAt,
                        Id = id,
                        Name = coupon.Text("name"),
                        PartnerKey = coupon.Object("metadata").Text(StripeParty.PartnerKey),
                        MaxRedemptions = Positive(coupon.Whole("max_redemptions")),
                        ExpiresAt = coupon.Time("redeem_by"),
                        IsActive = !isDeleted && coupon.Flag("deleted") != true && coupon.Flag("valid") != false,
                    },
                    coupon
                ),
            ]
            : StripeTranslation.Note(occurredAt, "The coupon has no id.");

    /// <summary>What a promotion code says.</summary>
    /// <param name="code">The promotion code; its coupon is expanded before 2025-09-30, and named since.</param>
    /// <param name="occurredAt">When.</param>
    public static IReadOnlyList<BillingFact> PromotionCode(StripeObject code, long occurredAt)
    {
        var promotion = code.Object("promotion");
        var coupon = promotion.Object("coupon") is { IsThere: true } inner ? inner : code.Object("coupon");
        return code.Id is { } id && code.Text("code") is { } typed
            ?
            [
                WithGift(
                    new()
                    {
                        OccurredAt = occurredAt,
                        Id = id,
                        CouponId = promotion.IdOf("coupon") ?? code.IdOf("coupon"),
                        Code = typed,
                        Name = coupon.Text("name"),
                        PartnerKey =
                            code.Object("metadata").Text(StripeParty.PartnerKey)
                            ?? coupon.Object("metadata").Text(StripeParty.PartnerKey),
                        MaxRedemptions = Positive(code.Whole("max_redemptions")),
                        ExpiresAt = code.Time("expires_at"),
                        IsActive = code.Flag("active") != false,
                    },
                    coupon
                ),
            ]
            : StripeTranslation.Note(occurredAt, "The promotion code has no id or code.");
    }

    private static BillingCode WithGift(BillingCode code, StripeObject coupon)
    {
        var percent = coupon.Decimal("percent_off");
        var unit = StripeMoney.UnitOf(coupon.Text("currency"));
        var amount = coupon.Whole("amount_off");
        return percent is > 0 and <= 100_000_000 ? code with { PercentOff = percent / MicrosPerPart }
            : amount is > 0 && unit is not null && StripeMoney.ToMicros(amount.Value, unit) is { } micros
                ? code with
                {
                    AmountOff = micros,
                    Unit = unit,
                }
            : code;
    }

    private static long? Positive(long? number) => number is > 0 ? number : null;
}
