using Byway.Customers;
using Byway.Journal;
using Byway.Rewards;

namespace Byway.Simulations;

/// <content>Sign-ups and actions.</content>
public sealed partial class Simulation
{
    private void SignUp(EntryBody body, Customer customer, List<(Reward Row, Arithmetic By)> earned, bool isErased)
    {
        var now = body.BookedAt;
        var happened = new SimulatedEvent
        {
            Sequence = body.Sequence,
            Kind = SimulatedEvent.SignUp,
            At = customer.CreatedAt,
            Customer = customer.Number,
        };
        happened.Actual = ActualOf(happened, earned.Where(each => each.Row.Part == RewardPart.SignUp));
        var isKnown =
            !isErased
            && !facts.IsMailboxUnknown(null, customer.ReferredBy)
            && facts.WhyUnknown(settings, customer.ReferredBy, isErased) is null;
        var earns =
            !customer.IsProvisional
            && body.Kind != EntryKind.CustomerBound
            && customer.ReferredBy is not null
            && settings.Rules!.Needs.RewardsSignUps;
        happened.Draft =
            !IsInPeriod(happened) || !isKnown ? happened.Actual
            : earns
                ? DraftOf(
                    happened,
                    RewardRule.DecideSignUp(facts.OfSignUp(customer, settings, now, isErased)).Rewards,
                    _ => RewardPart.SignUp
                )
            : [];
        Add(happened);
        if (now >= from && customer.ReferredBy is { } owner && known.PersonOf(customer.Number)?.ReferredBy is null)
        {
            Goals(counts.SignedUp(settings, now, owner, customer.BoundAt ?? now));
        }
    }

    /// <summary>A sign-up that the owner gave somebody counts, once.</summary>
    private void Reassign(EntryBody body, Customer customer)
    {
        if (
            body.BookedAt >= from
            && customer is { ReferredBy: { } owner, BoundAt: { } since }
            && known.PersonOf(customer.Number)?.ReferredBy is null
            && !known.Bindings.IsCounted(customer.Number)
        )
        {
            Goals(counts.SignedUp(settings, body.BookedAt, owner, since));
        }
    }

    private void Act(EntryBody body, ActionCount told, List<(Reward Row, Arithmetic By)> earned)
    {
        var referrer = known.ReferrerOf(known.PersonOf(told.Owner));
        var happened = new SimulatedEvent
        {
            Sequence = body.Sequence,
            Kind = SimulatedEvent.Action,
            At = body.OccurredAt,
            Customer = told.Owner,
        };
        happened.Actual = ActualOf(happened, earned.Where(each => each.Row.Part == RewardPart.Action));
        var isKnown =
            facts.WhyUnknown(settings, referrer, isErased: false) is null
            && !(body.Decision.Code == DecisionCode.SelfReferral && facts.IsMailboxUnknown(told.Owner, referrer));
        happened.Draft =
            IsInPeriod(happened) && isKnown
                ? DraftOf(
                    happened,
                    RewardRule.DecideAction(facts.OfAction(told, settings, body.BookedAt, happened.At)).Rewards,
                    _ => RewardPart.Action
                )
                : happened.Actual;
        known.Actions.Count(told, referrer);
        Add(happened);
    }
}
