using Byway.Journal;
using Byway.Values;

namespace Byway.PromotionCodes;

/// <summary>
/// Whether a promotion code applies to a sale or sign-up, and to which partner it leads. Pure. A code that does not
/// apply fails nothing: the sale or sign-up is taken without it, and its decision says why.
/// </summary>
public static class PromotionCodeRule
{
    /// <summary>What a code comes to.</summary>
    /// <param name="facts">Everything it may depend on.</param>
    public static CodeVerdict Judge(CodeFacts facts)
    {
        var fault = FaultOf(facts);
        var partners = facts.Code.IsPartnerLimited ? facts.Code.Partners : [];
        // Of several partners nobody can say whose sale it is, unless the customer belongs to one of them.
        var partner =
            facts.BoundTo is { } bound && partners.Contains(bound) ? bound
            : partners.Count == 1 ? partners[0]
            : (long?)null;
        return new(
            fault,
            partner,
            partner is not null ? null
                : partners.Count == 0 ? DecisionCode.PromotionCodeWithoutPartner
                : DecisionCode.PromotionCodeShared
        );
    }

    /// <summary>
    /// True when evidence says that a known code did not apply; one that nobody knows is the merchant's own affair.
    /// </summary>
    /// <param name="verdict">The evidence's verdict.</param>
    public static bool IsRefusal(string verdict) =>
        verdict
            is DecisionCode.PromotionCodeInactive
                or DecisionCode.PromotionCodeExpired
                or DecisionCode.PromotionCodeUsedUp
                or DecisionCode.PromotionCodeNotForCustomer
                or DecisionCode.PromotionCodeNotFirstOrder
                or DecisionCode.PromotionCodeUsedBefore
                or DecisionCode.PromotionCodeBelowMinimum;

    /// <summary>True for what is said of promotion codes only.</summary>
    /// <param name="verdict">The evidence's verdict.</param>
    public static bool IsOfCodes(string verdict) =>
        IsRefusal(verdict)
        || verdict
            is DecisionCode.PromotionCodeUnknown
                or DecisionCode.PromotionCodeWithoutPartner
                or DecisionCode.PromotionCodeShared;

    /// <summary>Why it does not apply; null when it does. What lasts comes before what another sale may change.</summary>
    private static string? FaultOf(CodeFacts facts)
    {
        var (code, coupon) = (facts.Code, facts.Coupon);
        // A sale that has redeemed it keeps it, however it is reported or decided again.
        return facts.IsRedeemed ? null
            : !code.IsActive || !coupon.IsActive ? DecisionCode.PromotionCodeInactive
            : IsOver(code.IsDateLimited, code.DateLimit, facts.At)
            || IsOver(coupon.IsDateLimited, coupon.DateLimit, facts.At)
                ? DecisionCode.PromotionCodeExpired
            : IsUsedUp(code.IsTimesLimited, code.TimesLimit, code.TimesRedeemed)
            || IsUsedUp(coupon.IsTimesLimited, coupon.TimesLimit, coupon.TimesRedeemed)
                ? DecisionCode.PromotionCodeUsedUp
            : !IsFor(code, facts) ? DecisionCode.PromotionCodeNotForCustomer
            : code.IsFirstOrderOnly && facts.OrdersBefore > 0 ? DecisionCode.PromotionCodeNotFirstOrder
            : facts.FirstUsedAt is { } first && IsUsedBefore(coupon, first, facts.At)
                ? DecisionCode.PromotionCodeUsedBefore
            : facts.IsSale && code.IsMinimumLimited && !(facts.Amount >= code.MinimumAmount)
                ? DecisionCode.PromotionCodeBelowMinimum
            : null;
    }

    private static bool IsOver(bool isLimited, long? limit, long at) => isLimited && at >= limit;

    private static bool IsUsedUp(bool isLimited, long? limit, long times) => isLimited && times >= limit;

    // Sales have no subscribers.
    private static bool IsFor(PromotionCode code, CodeFacts facts) =>
        !code.IsSubscriberLimited
        && (
            !code.IsCustomerLimited
            || (facts.Customer is { } customer && code.Customers.Contains(customer))
            || (facts.SameCustomer is { } other && code.Customers.Contains(other))
        );

    /// <summary>Half-open, like every period: at its end it is over.</summary>
    private static bool IsUsedBefore(Coupon coupon, long first, long at)
    {
        var length = (int)Math.Min(coupon.DurationValue ?? 0, 12_000);
        var begin = UtcMicros.ToDateTime(first);
        return coupon.DurationType switch
        {
            "once" => true,
            "hours" => at - first >= (coupon.DurationValue ?? 0) * 3600 * UtcMicros.PerSecond,
            "days" => at - first >= (coupon.DurationValue ?? 0) * UtcMicros.PerDay,
            "months" => at >= UtcMicros.OfUtc(begin.AddMonths(length)),
            "years" => at >= UtcMicros.OfUtc(begin.AddYears(Math.Min(length, 1000))),
            _ => false,
        };
    }
}

/// <summary>Everything that a promotion code's verdict may depend on.</summary>
/// <param name="Code">The code.</param>
/// <param name="Coupon">The coupon it gives.</param>
/// <param name="At">When the sale or sign-up occurred; Unix microseconds.</param>
public sealed record CodeFacts(PromotionCode Code, Coupon Coupon, long At)
{
    /// <summary>True for a sale, which has an amount.</summary>
    public bool IsSale { get; init; }

    /// <summary>The buyer's number; null for somebody new.</summary>
    public long? Customer { get; init; }

    /// <summary>The number of another record of the same buyer; null for none.</summary>
    public long? SameCustomer { get; init; }

    /// <summary>The partner to whom the buyer belongs.</summary>
    public long? BoundTo { get; init; }

    /// <summary>How many other sales of the buyer stand.</summary>
    public long OrdersBefore { get; init; }

    /// <summary>What was ordered for, in micros of the program's currency; null when it is not known in that.</summary>
    public long? Amount { get; init; }

    /// <summary>When the buyer used the coupon first; null for never.</summary>
    public long? FirstUsedAt { get; init; }

    /// <summary>True when this very sale has redeemed the code before.</summary>
    public bool IsRedeemed { get; init; }
}

/// <summary>What a promotion code comes to.</summary>
/// <param name="Fault">Why it does not apply; null when it does.</param>
/// <param name="Partner">The partner it leads to; null for none.</param>
/// <param name="PartnerFault">Why it leads to none.</param>
public sealed record CodeVerdict(string? Fault, long? Partner, string? PartnerFault);
