using System.Text.Json.Serialization;
using Byway.Http;
using Byway.Journal;
using Byway.Values;

namespace Byway.Rewards;

/// <summary>A reward by itself, as the wire writes it.</summary>
public sealed record RewardResourceView
{
    /// <summary>1, 2, 3 … in its program.</summary>
    public required long Number { get; init; }

    /// <summary><c>review_period</c>, <c>ok</c>, <c>rejected</c> or <c>reversed</c>.</summary>
    public required string Status { get; init; }

    /// <summary>Major units, as earned.</summary>
    public required MajorUnits Amount { get; init; }

    /// <summary>What of it was taken back, in major units.</summary>
    public required MajorUnits ReversedAmount { get; init; }

    /// <summary>Currency or own unit.</summary>
    public required string AmountUnits { get; init; }

    /// <summary>False for a unit of the program's own.</summary>
    public required bool IsCurrency { get; init; }

    /// <summary>Who earned it: the partner's id; absent in refer-a-friend programs.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Partner { get; init; }

    /// <summary>
    /// The buyer's key, null when there is no sale; in refer-a-friend programs who earned it: the referring customer's
    /// id.
    /// </summary>
    public required string? Customer { get; init; }

    /// <summary>The buyer's id; absent in affiliate programs.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? ReferredCustomer { get; init; }

    /// <summary>The transaction's key; null when it was given by hand.</summary>
    public required string? Transaction { get; init; }

    /// <summary>The transaction's action; null when it was given by hand.</summary>
    public required string? Action { get; init; }

    /// <summary>The signals that held it when it was earned: <c>same_company</c>, <c>sale_velocity</c> ….</summary>
    public required IReadOnlyList<string> Signals { get; init; }

    /// <summary>True while signals hold it: until it is approved or rejected, however long that takes.</summary>
    public required bool HeldBySignals { get; init; }

    /// <summary>End of its review period, ISO 8601; null when it had none, and while signals hold it.</summary>
    public required string? HeldUntil { get; init; }

    /// <summary>True when it was paid out, or had been paid elsewhere.</summary>
    public required bool Paid { get; init; }

    /// <summary>The payout request that paid it; null for none.</summary>
    public required long? PayoutRequest { get; init; }

    /// <summary>When its sale occurred, ISO 8601.</summary>
    public required string CreatedAt { get; init; }

    /// <summary>ISO 8601.</summary>
    public required string UpdatedAt { get; init; }

    /// <summary>What the owner wrote when giving it by hand.</summary>
    public required string? Note { get; init; }

    /// <summary>Why the owner rejected it, in the owner's words.</summary>
    public required string? Reason { get; init; }

    /// <summary>Why there is this reward, in plain words.</summary>
    public required string Explanation { get; init; }

    /// <summary>A reward's view.</summary>
    /// <param name="reward">The reward.</param>
    /// <param name="names">Keys and ids of whom and what it concerns.</param>
    /// <param name="decision">The decision that earned it; null when it is not known.</param>
    /// <param name="note">What the owner wrote; null for nothing.</param>
    public static RewardResourceView Of(Reward reward, RewardNames names, Decision? decision, RewardNote? note) =>
        new()
        {
            Number = reward.Number,
            Status = reward.Status,
            Amount = new(reward.Amount),
            ReversedAmount = new(reward.ReversedAmount),
            AmountUnits = reward.Unit,
            IsCurrency = new Unit(reward.Unit).IsCurrency,
            Partner = names.IsAffiliate ? names.Beneficiary : null,
            Customer = names.IsAffiliate ? names.Buyer : names.Beneficiary,
            ReferredCustomer = names.IsAffiliate ? null : names.Buyer,
            Transaction = names.Transaction,
            Action = names.Action,
            Signals = reward.Signals?.Split(',') ?? [],
            HeldBySignals = reward.IsHeldBySignals,
            HeldUntil = reward.HeldUntil is { } until ? UtcMicros.ToText(until) : null,
            Paid = reward.IsPaid,
            PayoutRequest = reward.Payout,
            CreatedAt = UtcMicros.ToText(reward.CreatedAt),
            UpdatedAt = UtcMicros.ToText(reward.UpdatedAt),
            Note = note?.Note,
            Reason = note?.Reason,
            Explanation = RewardExplanation.Of(reward, decision),
        };
}

/// <summary>Keys and ids of whom and what a reward concerns.</summary>
/// <param name="IsAffiliate">True when a partner earned it, false when a customer did.</param>
/// <param name="Beneficiary">The partner's or referring customer's id.</param>
/// <param name="Buyer">The buyer's key or id; null without a sale.</param>
/// <param name="Transaction">The transaction's key; null without a sale.</param>
/// <param name="Action">The transaction's action; null without a sale.</param>
public sealed record RewardNames(
    bool IsAffiliate,
    string? Beneficiary,
    string? Buyer,
    string? Transaction,
    string? Action
);
