namespace Byway.Journal;

/// <summary>The first thing in a database that does not agree with the rest of it.</summary>
/// <param name="Place">Where: an entry, a balance, a total.</param>
/// <param name="What">What of it.</param>
/// <param name="Expected">What the rest of the database says.</param>
/// <param name="Found">What is there.</param>
public sealed record Break(string Place, string What, string Expected, string Found)
{
    /// <summary>A break, if two values differ.</summary>
    /// <param name="place">Where.</param>
    /// <param name="what">What of it.</param>
    /// <param name="expected">What the rest of the database says.</param>
    /// <param name="found">What is there.</param>
    public static Break? If<T>(string place, string what, T expected, T found)
        where T : notnull =>
        expected.Equals(found) ? null : new(place, what, expected.ToString() ?? "", found.ToString() ?? "");
}
