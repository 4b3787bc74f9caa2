using System.Globalization;
using Byway.Values;

namespace Byway.Integrations.Paddle;

/// <summary>
/// Paddle's amounts: whole numbers of the currency's smallest unit, written as text (<c>"2499"</c> is 24.99 USD and
/// 2499 JPY). The decimals are those of ISO 4217.
/// </summary>
public static class PaddleAmount
{
    /// <summary>Micros of an amount in the smallest unit; null when it is none, or larger than Byway counts.</summary>
    /// <param name="text">The amount.</param>
    /// <param name="unit">The currency.</param>
    public static long? OfMinor(string text, Unit unit) =>
        OfMajor(string.Create(CultureInfo.InvariantCulture, $"{text}e-{unit.MinorDecimals}"));

    /// <summary>Micros of an amount in the currency itself, as a report may have it: <c>24.99</c>.</summary>
    /// <param name="text">The amount.</param>
    public static long? OfMajor(string text) =>
        Micros.Read(text, out var micros) == MicrosRead.Read ? Bounded(micros) : null;

    private static long? Bounded(long micros) => micros is > Micros.Largest or < -Micros.Largest ? null : micros;
}
