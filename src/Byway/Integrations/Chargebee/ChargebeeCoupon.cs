using System.Text.Json;
using Byway.Values;

namespace Byway.Integrations.Chargebee;

/// <summary>
/// What coupons come to. Buyers type a coupon's id, or a code of one of its sets; the partner stands in the
/// <c>meta_data</c> of the coupon or of the set.
/// </summary>
public static class ChargebeeCoupon
{
    /// <summary>The facts of an event's coupon or coupon codes.</summary>
    /// <param name="told">The event.</param>
    public static IEnumerable<BillingFact> Facts(ChargebeeEvent told)
    {
        var coupon = told.Content.Object("coupon");
        if (!told.Type.StartsWith("coupon_code", StringComparison.Ordinal))
        {
            var isDeleted = told.Type == "coupon_deleted";
            return coupon.Id("id") is null ? [] : [Coupon(coupon, told, isDeleted)];
        }

        // Events tell a code only when it is deleted; one that is told anyway is as good.
        var set = told.Content.Object("coupon_set");
        return told
            .Content.Objects("coupon_codes")
            .Append(told.Content.Object("coupon_code"))
            .Where(code => code.Id("code") is not null)
            .Select(code => Code(code, set, coupon, told));
    }

    private static BillingCode Coupon(JsonElement coupon, ChargebeeEvent told, bool isDeleted)
    {
        var money = ChargebeeMoney.Of(coupon);
        var isPercentage = coupon.Text("discount_type") == "percentage";
        return new()
        {
            OccurredAt = told.OccurredAt,
            Id = coupon.Id("id")!,
            Code = coupon.Id("id"),
            Name = coupon.Text("name"),
            PartnerKey = ChargebeeParty.Attached(coupon, "partner_key"),
            PercentOff = isPercentage ? PercentOf(coupon) : null,
            AmountOff = !isPercentage && coupon.Has("discount_amount") ? money?.Of(coupon, "discount_amount") : null,
            Unit = isPercentage || !coupon.Has("discount_amount") ? null : money?.Unit,
            MaxRedemptions = coupon.Whole("max_redemptions") is > 0 and var most ? most : null,
            ExpiresAt = coupon.Time("valid_till"),
            IsActive = !isDeleted && (coupon.Text("status") ?? "active") == "active",
        };
    }

    private static BillingCode Code(JsonElement code, JsonElement set, JsonElement coupon, ChargebeeEvent told) =>
        Coupon(coupon, told, isDeleted: false) with
        {
            Id = code.Id("code")!,
            Code = code.Id("code"),
            CouponId = code.Id("coupon_id") ?? coupon.Id("id"),
            Name = set.Text("name") ?? code.Text("coupon_set_name") ?? coupon.Text("name"),
            PartnerKey = ChargebeeParty.Attached(set, "partner_key") ?? ChargebeeParty.Attached(coupon, "partner_key"),
            MaxRedemptions = 1,
            IsActive = told.Type != "coupon_codes_deleted" && code.Text("status") != "archived",
        };

    private static long? PercentOf(JsonElement coupon) =>
        coupon.Text("discount_percentage") is { } text
        && Micros.Read(text, out var percent) == MicrosRead.Read
        && percent is >= 0 and <= 100 * Micros.PerWhole
            ? Percent.OfMicros(percent).PartsPerMillion
            : null;
}
