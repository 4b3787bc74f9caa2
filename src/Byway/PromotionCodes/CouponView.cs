using System.Text.Json;
using Byway.Http;
using Byway.Turns;
using Byway.Values;

namespace Byway.PromotionCodes;

/// <summary>A coupon as the wire writes it.</summary>
public sealed record CouponView
{
    /// <summary>Its number in the program, which older clients send as <c>coupon_id</c>.</summary>
    public required long Id { get; init; }

    /// <summary>For people.</summary>
    public required string Name { get; init; }

    /// <summary>Its code.</summary>
    public required string UuidCode { get; init; }

    /// <summary>False when it gives nothing at present.</summary>
    public required bool Active { get; init; }

    /// <summary><c>percent</c> or <c>static</c>.</summary>
    public required string CouponDiscountType { get; init; }

    /// <summary>Percent, or an amount in the program's currency.</summary>
    public required MajorUnits CouponDiscountAmount { get; init; }

    /// <summary><c>once</c>, <c>hours</c>, <c>days</c>, <c>months</c>, <c>years</c> or <c>lifetime</c>.</summary>
    public required string CouponDurationType { get; init; }

    /// <summary>How many hours, days, months or years.</summary>
    public required long? CouponDurationValue { get; init; }

    /// <summary>Whether it can be redeemed until a date only.</summary>
    public required bool RedemptionSpecificDateStatus { get; init; }

    /// <summary>That date; ISO 8601 or null.</summary>
    public required string? RedemptionSpecificDateValue { get; init; }

    /// <summary>Whether it can be redeemed so often only.</summary>
    public required bool RedemptionTimesStatus { get; init; }

    /// <summary>How often.</summary>
    public required long? RedemptionTimesValue { get; init; }

    /// <summary>The merchant's own fields; <c>[]</c> when there are none.</summary>
    public required JsonElement Metadata { get; init; }

    /// <summary><c>redemptions</c>: the newest hundred; <c>[]</c> when there are none.</summary>
    public required JsonElement AdditionalInfo { get; init; }

    /// <summary>How often it was redeemed.</summary>
    public required long TimesRedeemed { get; init; }

    /// <summary>ISO 8601.</summary>
    public required string CreatedAt { get; init; }

    /// <summary>ISO 8601.</summary>
    public required string UpdatedAt { get; init; }

    /// <summary>ISO 8601 or null.</summary>
    public required string? DeletedAt { get; init; }

    /// <summary>A coupon's view.</summary>
    /// <param name="coupon">The coupon.</param>
    /// <param name="sales">Keys of the sales that redeemed it, by number.</param>
    public static CouponView Of(Coupon coupon, IReadOnlyDictionary<long, string> sales) =>
        new()
        {
            Id = coupon.Number,
            Name = coupon.Name,
            UuidCode = coupon.Code,
            Active = coupon.IsActive,
            CouponDiscountType = coupon.DiscountType,
            CouponDiscountAmount = new(coupon.DiscountAmount),
            CouponDurationType = coupon.DurationType,
            CouponDurationValue = coupon.DurationValue,
            RedemptionSpecificDateStatus = coupon.IsDateLimited,
            RedemptionSpecificDateValue = coupon.DateLimit is { } date ? UtcMicros.ToText(date) : null,
            RedemptionTimesStatus = coupon.IsTimesLimited,
            RedemptionTimesValue = coupon.TimesLimit,
            Metadata = FreeMap.View(coupon.Metadata),
            AdditionalInfo = RedemptionsView.Of(coupon.Redemptions, sales),
            TimesRedeemed = coupon.TimesRedeemed,
            CreatedAt = UtcMicros.ToText(coupon.CreatedAt),
            UpdatedAt = UtcMicros.ToText(coupon.UpdatedAt),
            DeletedAt = coupon.DeletedAt is { } at ? UtcMicros.ToText(at) : null,
        };

    /// <summary>A coupon's view inside a turn.</summary>
    /// <param name="turn">The turn.</param>
    /// <param name="coupon">The coupon.</param>
    public static CouponView Of(Turn turn, Coupon coupon) =>
        Of(coupon, PromotionCodes.Redemptions.Keys(turn, coupon.Redemptions));
}

/// <summary>What creating and updating a coupon answers.</summary>
/// <param name="Data">The coupon.</param>
/// <param name="Message">What was done, as a sentence.</param>
public sealed record CouponAnswerView(CouponView Data, string Message)
{
    /// <summary>Always false: no other system is connected.</summary>
    public bool SynchronizationEnabled { get; init; }

    /// <summary>Always false.</summary>
    public bool SynchronizationSuccessful { get; init; }

    /// <summary>Always null.</summary>
    public string? SynchronizationMessage { get; init; }

    /// <summary>Always 1.</summary>
    public int Status { get; init; } = 1;
}

/// <summary>One redemption as the wire writes it.</summary>
/// <param name="RedeemedAt">ISO 8601.</param>
/// <param name="TransactionKey">The sale's key.</param>
public sealed record RedemptionView(string RedeemedAt, string? TransactionKey);

/// <summary>Redemptions inside <c>additional_info</c>.</summary>
/// <param name="Redemptions">The newest hundred, the oldest of them first.</param>
public sealed record RedemptionsView(IReadOnlyList<RedemptionView> Redemptions)
{
    /// <summary>As the wire writes it: <c>[]</c> when there are none.</summary>
    /// <param name="shown">The newest redemptions.</param>
    /// <param name="sales">Keys of the sales, by number.</param>
    public static JsonElement Of(string shown, IReadOnlyDictionary<long, string> sales) =>
        shown.Length == 0
            ? JsonElement.Parse("[]")
            : JsonSerializer.SerializeToElement(
                new RedemptionsView(PromotionCodes.Redemptions.Views(shown, sales)),
                WireJson.Relaxed.RedemptionsView
            );
}
