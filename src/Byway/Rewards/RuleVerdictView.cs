namespace Byway.Rewards;

/// <summary>What came of asking one rule, for callers.</summary>
public sealed record RuleVerdictView
{
    /// <summary><c>rule 3</c>, <c>reward 1</c> or <c>default</c>.</summary>
    public required string Rule { get; init; }

    /// <summary>The rule's name; null for none.</summary>
    public required string? Name { get; init; }

    /// <summary>True when its conditions held.</summary>
    public required bool Matched { get; init; }

    /// <summary><c>resolved</c>, <c>earning_period_over</c>, or the condition that did not hold:
    /// <c>amount_differs</c>.</summary>
    public required string Verdict { get; init; }

    /// <summary>What was given where the condition asks; null when it is not known any more.</summary>
    public required string? Given { get; init; }

    /// <summary>What the condition takes: any of these; empty for a range.</summary>
    public required IReadOnlyList<string> Wanted { get; init; }

    /// <summary>The least value in the condition's range; null when it is open, or there is none.</summary>
    public required string? From { get; init; }

    /// <summary>The least value beyond it; null when it is open, or there is none.</summary>
    public required string? Until { get; init; }

    /// <summary>In one sentence.</summary>
    public required string Reason { get; init; }
}
