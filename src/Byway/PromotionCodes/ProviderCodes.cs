using System.Text.Json;
using Byway.Http;
using Byway.Journal;
using Byway.Turns;

namespace Byway.PromotionCodes;

/// <summary>
/// Coupons and promotion codes that a billing provider tells of. What it tells stands in their metadata as
/// <c>source</c> and <c>source_id</c>.
/// </summary>
public static class ProviderCodes
{
    /// <summary>Makes a coupon, or changes the one that is known.</summary>
    /// <param name="turn">The turn.</param>
    /// <param name="known">The coupon; null to make one.</param>
    /// <param name="told">What the provider tells.</param>
    /// <param name="actor">Who asked.</param>
    public static Coupon PutCoupon(Turn turn, Coupon? known, ToldCode told, string actor)
    {
        var before = known ?? NewCoupon(turn, told);
        var coupon = before with
        {
            Name = told.Name ?? before.Name,
            IsActive = told.IsActive,
            DiscountType = told.AmountOff is null ? "percent" : "static",
            DiscountAmount = told.AmountOff ?? told.PercentOff ?? before.DiscountAmount,
            IsDateLimited = told.ExpiresAt is not null,
            DateLimit = told.ExpiresAt,
            IsTimesLimited = told.MostTimes is not null,
            TimesLimit = told.MostTimes,
        };
        if (coupon == known)
        {
            return coupon;
        }

        coupon = coupon with { UpdatedAt = turn.Now };
        turn.Put(Coupon.Table, coupon);
        turn.Append(
            new()
            {
                Kind = known is null ? EntryKind.CouponCreated : EntryKind.CouponUpdated,
                Subject = coupon.Number,
                Decision = Decision.Plain,
                Request = told.Request.Json,
                Answer = JsonSerializer.SerializeToUtf8Bytes(CouponView.Of(turn, coupon), WireJson.Relaxed.CouponView),
            },
            actor
        );
        return coupon;
    }

    /// <summary>Makes a promotion code, or changes the one that is known; null when it cannot be made.</summary>
    /// <param name="turn">The turn.</param>
    /// <param name="coupon">The coupon it gives.</param>
    /// <param name="known">The promotion code; null to make one.</param>
    /// <param name="told">What the provider tells.</param>
    /// <param name="partner">Whose it is; null for nobody's, or as it was.</param>
    /// <param name="actor">Who asked.</param>
    public static PromotionCode? PutCode(
        Turn turn,
        Coupon coupon,
        PromotionCode? known,
        ToldCode told,
        long? partner,
        string actor
    )
    {
        if (known is null)
        {
            return CodeText.FaultOf(told.Code!, CodeText.LongestOfPromotion) is null
                ? Make(turn, coupon, told, partner, actor)
                : null;
        }

        var code = known with
        {
            IsActive = told.IsActive,
            IsDateLimited = told.ExpiresAt is not null,
            DateLimit = told.ExpiresAt,
            IsTimesLimited = told.MostTimes is not null,
            TimesLimit = told.MostTimes,
        };
        return Change(turn, known, OfPartner(code, partner), told.Request, actor);
    }

    /// <summary>Gives the coupon's codes that are nobody's to a partner.</summary>
    /// <param name="turn">The turn.</param>
    /// <param name="coupon">The coupon.</param>
    /// <param name="partner">The partner.</param>
    /// <param name="request">What the entries say of the request.</param>
    /// <param name="actor">Who asked.</param>
    public static void Give(Turn turn, Coupon coupon, long partner, RequestText request, string actor)
    {
        foreach (var code in turn.Find(PromotionCode.ByCoupon, coupon.Number).Where(code => code.Partners.Count == 0))
        {
            Change(turn, code, OfPartner(code, partner), request, actor);
        }
    }

    private static PromotionCode OfPartner(PromotionCode code, long? partner) =>
        partner is { } number && code.Partners.Count == 0
            ? code with
            {
                IsPartnerLimited = true,
                Partners = [number],
            }
            : code;

    private static PromotionCode Change(
        Turn turn,
        PromotionCode before,
        PromotionCode after,
        RequestText request,
        string actor
    )
    {
        if (before == after)
        {
            return before;
        }

        after = after with { UpdatedAt = turn.Now };
        turn.Put(PromotionCode.Table, after);
        turn.Append(
            new()
            {
                Kind = EntryKind.PromotionCodeUpdated,
                Subject = after.Number,
                Person = NewPromotionCode.PersonOf(after),
                Decision = Decision.Plain,
                Request = request.Json,
                Answer = PromotionCodeView.Json(turn, after),
            },
            actor
        );
        return after;
    }

    private static PromotionCode? Make(Turn turn, Coupon coupon, ToldCode told, long? partner, string actor)
    {
        var terms = new PromotionCode
        {
            ProgramId = turn.Program.ProgramId,
            Number = 0,
            Coupon = coupon.Number,
            Code = "",
            CodeFolded = null,
            CreatedAt = 0,
            UpdatedAt = 0,
            IsActive = told.IsActive,
            IsDateLimited = told.ExpiresAt is not null,
            DateLimit = told.ExpiresAt,
            IsTimesLimited = told.MostTimes is not null,
            TimesLimit = told.MostTimes,
            IsPartnerLimited = partner is not null,
            Metadata = told.Marker,
        };
        var fields = new PromotionCodeFields
        {
            Path = "",
            Code = told.Code,
            Terms = terms,
            Partners = partner is { } number ? [turn.Get(Partners.Partner.Table, number)!.Id!] : null,
        };
        NewPromotionCode.Make(turn, coupon, fields, new(), actor);
        return PromotionCodeFinder.ByCode(turn, told.Code!);
    }

    private static Coupon NewCoupon(Turn turn, ToldCode told)
    {
        var isFree =
            CodeText.FaultOf(told.CouponId, CodeText.LongestOfCoupon) is null
            && !CouponFinder.IsTaken(turn, told.CouponId);
        var code = isFree ? told.CouponId : CodeText.New(made => CouponFinder.IsTaken(turn, made));
        return new()
        {
            ProgramId = turn.Program.ProgramId,
            Number = turn.NextNumber,
            Code = code,
            CodeFolded = code.ToLowerInvariant(),
            Name = told.Name ?? told.CouponId,
            IsActive = true,
            DiscountType = "percent",
            DiscountAmount = 0,
            DurationType = "lifetime",
            Metadata = told.Marker,
            CreatedAt = turn.Now,
            UpdatedAt = turn.Now,
        };
    }
}

/// <summary>What a provider tells of a coupon or promotion code.</summary>
/// <param name="CouponId">The provider's id of the coupon.</param>
/// <param name="Code">What buyers type; null for none.</param>
/// <param name="Name">For people; null for none.</param>
/// <param name="IsActive">Whether it gives anything.</param>
/// <param name="PercentOff">Percent in micros; null for none.</param>
/// <param name="AmountOff">Micros; null for none.</param>
/// <param name="MostTimes">How often it may be used; null for always.</param>
/// <param name="ExpiresAt">Unix microseconds; null for never.</param>
/// <param name="Marker">The metadata that says where it comes from.</param>
/// <param name="Request">What entries say of the request.</param>
public sealed record ToldCode(
    string CouponId,
    string? Code,
    string? Name,
    bool IsActive,
    long? PercentOff,
    long? AmountOff,
    long? MostTimes,
    long? ExpiresAt,
    string Marker,
    RequestText Request
);
