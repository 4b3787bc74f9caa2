using System.Text.Json;
using Byway.Journal;
using Byway.Partners;
using Byway.PromotionCodes;
using Byway.Turns;

namespace Byway.Integrations;

/// <summary>
/// Coupons and promotion codes of a billing provider are kept as ours, so that a sale with such a code finds its
/// partner. A change that is told late does not undo a newer one.
/// </summary>
/// <param name="facts">The turn.</param>
internal sealed class BillingCodes(FactTurn facts)
{
    // Percent is kept in micros: a part per million is a ten-thousandth of a percent.
    private const long MicrosOfPart = 100;
    private const int LongestName = 255;

    private readonly Turn turn = facts.Turn;

    /// <summary>Takes a coupon or promotion code.</summary>
    /// <param name="code">As the provider tells it.</param>
    public FactOutcome Take(BillingCode code)
    {
        // Facts
        var known = Known(code.Id);
        if (known is not null && known.ToldAt > code.OccurredAt)
        {
            return FactOutcome.Noted("A newer change of it was told before.");
        }

        var partner = code.PartnerKey is null ? null : PartnerFinder.Find(turn, new(null, code.PartnerKey, null));
        if (code.PartnerKey is not null && partner is null)
        {
            return FactOutcome.Noted("Nobody has the partner key that it names.");
        }

        // Effects
        var told = ToldOf(code);
        var before = turn.NextNumber;
        var row = code.CouponId is null
            ? Coupon(code, known, told, partner?.Number)
            : Code(code, known, told, partner?.Number);
        if (row is null)
        {
            return FactOutcome.Noted("Its code is in use already, or cannot be one here.");
        }

        if (row != known)
        {
            facts.Put(BilledCode.Table, row);
        }

        facts.Close(row.PromotionCode ?? row.Coupon, DecisionCode.Done, code.Id);
        return turn.NextNumber > before
            ? FactOutcome.Booked("The code is kept as it is at the provider.")
            : FactOutcome.Noted("It is known like this.");
    }

    private BilledCode? Coupon(BillingCode code, BilledCode? known, ToldCode told, long? partner)
    {
        var coupon = ProviderCodes.PutCoupon(turn, CouponOf(known), told, facts.Actor);
        partner ??= known?.Partner;
        var row = RowOf(code.Id, coupon.Number, known?.PromotionCode, partner, code.OccurredAt);
        if (partner is { } number)
        {
            ProviderCodes.Give(turn, coupon, number, told.Request, facts.Actor);
        }

        return code.Code is null ? row : row with { PromotionCode = CodeOf(coupon, known, told, partner)?.Number };
    }

    private BilledCode? Code(BillingCode code, BilledCode? known, ToldCode told, long? partner)
    {
        var parent = Known(code.CouponId!);
        var coupon = CouponOf(parent);
        if (coupon is null)
        {
            // Its coupon is told of later: until then it has a place, and gives nothing that is known.
            coupon = ProviderCodes.PutCoupon(
                turn,
                null,
                told with
                {
                    Name = null,
                    PercentOff = null,
                    AmountOff = null,
                    MostTimes = null,
                    ExpiresAt = null,
                    IsActive = true,
                },
                facts.Actor
            );
            facts.Put(BilledCode.Table, RowOf(code.CouponId!, coupon.Number, null, null, 0));
        }

        partner ??= known?.Partner ?? parent?.Partner;
        var made = CodeOf(coupon, known, told, partner);
        return made is null ? null : RowOf(code.Id, coupon.Number, made.Number, partner, code.OccurredAt);
    }

    private PromotionCode? CodeOf(Coupon coupon, BilledCode? known, ToldCode told, long? partner)
    {
        var code = known?.PromotionCode is { } number ? turn.Get(PromotionCode.Table, number) : null;
        if (code is { DeletedAt: not null } || (code is null && told.Code is null))
        {
            return null;
        }

        return code is null && PromotionCodeFinder.IsTaken(turn, told.Code!)
            ? null
            : ProviderCodes.PutCode(turn, coupon, code, told, partner, facts.Actor);
    }

    private Coupon? CouponOf(BilledCode? known) =>
        known is not null && turn.Get(PromotionCodes.Coupon.Table, known.Coupon) is { DeletedAt: null } coupon
            ? coupon
            : null;

    private BilledCode? Known(string id) => turn.Get(BilledCode.Table, text: facts.HashOf("code", id));

    private BilledCode RowOf(string id, long coupon, long? code, long? partner, long toldAt) =>
        new()
        {
            ProgramId = turn.Program.ProgramId,
            IdHash = facts.HashOf("code", id),
            Provider = facts.Provider,
            Coupon = coupon,
            PromotionCode = code,
            Partner = partner,
            ToldAt = toldAt,
        };

    private ToldCode ToldOf(BillingCode code)
    {
        var marker = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["source"] = facts.Provider,
            ["source_id"] = code.Id,
        };
        var name = code.Name?.Replace("\0", "", StringComparison.Ordinal);
        return new(
            code.CouponId ?? code.Id,
            code.Code,
            name is { Length: > 0 and <= LongestName } ? name : null,
            code.IsActive,
            code.PercentOff * MicrosOfPart,
            code.AmountOff,
            code.MaxRedemptions,
            code.ExpiresAt,
            JsonSerializer.Serialize(marker, StoredJson.Default.Pairs),
            new RequestText().Add("provider", facts.Provider).Add("id", code.Id).Add("code", code.Code)
        );
    }
}
