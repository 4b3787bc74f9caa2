using Byway.Http;

namespace Byway.PromotionCodes;

/// <summary><c>GET /v1/coupons</c> and <c>GET /v1/coupons/{uuid_code}</c>.</summary>
public static class ListCoupons
{
    /// <summary>What the API's document says about the list.</summary>
    public static readonly RouteNote ListNote = new("listCoupons", "List the coupons, newest first.")
    {
        Query = Page.Notes,
        Answer = AnswerNote.Whole("A page of coupons.", typeof(PageView<CouponView>)),
        Refusals = [RefusalCode.InvalidFields],
    };

    /// <summary>What the API's document says about one.</summary>
    public static readonly RouteNote OneNote = new("getCoupon", "Get a coupon.")
    {
        Path = PutCoupon.PathNote,
        Answer = AnswerNote.One(200, "The coupon.", typeof(CouponView)),
        Refusals = [RefusalCode.NotFound],
    };

    /// <summary>Answers the list.</summary>
    /// <param name="call">The call.</param>
    public static async Task<Answer> Handle(ApiCall call)
    {
        // Shape
        var page = Page.Of(call.Fields);
        if (call.Check.HasFaults)
        {
            return call.Check.Refusal();
        }

        // Facts
        var coupons = await call.Database.List(
            Coupon.Table,
            $"where program_id = @ProgramId and deleted_at is null{page.Tail()}",
            new
            {
                call.Program.ProgramId,
                page.After,
                page.Take,
                page.Skip,
            }
        );
        var sales = await Redemptions.Keys(call, coupons.Select(coupon => coupon.Redemptions));
        return Answer.Whole(
            page.Answer(
                call,
                coupons,
                coupon => coupon.Number,
                [.. coupons.Select(coupon => CouponView.Of(coupon, sales))]
            ),
            WireJson.Relaxed.CouponPage
        );
    }

    /// <summary>Answers one.</summary>
    /// <param name="call">The call.</param>
    public static async Task<Answer> One(ApiCall call) =>
        await CouponFinder.ByCode(call, call.PathKey("uuid_code")) is { } coupon
            ? Answer.Of(
                CouponView.Of(coupon, await Redemptions.Keys(call, [coupon.Redemptions])),
                WireJson.Relaxed.CouponView
            )
            : Answer.NotFound("Coupon");
}
