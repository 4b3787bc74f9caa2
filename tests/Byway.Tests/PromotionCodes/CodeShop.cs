namespace Byway.Tests.PromotionCodes;

/// <summary>Promotion codes as a shop has them.</summary>
public static class CodeShop
{
    /// <summary>A coupon that gives 25 %.</summary>
    /// <param name="api">The shop.</param>
    /// <param name="code">Its code.</param>
    /// <param name="duration">How long it counts for a buyer.</param>
    /// <param name="more">Further members, with a comma in front.</param>
    public static async Task<Reply> Coupon(
        this ApiClient api,
        string code = "C",
        string duration = "\"lifetime\"",
        string more = ""
    ) =>
        (
            await api.Post(
                "/v1/coupons",
                $$"""
                {"uuid_code":"{{code}}","coupon_discount_type":"percent","coupon_discount_amount":25,
                "coupon_duration_type":{{duration}}{{more}}}
                """
            )
        ).Is(201);

    /// <summary>A promotion code.</summary>
    /// <param name="api">The shop.</param>
    /// <param name="code">The code.</param>
    /// <param name="partner">The partner it is bound to; null for none.</param>
    /// <param name="more">Further members, with a comma in front.</param>
    /// <param name="coupon">The coupon it gives.</param>
    public static async Task<Reply> Code(
        this ApiClient api,
        string code,
        string? partner = "anna",
        string more = "",
        string coupon = "C"
    )
    {
        var bound = partner is null
            ? ""
            : $$""","limit_to_specific_partner":true,"coupon_specific_partners":[{"id":"{{partner}}"}]""";
        return (
            await api.Post(
                "/v1/promotion-codes",
                $$"""{"coupon_uuid":"{{coupon}}","code":"{{code}}"{{bound}}{{more}}}"""
            )
        ).Is(201);
    }

    /// <summary>A sale with a promotion code.</summary>
    public static Task<Reply> SaleWith(
        this ApiClient api,
        string code,
        string key,
        string customer,
        string amount = "100",
        string more = ""
    ) => api.Sale(key, amount, customer, $",\"discount_code\":\"{code}\"{more}");

    /// <summary>What came of the code on a sale or sign-up, as its decision says.</summary>
    public static async Task<string?> VerdictOn(this ApiClient api, Reply reply, string field = "discount_code")
    {
        var entry = await api.Explain(reply);
        for (var at = 0; at < entry.Count("data.decision.evidence"); at++)
        {
            if (entry[$"data.decision.evidence.{at}.field"] == field)
            {
                return entry[$"data.decision.evidence.{at}.verdict"];
            }
        }

        return null;
    }

    /// <summary>How often a promotion code was redeemed.</summary>
    public static async Task<string?> Times(this ApiClient api, string code) =>
        (await api.Get($"/v1/promotion-codes/{code}"))["data.times_redeemed"];

    /// <summary>An affiliate program with partners anna and bert, the coupon C, and their codes ANNA25 and BERT25.</summary>
    public static async Task<ApiClient> WithCodes(this Task<ApiClient> program, string duration = "\"lifetime\"")
    {
        var api = await program;
        await api.Referrer("anna");
        await api.Referrer("bert");
        await api.Coupon(duration: duration);
        await api.Code("ANNA25");
        await api.Code("BERT25", "bert");
        return api;
    }
}
