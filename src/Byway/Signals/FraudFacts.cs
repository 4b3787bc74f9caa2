namespace Byway.Signals;

/// <summary>What signals are told from; gathered only where a setting asks for it.</summary>
public sealed record FraudFacts
{
    /// <summary>The domain of the buyer's address, folded; null when it has none.</summary>
    public string? BuyerDomain { get; init; }

    /// <summary>The domain of the referrer's address, folded; null when it has none.</summary>
    public string? ReferrerDomain { get; init; }

    /// <summary>The click id that came with the sign-up or the sale, by name; null for none.</summary>
    public string? ClickId { get; init; }

    /// <summary>The referrer's sales that were reported before, whatever became of them.</summary>
    public long SalesBefore { get; init; }

    /// <summary>Those of them that were refunded, even in part, archived or deleted.</summary>
    public long TakenBackBefore { get; init; }

    /// <summary>The referrer's sign-ups in the window, the one at hand included.</summary>
    public long SignUps { get; init; }

    /// <summary>The referrer's sales in the window, the one at hand included.</summary>
    public long Sales { get; init; }

    /// <summary>Microseconds between this sale and the customer's last one; null when there is none.</summary>
    public long? SinceLastSale { get; init; }
}
