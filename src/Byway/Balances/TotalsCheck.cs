using Byway.Journal;

namespace Byway.Balances;

/// <summary>Adds up what entries count, and compares it with the totals that are there.</summary>
public sealed class TotalsCheck
{
    private readonly Dictionary<(long Owner, string Unit, long Day), Total> sums = [];

    /// <summary>Takes what an entry counts.</summary>
    /// <param name="sequence">The entry.</param>
    /// <param name="totals">What its body lists.</param>
    public Break? Add(long sequence, IReadOnlyList<Total> totals)
    {
        foreach (var total in totals)
        {
            var key = (total.Owner, total.Unit, total.Day);
            var sum = sums.TryGetValue(key, out var known) ? known.Plus(total) : total;
            if (sum is null)
            {
                return new($"entry {sequence}", "totals", "sums within the range of amounts", "sums beyond it");
            }

            sums[key] = sum;
        }

        return null;
    }

    /// <summary>Takes a total that is there.</summary>
    /// <param name="total">The row.</param>
    public Break? Compare(Total total)
    {
        var expected = sums.Remove((total.Owner, total.Unit, total.Day), out var sum)
            ? sum
            : new()
            {
                Owner = total.Owner,
                Unit = total.Unit,
                Day = total.Day,
            };
        return Break.If(PlaceOf(total), "counts", TextOf(expected), TextOf(total));
    }

    /// <summary>After the last row: nothing that was counted is missing.</summary>
    public Break? End()
    {
        foreach (var sum in sums.Values)
        {
            return new(PlaceOf(sum), "counts", TextOf(sum), "none");
        }

        return null;
    }

    private static string PlaceOf(Total total) => $"total of {total.Owner} in \"{total.Unit}\" on day {total.Day}";

    private static string TextOf(Total total) =>
        $"{total.SignUps} sign-ups, {total.Sales} sales of {total.SalesAmount} micros, "
        + $"{total.RewardedSales} rewarded with {total.RewardAmount} micros";
}
