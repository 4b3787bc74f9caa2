using System.Text.Json;
using Byway.Balances;
using Byway.Customers;
using Byway.Http;
using Byway.Journal;
using Byway.Links;
using Byway.Programs;
using Byway.Turns;
using Byway.Values;

namespace Byway.Newsletters;

/// <summary>
/// <c>POST /v1/subscribers</c>: somebody subscribes, brought by another subscriber or by nobody. Who is said to have
/// brought it never fails the subscription.
/// </summary>
public sealed class PostSubscriber : Change
{
    /// <summary>What the API's document says about it.</summary>
    public static readonly RouteNote Note = new("createSubscriber", "Report a subscription, whoever referred it.")
    {
        More =
            "It counts for the subscriber who referred it while it is active and approved; the decision says what "
            + "came of the referral. Milestones that are reached by it are noted in the same moment.",
        Body =
        [
            FieldNote.Key("id", "The mailing service's or merchant's own id, unique.", "sub_1"),
            .. SubscriberFields.Notes.Select(field => field.Name == "email" ? field.Required() : field),
            FieldNote.Object(
                "referral",
                "The subscriber who referred this one. Whatever stands here is evidence and never fails anything.",
                NamedSubscriber.Notes
            ),
        ],
        Answer = AnswerNote.One(201, "The subscriber.", typeof(SubscriberView)),
        Refusals = [RefusalCode.InvalidFields],
    };

    private readonly SubscriberFields fields;
    private readonly IReadOnlyList<Clue> clues;

    private PostSubscriber(Caller caller, SubscriberFields fields, IReadOnlyList<Clue> clues)
        : base(caller)
    {
        this.fields = fields;
        this.clues = clues;
    }

    /// <summary>Answers the route.</summary>
    /// <param name="call">The call.</param>
    public static async Task<Answer> Handle(ApiCall call)
    {
        // Shape
        var id = call.Fields.Key("id");
        var fields = SubscriberFields.Of(call.Fields);
        fields = fields with { Id = id ?? fields.Id };
        if (fields.Email is null && !call.Check.HasFaults)
        {
            call.Fields.Fault("email", "The email is required.");
        }

        var clues = CluesOf(call.Fields);
        return call.Check.HasFaults
            ? call.Check.Refusal()
            : await call.Take(new PostSubscriber(call.Caller, fields, clues));
    }

    /// <inheritdoc/>
    public override Answer Take(Turn turn)
    {
        // Facts
        var taken = new Check();
        if (SubscriberFinder.ByEmail(turn, fields.Email) is not null)
        {
            taken.Fault("email", "The email has already been taken.");
        }

        if (SubscriberFinder.ById(turn, fields.Id) is not null)
        {
            taken.Fault("id", "The id has already been taken.");
        }

        var found = clues.Select(clue => (Clue: clue, Subscriber: Find(turn, clue))).ToList();

        // Decision
        if (taken.HasFaults)
        {
            return taken.Refusal();
        }

        var attribution = AttributionDecision.Of([
            .. found.Select(pair => new Candidate(
                pair.Clue.Path,
                pair.Clue.Text is not null,
                pair.Subscriber?.Number,
                pair.Subscriber is { IsActive: true }
            )),
        ]);
        var referrer = found.Find(pair => pair.Subscriber?.Number == attribution.Owner).Subscriber;
        if (referrer is not null && attribution.Owner is not null && IsHerself(turn, referrer))
        {
            attribution = new(null, attribution.Decision with { Code = DecisionCode.SelfReferral });
        }

        // Effects
        var subscriber = Put(turn, attribution.Owner);
        Tally.Add(turn, Tally.Customers);
        Referrals.Count(turn, null, subscriber.CountsFor);
        var resource = SubscriberView.JsonOf(turn, subscriber);
        var request = fields.Described();
        foreach (var clue in clues)
        {
            request.Add(clue.Path, clue.Text ?? "?");
        }

        turn.Append(
            new()
            {
                Kind = EntryKind.SubscriberCreated,
                Subject = subscriber.Number,
                Person = subscriber.Number,
                Decision = attribution.Decision,
                Request = request.Json,
                Answer = resource,
            },
            Caller.Actor
        );
        Referrals.Reward(turn, subscriber.CountsFor, Caller.Actor);
        return Answer.Resource(201, resource);
    }

    private Subscriber Put(Turn turn, long? referrer)
    {
        var subscriber = new Subscriber
        {
            ProgramId = Program.ProgramId,
            Number = turn.NextNumber,
            Id = fields.Id,
            ReferralKey = ReferralKeys.NewKey(turn, OwnerKind.Subscriber),
            Email = fields.Email,
            EmailFolded = Email.Folded(fields.Email!),
            Name = fields.Name,
            HasAcceptedTerms = fields.HasAcceptedTerms,
            HasConsented = fields.HasConsented,
            Status = fields.Status ?? SubscriberStatus.Active,
            IsApproved = fields.IsApproved ?? true,
            ReferredBy = referrer,
            CreatedAt = turn.Now,
            UpdatedAt = turn.Now,
        };
        ReferralKeys.IssueKey(turn, OwnerKind.Subscriber, subscriber.Number, subscriber.ReferralKey);
        turn.Put(Subscriber.Table, subscriber);
        return subscriber;
    }

    private bool IsHerself(Turn turn, Subscriber referrer) =>
        !turn.Settings.AllowSelfReferral
        && referrer.Email is not null
        && Email.Normalised(referrer.Email) == Email.Normalised(fields.Email!);

    private static Subscriber? Find(Turn turn, Clue clue) =>
        clue.Path == "referral.id"
            ? SubscriberFinder.ById(turn, clue.Text) ?? SubscriberFinder.ByKey(turn, clue.Text)
            : SubscriberFinder.ByEmail(turn, clue.Text);

    private static List<Clue> CluesOf(Fields fields)
    {
        var clues = new List<Clue>();
        foreach (var name in new[] { "id", "email" })
        {
            var value = fields.Anything("referral", name);
            var text = value.ValueKind switch
            {
                JsonValueKind.String => value.GetString(),
                JsonValueKind.Number => value.GetRawText(),
                JsonValueKind.Undefined or JsonValueKind.Null => "",
                _ => null,
            };
            if (text is not "")
            {
                clues.Add(
                    new($"referral.{name}", text is not null && MerchantKey.FaultOf(text) is null ? text : null)
                );
            }
        }

        var whole = fields.Anything("referral");
        var isNothing =
            whole.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null or JsonValueKind.Object
            || (whole.ValueKind == JsonValueKind.Array && whole.GetArrayLength() == 0)
            || (whole.ValueKind == JsonValueKind.String && whole.ValueEquals(""u8));
        return isNothing ? clues : [new("referral", null)];
    }

    /// <param name="Path">Where it stands.</param>
    /// <param name="Text">What it says; null when it cannot be a name at all.</param>
    private sealed record Clue(string Path, string? Text);
}
