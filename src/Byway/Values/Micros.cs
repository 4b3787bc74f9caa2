using System.Buffers.Text;
using System.Globalization;

namespace Byway.Values;

/// <summary>
/// Decimal numbers as whole millionths (10⁻⁶), the only arithmetic Byway does on amounts. Text in, text out, no
/// binary fractions.
/// </summary>
public static class Micros
{
    /// <summary>Millionths in one whole.</summary>
    public const long PerWhole = 1_000_000;

    /// <summary>The largest amount a request may carry, in micros: 9 × 10¹² whole units.</summary>
    public const long Largest = 9_000_000_000_000L * PerWhole;

    /// <summary>
    /// Adds up for people to read. Each amount is within its range, the sum of years may not be: beyond what a number
    /// can hold it stops there, and is no reason to answer nothing.
    /// </summary>
    /// <param name="amounts">Micros.</param>
    public static long Sum(params IEnumerable<long> amounts)
    {
        Int128 sum = 0;
        foreach (var amount in amounts)
        {
            sum += amount;
        }

        return Shown(sum);
    }

    /// <summary>A sum for people to read, within what a number can hold.</summary>
    /// <param name="sum">Micros.</param>
    public static long Shown(Int128 sum) => (long)Int128.Clamp(sum, -long.MaxValue, long.MaxValue);

    /// <summary>
    /// Reads a JSON number (<c>59.97</c>, <c>1e2</c>, <c>59.970000000000006</c>) as micros. More than six decimals
    /// are rounded half to even.
    /// </summary>
    /// <param name="text">The number as written, ASCII.</param>
    /// <param name="micros">The value; 0 when it could not be read.</param>
    public static MicrosRead Read(ReadOnlySpan<char> text, out long micros)
    {
        micros = 0;
        text = text.Trim();
        if (text.Length is 0 or > 400)
        {
            return MicrosRead.NotANumber;
        }

        var isNegative = text[0] == '-';
        var at = isNegative || text[0] == '+' ? 1 : 0;
        Int128 digits = 0;
        var digitCount = 0;
        var scale = 0;
        var sawPoint = false;
        var sawDigit = false;
        var isSticky = false; // a digit other than zero was cut off: breaks ties upwards
        for (; at < text.Length; at++)
        {
            var c = text[at];
            if (c == '.' && !sawPoint)
            {
                sawPoint = true;
            }
            else if (char.IsAsciiDigit(c))
            {
                sawDigit = true;
                if (digitCount < 30)
                {
                    digits = (digits * 10) + (c - '0');
                    digitCount += digits == 0 ? 0 : 1;
                    scale += sawPoint ? 1 : 0;
                }
                else
                {
                    isSticky |= c != '0';
                    scale -= sawPoint ? 0 : 1;
                }
            }
            else
            {
                break;
            }
        }

        if (!sawDigit)
        {
            return MicrosRead.NotANumber;
        }

        var exponent = 0;
        if (at < text.Length)
        {
            if (text[at] is not ('e' or 'E') || !ReadExponent(text[(at + 1)..], out exponent))
            {
                return MicrosRead.NotANumber;
            }
        }

        return Scale(isNegative ? -digits : digits, 6 - scale + exponent, isSticky, out micros);
    }

    /// <summary>Writes micros as the shortest plain decimal number: <c>29.997</c>, <c>100</c>, <c>-0.5</c>.</summary>
    /// <param name="micros">The value.</param>
    public static string ToText(long micros)
    {
        Span<byte> bytes = stackalloc byte[32];
        return System.Text.Encoding.ASCII.GetString(bytes[..Write(micros, bytes)]);
    }

    /// <summary>
    /// Writes micros as UTF-8 into <paramref name="to"/> (32 bytes are enough); returns the bytes written.
    /// </summary>
    /// <param name="micros">The value.</param>
    /// <param name="to">Where to.</param>
    public static int Write(long micros, Span<byte> to)
    {
        var at = 0;
        var magnitude = (UInt128)(micros < 0 ? -(Int128)micros : micros);
        if (micros < 0)
        {
            to[at++] = (byte)'-';
        }

        var whole = (ulong)(magnitude / PerWhole);
        var part = (int)(ulong)(magnitude % PerWhole);
        Utf8Formatter.TryFormat(whole, to[at..], out var written);
        at += written;
        if (part == 0)
        {
            return at;
        }

        to[at++] = (byte)'.';
        for (var unit = 100_000; part > 0; unit /= 10)
        {
            to[at++] = (byte)('0' + (part / unit));
            part %= unit;
        }

        return at;
    }

    /// <summary>
    /// <paramref name="value"/> × <paramref name="times"/> ÷ <paramref name="by"/>, half to even, in 128 bits.
    /// </summary>
    /// <param name="value">Any value.</param>
    /// <param name="times">Numerator.</param>
    /// <param name="by">Denominator, positive.</param>
    /// <exception cref="OverflowException">The result does not fit 64 bits.</exception>
    public static long MultiplyDivide(long value, long times, long by) =>
        checked((long)DivideHalfEven((Int128)value * times, by));

    private static bool ReadExponent(ReadOnlySpan<char> text, out int exponent)
    {
        var isNumber = long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value);
        if (!isNumber)
        {
            // An exponent too long for 64 bits is still a number when it is all digits: it means nothing or
            // everything.
            var rest = text is ['+' or '-', ..] ? text[1..] : text;
            isNumber = rest.Length > 0 && rest.IndexOfAnyExceptInRange('0', '9') < 0;
            value = text.StartsWith("-") ? -100_000 : 100_000;
        }

        exponent = (int)Math.Clamp(value, -100_000, 100_000);
        return isNumber;
    }

    private static MicrosRead Scale(Int128 digits, int power, bool isSticky, out long micros)
    {
        micros = 0;
        if (digits == 0)
        {
            return MicrosRead.Read;
        }

        for (; power > 0; power--)
        {
            digits *= 10;
            if (Int128.Abs(digits) > (Int128)long.MaxValue)
            {
                return MicrosRead.TooLarge;
            }
        }

        if (power < -38)
        {
            return MicrosRead.Read;
        }

        if (power < 0)
        {
            Int128 by = 1;
            for (; power < 0; power++)
            {
                by *= 10;
            }

            digits = DivideHalfEven(digits, by, isSticky);
        }

        if (Int128.Abs(digits) > long.MaxValue)
        {
            return MicrosRead.TooLarge;
        }

        micros = (long)digits;
        return MicrosRead.Read;
    }

    private static Int128 DivideHalfEven(Int128 value, Int128 by, bool isSticky = false)
    {
        var (quotient, rest) = Int128.DivRem(value, by);
        var toHalf = Int128.Abs(rest) - (by - Int128.Abs(rest));
        var away = toHalf > 0 || (toHalf == 0 && (isSticky || Int128.IsOddInteger(quotient)));
        return away ? quotient + (value < 0 ? -1 : 1) : quotient;
    }
}

/// <summary>How reading a number went.</summary>
public enum MicrosRead
{
    /// <summary>It was read.</summary>
    Read,

    /// <summary>It is no number.</summary>
    NotANumber,

    /// <summary>It does not fit 64 bits of micros.</summary>
    TooLarge,
}
