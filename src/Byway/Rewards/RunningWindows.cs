namespace Byway.Rewards;

/// <summary>
/// The rolling windows that a list of rules reads: each costs every sale a row, so counts and revenue have theirs
/// apart.
/// </summary>
/// <param name="OfCounts">Lengths in days of those over sign-ups, customers and sales; ascending.</param>
/// <param name="OfRevenue">Lengths in days of those over revenue; ascending.</param>
public sealed record RunningWindows(IReadOnlyList<long> OfCounts, IReadOnlyList<long> OfRevenue)
{
    /// <summary>The windows among totals.</summary>
    /// <param name="totals">What is read.</param>
    public static RunningWindows Of(IReadOnlyList<RunningTotal> totals) =>
        new(
            Lengths(totals.Where(total => total.Of != RunningKind.Revenue)),
            Lengths(totals.Where(total => total.Of == RunningKind.Revenue))
        );

    /// <summary>Those of a sum.</summary>
    /// <param name="unit">Its unit; empty for the counts.</param>
    public IReadOnlyList<long> Of(string unit) => unit.Length == 0 ? OfCounts : OfRevenue;

    /// <summary>The length of the longest one of a sum; 0 for none.</summary>
    /// <param name="unit">Its unit; empty for the counts.</param>
    public long Longest(string unit) => Of(unit) is { Count: > 0 } lengths ? lengths[^1] : 0;

    /// <summary>True when nothing is read here that was not kept there.</summary>
    /// <param name="others">What was kept until now.</param>
    public bool AreKeptBy(RunningWindows others) =>
        !OfCounts.Except(others.OfCounts).Any() && !OfRevenue.Except(others.OfRevenue).Any();

    private static IReadOnlyList<long> Lengths(IEnumerable<RunningTotal> totals) =>
        [.. totals.Select(total => total.WindowDays).Where(days => days > 0).Distinct().Order()];
}
