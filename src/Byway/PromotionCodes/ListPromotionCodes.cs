using Byway.Http;

namespace Byway.PromotionCodes;

/// <summary><c>GET /v1/promotion-codes</c> and <c>GET /v1/promotion-codes/{code}</c>.</summary>
public static class ListPromotionCodes
{
    /// <summary>What the API's document says about the list.</summary>
    public static readonly RouteNote ListNote = new("listPromotionCodes", "List the promotion codes, newest first.")
    {
        Query =
        [
            FieldNote.Text("coupon_uuid", "Only those of the coupon with this uuid_code.", "SUMMER25"),
            .. Page.Notes,
        ],
        Answer = AnswerNote.Whole("A page of promotion codes.", typeof(PageView<PromotionCodeView>)),
        Refusals = [RefusalCode.InvalidFields],
    };

    /// <summary>What the API's document says about one.</summary>
    public static readonly RouteNote OneNote = new("getPromotionCode", "Get a promotion code.")
    {
        Path = PutPromotionCode.PathNote,
        Answer = AnswerNote.One(200, "The promotion code.", typeof(PromotionCodeView)),
        Refusals = [RefusalCode.NotFound],
    };

    /// <summary>Answers the list.</summary>
    /// <param name="call">The call.</param>
    public static async Task<Answer> Handle(ApiCall call)
    {
        // Shape
        var couponCode = call.Fields.Text("coupon_uuid", CodeText.LongestOfCoupon);
        var page = Page.Of(call.Fields);
        if (call.Check.HasFaults)
        {
            return call.Check.Refusal();
        }

        // Facts
        var coupon = couponCode is null ? null : await CouponFinder.ByCode(call, couponCode);
        var codes = await call.Database.List(
            PromotionCode.Table,
            "where program_id = @ProgramId and deleted_at is null"
                + (couponCode is null ? "" : " and coupon = @Coupon")
                + page.Tail(),
            new
            {
                call.Program.ProgramId,
                Coupon = coupon?.Number ?? -1,
                page.After,
                page.Take,
                page.Skip,
            }
        );
        var names = await CodeNames.Of(call, codes);
        return Answer.Whole(
            page.Answer(
                call,
                codes,
                code => code.Number,
                [.. codes.Select(code => PromotionCodeView.Of(code, names))]
            ),
            WireJson.Relaxed.PromotionCodePage
        );
    }

    /// <summary>Answers one.</summary>
    /// <param name="call">The call.</param>
    public static async Task<Answer> One(ApiCall call) =>
        await PromotionCodeFinder.ByCode(call, call.PathKey("code")) is { } code
            ? Answer.Of(
                PromotionCodeView.Of(code, await CodeNames.Of(call, [code])),
                WireJson.Relaxed.PromotionCodeView
            )
            : Answer.NotFound("Promotion code");
}
