namespace Byway.Clicks;

/// <summary>The query of an address as names and values, decoded; nothing in it is trusted.</summary>
public static class QueryText
{
    private const int MostPairs = 50;

    /// <summary>The pairs of an address's query, in order.</summary>
    /// <param name="address">The address, absolute or not.</param>
    public static IEnumerable<(string Name, string Value)> Of(string address)
    {
        var from = address.IndexOf('?', StringComparison.Ordinal);
        if (from < 0)
        {
            yield break;
        }

        var end = address.IndexOf('#', from);
        var query = address[(from + 1)..(end < 0 ? address.Length : end)];
        foreach (var pair in query.Split('&', MostPairs + 1).Take(MostPairs))
        {
            var at = pair.IndexOf('=', StringComparison.Ordinal);
            var name = Decoded(at < 0 ? pair : pair[..at]);
            if (name.Length > 0)
            {
                yield return (name, at < 0 ? "" : Decoded(pair[(at + 1)..]));
            }
        }
    }

    private static string Decoded(string text) => Uri.UnescapeDataString(text.Replace('+', ' '));
}
