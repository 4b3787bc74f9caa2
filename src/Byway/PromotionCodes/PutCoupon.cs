using System.Text.Json;
using Byway.Http;
using Byway.Journal;
using Byway.Programs;
using Byway.Turns;

namespace Byway.PromotionCodes;

/// <summary>
/// <c>PUT /v1/coupons/{uuid_code}</c> and <c>PUT /v1/coupons</c> (the code in the body): renames a coupon, switches it
/// on or off, adds to its metadata, or notes that it was redeemed. What it gives stays.
/// </summary>
public sealed class PutCoupon : Change
{
    /// <summary>A coupon in the body.</summary>
    public static readonly FieldNote CodeNote = FieldNote
        .Text("uuid_code", "The coupon's code.", "SUMMER25")
        .Required();

    /// <summary>A coupon in the path.</summary>
    public static readonly FieldNote PathNote = FieldNote.Text("uuid_code", "The coupon's code.", "SUMMER25");

    /// <summary>How redeeming is said.</summary>
    public static readonly IReadOnlyList<FieldNote> RedeemNotes =
    [
        FieldNote.Flag("redeem", "Whether a sale has redeemed it.", "true"),
        FieldNote.Key("transaction_key", "That sale's key; required with `redeem`.", "order_1"),
    ];

    /// <summary>What the API's document says about it.</summary>
    public static readonly RouteNote Note = new("updateCoupon", "Change or redeem a coupon.")
    {
        More =
            "Redeeming counts once for each `transaction_key`; the same one again, or one of no sale, changes "
            + "nothing. What a coupon gives cannot be changed.",
        Path = PathNote,
        Body =
        [
            FieldNote.Text("name", "For people.", "Summer sale"),
            FieldNote.Flag("active", "Whether it gives anything at present.", "true"),
            FieldNote.Free("metadata", "Added to the merchant's own fields; null removes one.", """{"a":"b"}"""),
            .. RedeemNotes,
            SyncField.Note,
        ],
        Answer = AnswerNote.Whole("The coupon as it is now.", typeof(CouponAnswerView)),
        Refusals = [RefusalCode.NotFound, RefusalCode.InvalidFields],
    };

    private readonly string code;
    private readonly RequestText request = new();

    private PutCoupon(Caller caller, string code)
        : base(caller) => this.code = code;

    private string? Name { get; init; }

    private bool? IsActive { get; init; }

    private string? Metadata { get; init; }

    private string? Redeemer { get; init; }

    /// <summary>Answers the route.</summary>
    /// <param name="call">The call.</param>
    public static async Task<Answer> Handle(ApiCall call)
    {
        // Shape
        var code = CodeOf(call);
        var change = new PutCoupon(call.Caller, code ?? "")
        {
            Name = call.Fields.Text("name"),
            IsActive = call.Fields.Flag("active"),
            Metadata = call.Fields.Free("metadata"),
            Redeemer = RedeemedBy(call.Fields),
        };
        SyncField.Check(call.Fields);
        change
            .request.Add("name", change.Name)
            .Add("active", change.IsActive?.ToString().ToLowerInvariant())
            .Add("metadata", change.Metadata)
            .Add("transaction_key", change.Redeemer);
        return call.Check.HasFaults ? call.Check.Refusal() : await call.Take(change);
    }

    /// <summary>The coupon's code in the path, else in the body, where it is required.</summary>
    /// <param name="call">The call.</param>
    public static string? CodeOf(ApiCall call)
    {
        if (call.Http.Request.RouteValues.ContainsKey("uuid_code"))
        {
            return call.PathKey("uuid_code");
        }

        var code = call.Fields.Text("uuid_code");
        if (code is null && !call.Check.HasFaults)
        {
            call.Fields.Fault("uuid_code", "The uuid_code is required.");
        }

        return code;
    }

    /// <summary>The sale that redeems something; null when none does.</summary>
    /// <param name="fields">Where it stands.</param>
    public static string? RedeemedBy(Fields fields)
    {
        var isRedeemed = fields.Flag("redeem") == true;
        var key = fields.Key("transaction_key");
        if (isRedeemed && key is null)
        {
            fields.Fault("transaction_key", "The transaction_key is required to redeem.");
        }

        return isRedeemed ? key : null;
    }

    /// <inheritdoc/>
    public override void Prefetch(Turn turn)
    {
        if (CouponFinder.ByCode(turn, code) is { } coupon)
        {
            Redemptions.Prefetch(turn, coupon.Number, coupon.Redemptions, Redeemer);
        }
    }

    /// <inheritdoc/>
    public override Answer Take(Turn turn)
    {
        // Facts
        if (CouponFinder.ByCode(turn, code) is not { } coupon)
        {
            return Answer.NotFound("Coupon");
        }

        var faults = new Check();
        var changed = coupon with
        {
            Name = Name ?? coupon.Name,
            IsActive = IsActive ?? coupon.IsActive,
            Metadata = FreeMap.Merged(coupon.Metadata, Metadata, faults),
        };

        // Decision
        if (faults.HasFaults)
        {
            return faults.Refusal();
        }

        var shown = Redeemer is null
            ? null
            : Redemptions.Note(turn, coupon.Number, coupon.Redemptions, Redeemer, coupon.Number);
        if (shown is null && changed == coupon)
        {
            return AnswerOf(CouponView.Of(turn, coupon));
        }

        // Effects
        changed = changed with
        {
            Redemptions = shown ?? changed.Redemptions,
            TimesRedeemed = changed.TimesRedeemed + (shown is null ? 0 : 1),
            UpdatedAt = turn.Now,
        };
        turn.Put(Coupon.Table, changed);
        var view = CouponView.Of(turn, changed);
        turn.Append(
            new()
            {
                Kind = EntryKind.CouponUpdated,
                Subject = changed.Number,
                Decision = Decision.Plain,
                Request = request.Json,
                Answer = JsonSerializer.SerializeToUtf8Bytes(view, WireJson.Relaxed.CouponView),
            },
            Caller.Actor
        );
        return AnswerOf(view);
    }

    private static Answer AnswerOf(CouponView view) =>
        Answer.Whole(
            new CouponAnswerView(view, "Coupon updated in the app successfully."),
            WireJson.Relaxed.CouponAnswerView
        );
}
