using System.Security.Cryptography;
using Byway.Http;
using Byway.Partners;
using Byway.Programs;
using Byway.Turns;

namespace Byway.PromotionCodes;

/// <summary>
/// Makes a partner's own promotion code by the program's pattern: when a partner begins to count, and for those who
/// count already by <c>POST /v1/promotion-codes:generate</c>.
/// </summary>
public static class PartnerCodes
{
    private const int RandomLetters = 5;

    /// <summary>True when the settings ask for codes.</summary>
    /// <param name="settings">The settings.</param>
    public static bool AreWanted(ProgramSettings settings) =>
        settings is { PromotionCodePattern: not CodePattern.None, PromotionCodeCoupon.Length: > 0 };

    /// <summary>The coupon that the codes give; null when there is none, or it has as many codes as it can.</summary>
    /// <param name="turn">The turn.</param>
    public static Coupon? CouponOf(Turn turn) =>
        AreWanted(turn.Settings)
        && CouponFinder.ByCode(turn, turn.Settings.PromotionCodeCoupon) is { } coupon
        && coupon.PromotionCodes < NewPromotionCode.MostOfCoupon
            ? coupon
            : null;

    /// <summary>Makes one, with an entry of its own. It never fails what the partner was made or approved by.</summary>
    /// <param name="turn">The turn.</param>
    /// <param name="partner">The partner.</param>
    /// <param name="actor">Who asked.</param>
    /// <returns>True when one was made.</returns>
    public static bool Make(Turn turn, Partner partner, string actor)
    {
        if (
            !partner.IsActive
            || CouponOf(turn) is not { } coupon
            || turn.Get(PartnerCode.Table, partner.Number, coupon.Number) is not null
        )
        {
            return false;
        }

        turn.Put(
            PartnerCode.Table,
            new()
            {
                ProgramId = turn.Program.ProgramId,
                Partner = partner.Number,
                Coupon = coupon.Number,
                Code = turn.NextNumber,
            }
        );
        var fields = PromotionCodeFields.OfPartner(turn, partner, TextFor(turn, partner, coupon));
        return NewPromotionCode.Make(turn, coupon, fields, new Check(), actor) is not null;
    }

    /// <summary>A code that nobody has, in any letter case: a buyer types it as it comes.</summary>
    private static string TextFor(Turn turn, Partner partner, Coupon coupon)
    {
        var parts = new CodeParts(
            partner.Name,
            partner.Surname,
            partner.Key,
            CodePattern.DiscountOf(coupon.DiscountAmount),
            Random(RandomLetters)
        );
        var text = CodePattern.Fill(turn.Settings.PromotionCodePattern, parts);
        var code = text;
        for (var more = 2; turn.Find(PromotionCode.ByCode, text: code.ToLowerInvariant()).Count > 0; more++)
        {
            code = text + Random(Math.Min(more, 16));
        }

        return code;
    }

    private static string Random(int length) => RandomNumberGenerator.GetString(CodePattern.Plain, length);
}
