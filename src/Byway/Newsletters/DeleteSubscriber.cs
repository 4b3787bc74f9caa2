using Byway.Balances;
using Byway.Http;
using Byway.Journal;
using Byway.Programs;
using Byway.Turns;

namespace Byway.Newsletters;

/// <summary>
/// <c>DELETE /v1/subscribers/{id}</c> and <c>DELETE /v1/subscribers</c>: removes a subscriber. It counts for nobody
/// any more; milestones that were reached stay reached.
/// </summary>
public sealed class DeleteSubscriber : Change
{
    /// <summary>What the API's document says about it.</summary>
    public static readonly RouteNote Note = new("deleteSubscriber", "Remove a subscriber.")
    {
        More = "It counts for nobody any more; milestones that were reached stay reached.",
        Path = NamedSubscriber.PathNote,
        Answer = AnswerNote.Done("The subscriber is gone."),
        Refusals = [RefusalCode.NotFound, RefusalCode.InvalidFields],
    };

    private readonly NamedSubscriber named;

    private DeleteSubscriber(Caller caller, NamedSubscriber named)
        : base(caller) => this.named = named;

    /// <summary>Answers the route.</summary>
    /// <param name="call">The call.</param>
    public static async Task<Answer> Handle(ApiCall call)
    {
        // Shape
        var named = NamedSubscriber.Of(call);
        return call.Check.HasFaults ? call.Check.Refusal() : await call.Take(new DeleteSubscriber(call.Caller, named));
    }

    /// <inheritdoc/>
    public override Answer Take(Turn turn)
    {
        // Facts
        if (SubscriberFinder.Find(turn, named) is not { } before)
        {
            return Answer.NotFound("Subscriber");
        }

        // Effects: the address is free again.
        var subscriber = before with
        {
            Status = SubscriberStatus.Deleted,
            EmailFolded = null,
            DeletedAt = turn.Now,
            UpdatedAt = turn.Now,
        };
        turn.Put(Subscriber.Table, subscriber);
        Tally.Add(turn, Tally.Customers, -1);
        Referrals.Count(turn, before.CountsFor, subscriber.CountsFor);
        turn.Append(
            new()
            {
                Kind = EntryKind.SubscriberDeleted,
                Subject = subscriber.Number,
                Person = subscriber.Number,
                Decision = Decision.Plain,
                Request = RequestText.Nothing,
                Answer = SubscriberView.JsonOf(turn, subscriber),
            },
            Caller.Actor
        );
        return Answer.Done;
    }
}
