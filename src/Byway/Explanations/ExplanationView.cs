using System.Text.Json.Serialization;
using Byway.Journal;

namespace Byway.Explanations;

/// <summary>Why something came out as it did, and why it is as it is today.</summary>
public sealed record ExplanationView
{
    /// <summary>What is explained: <c>transaction</c>, <c>reward</c> or <c>customer</c>.</summary>
    public required string Of { get; init; }

    /// <summary>Its key; of a reward its number.</summary>
    public required string Key { get; init; }

    /// <summary>The decision's code; null when the deciding entry is not known.</summary>
    public required string? Code { get; init; }

    /// <summary>In one sentence.</summary>
    public required string Sentence { get; init; }

    /// <summary>The id of whom a customer is bound to; left out of other explanations, and for nobody.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? BoundTo { get; init; }

    /// <summary>Since when, ISO 8601; left out as well.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? BoundAt { get; init; }

    /// <summary>The deciding entry, whole: evidence, rules, arithmetic, actor, both times, postings.</summary>
    public required EntryView? DecidedBy { get; init; }

    /// <summary>The rewards, as they are today.</summary>
    public required IReadOnlyList<StandingRewardView> Rewards { get; init; }

    /// <summary>The entries that made and changed it, oldest first.</summary>
    public required IReadOnlyList<HistoryView> History { get; init; }

    /// <summary>False when there were more changes than these, the latest ones.</summary>
    public required bool HistoryIsWhole { get; init; }
}

/// <summary>A reward as it is today.</summary>
public sealed record StandingRewardView
{
    /// <summary>Its number.</summary>
    public required long Number { get; init; }

    /// <summary>The id of who earned it.</summary>
    public required string? Beneficiary { get; init; }

    /// <summary><c>main</c>, <c>level</c>, <c>extra</c>, <c>sign_up</c> or <c>goal</c>.</summary>
    public required string Part { get; init; }

    /// <summary>As earned; major units as text.</summary>
    public required string Amount { get; init; }

    /// <summary>What of it was taken back.</summary>
    public required string ReversedAmount { get; init; }

    /// <summary>What of it stands.</summary>
    public required string StandingAmount { get; init; }

    /// <summary>Currency or own unit.</summary>
    public required string Unit { get; init; }

    /// <summary><c>review_period</c>, <c>ok</c>, <c>rejected</c> or <c>reversed</c>.</summary>
    public required string Status { get; init; }

    /// <summary>End of its review period, ISO 8601; null when it had none.</summary>
    public required string? HeldUntil { get; init; }

    /// <summary>True when it was paid out, or had been paid elsewhere.</summary>
    public required bool Paid { get; init; }

    /// <summary>The payout request that paid it; null for none.</summary>
    public required long? PayoutRequest { get; init; }

    /// <summary>In one sentence.</summary>
    public required string Sentence { get; init; }
}

/// <summary>One entry of a history.</summary>
public sealed record HistoryView
{
    /// <summary>The entry.</summary>
    public required string Entry { get; init; }

    /// <summary>Its number.</summary>
    public required long Sequence { get; init; }

    /// <summary>What it did.</summary>
    public required string Kind { get; init; }

    /// <summary>Who asked: an API key's id, a job, the CLI.</summary>
    public required string Actor { get; init; }

    /// <summary>When it occurred; ISO 8601.</summary>
    public required string OccurredAt { get; init; }

    /// <summary>When it was booked; ISO 8601.</summary>
    public required string BookedAt { get; init; }

    /// <summary>A decision code.</summary>
    public required string Code { get; init; }

    /// <summary>In one sentence.</summary>
    public required string Sentence { get; init; }

    /// <summary>What it computed of what is explained.</summary>
    public required IReadOnlyList<ArithmeticView> Arithmetic { get; init; }
}
