namespace Byway.Tests.Http;

internal static partial class RouteRows
{
    private static Dictionary<string, RouteRow> PromotionCodeRows =>
        new(StringComparer.Ordinal)
        {
            ["POST /v1/coupons"] = RouteRow.Own(
                Nothing,
                """{"coupon_discount_type":"percent","coupon_discount_amount":5,"coupon_duration_type":"once"}"""
            ),
            // Partners are named in the codes that come along.
            ["POST /v1/coupons in affiliate"] = RouteRow.Within(
                Partner,
                """
                {"coupon_discount_type":"percent","coupon_discount_amount":5,"coupon_duration_type":"once",
                 "promotion_codes":[{"code":"NEW","limit_to_specific_partner":true,
                   "coupon_specific_partners":["THING"]}]}
                """
            ),
            ["GET /v1/coupons/{uuid_code}"] = RouteRow.Named(Coupon),
            ["PUT /v1/coupons/{uuid_code}"] = RouteRow.Named(Coupon, """{"name":"New"}"""),
            ["PUT /v1/coupons"] = RouteRow.Named(Coupon, """{"uuid_code":"THING","name":"New"}"""),
            ["DELETE /v1/coupons/{uuid_code}"] = RouteRow.Named(Coupon),
            ["DELETE /v1/coupons"] = RouteRow.Named(Coupon, """{"uuid_code":"THING"}"""),
            ["POST /v1/promotion-codes"] = RouteRow.Named(Coupon, """{"coupon_uuid":"THING","code":"NEW"}"""),
            ["POST /v1/promotion-codes:generate"] = RouteRow.Own(Nothing, """{"limit":10}"""),
            ["GET /v1/promotion-codes/{code}"] = RouteRow.Named(PromotionCode),
            ["PUT /v1/promotion-codes/{code}"] = RouteRow.Named(PromotionCode, """{"active":false}"""),
            ["PUT /v1/promotion-codes"] = RouteRow.Named(PromotionCode, """{"code":"THING","active":false}"""),
            ["DELETE /v1/promotion-codes/{code}"] = RouteRow.Named(PromotionCode),
            ["DELETE /v1/promotion-codes"] = RouteRow.Named(PromotionCode, """{"code":"THING"}"""),
            ["POST /v1/promotion-code"] = RouteRow.Named(CouponNumber, """{"coupon_id":THING,"code":"NEW"}"""),
            ["PUT /v1/promotion-code"] = RouteRow.Named(PromotionCode, """{"code":"THING","active":false}"""),
            ["DELETE /v1/promotion-code"] = RouteRow.Named(PromotionCode, """{"code":"THING"}"""),
        };

    private static Task<string> Coupon(ApiClient api) => Task.FromResult("WELCOME");

    private static async Task<string> CouponNumber(ApiClient api) => (await api.Get("/v1/coupons"))["data.0.id"]!;

    private static Task<string> PromotionCode(ApiClient api) => Task.FromResult("HELLO");

    /// <summary>A coupon with a promotion code, and how the codes of partners look.</summary>
    private static async Task FillCoupons(ApiClient api)
    {
        (
            await api.Post(
                "/v1/coupons",
                $$$"""
                {"uuid_code":"WELCOME","name":"{{{Canary}}}","coupon_discount_type":"percent",
                 "coupon_discount_amount":5,"coupon_duration_type":"once",
                 "promotion_codes":[{"code":"HELLO","metadata":{"note":"{{{Canary}}}"}}]}
                """
            )
        ).Is(201);
        var settings = """{"promotion_code_pattern":"{random}","promotion_code_coupon":"WELCOME"}""";
        (await api.Put("/v1/program/settings", settings)).Is(200);
    }
}
