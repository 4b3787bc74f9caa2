using Byway.Http;
using Byway.Programs;
using Byway.Turns;

namespace Byway.PromotionCodes;

/// <summary>
/// <c>POST /v1/promotion-codes</c>, formerly <c>POST /v1/promotion-code</c>: a code that gives a coupon, made up when
/// none is sent.
/// </summary>
public sealed class PostPromotionCode : Change
{
    /// <summary>What the API's document says about it.</summary>
    public static readonly RouteNote Note = new("createPromotionCode", "Create a promotion code for a coupon.")
    {
        More = "Codes are matched exactly, else without regard to letter case if exactly one matches.",
        Body = [.. NamedCoupon.Notes, .. PromotionCodeFields.Notes],
        Answer = AnswerNote.One(201, "The new promotion code.", typeof(PromotionCodeView)),
        Refusals = [RefusalCode.InvalidFields, RefusalCode.NotFound],
    };

    private readonly NamedCoupon named;
    private readonly PromotionCodeFields fields;

    private PostPromotionCode(Caller caller, NamedCoupon named, PromotionCodeFields fields)
        : base(caller)
    {
        this.named = named;
        this.fields = fields;
    }

    /// <summary>Answers the route.</summary>
    /// <param name="call">The call.</param>
    public static async Task<Answer> Handle(ApiCall call)
    {
        // Shape
        var named = NamedCoupon.Of(call.Fields);
        var fields = PromotionCodeFields.Of(call, call.Fields);
        if (named.IsEmpty && !call.Check.HasFaults)
        {
            call.Fields.Fault("coupon_uuid", "The coupon_uuid is required.");
        }

        return call.Check.HasFaults
            ? call.Check.Refusal()
            : await call.Take(new PostPromotionCode(call.Caller, named, fields));
    }

    /// <inheritdoc/>
    public override void Prefetch(Turn turn)
    {
        CouponFinder.Find(turn, named);
        NewPromotionCode.Prefetch(turn, fields);
    }

    /// <inheritdoc/>
    public override Answer Take(Turn turn)
    {
        // Facts
        if (CouponFinder.Find(turn, named) is not { } coupon)
        {
            return Answer.NotFound("Coupon");
        }

        // Decision and effects
        var faults = new Check();
        var resource = NewPromotionCode.Make(turn, coupon, fields, faults, Caller.Actor);
        return resource is null ? faults.Refusal() : Answer.Resource(201, resource);
    }
}
