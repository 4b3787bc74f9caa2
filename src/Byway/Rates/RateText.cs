using System.Globalization;

namespace Byway.Rates;

/// <summary>Rates as exact decimals of up to twelve places; text in, text out.</summary>
public static class RateText
{
    /// <summary>The most decimals a rate has.</summary>
    public const int MostDecimals = 12;

    /// <summary>The most characters that are read.</summary>
    public const int Longest = 24;

    /// <summary>Reads a plain decimal: digits, and at most one point between or after some of them.</summary>
    /// <param name="text">As written.</param>
    /// <param name="picos">The rate × 10¹².</param>
    /// <returns>What is wrong, as the end of a sentence; null for nothing.</returns>
    public static string? Read(string text, out long picos)
    {
        picos = 0;
        text = text.Trim();
        var at = text.StartsWith('-') ? 1 : 0;
        var point = text.IndexOf('.', StringComparison.Ordinal);
        var (whole, part) = point < 0 ? (text[at..], "") : (text[at..Math.Max(at, point)], text[(point + 1)..]);
        if (whole.Length == 0 || !(whole + part).All(char.IsAsciiDigit))
        {
            return "must be a decimal number such as 1.0843";
        }

        part = part.TrimEnd('0');
        whole = whole.TrimStart('0');
        if (at > 0 || whole.Length + part.Length == 0)
        {
            return "must be more than 0";
        }

        if (part.Length > MostDecimals)
        {
            return $"has at most {MostDecimals} decimals";
        }

        var digits = whole + part.PadRight(MostDecimals, '0');
        return
            long.TryParse(digits, CultureInfo.InvariantCulture, out picos)
            && picos <= ConversionRate.MostWhole * ConversionRate.PerOne
            ? null
            : $"must be at most {ConversionRate.MostWhole}";
    }

    /// <summary>The shortest plain decimal.</summary>
    /// <param name="picos">The rate × 10¹².</param>
    public static string Of(long picos)
    {
        var (whole, part) = Math.DivRem(picos, ConversionRate.PerOne);
        var text = whole.ToString(CultureInfo.InvariantCulture);
        return part == 0
            ? text
            : $"{text}.{part.ToString(CultureInfo.InvariantCulture).PadLeft(MostDecimals, '0').TrimEnd('0')}";
    }
}
