using System.Text.Json;
using Byway.Balances;
using Byway.Http;
using Byway.Links;
using Byway.Programs;
using Byway.Turns;
using Byway.Values;

namespace Byway.Newsletters;

/// <summary>A subscriber as the wire writes it.</summary>
public sealed record SubscriberView
{
    /// <summary>The merchant's id; null when there is none.</summary>
    public required string? Id { get; init; }

    /// <summary>Full name.</summary>
    public required string? Name { get; init; }

    /// <summary>Address.</summary>
    public required string? Email { get; init; }

    /// <summary>True when another subscriber brought this one.</summary>
    public required bool IsReferred { get; init; }

    /// <summary>Whether terms were accepted; null when nobody said.</summary>
    public required bool? Tos { get; init; }

    /// <summary>Whether marketing is welcome; null when nobody said.</summary>
    public required bool? MarketingConsent { get; init; }

    /// <summary><c>Active</c>, <c>Rejected</c>, <c>Suspended</c> or <c>Deleted</c>.</summary>
    public required string Status { get; init; }

    /// <summary>False while the merchant has yet to approve.</summary>
    public required bool Approved { get; init; }

    /// <summary>Always null: there is no portal for subscribers.</summary>
    public string? PortalLink { get; init; }

    /// <summary>The link to pass on.</summary>
    public required string ShareLink { get; init; }

    /// <summary>Confirmed subscribers this one has brought.</summary>
    public required long ReferralsCount { get; init; }

    /// <summary>Milestones reached, in the order they were made.</summary>
    public required IReadOnlyList<ReachedMilestoneView> Reward { get; init; }

    /// <summary>ISO 8601.</summary>
    public required string CreatedAt { get; init; }

    /// <summary>ISO 8601.</summary>
    public required string UpdatedAt { get; init; }

    /// <summary>ISO 8601 or null.</summary>
    public required string? DeletedAt { get; init; }

    /// <summary>A subscriber's view.</summary>
    /// <param name="subscriber">The subscriber.</param>
    /// <param name="settings">For the link.</param>
    /// <param name="referrals">Confirmed subscribers it has brought.</param>
    /// <param name="reached">Its milestones.</param>
    public static SubscriberView Of(
        Subscriber subscriber,
        ProgramSettings settings,
        long referrals,
        IEnumerable<(ReachedMilestone Reached, Milestone Milestone)> reached
    ) =>
        new()
        {
            Id = subscriber.Id,
            Name = subscriber.Name,
            Email = subscriber.Email,
            IsReferred = subscriber.ReferredBy is not null,
            Tos = subscriber.HasAcceptedTerms,
            MarketingConsent = subscriber.HasConsented,
            Status = char.ToUpperInvariant(subscriber.Status[0]) + subscriber.Status[1..],
            Approved = subscriber.IsApproved,
            ShareLink = ReferralLink.Of(settings, subscriber.ReferralKey ?? ""),
            ReferralsCount = referrals,
            Reward =
            [
                .. reached
                    .OrderBy(pair => pair.Milestone.Number)
                    .Select(pair => ReachedMilestoneView.Of(pair.Reached, pair.Milestone)),
            ],
            CreatedAt = UtcMicros.ToText(subscriber.CreatedAt),
            UpdatedAt = UtcMicros.ToText(subscriber.UpdatedAt),
            DeletedAt = subscriber.DeletedAt is { } at ? UtcMicros.ToText(at) : null,
        };

    /// <summary>The view as UTF-8 JSON, inside a turn.</summary>
    /// <param name="turn">The turn.</param>
    /// <param name="subscriber">The subscriber.</param>
    public static byte[] JsonOf(Turn turn, Subscriber subscriber) =>
        JsonSerializer.SerializeToUtf8Bytes(
            Of(
                subscriber,
                turn.Settings,
                Totals.SignUpsOf(turn, subscriber.Number),
                turn.Find(ReachedMilestone.BySubscriber, subscriber.Number)
                    .Select(reached => (reached, turn.Get(Milestone.Table, reached.Milestone)!))
            ),
            WireJson.Relaxed.SubscriberView
        );
}

/// <summary>A milestone a subscriber has reached.</summary>
public sealed record ReachedMilestoneView
{
    /// <summary>The milestone's number.</summary>
    public required long Id { get; init; }

    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>How many subscribers it asks for.</summary>
    public required long SubscriberCount { get; init; }

    /// <summary><c>url_link</c>, <c>generic_coupon</c> or <c>amazon_gift_card</c>.</summary>
    public required string FulfillmentType { get; init; }

    /// <summary>The address or code that is given.</summary>
    public required string? FulfillmentValue { get; init; }

    /// <summary>ISO 8601.</summary>
    public required string ReachedAt { get; init; }

    /// <summary>A reached milestone's view.</summary>
    /// <param name="reached">That it was reached.</param>
    /// <param name="milestone">The milestone.</param>
    public static ReachedMilestoneView Of(ReachedMilestone reached, Milestone milestone) =>
        new()
        {
            Id = milestone.Number,
            Name = milestone.Name,
            SubscriberCount = milestone.SubscribersCount,
            FulfillmentType = milestone.FulfillmentType,
            FulfillmentValue = milestone.FulfillmentValue,
            ReachedAt = UtcMicros.ToText(reached.ReachedAt),
        };
}
