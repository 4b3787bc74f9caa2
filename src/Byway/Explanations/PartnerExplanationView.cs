using System.Text.Json.Serialization;
using Byway.Journal;

namespace Byway.Explanations;

/// <summary>
/// Why one earned, or did not, as whoever earned may read it: one's own rewards, the rule, dates and reasons. Nothing
/// about customers, other partners, or the merchant.
/// </summary>
public sealed record PartnerExplanationView
{
    /// <summary>The reason; <c>done</c> where it is the merchant's own.</summary>
    public required string Code { get; init; }

    /// <summary>In one sentence.</summary>
    public required string Sentence { get; init; }

    /// <summary>That the owner reassigned the customer, and when; left out where that has not happened.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Binding { get; init; }

    /// <summary>When it occurred; ISO 8601, or null when it is not known any more.</summary>
    public required string? OccurredAt { get; init; }

    /// <summary>When it was decided; ISO 8601, or null when it is not known any more.</summary>
    public required string? DecidedAt { get; init; }

    /// <summary>How one's own rewards were computed.</summary>
    public required IReadOnlyList<ArithmeticView> Arithmetic { get; init; }

    /// <summary>One's own rewards, as they are today.</summary>
    public required IReadOnlyList<PartnerRewardView> Rewards { get; init; }

    /// <summary>What has happened to them since, oldest first.</summary>
    public required IReadOnlyList<PartnerHistoryView> History { get; init; }
}

/// <summary>A reward of one's own, as it is today.</summary>
public sealed record PartnerRewardView
{
    /// <summary>Its number.</summary>
    public required long Number { get; init; }

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

    /// <summary>True when it was paid.</summary>
    public required bool Paid { get; init; }

    /// <summary>In one sentence.</summary>
    public required string Sentence { get; init; }
}

/// <summary>Something that has happened since.</summary>
/// <param name="BookedAt">When it was booked; ISO 8601.</param>
/// <param name="Code">The reason; <c>done</c> where it is the merchant's own.</param>
/// <param name="Sentence">In one sentence.</param>
public sealed record PartnerHistoryView(string BookedAt, string Code, string Sentence);
