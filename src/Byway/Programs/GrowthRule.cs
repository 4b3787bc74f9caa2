using Byway.Values;

namespace Byway.Programs;

/// <summary>How much more, or less, there was in the last 30 days than in the 30 days before. Pure.</summary>
public static class GrowthRule
{
    /// <summary>Days that are compared with as many days before.</summary>
    public const long Days = 30;

    private const int Hundred = 100;

    /// <summary>
    /// Growth in percent, in micros, to two decimals; 100 when there was nothing before, 0 when still.
    /// </summary>
    /// <param name="last">In the last 30 days.</param>
    /// <param name="before">In the 30 days before.</param>
    public static long PercentMicros(long last, long before)
    {
        if (before == 0)
        {
            return last.CompareTo(0) * Hundred * Micros.PerWhole;
        }

        return Ratio((Int128)last - before, Math.Abs(before));
    }

    /// <summary>A share in percent, in micros, to two decimals; 0 of nothing.</summary>
    /// <param name="part">The part.</param>
    /// <param name="whole">The whole.</param>
    public static long ShareMicros(long part, long whole) => whole <= 0 ? 0 : Ratio(part, whole);

    private static long Ratio(Int128 part, long whole)
    {
        const long MicrosInHundredth = Micros.PerWhole / Hundred;
        var hundredths = part * Hundred * Hundred / whole;
        const long Most = Micros.Largest / MicrosInHundredth;
        return (long)Int128.Clamp(hundredths, -Most, Most) * MicrosInHundredth;
    }
}
