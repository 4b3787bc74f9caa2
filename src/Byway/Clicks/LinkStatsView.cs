using Byway.Partners;

namespace Byway.Clicks;

/// <summary>What a link has brought in a time.</summary>
public sealed record LinkStatsView
{
    /// <summary>The link's referral key.</summary>
    public required string Key { get; init; }

    /// <summary>Landings; those of machines and those asked for ahead of time are not among them.</summary>
    public required long Clicks { get; init; }

    /// <summary>Visitors, each counted once a day.</summary>
    public required long Visitors { get; init; }

    /// <summary>Landings of machines.</summary>
    public required long Bots { get; init; }

    /// <summary>Landings that browsers asked for ahead of time.</summary>
    public required long Prefetches { get; init; }

    /// <summary>Customers who were bound by this link.</summary>
    public required long Signups { get; init; }

    /// <summary>Their sales.</summary>
    public required long SalesCount { get; init; }

    /// <summary>What they paid, less refunds, by currency.</summary>
    public required IReadOnlyList<MoneyView> Revenue { get; init; }

    /// <summary>The days with landings, the newest first; 366 at most.</summary>
    public required IReadOnlyList<LinkDayView> Days { get; init; }
}

/// <summary>A link's landings of a day.</summary>
public sealed record LinkDayView
{
    /// <summary>The day, UTC.</summary>
    public required string Day { get; init; }

    /// <summary>Landings.</summary>
    public required long Clicks { get; init; }

    /// <summary>Visitors.</summary>
    public required long Visitors { get; init; }

    /// <summary>Landings of machines.</summary>
    public required long Bots { get; init; }

    /// <summary>Landings asked for ahead of time.</summary>
    public required long Prefetches { get; init; }
}
