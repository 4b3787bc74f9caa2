namespace Byway.Journal;

/// <summary>What a slice says about the change it makes; the turn adds number, id, time, rows and postings.</summary>
public sealed record EntryDraft
{
    /// <summary>One of <see cref="EntryKind"/>.</summary>
    public required string Kind { get; init; }

    /// <summary>The number of the thing that was created or changed; 0 for the program.</summary>
    public required long Subject { get; init; }

    /// <summary>The partner or customer the personal half is about; null on sales.</summary>
    public long? Person { get; init; }

    /// <summary>When it occurred; null for now.</summary>
    public long? OccurredAt { get; init; }

    /// <summary>Why it came out so.</summary>
    public required Decision Decision { get; init; }

    /// <summary>The request, normalised, as JSON.</summary>
    public required string Request { get; init; }

    /// <summary>The resource answered, as UTF-8 JSON; empty for none.</summary>
    public ReadOnlyMemory<byte> Answer { get; init; }
}

/// <summary>What an entry did: noun and verb. The texts are stored and stable.</summary>
public static class EntryKind
{
    /// <summary>The program was made.</summary>
    public const string ProgramCreated = "program.created";

    /// <summary>The program was closed: all its API keys are revoked.</summary>
    public const string ProgramClosed = "program.closed";

    /// <summary>A new version of the settings.</summary>
    public const string SettingsChanged = "settings.changed";

    /// <summary>A new list of reward rules.</summary>
    public const string RulesChanged = "rules.changed";

    /// <summary>A new table of conversion rates.</summary>
    public const string RatesChanged = "rates.changed";

    /// <summary>A test program's clock was moved forward.</summary>
    public const string ClockMoved = "clock.moved";

    /// <summary>A partner was created.</summary>
    public const string PartnerCreated = "partner.created";

    /// <summary>A partner was changed.</summary>
    public const string PartnerUpdated = "partner.updated";

    /// <summary>A partner was archived.</summary>
    public const string PartnerArchived = "partner.archived";

    /// <summary>A partner was restored.</summary>
    public const string PartnerRestored = "partner.restored";

    /// <summary>A partner was deleted.</summary>
    public const string PartnerDeleted = "partner.deleted";

    /// <summary>A partner was approved, for the first time or again.</summary>
    public const string PartnerApproved = "partner.approved";

    /// <summary>A pending partner was rejected.</summary>
    public const string PartnerRejected = "partner.rejected";

    /// <summary>A partner was suspended.</summary>
    public const string PartnerSuspended = "partner.suspended";

    /// <summary>A customer was sent an invitation.</summary>
    public const string CustomerInvited = "customer.invited";

    /// <summary>Everything that told who a partner is was erased.</summary>
    public const string PartnerErased = "partner.erased";

    /// <summary>Everything that told who a customer is was erased.</summary>
    public const string CustomerErased = "customer.erased";

    /// <summary>Everything that told who a lead is was erased.</summary>
    public const string LeadErased = "lead.erased";

    /// <summary>Everything that told who a subscriber is was erased.</summary>
    public const string SubscriberErased = "subscriber.erased";

    /// <summary>A customer was suspended.</summary>
    public const string CustomerSuspended = "customer.suspended";

    /// <summary>A suspended customer counts again.</summary>
    public const string CustomerApproved = "customer.approved";

    /// <summary>A customer was archived.</summary>
    public const string CustomerArchived = "customer.archived";

    /// <summary>An archived customer was restored.</summary>
    public const string CustomerRestored = "customer.restored";

    /// <summary>A customer signed up, or a sale created one.</summary>
    public const string CustomerCreated = "customer.created";

    /// <summary>A provisional customer's sign-up came.</summary>
    public const string CustomerCompleted = "customer.completed";

    /// <summary>A sale bound a customer that was not bound.</summary>
    public const string CustomerBound = "customer.bound";

    /// <summary>The program's owner bound a customer to somebody else, or to nobody.</summary>
    public const string CustomerReassigned = "customer.reassigned";

    /// <summary>A customer's record was merged into another one.</summary>
    public const string CustomerMerged = "customer.merged";

    /// <summary>A merge changed whom the customer that stands is bound to.</summary>
    public const string CustomerRebound = "customer.rebound";

    /// <summary>A customer was changed.</summary>
    public const string CustomerUpdated = "customer.updated";

    /// <summary>A customer was deleted.</summary>
    public const string CustomerDeleted = "customer.deleted";

    /// <summary>Value was put on a customer's balance.</summary>
    public const string CustomerCredited = "customer.credited";

    /// <summary>A customer did something that the merchant has a name for.</summary>
    public const string ActionRecorded = "action.recorded";

    /// <summary>A sale was recorded.</summary>
    public const string TransactionCreated = "transaction.created";

    /// <summary>A sale that had waited for its sign-up was decided.</summary>
    public const string TransactionSettled = "transaction.settled";

    /// <summary>A sale was deleted.</summary>
    public const string TransactionDeleted = "transaction.deleted";

    /// <summary>A sale was archived.</summary>
    public const string TransactionArchived = "transaction.archived";

    /// <summary>An archived sale was restored.</summary>
    public const string TransactionRestored = "transaction.restored";

    /// <summary>A sale was refunded, wholly or in part.</summary>
    public const string TransactionRefunded = "transaction.refunded";

    /// <summary>A refund came before its sale.</summary>
    public const string RefundWaiting = "refund.waiting";

    /// <summary>A sale was disputed.</summary>
    public const string TransactionDisputed = "transaction.disputed";

    /// <summary>A sale's dispute was won or lost.</summary>
    public const string TransactionDisputeClosed = "transaction.dispute_closed";

    /// <summary>Something about a dispute came before its sale.</summary>
    public const string DisputeWaiting = "dispute.waiting";

    /// <summary>A referral link was created.</summary>
    public const string LinkCreated = "link.created";

    /// <summary>A referral link was changed.</summary>
    public const string LinkUpdated = "link.updated";

    /// <summary>A referral link was deleted.</summary>
    public const string LinkDeleted = "link.deleted";

    /// <summary>A domain was added.</summary>
    public const string DomainCreated = "domain.created";

    /// <summary>A domain was removed.</summary>
    public const string DomainDeleted = "domain.deleted";

    /// <summary>A coupon was created.</summary>
    public const string CouponCreated = "coupon.created";

    /// <summary>A coupon was changed or redeemed.</summary>
    public const string CouponUpdated = "coupon.updated";

    /// <summary>A coupon was deleted, and its promotion codes with it.</summary>
    public const string CouponDeleted = "coupon.deleted";

    /// <summary>A promotion code was created.</summary>
    public const string PromotionCodeCreated = "promotion_code.created";

    /// <summary>A promotion code was changed or redeemed.</summary>
    public const string PromotionCodeUpdated = "promotion_code.updated";

    /// <summary>A promotion code was deleted.</summary>
    public const string PromotionCodeDeleted = "promotion_code.deleted";

    /// <summary>A partner submitted a lead.</summary>
    public const string LeadSubmitted = "lead.submitted";

    /// <summary>A lead became a customer.</summary>
    public const string LeadConverted = "lead.converted";

    /// <summary>A lead was turned down.</summary>
    public const string LeadRejected = "lead.rejected";

    /// <summary>A lead was deleted.</summary>
    public const string LeadDeleted = "lead.deleted";

    /// <summary>Somebody subscribed to a newsletter.</summary>
    public const string SubscriberCreated = "subscriber.created";

    /// <summary>A subscriber was changed.</summary>
    public const string SubscriberUpdated = "subscriber.updated";

    /// <summary>A subscriber was deleted.</summary>
    public const string SubscriberDeleted = "subscriber.deleted";

    /// <summary>A subscriber reached a milestone.</summary>
    public const string SubscriberRewarded = "subscriber.rewarded";

    /// <summary>A milestone was made.</summary>
    public const string MilestoneCreated = "milestone.created";

    /// <summary>A late repeat of a request was answered as before.</summary>
    public const string RequestRepeated = "request.repeated";

    /// <summary>Held rewards became payable.</summary>
    public const string RewardsReleased = "rewards.released";

    /// <summary>A reward was given by hand.</summary>
    public const string RewardCreated = "reward.created";

    /// <summary>A reward's review period was ended by hand.</summary>
    public const string RewardApproved = "reward.approved";

    /// <summary>A reward that signals held was approved within its review period, which goes on.</summary>
    public const string RewardCleared = "reward.cleared";

    /// <summary>A reward was rejected by hand.</summary>
    public const string RewardRejected = "reward.rejected";

    /// <summary>A payout has paid a reward.</summary>
    public const string RewardPaid = "reward.paid";

    /// <summary>Where a partner wants to be paid was saved.</summary>
    public const string PayoutSettingsSaved = "payout_settings.saved";

    /// <summary>A payout was requested, and its amount set aside.</summary>
    public const string PayoutRequested = "payout.requested";

    /// <summary>A payout was approved.</summary>
    public const string PayoutApproved = "payout.approved";

    /// <summary>A payout was paid.</summary>
    public const string PayoutPaid = "payout.paid";

    /// <summary>A payout was rejected, and its amount given back.</summary>
    public const string PayoutRejected = "payout.rejected";

    /// <summary>More rewards of a large payout were noted as paid.</summary>
    public const string PayoutRewardsNoted = "payout.rewards_noted";

    /// <summary>A billing provider was connected, or its settings or secrets changed.</summary>
    public const string IntegrationConnected = "integration.connected";

    /// <summary>A billing provider was disconnected.</summary>
    public const string IntegrationDisconnected = "integration.disconnected";

    /// <summary>Something that a billing provider told was kept, and nothing else followed from it yet.</summary>
    public const string BillingNoted = "billing.noted";

    /// <summary>A subscription was made.</summary>
    public const string WebhookCreated = "webhook.created";

    /// <summary>A subscription was changed.</summary>
    public const string WebhookUpdated = "webhook.updated";

    /// <summary>A subscription was removed.</summary>
    public const string WebhookDeleted = "webhook.deleted";

    /// <summary>A subscription was switched off, because its receiver is gone or has failed for days.</summary>
    public const string WebhookDisabled = "webhook.disabled";

    /// <summary>A subscription got another secret.</summary>
    public const string WebhookSecretRotated = "webhook.secret_rotated";
}
