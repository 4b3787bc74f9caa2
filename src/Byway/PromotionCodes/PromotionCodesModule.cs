using Byway.Http;

namespace Byway.PromotionCodes;

/// <summary>The routes of coupons and promotion codes.</summary>
public static class PromotionCodesModule
{
    /// <summary>Maps them.</summary>
    /// <param name="routes">Where.</param>
    public static void MapPromotionCodes(this IEndpointRouteBuilder routes)
    {
        IReadOnlyList<FieldNote> coupon = [PutCoupon.CodeNote];
        routes.Api("GET", "/v1/coupons", For.All, ListCoupons.Handle, ListCoupons.ListNote);
        routes.Api("POST", "/v1/coupons", For.All, PostCoupon.Handle, PostCoupon.Note);
        routes.Api("PUT", "/v1/coupons", For.All, PutCoupon.Handle, PutCoupon.Note.InBody(coupon));
        routes.Api("DELETE", "/v1/coupons", For.All, DeleteCoupon.Handle, DeleteCoupon.Note.InBody(coupon));
        routes.Api("GET", "/v1/coupons/{uuid_code}", For.All, ListCoupons.One, ListCoupons.OneNote);
        routes.Api("PUT", "/v1/coupons/{uuid_code}", For.All, PutCoupon.Handle, PutCoupon.Note);
        routes.Api("DELETE", "/v1/coupons/{uuid_code}", For.All, DeleteCoupon.Handle, DeleteCoupon.Note);

        var change = PutPromotionCode.Note.InBody([PutPromotionCode.CodeNote]);
        var delete = DeletePromotionCode.Note.InBody(DeletePromotionCode.Named);
        const string Codes = "/v1/promotion-codes";
        routes.Api("GET", Codes, For.All, ListPromotionCodes.Handle, ListPromotionCodes.ListNote);
        routes.Api("POST", Codes, For.All, PostPromotionCode.Handle, PostPromotionCode.Note);
        routes.Api("PUT", Codes, For.All, PutPromotionCode.Handle, change);
        routes.Api("DELETE", Codes, For.All, DeletePromotionCode.Handle, delete);
        routes.Api("POST", Codes + ":generate", For.Affiliate, GenerateCodes.Handle, GenerateCodes.Note);
        routes.Api("GET", Codes + "/{code}", For.All, ListPromotionCodes.One, ListPromotionCodes.OneNote);
        routes.Api("PUT", Codes + "/{code}", For.All, PutPromotionCode.Handle, PutPromotionCode.Note);
        routes.Api("DELETE", Codes + "/{code}", For.All, DeletePromotionCode.Handle, DeletePromotionCode.Note);

        // The singular is how older clients say it.
        const string Former = "/v1/promotion-code";
        routes.Api("POST", Former, For.All, PostPromotionCode.Handle, PostPromotionCode.Note.Former());
        routes.Api("PUT", Former, For.All, PutPromotionCode.Handle, change.Former());
        routes.Api("DELETE", Former, For.All, DeletePromotionCode.Handle, delete.Former());
    }
}
