using System.Text.Json;
using Byway.Http;
using Byway.Journal;
using Byway.Programs;
using Byway.Turns;

namespace Byway.Newsletters;

/// <summary><c>POST /v1/rewards</c> of newsletter programs: makes a milestone.</summary>
public sealed class PostMilestone : Change
{
    /// <summary>What the API's document says about it.</summary>
    public static readonly RouteNote Note = new("createMilestone", "Make a reward for bringing subscribers.")
    {
        More =
            "Whoever has brought so many confirmed subscribers reaches it, once, with the next one who counts. What "
            + "is given is noted on the subscriber and told by `subscriber.rewarded`; sending it is the merchant's.",
        Body =
        [
            FieldNote.Text("name", "For people.", "A mug").Required(),
            FieldNote.Text("description", "For people.", "For five friends.").UpTo(LongestText),
            FieldNote
                .Whole("subscribers_count", "How many confirmed subscribers it asks for.", 1, MostSubscribers, "5")
                .Otherwise("1"),
            FieldNote
                .OneOf(
                    "fulfillment_type",
                    "What is given.",
                    Milestone.UrlLink,
                    Milestone.GenericCoupon,
                    Milestone.AmazonGiftCard
                )
                .Otherwise("\"url_link\""),
            FieldNote
                .Text("fulfillment_value", "The address or code that is given.", "https://example.com/mug")
                .UpTo(LongestText),
        ],
        Answer = AnswerNote.One(201, "The milestone.", typeof(MilestoneView)),
        Refusals = [RefusalCode.InvalidFields],
    };

    private const long MostSubscribers = 1_000_000_000;
    private const int LongestText = 2000;

    private readonly Milestone milestone;

    private PostMilestone(Caller caller, Milestone milestone)
        : base(caller) => this.milestone = milestone;

    /// <summary>Answers the route.</summary>
    /// <param name="call">The call.</param>
    public static async Task<Answer> Handle(ApiCall call)
    {
        // Shape
        var fields = call.Fields;
        var name = fields.Text("name");
        var milestone = new Milestone
        {
            ProgramId = call.Program.ProgramId,
            Number = 0,
            Name = name ?? "",
            Description = fields.Text("description", LongestText),
            SubscribersCount = fields.Whole("subscribers_count", 1, MostSubscribers) ?? 1,
            FulfillmentType =
                fields.OneOf("fulfillment_type", Milestone.UrlLink, Milestone.GenericCoupon, Milestone.AmazonGiftCard)
                ?? Milestone.UrlLink,
            FulfillmentValue = fields.Text("fulfillment_value", LongestText),
            CreatedAt = 0,
            UpdatedAt = 0,
        };
        if (name is null && !call.Check.HasFaults)
        {
            fields.Fault("name", "The name is required.");
        }

        return call.Check.HasFaults
            ? call.Check.Refusal()
            : await call.Take(new PostMilestone(call.Caller, milestone));
    }

    /// <inheritdoc/>
    public override Answer Take(Turn turn)
    {
        // Effects
        var made = milestone with
        {
            Number = turn.NextNumber,
            CreatedAt = turn.Now,
            UpdatedAt = turn.Now,
        };
        turn.Put(Milestone.Table, made);
        var resource = JsonSerializer.SerializeToUtf8Bytes(MilestoneView.Of(made), WireJson.Relaxed.MilestoneView);
        turn.Append(
            new()
            {
                Kind = EntryKind.MilestoneCreated,
                Subject = made.Number,
                Decision = Decision.Plain,
                Request = RequestText.Nothing,
                Answer = resource,
            },
            Caller.Actor
        );
        return Answer.Resource(201, resource);
    }
}
