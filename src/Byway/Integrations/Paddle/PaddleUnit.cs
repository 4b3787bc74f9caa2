using Byway.Values;

namespace Byway.Integrations.Paddle;

/// <summary>Paddle's currency codes, which are those of ISO 4217.</summary>
public static class PaddleUnit
{
    /// <summary>The currency; null when there is none of that name.</summary>
    /// <param name="code">Three letters, or null.</param>
    public static Unit? Of(string? code) => code is null ? null : Unit.Currency(code);
}
