namespace Byway.Storage;

/// <summary>
/// The form in which texts are searched: lower case by the same rules on both databases, whatever their own are.
/// </summary>
public static class SearchText
{
    /// <summary>A text as it is stored for searches; null stays null.</summary>
    /// <param name="text">As given.</param>
    public static string? Folded(string? text) => text?.ToLowerInvariant();
}
