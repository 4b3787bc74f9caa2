using Byway.Http;
using Byway.Journal;
using Byway.Programs;
using Byway.Turns;

namespace Byway.PromotionCodes;

/// <summary>
/// <c>DELETE /v1/promotion-codes/{code}</c> and <c>DELETE /v1/promotion-codes</c> (the code in the body): the code is
/// free again.
/// </summary>
public sealed class DeletePromotionCode : Change
{
    /// <summary>What the API's document says about it.</summary>
    public static readonly RouteNote Note = new("deletePromotionCode", "Remove a promotion code.")
    {
        More = "The code is free again.",
        Path = PutPromotionCode.PathNote,
        Answer = AnswerNote.One(200, "What was done.", typeof(CodeDeletedView)),
        Refusals = [RefusalCode.NotFound, RefusalCode.InvalidFields],
    };

    /// <summary>How the body names the code.</summary>
    public static readonly IReadOnlyList<FieldNote> Named =
    [
        PutPromotionCode.CodeNote,
        FieldNote.Object(
            "coupon",
            "Its coupon; when given, the code must be one of it.",
            FieldNote.Text("uuid_code", "The coupon's uuid_code.", "SUMMER25")
        ),
    ];

    private readonly string code;
    private readonly string? couponCode;

    private DeletePromotionCode(Caller caller, string code, string? couponCode)
        : base(caller)
    {
        this.code = code;
        this.couponCode = couponCode;
    }

    /// <summary>Answers the route.</summary>
    /// <param name="call">The call.</param>
    public static async Task<Answer> Handle(ApiCall call)
    {
        // Shape
        var code = PutPromotionCode.CodeOf(call);
        var couponCode = call.Http.Request.RouteValues.ContainsKey("code")
            ? null
            : call.Fields.Object("coupon")?.Text("uuid_code", CodeText.LongestOfCoupon);
        return call.Check.HasFaults
            ? call.Check.Refusal()
            : await call.Take(new DeletePromotionCode(call.Caller, code!, couponCode));
    }

    /// <inheritdoc/>
    public override Answer Take(Turn turn)
    {
        // Facts
        if (
            PromotionCodeFinder.ByCode(turn, code) is not { } found
            || turn.Get(Coupon.Table, found.Coupon) is not { } coupon
            || (couponCode is not null && CouponFinder.ByCode(turn, couponCode)?.Number != coupon.Number)
        )
        {
            return Answer.NotFound("Promotion code");
        }

        // Effects
        var resource = PromotionCodeView.Json(turn, found);
        turn.Put(PromotionCode.Table, found with { CodeFolded = null, DeletedAt = turn.Now, UpdatedAt = turn.Now });
        turn.Put(Coupon.Table, coupon with { PromotionCodes = coupon.PromotionCodes - 1 });
        turn.Append(
            new()
            {
                Kind = EntryKind.PromotionCodeDeleted,
                Subject = found.Number,
                Person = NewPromotionCode.PersonOf(found),
                Decision = Decision.Plain,
                Request = RequestText.Nothing,
                Answer = resource,
            },
            Caller.Actor
        );
        return Answer.Of(
            new CodeDeletedView("Promotion code deleted in the app successfully"),
            WireJson.Relaxed.CodeDeletedView
        );
    }
}

/// <summary>What deleting a promotion code answers.</summary>
/// <param name="Message">What was done.</param>
public sealed record CodeDeletedView(string Message)
{
    /// <summary>Always 1.</summary>
    public int Status { get; init; } = 1;
}
