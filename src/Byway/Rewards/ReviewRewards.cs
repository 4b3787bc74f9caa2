using System.Globalization;
using Byway.Http;
using Byway.Journal;
using Byway.Programs;
using Byway.Turns;

namespace Byway.Rewards;

/// <summary>
/// <c>POST /v1/rewards/{id}/approve</c>, <c>POST /v1/rewards/{id}/reject</c>, <c>POST /v1/rewards:approve</c> and
/// <c>POST /v1/rewards:reject</c>: the owner ends a review period early, or takes a reward back for good. Many at once
/// are all accepted, or none.
/// </summary>
public sealed class ReviewRewards : Change
{
    /// <summary>What the API's document says about approving one.</summary>
    public static readonly RouteNote ApproveNote = new("approveReward", "End a reward's review period now.")
    {
        More =
            "A reward that signals hold goes on with its review period when that is not over; approved again, it is "
            + "payable.",
        Path = ListRewards.PathNote,
        Answer = AnswerNote.One(200, "The reward, payable.", typeof(RewardResourceView)),
        Refusals = [RefusalCode.NotFound, RefusalCode.ActionFailed],
    };

    /// <summary>What the API's document says about rejecting one.</summary>
    public static readonly RouteNote RejectNote = new("rejectReward", "Take a reward back for good.")
    {
        More =
            "What becomes of its sale afterwards changes nothing. One that was paid out is netted by the next payout.",
        Path = ListRewards.PathNote,
        Body = [ReasonNote],
        Answer = AnswerNote.One(200, "The reward, rejected.", typeof(RewardResourceView)),
        Refusals = [RefusalCode.NotFound, RefusalCode.InvalidFields, RefusalCode.ActionFailed],
    };

    /// <summary>What the API's document says about approving many.</summary>
    public static readonly RouteNote ApproveManyNote = new("approveRewards", "End the review periods of rewards now.")
    {
        More = "All of them, or none: `errors` names each that is unknown or not in its review period.",
        Body = [NumbersNote],
        Answer = AnswerNote.OneOrMany(200, "The rewards in the order sent.", typeof(RewardResourceView)),
        Refusals = [RefusalCode.InvalidFields],
    };

    /// <summary>What the API's document says about rejecting many.</summary>
    public static readonly RouteNote RejectManyNote = new("rejectRewards", "Take rewards back for good.")
    {
        More = "All of them, or none: `errors` names each that is unknown, rejected or reversed already.",
        Body = [NumbersNote, ReasonNote],
        Answer = AnswerNote.OneOrMany(200, "The rewards in the order sent.", typeof(RewardResourceView)),
        Refusals = [RefusalCode.InvalidFields, RefusalCode.BalanceLimit],
    };

    private const int MostAtOnce = 1000;
    private const int LongestReason = 500;

    private readonly IReadOnlyList<long> numbers;
    private readonly bool areMany;
    private readonly bool isApproval;
    private readonly string? reason;

    private ReviewRewards(Caller caller, IReadOnlyList<long> numbers, bool areMany, bool isApproval, string? reason)
        : base(caller)
    {
        this.numbers = numbers;
        this.areMany = areMany;
        this.isApproval = isApproval;
        this.reason = reason;
    }

    /// <inheritdoc/>
    public override int Things => numbers.Count;

    private static FieldNote NumbersNote =>
        FieldNote.Texts("numbers", "The rewards' numbers.", "[1,2]").AtMost(MostAtOnce).Required();

    private static FieldNote ReasonNote =>
        FieldNote.Text("reason", "Why; it stands on the reward.", "Ordered by the partner.").UpTo(LongestReason);

    /// <summary>Answers <c>approve</c>.</summary>
    /// <param name="call">The call.</param>
    public static Task<Answer> Approve(ApiCall call) => One(call, isApproval: true);

    /// <summary>Answers <c>reject</c>.</summary>
    /// <param name="call">The call.</param>
    public static Task<Answer> Reject(ApiCall call) => One(call, isApproval: false);

    /// <summary>Answers <c>:approve</c>.</summary>
    /// <param name="call">The call.</param>
    public static Task<Answer> ApproveMany(ApiCall call) => Many(call, isApproval: true);

    /// <summary>Answers <c>:reject</c>.</summary>
    /// <param name="call">The call.</param>
    public static Task<Answer> RejectMany(ApiCall call) => Many(call, isApproval: false);

    /// <inheritdoc/>
    public override void Prefetch(Turn turn)
    {
        foreach (var number in numbers)
        {
            RewardViews.Prefetch(turn, number);
        }
    }

    /// <inheritdoc/>
    public override Answer Take(Turn turn)
    {
        // Facts
        var rewards = numbers.Select(number => turn.Get(Reward.Table, number)).ToList();
        if (!areMany && rewards[0] is null)
        {
            return Answer.NotFound("Reward");
        }

        // Decision
        var check = new Check();
        for (var at = 0; at < rewards.Count; at++)
        {
            if (FaultOf(rewards[at], numbers[at]) is not { } fault)
            {
                continue;
            }

            if (!areMany)
            {
                return Answer.Refuse(RefusalCode.ActionFailed, $"Action failed: {fault}");
            }

            check.Fault(string.Create(CultureInfo.InvariantCulture, $"numbers.{at}"), Sentence(fault));
        }

        if (check.HasFaults)
        {
            return check.Refusal();
        }

        // Effects
        var resources = rewards.ConvertAll(reward => isApproval ? Approved(turn, reward!) : Rejected(turn, reward!));
        return areMany ? Answer.Resources(200, resources) : Answer.Resource(200, resources[0]);
    }

    private static async Task<Answer> One(ApiCall call, bool isApproval)
    {
        // Shape
        var reason = isApproval ? null : call.Fields.Text("reason", LongestReason);
        if (call.Check.HasFaults)
        {
            return call.Check.Refusal();
        }

        return ListRewards.NumberOf(call) is { } number
            ? await call.Take(new ReviewRewards(call.Caller, [number], areMany: false, isApproval, reason))
            : Answer.NotFound("Reward");
    }

    private static async Task<Answer> Many(ApiCall call, bool isApproval)
    {
        // Shape
        var reason = isApproval ? null : call.Fields.Text("reason", LongestReason);
        var numbers = NumberList.Of(call.Fields, "numbers", MostAtOnce);
        if (numbers is null or [] && !call.Check.HasFaults)
        {
            call.Fields.Fault("numbers", "The numbers are required: the rewards' numbers.");
        }

        return call.Check.HasFaults
            ? call.Check.Refusal()
            : await call.Take(new ReviewRewards(call.Caller, numbers!, areMany: true, isApproval, reason));
    }

    private static string Sentence(string fault) => $"{char.ToUpperInvariant(fault[0])}{fault[1..]}";

    private string? FaultOf(Reward? reward, long number) =>
        reward switch
        {
            null => $"reward {number} is not in this program.",
            { Status: RewardStatus.ReviewPeriod } => null,
            { Status: RewardStatus.Ok } when !isApproval => null,
            { Status: RewardStatus.Ok } => $"reward {number} is ok already.",
            _ => $"reward {number} is {reward.Status}.",
        };

    private byte[] Approved(Turn turn, Reward reward)
    {
        if (reward.IsHeldBySignals && reward.ReviewUntil > turn.Now)
        {
            var cleared = RewardPostings.Clear(turn, reward);
            return Append(turn, cleared, EntryKind.RewardCleared, new() { Code = DecisionCode.SignalsCleared });
        }

        // It is held no longer than until now.
        var approved = RewardPostings.Release(turn, reward with { HeldUntil = turn.Now });
        return Append(turn, approved, EntryKind.RewardApproved, new() { Code = DecisionCode.RewardApproved });
    }

    private byte[] Rejected(Turn turn, Reward reward)
    {
        var (rejected, arithmetic) = RewardPostings.Reject(turn, reward);
        if (reason is not null)
        {
            var note = turn.Get(RewardNote.Table, reward.Number);
            turn.Put(
                RewardNote.Table,
                new()
                {
                    ProgramId = reward.ProgramId,
                    Reward = reward.Number,
                    Note = note?.Note,
                    Reason = reason,
                }
            );
        }

        return Append(
            turn,
            rejected,
            EntryKind.RewardRejected,
            new() { Code = DecisionCode.RewardRejected, Arithmetic = [arithmetic] }
        );
    }

    /// <summary>An entry for each reward: what is told to the outside is one reward at a time.</summary>
    private byte[] Append(Turn turn, Reward reward, string kind, Decision decision)
    {
        var resource = RewardViews.Json(turn, reward);
        turn.Append(
            new()
            {
                Kind = kind,
                Subject = reward.Number,
                Person = reward.Beneficiary,
                Decision = decision,
                Request = new RequestText()
                    .Add("number", reward.Number.ToString(CultureInfo.InvariantCulture))
                    .Add("reason", reason)
                    .Json,
                Answer = resource,
            },
            Caller.Actor
        );
        return resource;
    }
}
