using Byway.Http;
using Byway.Partners;
using Byway.Programs;
using Byway.Turns;

namespace Byway.PromotionCodes;

/// <summary>
/// <c>POST /v1/promotion-codes:generate</c>: a code by the program's pattern for every active partner who has none
/// yet.
/// </summary>
public sealed class GenerateCodes : Change
{
    /// <summary>What the API's document says about it.</summary>
    public static readonly RouteNote Note = new(
        "generatePromotionCodes",
        "Make promotion codes for the partners who have none yet."
    )
    {
        More =
            "By the settings `promotion_code_pattern` and `promotion_code_coupon`, for active partners, the oldest "
            + "first. Call it again while `has_more` is true. Whoever had one that was deleted gets none again.",
        Body = [FieldNote.Whole("limit", "For how many at most.", 1, MostAtOnce, "250").Otherwise("250")],
        Answer = AnswerNote.One(200, "How many were made.", typeof(GeneratedCodesView)),
        Refusals = [RefusalCode.InvalidFields, RefusalCode.ActionFailed],
    };

    private const int MostAtOnce = 250;

    private const string Without =
        "select p.number from partners p left join partner_codes c on c.program_id = p.program_id "
        + "and c.partner = p.number and c.coupon = @coupon where p.program_id = @ProgramId "
        + "and p.status = @status and p.archived_at is null and p.deleted_at is null and c.partner is null "
        + "order by p.number limit @limit";

    private readonly long limit;

    private GenerateCodes(Caller caller, long limit)
        : base(caller) => this.limit = limit;

    /// <summary>Who has none is asked of the database, which must hold all of it.</summary>
    public override bool IsAlone => true;

    /// <summary>Answers the route.</summary>
    /// <param name="call">The call.</param>
    public static async Task<Answer> Handle(ApiCall call)
    {
        // Shape
        var limit = call.Fields.Whole("limit", 1, MostAtOnce) ?? MostAtOnce;
        return call.Check.HasFaults ? call.Check.Refusal() : await call.Take(new GenerateCodes(call.Caller, limit));
    }

    /// <inheritdoc/>
    public override Answer Take(Turn turn)
    {
        // Facts
        if (!PartnerCodes.AreWanted(turn.Settings))
        {
            return Answer.Refuse(
                RefusalCode.ActionFailed,
                "Action failed: set promotion_code_pattern and promotion_code_coupon first."
            );
        }

        if (PartnerCodes.CouponOf(turn) is not { } coupon)
        {
            return Answer.Refuse(
                RefusalCode.ActionFailed,
                "Action failed: there is no coupon with the code in promotion_code_coupon, or it can have no more codes."
            );
        }

        var partners = turn.Ask<long>(
            Without,
            new
            {
                Program.ProgramId,
                coupon = coupon.Number,
                status = PartnerStatus.Active,
                limit = limit + 1,
            }
        );

        // Effects
        var made = partners
            .Take((int)limit)
            .Count(number =>
                turn.Get(Partner.Table, number) is { } partner && PartnerCodes.Make(turn, partner, Caller.Actor)
            );
        return Answer.Of(
            new GeneratedCodesView(made, made == limit && partners.Count > limit),
            WireJson.Relaxed.GeneratedCodesView
        );
    }
}

/// <summary>What generating codes has done.</summary>
/// <param name="Made">How many were made.</param>
/// <param name="HasMore">True when there are partners left without one.</param>
public sealed record GeneratedCodesView(long Made, bool HasMore);
