namespace Byway.Journal;

/// <summary>Compares what entries say they post with the postings that are there, entry by entry.</summary>
public static class LegCheck
{
    /// <summary>Compares one entry's.</summary>
    /// <param name="sequence">The entry.</param>
    /// <param name="said">What its body lists.</param>
    /// <param name="posted">What stands on balances under its number; each balance's in order.</param>
    /// <returns>The first difference; null for none.</returns>
    public static Break? Compare(long sequence, IReadOnlyList<Leg> said, IReadOnlyList<Leg> posted)
    {
        var expected = Sorted(said);
        var found = Sorted(posted);
        for (var at = 0; at < Math.Max(expected.Count, found.Count); at++)
        {
            var one = at < expected.Count ? TextOf(expected[at]) : "none";
            var other = at < found.Count ? TextOf(found[at]) : "none";
            if (one != other)
            {
                return new($"entry {sequence}", "posting", one, other);
            }
        }

        return null;
    }

    // Stable: within a balance the order counts.
    private static List<Leg> Sorted(IReadOnlyList<Leg> legs) =>
        legs.Count == 0
            ? []
            :
            [
                .. legs.OrderBy(leg => leg.Owner)
                    .ThenBy(leg => leg.Account, StringComparer.Ordinal)
                    .ThenBy(leg => leg.Unit, StringComparer.Ordinal),
            ];

    private static string TextOf(Leg leg) =>
        $"{leg.Amount} micros {leg.Unit} on {leg.Account} of {leg.Owner} for reward {leg.Reward ?? 0}";
}
