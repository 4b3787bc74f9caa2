using Byway.Http;
using Byway.Journal;
using Byway.Programs;
using Byway.PromotionCodes;
using Byway.Turns;

namespace Byway.Partners;

/// <summary>
/// <c>POST /v1/partners/{id}/approve</c>, <c>/reject</c> and <c>/suspend</c>: whether a partner counts. What it has
/// earned stays whatever becomes of it.
/// </summary>
public sealed class ApprovePartner : Change
{
    /// <summary>What the API's document says about <c>approve</c>.</summary>
    public static readonly RouteNote ApproveNote = new("approvePartner", "Let a partner count from now on.")
    {
        More = "A pending, rejected or suspended partner becomes active. What came before stays decided.",
        Path = NamedPartner.PathNote,
        Answer = AnswerNote.Done("The partner is active."),
        Refusals = [RefusalCode.NotFound, RefusalCode.ActionFailed],
    };

    /// <summary>What the API's document says about <c>reject</c>.</summary>
    public static readonly RouteNote RejectNote = new("rejectPartner", "Reject a pending partner.")
    {
        Path = NamedPartner.PathNote,
        Answer = AnswerNote.Done("The partner is rejected; approving it later is possible."),
        Refusals = [RefusalCode.NotFound, RefusalCode.ActionFailed],
    };

    /// <summary>What the API's document says about <c>suspend</c>.</summary>
    public static readonly RouteNote SuspendNote = new("suspendPartner", "Stop a partner for the time being.")
    {
        More = "Nothing counts for it until it is approved again; what it earned stays.",
        Path = NamedPartner.PathNote,
        Answer = AnswerNote.Done("The partner is suspended."),
        Refusals = [RefusalCode.NotFound, RefusalCode.ActionFailed],
    };

    private readonly NamedPartner named;
    private readonly string kind;

    private ApprovePartner(Caller caller, NamedPartner named, string kind)
        : base(caller)
    {
        this.named = named;
        this.kind = kind;
    }

    /// <summary>Answers <c>approve</c>.</summary>
    /// <param name="call">The call.</param>
    public static Task<Answer> Approve(ApiCall call) => Handle(call, EntryKind.PartnerApproved);

    /// <summary>Answers <c>reject</c>.</summary>
    /// <param name="call">The call.</param>
    public static Task<Answer> Reject(ApiCall call) => Handle(call, EntryKind.PartnerRejected);

    /// <summary>Answers <c>suspend</c>.</summary>
    /// <param name="call">The call.</param>
    public static Task<Answer> Suspend(ApiCall call) => Handle(call, EntryKind.PartnerSuspended);

    /// <inheritdoc/>
    public override Answer Take(Turn turn)
    {
        // Facts
        if (PartnerFinder.Find(turn, named) is not { } partner)
        {
            return Answer.NotFound("Partner");
        }

        // Decision
        if (After(partner.Status) is not { } status)
        {
            return Answer.Refuse(RefusalCode.ActionFailed, $"Action failed: the partner is {partner.Status}.");
        }

        // Effects
        partner = partner with
        {
            Status = status,
            UpdatedAt = turn.Now,
        };
        turn.Put(Partner.Table, partner);
        turn.Append(
            new()
            {
                Kind = kind,
                Subject = partner.Number,
                Person = partner.Number,
                Decision = Decision.Plain,
                Request = RequestText.Nothing,
                Answer = PartnerView.ResourceOf(turn, partner),
            },
            Caller.Actor
        );
        PartnerCodes.Make(turn, partner, Caller.Actor);
        return Answer.Done;
    }

    private static async Task<Answer> Handle(ApiCall call, string kind)
    {
        // Shape
        var named = NamedPartner.Of(call);
        return call.Check.HasFaults
            ? call.Check.Refusal()
            : await call.Take(new ApprovePartner(call.Caller, named, kind));
    }

    /// <summary>What becomes of a partner; null when this cannot be done with one of its status.</summary>
    private string? After(string status) =>
        (kind, status) switch
        {
            (EntryKind.PartnerApproved, PartnerStatus.Pending or PartnerStatus.Rejected or PartnerStatus.Suspended) =>
                PartnerStatus.Active,
            (EntryKind.PartnerRejected, PartnerStatus.Pending) => PartnerStatus.Rejected,
            (EntryKind.PartnerSuspended, PartnerStatus.Active) => PartnerStatus.Suspended,
            _ => null,
        };
}
