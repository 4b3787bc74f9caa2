namespace Byway.Values;

/// <summary>The merchant's own id for a customer or transaction, and everything else that is used as a key.</summary>
public static class MerchantKey
{
    /// <summary>The most characters a key may have.</summary>
    public const int LongestLength = 191;

    /// <summary>Why a text cannot be a key, as a sentence; null when it can.</summary>
    /// <param name="text">The candidate; not empty.</param>
    public static string? FaultOf(string text) =>
        text.Length > LongestLength
            ? $"The key is too long: {text.Length} characters, at most {LongestLength} are possible."
        : text.Contains('\0', StringComparison.Ordinal) ? "The key contains a NUL character (U+0000)."
        : null;
}
