using Byway.Http;
using Byway.Turns;

namespace Byway.PromotionCodes;

/// <summary>Finds coupons. Deleted ones are not found.</summary>
public static class CouponFinder
{
    /// <summary>By code: exactly, else without regard to letter case when exactly one matches.</summary>
    /// <param name="turn">The turn.</param>
    /// <param name="code">The code.</param>
    public static Coupon? ByCode(Turn turn, string code) =>
        CodeText.Match(turn.Find(Coupon.ByCode, text: code.ToLowerInvariant()), coupon => coupon.Code, code);

    /// <summary>As a promotion code names its coupon: by code, else by number.</summary>
    /// <param name="turn">The turn.</param>
    /// <param name="named">What the caller has.</param>
    public static Coupon? Find(Turn turn, NamedCoupon named) =>
        named.Code is { } code && ByCode(turn, code) is { } byCode ? byCode
        : named.Number is { } number && turn.Get(Coupon.Table, number) is { DeletedAt: null } coupon ? coupon
        : null;

    /// <summary>True when a coupon has exactly this code.</summary>
    /// <param name="turn">The turn.</param>
    /// <param name="code">The code.</param>
    public static bool IsTaken(Turn turn, string code) =>
        turn.Find(Coupon.ByCode, text: code.ToLowerInvariant()).Any(coupon => coupon.Code == code);

    /// <summary>For reads, by code.</summary>
    /// <param name="call">The call.</param>
    /// <param name="code">The code.</param>
    public static async Task<Coupon?> ByCode(ApiCall call, string code) =>
        CodeText.Match(
            await call.Database.List(
                Coupon.Table,
                "where program_id = @ProgramId and code_folded = @folded",
                new { call.Program.ProgramId, folded = code.ToLowerInvariant() }
            ),
            coupon => coupon.Code,
            code
        );
}

/// <summary>How a promotion code names its coupon.</summary>
/// <param name="Code">The coupon's code; may also be its number written as text.</param>
/// <param name="Number">The coupon's number.</param>
public sealed record NamedCoupon(string? Code, long? Number)
{
    /// <summary>What is read.</summary>
    public static readonly IReadOnlyList<FieldNote> Notes =
    [
        FieldNote.Text("coupon_uuid", "The coupon it gives, by its uuid_code.", "SUMMER25"),
        FieldNote.Key("coupon_id", "The same by the coupon's id, as older clients say it.", "12"),
        FieldNote.Object(
            "coupon",
            "The same as an object.",
            FieldNote.Text("uuid_code", "The coupon's uuid_code.", "SUMMER25")
        ),
    ];

    /// <summary>True when none was named.</summary>
    public bool IsEmpty => Code is null && Number is null;

    /// <summary>Reads it.</summary>
    /// <param name="fields">Where it stands.</param>
    public static NamedCoupon Of(Fields fields)
    {
        var id = fields.Key("coupon_id");
        var nested = fields.Object("coupon")?.Text("uuid_code", CodeText.LongestOfCoupon);
        var code = fields.Text("coupon_uuid", CodeText.LongestOfCoupon) ?? nested;
        return new(
            code ?? id,
            long.TryParse(
                id,
                System.Globalization.NumberStyles.None,
                System.Globalization.CultureInfo.InvariantCulture,
                out var number
            )
                ? number
                : null
        );
    }
}
