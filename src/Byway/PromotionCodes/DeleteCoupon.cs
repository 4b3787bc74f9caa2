using System.Text.Json;
using Byway.Http;
using Byway.Journal;
using Byway.Programs;
using Byway.Turns;

namespace Byway.PromotionCodes;

/// <summary>
/// <c>DELETE /v1/coupons/{uuid_code}</c> and <c>DELETE /v1/coupons</c> (the code in the body): removes a coupon with
/// its promotion codes; all these codes are free again.
/// </summary>
public sealed class DeleteCoupon : Change
{
    /// <summary>What the API's document says about it.</summary>
    public static readonly RouteNote Note = new("deleteCoupon", "Remove a coupon with its promotion codes.")
    {
        More = "Its code, and theirs, are free again.",
        Path = PutCoupon.PathNote,
        Answer = AnswerNote.Done("The coupon and its promotion codes are gone."),
        Refusals = [RefusalCode.NotFound, RefusalCode.InvalidFields],
    };

    private readonly string code;

    private DeleteCoupon(Caller caller, string code)
        : base(caller) => this.code = code;

    /// <summary>Answers the route.</summary>
    /// <param name="call">The call.</param>
    public static async Task<Answer> Handle(ApiCall call)
    {
        // Shape
        var code = PutCoupon.CodeOf(call);
        return call.Check.HasFaults ? call.Check.Refusal() : await call.Take(new DeleteCoupon(call.Caller, code!));
    }

    /// <inheritdoc/>
    public override Answer Take(Turn turn)
    {
        // Facts
        if (CouponFinder.ByCode(turn, code) is not { } coupon)
        {
            return Answer.NotFound("Coupon");
        }

        // Effects
        foreach (var promotionCode in turn.Find(PromotionCode.ByCoupon, coupon.Number).ToList())
        {
            turn.Put(
                PromotionCode.Table,
                promotionCode with
                {
                    CodeFolded = null,
                    DeletedAt = turn.Now,
                    UpdatedAt = turn.Now,
                }
            );
        }

        coupon = coupon with { CodeFolded = null, PromotionCodes = 0, DeletedAt = turn.Now, UpdatedAt = turn.Now };
        turn.Put(Coupon.Table, coupon);
        turn.Append(
            new()
            {
                Kind = EntryKind.CouponDeleted,
                Subject = coupon.Number,
                Decision = Decision.Plain,
                Request = RequestText.Nothing,
                Answer = JsonSerializer.SerializeToUtf8Bytes(CouponView.Of(turn, coupon), WireJson.Relaxed.CouponView),
            },
            Caller.Actor
        );
        return Answer.Done;
    }
}
