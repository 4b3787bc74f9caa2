using Byway.Http;
using Byway.Journal;
using Byway.Programs;
using Byway.Turns;

namespace Byway.PromotionCodes;

/// <summary>
/// <c>PUT /v1/promotion-codes/{code}</c> and <c>PUT /v1/promotion-codes</c> (the code in the body): changes whom it is
/// bound to, adds to its metadata, or notes that it was redeemed.
/// </summary>
public sealed class PutPromotionCode : Change
{
    /// <summary>A code in the body.</summary>
    public static readonly FieldNote CodeNote = FieldNote.Text("code", "The promotion code.", "SUMMER").Required();

    /// <summary>A code in the path.</summary>
    public static readonly FieldNote PathNote = FieldNote.Text("code", "The promotion code.", "SUMMER");

    /// <summary>What the API's document says about it.</summary>
    public static readonly RouteNote Note = new("updatePromotionCode", "Change or redeem a promotion code.")
    {
        More =
            "Redeeming counts once for each `transaction_key`; the same one again, or one of no sale, changes "
            + "nothing.",
        Path = PathNote,
        Body =
        [
            FieldNote.Flag("active", "Whether it gives anything at present.", "true"),
            .. PromotionCodeFields.PartnerNotes,
            .. PutCoupon.RedeemNotes,
            FieldNote.Free("metadata", "Added to the merchant's own fields; null removes one.", """{"a":"b"}"""),
        ],
        Answer = AnswerNote.One(200, "The promotion code as it is now.", typeof(PromotionCodeView)),
        Refusals = [RefusalCode.NotFound, RefusalCode.InvalidFields],
    };

    private readonly string code;
    private readonly RequestText request = new();

    private PutPromotionCode(Caller caller, string code)
        : base(caller) => this.code = code;

    private bool? IsActive { get; init; }

    private bool? IsPartnerLimited { get; init; }

    private IReadOnlyList<string>? Partners { get; init; }

    private string? Metadata { get; init; }

    private string? RedeemedBy { get; init; }

    /// <summary>Answers the route.</summary>
    /// <param name="call">The call.</param>
    public static async Task<Answer> Handle(ApiCall call)
    {
        // Shape
        var code = CodeOf(call);
        var change = new PutPromotionCode(call.Caller, code ?? "")
        {
            IsActive = call.Fields.Flag("active"),
            IsPartnerLimited = call.Fields.Flag("limit_to_specific_partner"),
            Partners = PromotionCodeFields.NamedIn(call.Fields, "coupon_specific_partners"),
            Metadata = call.Fields.Free("metadata"),
            RedeemedBy = PutCoupon.RedeemedBy(call.Fields),
        };
        change
            .request.Add("active", change.IsActive?.ToString().ToLowerInvariant())
            .Add("limit_to_specific_partner", change.IsPartnerLimited?.ToString().ToLowerInvariant())
            .Add("coupon_specific_partners", change.Partners is { } named ? string.Join(", ", named) : null)
            .Add("metadata", change.Metadata)
            .Add("transaction_key", change.RedeemedBy);
        return call.Check.HasFaults ? call.Check.Refusal() : await call.Take(change);
    }

    /// <summary>The code in the path, else in the body, where it is required.</summary>
    /// <param name="call">The call.</param>
    public static string? CodeOf(ApiCall call)
    {
        if (call.Http.Request.RouteValues.ContainsKey("code"))
        {
            return call.PathKey("code");
        }

        var code = call.Fields.Text("code");
        if (code is null && !call.Check.HasFaults)
        {
            call.Fields.Fault("code", "The code is required.");
        }

        return code;
    }

    /// <inheritdoc/>
    public override void Prefetch(Turn turn)
    {
        if (PromotionCodeFinder.ByCode(turn, code) is { } found)
        {
            turn.Get(Coupon.Table, found.Coupon);
            Redemptions.Prefetch(turn, found.Number, found.Redemptions, RedeemedBy);
        }
    }

    /// <inheritdoc/>
    public override Answer Take(Turn turn)
    {
        // Facts
        if (PromotionCodeFinder.ByCode(turn, code) is not { } found)
        {
            return Answer.NotFound("Promotion code");
        }

        var faults = new Check();
        var partners = Partners is null
            ? found.Partners
            : PromotionCodeFields.PartnersOf(turn, Partners, "coupon_specific_partners", faults);
        var changed = found with
        {
            IsActive = IsActive ?? found.IsActive,
            IsPartnerLimited = IsPartnerLimited ?? found.IsPartnerLimited,
            Partners = partners,
            Metadata = FreeMap.Merged(found.Metadata, Metadata, faults),
        };
        if (changed.IsPartnerLimited && partners.Count == 0 && !faults.HasFaults)
        {
            faults.Fault("coupon_specific_partners", "The coupon_specific_partners is required.");
        }

        // Decision
        if (faults.HasFaults)
        {
            return faults.Refusal();
        }

        var shown = RedeemedBy is null
            ? null
            : Redemptions.Note(turn, found.Number, found.Redemptions, RedeemedBy, found.Coupon);
        if (shown is null && changed == found)
        {
            return Answer.Resource(200, PromotionCodeView.Json(turn, found));
        }

        // Effects
        changed = changed with
        {
            Redemptions = shown ?? changed.Redemptions,
            TimesRedeemed = changed.TimesRedeemed + (shown is null ? 0 : 1),
            UpdatedAt = turn.Now,
        };
        turn.Put(PromotionCode.Table, changed);
        var resource = PromotionCodeView.Json(turn, changed);
        turn.Append(
            new()
            {
                Kind = EntryKind.PromotionCodeUpdated,
                Subject = changed.Number,
                Person = NewPromotionCode.PersonOf(changed),
                Decision = Decision.Plain,
                Request = request.Json,
                Answer = resource,
            },
            Caller.Actor
        );
        return Answer.Resource(200, resource);
    }
}
