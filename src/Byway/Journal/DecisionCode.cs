namespace Byway.Journal;

/// <summary>
/// Why a change came out as it did; the whole list, explained for people in docs/errors.md. The texts are stored and
/// stable.
/// </summary>
public static class DecisionCode
{
    /// <summary>A reward was earned.</summary>
    public const string Rewarded = "rewarded";

    /// <summary>The reward was set by the request.</summary>
    public const string RewardGiven = "reward_given";

    /// <summary>The customer was bound to a partner or referring customer.</summary>
    public const string Attributed = "attributed";

    /// <summary>Nobody referred the customer.</summary>
    public const string CustomerNotReferred = "customer_not_referred";

    /// <summary>No customer has this key yet; the sale waits for the sign-up.</summary>
    public const string CustomerUnknown = "customer_unknown";

    /// <summary>The customer was erased; the sale counts for nobody.</summary>
    public const string CustomerErased = "customer_erased";

    /// <summary>The customer was created by a sale and awaits its sign-up.</summary>
    public const string CustomerProvisional = "customer_provisional";

    /// <summary>The referral key, id or e-mail leads to nobody.</summary>
    public const string PartnerKeyUnknown = "partner_key_unknown";

    /// <summary>What stood for the referral key cannot be one.</summary>
    public const string PartnerKeyMalformed = "partner_key_malformed";

    /// <summary>The partner is pending, suspended, rejected, archived or deleted.</summary>
    public const string PartnerInactive = "partner_inactive";

    /// <summary>The click id is none of this program's.</summary>
    public const string ClickUnknown = "click_unknown";

    /// <summary>The click lies further back than the program's window.</summary>
    public const string ClickTooOld = "click_too_old";

    /// <summary>The click came after the sign-up.</summary>
    public const string ClickAfterSignUp = "click_after_sign_up";

    /// <summary>The click was a machine's.</summary>
    public const string ClickBot = "click_bot";

    /// <summary>Nobody has made this promotion code here.</summary>
    public const string PromotionCodeUnknown = "promotion_code_unknown";

    /// <summary>The promotion code or its coupon is switched off.</summary>
    public const string PromotionCodeInactive = "promotion_code_inactive";

    /// <summary>The sale or sign-up occurred after the end of the promotion code or its coupon.</summary>
    public const string PromotionCodeExpired = "promotion_code_expired";

    /// <summary>The promotion code or its coupon was redeemed as often as it may be.</summary>
    public const string PromotionCodeUsedUp = "promotion_code_used_up";

    /// <summary>The promotion code is for other customers, or for subscribers.</summary>
    public const string PromotionCodeNotForCustomer = "promotion_code_not_for_customer";

    /// <summary>The promotion code is for first orders.</summary>
    public const string PromotionCodeNotFirstOrder = "promotion_code_not_first_order";

    /// <summary>The customer has used the coupon, which counts once, or for a time that is over.</summary>
    public const string PromotionCodeUsedBefore = "promotion_code_used_before";

    /// <summary>The order does not reach the promotion code's least amount.</summary>
    public const string PromotionCodeBelowMinimum = "promotion_code_below_minimum";

    /// <summary>The promotion code applies, and is bound to no partner.</summary>
    public const string PromotionCodeWithoutPartner = "promotion_code_without_partner";

    /// <summary>The promotion code is bound to several partners, so that nobody can say whose sale it is.</summary>
    public const string PromotionCodeShared = "promotion_code_shared";

    /// <summary>A sale's partner key counts in transaction-based programs only.</summary>
    public const string CustomerBased = "customer_based";

    /// <summary>The customer was bound before; the binding stands.</summary>
    public const string AlreadyBound = "already_bound";

    /// <summary>The program's owner bound the customer to somebody else.</summary>
    public const string Reassigned = "reassigned";

    /// <summary>The program's owner said that the customer belongs to nobody.</summary>
    public const string Unbound = "unbound";

    /// <summary>Two records of one customer were merged.</summary>
    public const string Merged = "merged";

    /// <summary>The customer is suspended or archived.</summary>
    public const string CustomerSuspended = "customer_suspended";

    /// <summary>The customer's earning period is over.</summary>
    public const string EarningPeriodOver = "earning_period_over";

    /// <summary>The request said that the sale earns nothing.</summary>
    public const string NotRewardable = "not_rewardable";

    /// <summary>Buyer and partner have the same e-mail.</summary>
    public const string SelfReferral = "self_referral";

    /// <summary>The program's rule gives nothing for this sale.</summary>
    public const string RewardIsZero = "reward_is_zero";

    /// <summary>Created, changed or removed as asked; there was nothing to weigh.</summary>
    public const string Done = "done";

    /// <summary>Rewards were taken back in full.</summary>
    public const string Reversed = "reversed";

    /// <summary>Rewards were taken back in proportion.</summary>
    public const string PartlyReversed = "partly_reversed";

    /// <summary>Rewards stand again.</summary>
    public const string Restored = "restored";

    /// <summary>The refund's sale has not come yet; the refund waits.</summary>
    public const string TransactionUnknown = "transaction_unknown";

    /// <summary>More was refunded than the sale had left; the excess does not count.</summary>
    public const string RefundExceedsSale = "refund_exceeds_sale";

    /// <summary>The sale is disputed; rewards were taken back until the dispute is closed.</summary>
    public const string Disputed = "disputed";

    /// <summary>The dispute was won; what it had taken back stands again.</summary>
    public const string DisputeWon = "dispute_won";

    /// <summary>The dispute was lost; what it has taken back stays taken back.</summary>
    public const string DisputeLost = "dispute_lost";

    /// <summary>A sale with the same key came again more than a day later and was answered as before.</summary>
    public const string RepeatedLate = "repeated_late";

    /// <summary>Another source has reported the same sale.</summary>
    public const string AlreadyReported = "already_reported";

    /// <summary>Held rewards became payable.</summary>
    public const string Released = "released";

    /// <summary>Value was put on a balance by hand.</summary>
    public const string Credited = "credited";

    /// <summary>A reward was given by hand.</summary>
    public const string GivenByHand = "given_by_hand";

    /// <summary>A reward's review period was ended by hand.</summary>
    public const string RewardApproved = "reward_approved";

    /// <summary>A reward was rejected by hand.</summary>
    public const string RewardRejected = "reward_rejected";

    /// <summary>A signal holds what was earned until the owner approves or rejects it; stands in evidence.</summary>
    public const string HeldForReview = "held_for_review";

    /// <summary>The owner approved a reward that signals held; its review period goes on.</summary>
    public const string SignalsCleared = "signals_cleared";

    /// <summary>A partner's payable balance was set aside for a payout.</summary>
    public const string PayoutRequested = "payout_requested";

    /// <summary>A payout was approved.</summary>
    public const string PayoutApproved = "payout_approved";

    /// <summary>A payout was paid.</summary>
    public const string PayoutPaid = "payout_paid";

    /// <summary>A payout was rejected; its amount is payable again.</summary>
    public const string PayoutRejected = "payout_rejected";

    /// <summary>A subscriber has brought as many others as a milestone asks for.</summary>
    public const string MilestoneReached = "milestone_reached";

    /// <summary>A webhook's receiver said that it is gone for good (410).</summary>
    public const string WebhookGone = "webhook_gone";

    /// <summary>A webhook's receiver has failed for five days.</summary>
    public const string WebhookFailing = "webhook_failing";

    /// <summary>Every code.</summary>
    public static readonly IReadOnlyList<string> All =
    [
        Rewarded,
        RewardGiven,
        Attributed,
        CustomerNotReferred,
        CustomerUnknown,
        CustomerErased,
        CustomerProvisional,
        PartnerKeyUnknown,
        PartnerKeyMalformed,
        PartnerInactive,
        ClickUnknown,
        ClickTooOld,
        ClickAfterSignUp,
        ClickBot,
        PromotionCodeUnknown,
        PromotionCodeInactive,
        PromotionCodeExpired,
        PromotionCodeUsedUp,
        PromotionCodeNotForCustomer,
        PromotionCodeNotFirstOrder,
        PromotionCodeUsedBefore,
        PromotionCodeBelowMinimum,
        PromotionCodeWithoutPartner,
        PromotionCodeShared,
        CustomerBased,
        AlreadyBound,
        Reassigned,
        Unbound,
        Merged,
        CustomerSuspended,
        EarningPeriodOver,
        NotRewardable,
        SelfReferral,
        RewardIsZero,
        Done,
        Reversed,
        PartlyReversed,
        Restored,
        TransactionUnknown,
        RefundExceedsSale,
        Disputed,
        DisputeWon,
        DisputeLost,
        RepeatedLate,
        AlreadyReported,
        Released,
        Credited,
        GivenByHand,
        RewardApproved,
        RewardRejected,
        HeldForReview,
        SignalsCleared,
        PayoutRequested,
        PayoutApproved,
        PayoutPaid,
        PayoutRejected,
        MilestoneReached,
        WebhookGone,
        WebhookFailing,
    ];
}
