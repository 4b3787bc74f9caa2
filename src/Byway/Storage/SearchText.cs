namespace Byway.Storage;

/// <summary>
/// The form in which texts are searched: lower case by the same rules on both databases, whatever their own are.
/// </summary>
public static class SearchText
{
    /// <summary>A text as it is stored for searches; null stays null.</summary>
    /// <param name="text">As given.</param>
    public static string? Folded(string? text) => text?.ToLowerInvariant();

    /// <summary>The pattern of <c>like … escape '\'</c> for anything that contains the text.</summary>
    /// <param name="text">The text, folded.</param>
    public static string Pattern(string text) =>
        "%"
        + text.Replace("\\", "\\\\", StringComparison.Ordinal)
            .Replace("%", "\\%", StringComparison.Ordinal)
            .Replace("_", "\\_", StringComparison.Ordinal)
        + "%";

    /// <summary>
    /// A pattern for candidates that contain the text in any letter case and in any form of JSON: Latin letters and
    /// digits as they are, anything for what is between them.
    /// </summary>
    /// <param name="text">The text.</param>
    public static string Loosely(string text)
    {
        var pattern = new System.Text.StringBuilder("%");
        foreach (var letter in text)
        {
            if (char.IsAsciiLetterOrDigit(letter))
            {
                pattern.Append(char.ToLowerInvariant(letter));
            }
            else if (pattern[^1] != '%')
            {
                pattern.Append('%');
            }
        }

        return pattern[^1] == '%' ? pattern.ToString() : pattern.Append('%').ToString();
    }

    /// <summary>True when a text is long enough for the index of three-letter pieces.</summary>
    /// <param name="text">The text, folded.</param>
    public static bool IsIndexed(string text) => text.EnumerateRunes().Count() >= 3;

    /// <summary>What the index of a column is asked for a text.</summary>
    /// <param name="column">The column.</param>
    /// <param name="text">The text, folded.</param>
    public static string Phrase(string column, string text) =>
        $"s_{column} : \"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
