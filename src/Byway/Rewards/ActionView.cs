namespace Byway.Rewards;

/// <summary>An action of a customer, with what it earned.</summary>
public sealed record ActionView
{
    /// <summary>The merchant's name for it.</summary>
    public required string Name { get; init; }

    /// <summary>The merchant's key for this one time; null when none was given.</summary>
    public required string? Key { get; init; }

    /// <summary>The customer's key (affiliate) or id (refer-a-friend).</summary>
    public required string? Customer { get; init; }

    /// <summary>How often the customer has done it, this time included.</summary>
    public required long Occurrence { get; init; }

    /// <summary>When it occurred, ISO 8601.</summary>
    public required string CreatedAt { get; init; }

    /// <summary>What it earned, on either side.</summary>
    public required IReadOnlyList<RewardResourceView> Rewards { get; init; }
}
