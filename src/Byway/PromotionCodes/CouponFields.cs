using Byway.Http;
using Byway.Journal;
using Byway.Values;

namespace Byway.PromotionCodes;

/// <summary>The fields that make up a coupon.</summary>
public sealed record CouponFields
{
    /// <summary>What creating one reads.</summary>
    public static readonly IReadOnlyList<FieldNote> Notes =
    [
        FieldNote.Text("uuid_code", "Letters, digits, `_` and `-`; made up when absent.", "SUMMER25"),
        FieldNote.Text("name", "For people; the code when absent.", "Summer sale"),
        FieldNote.Flag("active", "Whether it gives anything at present.", "true").Otherwise("true"),
        FieldNote.OneOf("coupon_discount_type", "A share, or an amount.", "percent", "static").Required(),
        FieldNote
            .Amount("coupon_discount_amount", "Percent, 0 to 100, or an amount in the program's currency.", "25")
            .Required(),
        FieldNote.OneOf("coupon_duration_type", "How long it counts for a buyer.", Durations).Required(),
        FieldNote.Whole(
            "coupon_duration_value",
            "How many hours, days, months or years; required for these.",
            1,
            MostDuration,
            "3"
        ),
        FieldNote.Flag("redemption_specific_date_status", "Whether it can be redeemed until a date only.", "true"),
        FieldNote.Time("redemption_specific_date_value", "That date."),
        FieldNote.Flag("redemption_times_status", "Whether it can be redeemed so often only.", "true"),
        FieldNote.Whole("redemption_times_value", "How often.", 1, PromotionCodeFields.MostTimes, "100"),
        FieldNote.Free("metadata", "The merchant's own fields, 8,000 characters at most.", """{"campaign":"s1"}"""),
    ];

    private const long MostDuration = 1_000_000;

    private static string[] Durations => ["once", "hours", "days", "months", "years", "lifetime"];

    /// <summary>The code; null to make one up.</summary>
    public string? Code { get; private init; }

    /// <summary>For people; null for the code.</summary>
    public string? Name { get; private init; }

    /// <summary>As the row has them; number, code and name are filled in inside the turn.</summary>
    public required Coupon Terms { get; init; }

    /// <summary>Reads them.</summary>
    /// <param name="call">The call.</param>
    public static CouponFields Of(ApiCall call)
    {
        var fields = call.Fields;
        var type = fields.OneOf("coupon_discount_type", "percent", "static");
        var amount = fields.Amount("coupon_discount_amount");
        var duration = fields.OneOf("coupon_duration_type", Durations);
        var length = fields.Whole("coupon_duration_value", 1, MostDuration);
        var terms = new Coupon
        {
            ProgramId = call.Program.ProgramId,
            Number = 0,
            Code = "",
            CodeFolded = null,
            Name = "",
            CreatedAt = 0,
            UpdatedAt = 0,
            IsActive = fields.Flag("active") ?? true,
            DiscountType = type ?? "",
            DiscountAmount = amount ?? 0,
            DurationType = duration ?? "",
            DurationValue = duration is "once" or "lifetime" ? null : length,
            IsDateLimited = fields.Flag("redemption_specific_date_status") ?? false,
            DateLimit = fields.Time("redemption_specific_date_value"),
            IsTimesLimited = fields.Flag("redemption_times_status") ?? false,
            TimesLimit = fields.Whole("redemption_times_value", 1, PromotionCodeFields.MostTimes),
            Metadata = fields.Free("metadata"),
        };
        var read = new CouponFields
        {
            Code = CodeText.Of(fields, "uuid_code", CodeText.LongestOfCoupon),
            Name = fields.Text("name"),
            Terms = terms,
        };
        if (!call.Check.HasFaults)
        {
            PromotionCodeFields.Require(fields, "coupon_discount_type", type is null);
            PromotionCodeFields.Require(fields, "coupon_discount_amount", amount is null);
            PromotionCodeFields.Require(fields, "coupon_duration_type", duration is null);
            PromotionCodeFields.Require(
                fields,
                "coupon_duration_value",
                duration is not (null or "once" or "lifetime") && length is null
            );
            PromotionCodeFields.Require(
                fields,
                "redemption_specific_date_value",
                terms.IsDateLimited && terms.DateLimit is null
            );
            PromotionCodeFields.Require(
                fields,
                "redemption_times_value",
                terms.IsTimesLimited && terms.TimesLimit is null
            );
            if (type == "percent" && amount > 100 * Micros.PerWhole)
            {
                fields.Fault("coupon_discount_amount", "The coupon_discount_amount must be between 0 and 100.");
            }
        }

        return read;
    }

    /// <summary>The stored request.</summary>
    /// <param name="promotionCodes">How many promotion codes came along.</param>
    public RequestText Request(int promotionCodes) =>
        new RequestText()
            .Add("uuid_code", Code)
            .Add("name", Name)
            .Add("active", Terms.IsActive ? null : "false")
            .Add("coupon_discount_type", Terms.DiscountType)
            .Amount("coupon_discount_amount", Terms.DiscountAmount)
            .Add("coupon_duration_type", Terms.DurationType)
            .Add("coupon_duration_value", Terms.DurationValue is { } length ? $"{length}" : null)
            .Add("redemption_specific_date_status", Terms.IsDateLimited ? "true" : null)
            .Add("redemption_specific_date_value", Terms.DateLimit is { } date ? UtcMicros.ToText(date) : null)
            .Add("redemption_times_status", Terms.IsTimesLimited ? "true" : null)
            .Add("redemption_times_value", Terms.TimesLimit is { } times ? $"{times}" : null)
            .Add("metadata", Terms.Metadata)
            .Add("promotion_codes", promotionCodes == 0 ? null : $"{promotionCodes}");
}
