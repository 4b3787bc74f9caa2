namespace Byway.Http;

/// <summary>Patterns for SQL's <c>like … escape '\'</c>.</summary>
public static class LikePattern
{
    /// <summary>Anything that contains the text, in lower case.</summary>
    /// <param name="text">The text, taken literally.</param>
    public static string Containing(string text)
    {
        var literal = text.ToLowerInvariant()
            .Replace("\\", "\\\\", StringComparison.Ordinal)
            .Replace("%", "\\%", StringComparison.Ordinal)
            .Replace("_", "\\_", StringComparison.Ordinal);
        return $"%{literal}%";
    }
}
