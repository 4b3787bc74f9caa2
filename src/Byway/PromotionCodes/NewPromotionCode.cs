using Byway.Http;
using Byway.Journal;
using Byway.Turns;

namespace Byway.PromotionCodes;

/// <summary>
/// Makes a promotion code, shared by <c>POST /v1/promotion-codes</c> and by coupons that come with codes.
/// </summary>
public static class NewPromotionCode
{
    /// <summary>The most codes of one coupon: deleting it deletes them all in one turn.</summary>
    public const int MostOfCoupon = 10_000;

    /// <summary>Says what making it will read.</summary>
    /// <param name="turn">The turn.</param>
    /// <param name="fields">The code.</param>
    public static void Prefetch(Turn turn, PromotionCodeFields fields)
    {
        if (fields.Code is not null)
        {
            PromotionCodeFinder.IsTaken(turn, fields.Code);
        }
    }

    /// <summary>Makes it, with an entry of its own; what cannot be is a fault.</summary>
    /// <param name="turn">The turn.</param>
    /// <param name="coupon">The coupon it gives.</param>
    /// <param name="fields">The code.</param>
    /// <param name="faults">Gets what cannot be.</param>
    /// <param name="actor">Who asked.</param>
    /// <returns>The resource answered; null when it cannot be.</returns>
    public static byte[]? Make(Turn turn, Coupon coupon, PromotionCodeFields fields, Check faults, string actor)
    {
        // Facts
        var here = new Check();
        var partners = PromotionCodeFields.PartnersOf(
            turn,
            fields.Partners ?? [],
            fields.Path + "coupon_specific_partners",
            here
        );
        var customers = PromotionCodeFields.CustomersOf(
            turn,
            fields.Customers ?? [],
            fields.Path + "coupon_specific_customers",
            here
        );
        if (fields.Code is not null && PromotionCodeFinder.IsTaken(turn, fields.Code))
        {
            here.Fault(fields.Path + "code", "The code has already been taken.");
        }

        // As the code before it in the same request has left it.
        coupon = turn.Get(Coupon.Table, coupon.Number)!;
        if (coupon.PromotionCodes >= MostOfCoupon)
        {
            here.Fault(fields.Path + "code", $"The coupon has {MostOfCoupon} promotion codes, and cannot have more.");
        }

        // Decision
        if (here.HasFaults)
        {
            here.CopyTo(faults);
            return null;
        }

        // Effects
        var text = fields.Code ?? CodeText.New(code => PromotionCodeFinder.IsTaken(turn, code));
        var made = fields.Terms with
        {
            Number = turn.NextNumber,
            Coupon = coupon.Number,
            Code = text,
            CodeFolded = text.ToLowerInvariant(),
            Partners = partners,
            Customers = customers,
            CreatedAt = turn.Now,
            UpdatedAt = turn.Now,
        };
        turn.Put(PromotionCode.Table, made);
        turn.Put(Coupon.Table, coupon with { PromotionCodes = coupon.PromotionCodes + 1 });
        var resource = PromotionCodeView.Json(turn, made);
        turn.Append(
            new()
            {
                Kind = EntryKind.PromotionCodeCreated,
                Subject = made.Number,
                Person = PersonOf(made),
                Decision = Decision.Plain,
                Request = fields.AddTo(new RequestText().Add("coupon_uuid", coupon.Code)).Json,
                Answer = resource,
            },
            actor
        );
        return resource;
    }

    /// <summary>Whose names stand in a code's answer; of several people the first.</summary>
    /// <param name="code">The code.</param>
    public static long? PersonOf(PromotionCode code) =>
        code.Partners.Concat(code.Customers).Select(number => (long?)number).FirstOrDefault();
}
