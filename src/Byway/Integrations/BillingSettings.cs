namespace Byway.Integrations;

/// <summary>A connected billing provider; a part of the program's settings, and so of their versions.</summary>
public sealed record BillingSettings
{
    /// <summary>The provider: <c>stripe</c>.</summary>
    public required string Provider { get; init; }

    /// <summary>The merchant's site at the provider, where it has a name of its own.</summary>
    public string? Site { get; init; }

    /// <summary>True when a sale's amount, of which rewards are a share, is without tax.</summary>
    public bool AmountExcludesTax { get; init; } = true;

    /// <summary>True when it is without shipping.</summary>
    public bool AmountExcludesShipping { get; init; } = true;

    /// <summary>Unix microseconds.</summary>
    public required long ConnectedAt { get; init; }
}
