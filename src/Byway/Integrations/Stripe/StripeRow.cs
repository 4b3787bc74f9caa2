namespace Byway.Integrations.Stripe;

/// <summary>A line of one of the Dashboard's exports, by the names in the heading.</summary>
/// <param name="Number">The line at which it begins; the heading is 1.</param>
/// <param name="Cells">Its cells.</param>
/// <param name="Columns">Where which column stands, in any letter case.</param>
public sealed record StripeRow(long Number, IReadOnlyList<string> Cells, IReadOnlyDictionary<string, int> Columns)
{
    /// <summary>Where the columns of a heading stand.</summary>
    /// <param name="heading">The heading's cells.</param>
    public static IReadOnlyDictionary<string, int> Heading(IReadOnlyList<string> heading)
    {
        var columns = new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase);
        for (var at = 0; at < heading.Count; at++)
        {
            columns.TryAdd(heading[at].Trim(), at);
        }

        return columns;
    }

    /// <summary>The first of the named columns that says something; trimmed.</summary>
    /// <param name="names">Names of columns.</param>
    public string? Text(params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (
                Columns.TryGetValue(name, out var at)
                && at < Cells.Count
                && Cells[at].Trim() is { Length: > 0 } text
                && !text.Contains('\0')
            )
            {
                return text;
            }
        }

        return null;
    }
}
