namespace Byway.Bench.Load;

/// <summary>What a case's runs come to: medians over the rounds.</summary>
internal static class Figures
{
    /// <summary>Accepted sales a second (requests a second where a request is one sale).</summary>
    /// <param name="load">The case.</param>
    public static double Rate(this LoadCase load) => Median(load.Runs.Select(run => Rate(load, run)));

    /// <summary>Half of the answers were faster, in milliseconds.</summary>
    /// <param name="load">The case.</param>
    public static double MedianMs(this LoadCase load) => Median(load.Runs.Select(run => run.MedianMs));

    /// <summary>99 of 100 answers were faster, in milliseconds.</summary>
    /// <param name="load">The case.</param>
    public static double P99Ms(this LoadCase load) => Median(load.Runs.Select(run => run.P99Ms));

    /// <summary>
    /// The rate as a share of another case's: each round is compared with itself, which leaves out what the machine
    /// did meanwhile.
    /// </summary>
    /// <param name="load">The case.</param>
    /// <param name="other">The other, measured in the same rounds.</param>
    public static double RatioTo(this LoadCase load, LoadCase other) =>
        Median(load.Runs.Zip(other.Runs, (ours, theirs) => Rate(load, ours) / Rate(other, theirs)));

    /// <summary>The middle value, or the mean of the two in the middle.</summary>
    /// <param name="values">Any order.</param>
    public static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToList();
        return sorted.Count == 0 ? double.NaN : (sorted[(sorted.Count - 1) / 2] + sorted[sorted.Count / 2]) / 2;
    }

    /// <summary>The value that 99 of 100 do not reach.</summary>
    /// <param name="values">Any order.</param>
    public static double P99(IEnumerable<double> values)
    {
        var sorted = values.Order().ToList();
        return sorted.Count == 0 ? double.NaN : sorted[(int)Math.Ceiling(sorted.Count * 0.99) - 1];
    }

    private static double Rate(LoadCase load, WrkResult run) => run.Accepted * load.Sales / run.Seconds;
}
