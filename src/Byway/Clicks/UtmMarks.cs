namespace Byway.Clicks;

/// <summary>The utm fields of an address, each cut to what is kept; null for none.</summary>
/// <param name="Source"><c>utm_source</c>.</param>
/// <param name="Medium"><c>utm_medium</c>.</param>
/// <param name="Campaign"><c>utm_campaign</c>.</param>
/// <param name="Term"><c>utm_term</c>.</param>
/// <param name="Content"><c>utm_content</c>.</param>
public sealed record UtmMarks(string? Source, string? Medium, string? Campaign, string? Term, string? Content)
{
    private const int Longest = 100;

    private static readonly string[] Names = ["utm_source", "utm_medium", "utm_campaign", "utm_term", "utm_content"];

    private static readonly UtmMarks None = new(null, null, null, null, null);

    /// <summary>Reads an address once; of a field that is there twice the first one counts.</summary>
    /// <param name="address">The address; null for none.</param>
    public static UtmMarks Of(string? address)
    {
        string?[]? found = null;
        var isKnown = 0;
        foreach (var (name, value) in address is null ? [] : QueryText.Of(address))
        {
            var place = Array.FindIndex(Names, known => name.Equals(known, StringComparison.OrdinalIgnoreCase));
            if (place >= 0 && (isKnown & (1 << place)) == 0)
            {
                isKnown |= 1 << place;
                (found ??= new string?[Names.Length])[place] = KeptText.Of(value, Longest);
            }
        }

        return found is null ? None : new(found[0], found[1], found[2], found[3], found[4]);
    }
}
