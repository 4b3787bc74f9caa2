using Byway.Http;
using Byway.Journal;
using Byway.Partners;
using Byway.Programs;
using Byway.Turns;
using Byway.Values;

namespace Byway.Rewards;

/// <summary>
/// <c>POST /v1/partners/{id}/reward</c> <c>{amount, date, note}</c>: a reward given by hand, without a sale, in the
/// program's currency, payable at once.
/// </summary>
public sealed class PostReward : Change
{
    /// <summary>What the API's document says about it.</summary>
    public static readonly RouteNote Note = new("rewardPartner", "Give a partner a reward by hand, without a sale.")
    {
        More = "In the program's currency, and payable at once.",
        Path = NamedPartner.PathNote,
        Body =
        [
            FieldNote.Amount("amount", "How much, in major units; at least 0.01.", "25").Required(),
            FieldNote.Time(
                "date",
                "When it was earned: ISO 8601, or Unix seconds. Now when absent; not in the future."
            ),
            FieldNote.Text("note", "What it is for.", "Best video of the month").UpTo(LongestNote),
        ],
        Answer = AnswerNote.One(201, "The reward.", typeof(RewardResourceView)),
        Refusals = [RefusalCode.NotFound, RefusalCode.InvalidFields, RefusalCode.BalanceLimit],
    };

    private const long LeastMicros = Micros.PerWhole / 100;
    private const int LongestNote = 500;

    private readonly NamedPartner named;
    private readonly long amount;
    private readonly long? date;
    private readonly string? note;

    private PostReward(Caller caller, NamedPartner named, long amount, long? date, string? note)
        : base(caller)
    {
        this.named = named;
        this.amount = amount;
        this.date = date;
        this.note = note;
    }

    /// <summary>Answers the route.</summary>
    /// <param name="call">The call.</param>
    public static async Task<Answer> Handle(ApiCall call)
    {
        // Shape
        var amount = call.Fields.Amount("amount");
        if ((amount is null or < LeastMicros) && !call.Check.HasFaults)
        {
            call.Fields.Fault("amount", "The amount is required and must be at least 0.01.");
        }

        var date = OccurredAt.Of(call.Fields, call, "date");
        var note = call.Fields.Text("note", LongestNote);
        return call.Check.HasFaults
            ? call.Check.Refusal()
            : await call.Take(new PostReward(call.Caller, NamedPartner.Of(call), amount!.Value, date, note));
    }

    /// <inheritdoc/>
    public override Answer Take(Turn turn)
    {
        // Facts
        if (PartnerFinder.Find(turn, named) is not { } partner)
        {
            return Answer.NotFound("Partner");
        }

        // Effects
        var occurredAt = turn.OccurredAt(date);
        var reward = RewardPostings.Give(turn, partner.Number, turn.Settings.Currency, amount, occurredAt);
        if (note is not null)
        {
            turn.Put(
                RewardNote.Table,
                new()
                {
                    ProgramId = reward.ProgramId,
                    Reward = reward.Number,
                    Note = note,
                }
            );
        }

        var decision = new Decision
        {
            Code = DecisionCode.GivenByHand,
            Arithmetic =
            [
                new()
                {
                    Reward = reward.Number,
                    Rule = "by_hand",
                    Version = reward.Version,
                    Result = reward.Amount,
                    Unit = reward.Unit,
                },
            ],
        };
        var resource = RewardViews.Json(turn, reward, decision);
        turn.Append(
            new()
            {
                Kind = EntryKind.RewardCreated,
                Subject = reward.Number,
                Person = partner.Number,
                OccurredAt = occurredAt,
                Decision = decision,
                Request = new RequestText()
                    .Add("partner", named.Any)
                    .Amount("amount", amount)
                    .Add("date", date is { } at ? UtcMicros.ToText(at) : null)
                    .Add("note", note)
                    .Json,
                Answer = resource,
            },
            Caller.Actor
        );
        return Answer.Resource(201, resource);
    }
}
