using Byway.Journal;
using Byway.Programs;

namespace Byway.Webhooks;

/// <summary>The events there are, by program type, and which journal entries are one.</summary>
public static class EventNames
{
    /// <summary>A reward came into being.</summary>
    public const string RewardCreated = "reward.created";

    /// <summary>A reward counts: it was never held, its review period is over, or its owner said so.</summary>
    public const string RewardApproved = "reward.approved";

    /// <summary>A reward was refused.</summary>
    public const string RewardRejected = "reward.rejected";

    /// <summary>A reward was taken back, wholly or in part.</summary>
    public const string RewardReversed = "reward.reversed";

    /// <summary>A reward was paid.</summary>
    public const string RewardPaid = "reward.paid";

    /// <summary>A customer of a refer-a-friend program earned a reward.</summary>
    public const string CustomerRewarded = "customer.rewarded";

    private static readonly string[] Rewards =
    [
        RewardCreated,
        RewardApproved,
        RewardRejected,
        RewardReversed,
        RewardPaid,
    ];

    private static readonly string[] Sales = ["transaction.created", "transaction.updated", "transaction.deleted"];

    private static readonly string[] Customers = ["customer.created", "customer.updated", "customer.deleted"];

    private static readonly Dictionary<string, IReadOnlyList<string>> ByType = new(StringComparer.Ordinal)
    {
        [ProgramType.Affiliate] =
        [
            "partner.created",
            "partner.updated",
            "partner.deleted",
            "partner.approved",
            "partner.rejected",
            "partner.archived",
            .. Customers,
            .. Sales,
            "lead.submitted",
            "lead.converted",
            "lead.rejected",
            .. Rewards,
        ],
        [ProgramType.ReferAFriend] = [.. Customers, "customer.credited", CustomerRewarded, .. Sales, .. Rewards],
        [ProgramType.Newsletter] =
        [
            "subscriber.created",
            "subscriber.updated",
            "subscriber.deleted",
            "subscriber.rewarded",
        ],
    };

    // Entries whose kind is not itself the name of an event. What is not here and no event tells nobody outside.
    private static readonly Dictionary<string, string> ByKind = new(StringComparer.Ordinal)
    {
        [EntryKind.PartnerRestored] = "partner.updated",
        [EntryKind.PartnerSuspended] = "partner.updated",
        [EntryKind.CustomerCompleted] = "customer.updated",
        [EntryKind.CustomerBound] = "customer.updated",
        [EntryKind.CustomerReassigned] = "customer.updated",
        [EntryKind.CustomerRebound] = "customer.updated",
        [EntryKind.CustomerMerged] = "customer.deleted",
        [EntryKind.CustomerSuspended] = "customer.updated",
        [EntryKind.CustomerApproved] = "customer.updated",
        [EntryKind.CustomerArchived] = "customer.updated",
        [EntryKind.CustomerRestored] = "customer.updated",
        [EntryKind.TransactionArchived] = "transaction.deleted",
        [EntryKind.TransactionRestored] = "transaction.updated",
        [EntryKind.TransactionSettled] = "transaction.updated",
        [EntryKind.TransactionRefunded] = "transaction.updated",
        [EntryKind.TransactionDisputed] = "transaction.updated",
        [EntryKind.TransactionDisputeClosed] = "transaction.updated",
    };

    /// <summary>Kinds of entries that are no event by themselves; rewards in them still are.</summary>
    public static readonly IReadOnlyList<string> SilentKinds =
    [
        EntryKind.ProgramCreated,
        EntryKind.ProgramClosed,
        EntryKind.SettingsChanged,
        EntryKind.RatesChanged,
        EntryKind.RulesChanged,
        EntryKind.ClockMoved,
        EntryKind.RefundWaiting,
        EntryKind.DisputeWaiting,
        EntryKind.ActionRecorded,
        EntryKind.RequestRepeated,
        EntryKind.RewardsReleased,
        EntryKind.RewardCleared,
        EntryKind.CustomerInvited,
        EntryKind.PartnerErased,
        EntryKind.CustomerErased,
        EntryKind.LeadErased,
        EntryKind.SubscriberErased,
        EntryKind.LinkCreated,
        EntryKind.LinkUpdated,
        EntryKind.LinkDeleted,
        EntryKind.DomainCreated,
        EntryKind.DomainDeleted,
        EntryKind.IntegrationConnected,
        EntryKind.IntegrationDisconnected,
        EntryKind.BillingNoted,
        EntryKind.CouponCreated,
        EntryKind.CouponUpdated,
        EntryKind.CouponDeleted,
        EntryKind.PromotionCodeCreated,
        EntryKind.PromotionCodeUpdated,
        EntryKind.PromotionCodeDeleted,
        EntryKind.LeadDeleted,
        EntryKind.MilestoneCreated,
        EntryKind.PayoutSettingsSaved,
        EntryKind.PayoutRequested,
        EntryKind.PayoutApproved,
        EntryKind.PayoutPaid,
        EntryKind.PayoutRejected,
        EntryKind.PayoutRewardsNoted,
        EntryKind.WebhookCreated,
        EntryKind.WebhookUpdated,
        EntryKind.WebhookDeleted,
        EntryKind.WebhookDisabled,
        EntryKind.WebhookSecretRotated,
    ];

    /// <summary>The events of a program type.</summary>
    /// <param name="programType">One of <see cref="ProgramType"/>.</param>
    public static IReadOnlyList<string> Of(string programType) => ByType[programType];

    /// <summary>Every event of any program type.</summary>
    public static IReadOnlyList<string> All { get; } =
    [.. ByType.Values.SelectMany(names => names).Distinct(StringComparer.Ordinal)];

    /// <summary>The event an entry of a kind is by itself; null for none.</summary>
    /// <param name="kind">The entry's kind.</param>
    public static string? OfKind(string kind) =>
        ByKind.TryGetValue(kind, out var name) ? name
        : IsReward(kind) ? null
        : All.Contains(kind, StringComparer.Ordinal) ? kind
        : null;

    /// <summary>True for events that are made of the rewards an entry writes.</summary>
    /// <param name="name">The event.</param>
    public static bool IsReward(string name) =>
        name is CustomerRewarded || name.StartsWith("reward.", StringComparison.Ordinal);
}
