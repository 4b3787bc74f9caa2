using System.Globalization;
using Byway.Balances;
using Byway.Http;
using Byway.Journal;
using Byway.Programs;
using Byway.Turns;

namespace Byway.Payouts;

/// <summary>
/// <c>POST /v1/payout_requests/{id}/approve</c>, <c>…/mark_as_paid</c> and <c>…/reject</c>: the owner takes a payout
/// on, says that it was paid, or gives its amount back to the balance. No money moves here.
/// </summary>
public sealed class DecidePayout : Change
{
    /// <summary>What the API's document says about <c>approve</c>.</summary>
    public static readonly RouteNote ApproveNote = new("approvePayoutRequest", "Approve a payout request.")
    {
        More = "Only while it is requested or resubmitted.",
        Path = ListPayouts.PathNote,
        Answer = AnswerNote.One(200, "The payout request, approved.", typeof(PayoutRequestView)),
        Refusals = [RefusalCode.NotFound, RefusalCode.ActionFailed],
    };

    /// <summary>What the API's document says about <c>mark_as_paid</c>.</summary>
    public static readonly RouteNote PaidNote = new("markPayoutRequestAsPaid", "Say that an approved payout was made.")
    {
        More = "Closes it. No money moves: pay before.",
        Path = ListPayouts.PathNote,
        Answer = AnswerNote.One(200, "The payout request, finished.", typeof(PayoutRequestView)),
        Refusals = [RefusalCode.NotFound, RefusalCode.ActionFailed],
    };

    /// <summary>What the API's document says about <c>reject</c>.</summary>
    public static readonly RouteNote RejectNote = new("rejectPayoutRequest", "Reject a payout request.")
    {
        More = "Its amount is payable again. Only while it is not finished.",
        Path = ListPayouts.PathNote,
        Body = [FieldNote.Text("reason", "Why.", "The wallet is not yours.").UpTo(LongestReason)],
        Answer = AnswerNote.One(200, "The payout request, rejected.", typeof(PayoutRequestView)),
        Refusals = [RefusalCode.NotFound, RefusalCode.InvalidFields, RefusalCode.ActionFailed],
    };

    private const int LongestReason = 500;

    private readonly long number;
    private readonly string kind;
    private readonly string? reason;

    private DecidePayout(Caller caller, long number, string kind, string? reason)
        : base(caller)
    {
        this.number = number;
        this.kind = kind;
        this.reason = reason;
    }

    /// <summary>Answers <c>approve</c>.</summary>
    /// <param name="call">The call.</param>
    public static Task<Answer> Approve(ApiCall call) => Handle(call, EntryKind.PayoutApproved, null);

    /// <summary>Answers <c>mark_as_paid</c>.</summary>
    /// <param name="call">The call.</param>
    public static Task<Answer> MarkAsPaid(ApiCall call) => Handle(call, EntryKind.PayoutPaid, null);

    /// <summary>Answers <c>reject</c>.</summary>
    /// <param name="call">The call.</param>
    public static Task<Answer> Reject(ApiCall call) =>
        Handle(call, EntryKind.PayoutRejected, call.Fields.Text("reason", LongestReason));

    /// <inheritdoc/>
    public override void Prefetch(Turn turn)
    {
        if (turn.Get(Payout.Table, number) is { Status: PayoutStatus.Approved } payout && kind == EntryKind.PayoutPaid)
        {
            PaidRewards.Prefetch(turn, payout);
        }
    }

    /// <inheritdoc/>
    public override Answer Take(Turn turn)
    {
        // Facts
        if (turn.Get(Payout.Table, number) is not { } payout)
        {
            return Answer.NotFound("Payout request");
        }

        // Decision
        var isPossible = kind switch
        {
            EntryKind.PayoutApproved => payout.Status is PayoutStatus.Requested or PayoutStatus.Resubmitted,
            EntryKind.PayoutPaid => payout.Status == PayoutStatus.Approved,
            _ => payout.IsOpen,
        };
        if (!isPossible)
        {
            return Answer.Refuse(RefusalCode.ActionFailed, $"Action failed: the payout request is {payout.Status}.");
        }

        // Effects
        return Answer.Resource(
            200,
            kind switch
            {
                EntryKind.PayoutApproved => Append(turn, Approved(payout, turn.Now), DecisionCode.PayoutApproved),
                EntryKind.PayoutPaid => Paid(turn, payout),
                _ => Rejected(turn, payout),
            }
        );
    }

    private static async Task<Answer> Handle(ApiCall call, string kind, string? reason)
    {
        // Shape
        if (call.Check.HasFaults)
        {
            return call.Check.Refusal();
        }

        return ListPayouts.NumberOf(call) is { } number
            ? await call.Take(new DecidePayout(call.Caller, number, kind, reason))
            : Answer.NotFound("Payout request");
    }

    private static Payout Approved(Payout payout, long now) =>
        payout with
        {
            Status = PayoutStatus.Approved,
            ApprovedAt = now,
            UpdatedAt = now,
        };

    private byte[] Paid(Turn turn, Payout payout)
    {
        // The rewards first, so that the last entry is the one that the answer's headers are about.
        var paid = PaidRewards.Note(turn, payout, Caller.Actor) with
        {
            Status = PayoutStatus.Finished,
            FinishedAt = turn.Now,
            UpdatedAt = turn.Now,
        };
        turn.Move(
            (LedgerAccount.ProgramOwner, LedgerAccount.PayoutClearing),
            (payout.Partner, LedgerAccount.Paid),
            payout.Unit,
            payout.Amount,
            null
        );
        return Append(turn, paid, DecisionCode.PayoutPaid);
    }

    private byte[] Rejected(Turn turn, Payout payout)
    {
        turn.Move(
            (LedgerAccount.ProgramOwner, LedgerAccount.PayoutClearing),
            (payout.Partner, LedgerAccount.Payable),
            payout.Unit,
            payout.Amount,
            null
        );
        var rejected = payout with { Status = PayoutStatus.Rejected, Reason = reason, UpdatedAt = turn.Now };
        return Append(turn, rejected, DecisionCode.PayoutRejected);
    }

    private byte[] Append(Turn turn, Payout payout, string code)
    {
        turn.Put(Payout.Table, payout);
        var resource = PayoutRequestView.Json(turn, payout);
        turn.Append(
            new()
            {
                Kind = kind,
                Subject = payout.Number,
                Person = payout.Partner,
                Decision = new() { Code = code, Evidence = [new("partner", "resolved", payout.Partner)] },
                Request = new RequestText()
                    .Add("id", payout.Number.ToString(CultureInfo.InvariantCulture))
                    .Add("reason", reason)
                    .Json,
                Answer = resource,
            },
            Caller.Actor
        );
        return resource;
    }
}
