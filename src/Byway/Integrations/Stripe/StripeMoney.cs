using System.Collections.Frozen;
using Byway.Values;

namespace Byway.Integrations.Stripe;

/// <summary>
/// Stripe's amounts: whole numbers of what Stripe calls a currency's smallest unit, which is not ISO 4217's for all of
/// them. Source: Stripe's page on currencies.
/// </summary>
public static class StripeMoney
{
    // Ariary have a minor unit in ISO 4217, and none at Stripe. Icelandic krónur and Ugandan shillings have none any
    // more in ISO 4217, but Stripe goes on counting them in hundredths, and so it does with Hungarian forint and
    // Taiwan dollars, which are whole in payouts only: these four are among the rest.
    private const string NoDecimals = "BIF CLP DJF GNF JPY KMF KRW MGA PYG RWF VND VUV XAF XOF XPF";

    private const string ThreeDecimals = "BHD JOD KWD OMR TND";

    private const int UsualDecimals = 2;

    private static readonly FrozenDictionary<string, int> Decimals = NoDecimals
        .Split(' ')
        .Select(code => KeyValuePair.Create(code, 0))
        .Concat(ThreeDecimals.Split(' ').Select(code => KeyValuePair.Create(code, 3)))
        .ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The unit of a currency's code, or null when it is none.</summary>
    /// <param name="currency">Three letters in any case.</param>
    public static string? UnitOf(string? currency) =>
        currency is { Length: 3 } && currency.All(char.IsAsciiLetter) ? currency.ToUpperInvariant() : null;

    /// <summary>How many decimals Stripe's amounts in a currency have.</summary>
    /// <param name="unit">The currency in upper case.</param>
    public static int DecimalsOf(string unit) => Decimals.GetValueOrDefault(unit, UsualDecimals);

    /// <summary>An amount in micros; null when it is beyond what Byway counts.</summary>
    /// <param name="amount">As Stripe writes it.</param>
    /// <param name="unit">The currency in upper case.</param>
    public static long? ToMicros(long amount, string unit)
    {
        var micros = (Int128)amount;
        for (var decimals = DecimalsOf(unit); decimals < 6; decimals++)
        {
            micros *= 10;
        }

        return Int128.Abs(micros) > Micros.Largest ? null : (long)micros;
    }

    /// <summary>A part of an amount, such as its tax, in micros; 0 when it is not there or makes no sense.</summary>
    /// <param name="amount">As Stripe writes it.</param>
    /// <param name="unit">The currency in upper case.</param>
    public static long PartOf(long? amount, string unit) => amount is > 0 ? ToMicros(amount.Value, unit) ?? 0 : 0;

    /// <summary>
    /// An amount of the Dashboard's exports in micros: major units, with a point or a comma, perhaps with separators
    /// between thousands. Null when it is none.
    /// </summary>
    /// <param name="text">Such as <c>1,234.50</c> or <c>1234,50</c>.</param>
    /// <param name="unit">The currency in upper case.</param>
    public static long? ReadMajor(string text, string unit)
    {
        var trimmed = text.Trim().Replace(" ", "", StringComparison.Ordinal);
        var last = trimmed.LastIndexOfAny(['.', ',']);
        if (last >= 0)
        {
            // The last separator is the decimal one if it stands alone of its kind, and is no comma between
            // thousands: those have three digits after them, in currencies that never have three decimals.
            var separator = trimmed[last];
            var digits = trimmed.Length - last - 1;
            var isDecimal =
                trimmed.AsSpan().Count(separator) == 1 && (separator == '.' || digits != 3 || DecimalsOf(unit) == 3);
            if (!isDecimal && trimmed.Contains(separator == '.' ? ',' : '.', StringComparison.Ordinal))
            {
                return null;
            }

            var whole = (isDecimal ? trimmed[..last] : trimmed)
                .Replace(".", "", StringComparison.Ordinal)
                .Replace(",", "", StringComparison.Ordinal);
            trimmed = isDecimal ? $"{whole}.{trimmed[(last + 1)..]}" : whole;
        }

        return Micros.Read(trimmed, out var micros) == MicrosRead.Read && Math.Abs(micros) <= Micros.Largest
            ? micros
            : null;
    }
}
