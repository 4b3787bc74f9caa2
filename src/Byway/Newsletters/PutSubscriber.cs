using Byway.Http;
using Byway.Journal;
using Byway.Programs;
using Byway.Turns;
using Byway.Values;

namespace Byway.Newsletters;

/// <summary>
/// <c>PUT /v1/subscribers</c> (the subscriber named in the body) and <c>PUT /v1/subscribers/{id}</c>: changes what is
/// given, inside <c>update</c> or flat.
/// </summary>
public sealed class PutSubscriber : Change
{
    /// <summary>What the API's document says about it.</summary>
    public static readonly RouteNote Note = new("updateSubscriber", "Change what is given of a subscriber.")
    {
        More = "Who referred it cannot be changed here. It counts again, or no longer, as its status says.",
        Path = NamedSubscriber.PathNote,
        Body =
        [
            .. SubscriberFields.Notes,
            FieldNote.Object(
                "update",
                "The same fields, wrapped; then the flat ones do not count.",
                [FieldNote.Key("id", "The same as `identifier`.", "sub_1"), .. SubscriberFields.Notes]
            ),
        ],
        Answer = AnswerNote.One(200, "The subscriber as it is now.", typeof(SubscriberView)),
        Refusals = [RefusalCode.NotFound, RefusalCode.InvalidFields],
    };

    private readonly NamedSubscriber named;
    private readonly SubscriberFields fields;

    private PutSubscriber(Caller caller, NamedSubscriber named, SubscriberFields fields)
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
        var named = NamedSubscriber.Of(call);
        var wrapped = call.Fields.Object("update");
        var fields = SubscriberFields.Of(wrapped ?? call.Fields);
        if (wrapped is not null)
        {
            var id = wrapped.Key("id");
            fields = fields with { Id = fields.Id ?? id };
        }
        else if (named.Any is null && named.Id is null)
        {
            // The flat e-mail names the subscriber then.
            fields = fields with
            {
                Email = null,
            };
        }

        return call.Check.HasFaults
            ? call.Check.Refusal()
            : await call.Take(new PutSubscriber(call.Caller, named, fields));
    }

    /// <inheritdoc/>
    public override Answer Take(Turn turn)
    {
        // Facts
        if (SubscriberFinder.Find(turn, named) is not { } before)
        {
            return Answer.NotFound("Subscriber");
        }

        var taken = new Check();
        if (SubscriberFinder.ByEmail(turn, fields.Email) is { } sharing && sharing.Number != before.Number)
        {
            taken.Fault("email", "The email has already been taken.");
        }

        if (SubscriberFinder.ById(turn, fields.Id) is { } namesake && namesake.Number != before.Number)
        {
            taken.Fault("identifier", "The id has already been taken.");
        }

        // Decision
        if (taken.HasFaults)
        {
            return taken.Refusal();
        }

        // Effects
        var subscriber = before with
        {
            Id = fields.Id ?? before.Id,
            Email = fields.Email ?? before.Email,
            EmailFolded = fields.Email is null ? before.EmailFolded : Email.Folded(fields.Email),
            Name = fields.Name ?? before.Name,
            HasAcceptedTerms = fields.HasAcceptedTerms ?? before.HasAcceptedTerms,
            HasConsented = fields.HasConsented ?? before.HasConsented,
            Status = fields.Status ?? before.Status,
            IsApproved = fields.IsApproved ?? before.IsApproved,
            UpdatedAt = turn.Now,
        };
        turn.Put(Subscriber.Table, subscriber);
        Referrals.Count(turn, before.CountsFor, subscriber.CountsFor);
        var resource = SubscriberView.JsonOf(turn, subscriber);
        turn.Append(
            new()
            {
                Kind = EntryKind.SubscriberUpdated,
                Subject = subscriber.Number,
                Person = subscriber.Number,
                Decision = Decision.Plain,
                Request = fields.Described().Json,
                Answer = resource,
            },
            Caller.Actor
        );
        if (!before.IsActive && subscriber.IsActive)
        {
            // Others may have been confirmed while it could reach nothing.
            Referrals.Reward(turn, subscriber.Number, Caller.Actor);
        }

        if (before.CountsFor is null)
        {
            Referrals.Reward(turn, subscriber.CountsFor, Caller.Actor);
        }

        return Answer.Resource(200, resource);
    }
}
