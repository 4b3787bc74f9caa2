using System.Text.Json;
using Byway.Http;
using Byway.Journal;
using Byway.Programs;
using Byway.Turns;

namespace Byway.PromotionCodes;

/// <summary>
/// <c>POST /v1/coupons</c>: a discount, with promotion codes that give it when they are sent along; all or nothing.
/// </summary>
public sealed class PostCoupon : Change
{
    /// <summary>What the API's document says about it.</summary>
    public static readonly RouteNote Note = new("createCoupon", "Create a coupon, with promotion codes if wanted.")
    {
        More = "All or nothing: a promotion code that cannot be refuses the coupon too.",
        Body =
        [
            .. CouponFields.Notes,
            FieldNote
                .Objects(
                    "promotion_codes",
                    "Codes that give it; a list of texts does as well.",
                    PromotionCodeFields.Notes
                )
                .AtMost(MostCodes),
            SyncField.Note,
        ],
        Answer = AnswerNote.Whole("The new coupon.", typeof(CouponAnswerView)) with { Status = 201 },
        Refusals = [RefusalCode.InvalidFields],
    };

    private const int MostCodes = 250;

    private readonly CouponFields fields;
    private readonly IReadOnlyList<PromotionCodeFields> codes;

    private PostCoupon(Caller caller, CouponFields fields, IReadOnlyList<PromotionCodeFields> codes)
        : base(caller)
    {
        this.fields = fields;
        this.codes = codes;
    }

    /// <inheritdoc/>
    public override int Things => 1 + codes.Count;

    /// <summary>Answers the route.</summary>
    /// <param name="call">The call.</param>
    public static async Task<Answer> Handle(ApiCall call)
    {
        // Shape
        var fields = CouponFields.Of(call);
        var codes = CodesOf(call);
        SyncField.Check(call.Fields);
        return call.Check.HasFaults
            ? call.Check.Refusal()
            : await call.Take(new PostCoupon(call.Caller, fields, codes));
    }

    /// <inheritdoc/>
    public override void Prefetch(Turn turn)
    {
        if (fields.Code is not null)
        {
            CouponFinder.IsTaken(turn, fields.Code);
        }

        foreach (var code in codes)
        {
            NewPromotionCode.Prefetch(turn, code);
        }
    }

    /// <inheritdoc/>
    public override Answer Take(Turn turn)
    {
        // Facts and decision
        if (fields.Code is not null && CouponFinder.IsTaken(turn, fields.Code))
        {
            return Answer.Fault("uuid_code", "The uuid_code has already been taken.");
        }

        // Effects
        var code = fields.Code ?? CodeText.New(made => CouponFinder.IsTaken(turn, made));
        var coupon = fields.Terms with
        {
            Number = turn.NextNumber,
            Code = code,
            CodeFolded = code.ToLowerInvariant(),
            Name = fields.Name ?? code,
            CreatedAt = turn.Now,
            UpdatedAt = turn.Now,
        };
        turn.Put(Coupon.Table, coupon);
        var view = CouponView.Of(turn, coupon);
        turn.Append(
            new()
            {
                Kind = EntryKind.CouponCreated,
                Subject = coupon.Number,
                Decision = Decision.Plain,
                Request = fields.Request(codes.Count).Json,
                Answer = JsonSerializer.SerializeToUtf8Bytes(view, WireJson.Relaxed.CouponView),
            },
            Caller.Actor
        );
        var faults = new Check();
        foreach (var given in codes)
        {
            NewPromotionCode.Make(turn, coupon, given, faults, Caller.Actor);
        }

        return faults.HasFaults
            ? faults.Refusal()
            : Answer.Whole(
                new CouponAnswerView(view, "Coupon created in the app successfully."),
                WireJson.Relaxed.CouponAnswerView,
                201
            );
    }

    private static IReadOnlyList<PromotionCodeFields> CodesOf(ApiCall call)
    {
        var given = call.Fields.Anything("promotion_codes");
        if (
            given.ValueKind != JsonValueKind.Array
            || given.EnumerateArray().Any(item => item.ValueKind == JsonValueKind.Object)
        )
        {
            return
            [
                .. (call.Fields.Objects("promotion_codes", MostCodes) ?? []).Select(item =>
                    PromotionCodeFields.Of(call, item)
                ),
            ];
        }

        var codes = new List<PromotionCodeFields>();
        foreach (var text in call.Fields.Texts("promotion_codes", MostCodes, CodeText.LongestOfPromotion) ?? [])
        {
            var path = $"promotion_codes.{codes.Count}";
            if (CodeText.FaultOf(text, CodeText.LongestOfPromotion) is { } sentence)
            {
                call.Fields.Fault(path, $"The code {sentence}");
            }

            codes.Add(PromotionCodeFields.Of(call, new(call.Check, default, null, path)) with { Code = text });
        }

        return codes;
    }
}
