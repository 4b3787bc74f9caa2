namespace Byway.Values;

/// <summary>E-mail addresses: what counts as one, how two are compared.</summary>
public static class Email
{
    /// <summary>
    /// True for <c>local@domain.tld</c> without spaces or control characters, at most 254 characters.
    /// </summary>
    /// <param name="text">The candidate.</param>
    public static bool IsAddress(string text)
    {
        var at = text.LastIndexOf('@');
        return at > 0
            && text.Length <= 254
            && at <= 64
            && text.IndexOf('@', StringComparison.Ordinal) == at
            && !text.Any(c => char.IsControl(c) || char.IsWhiteSpace(c))
            && IsDomain(text.AsSpan(at + 1));
    }

    /// <summary>The form under which equal addresses are found: trimmed, lower case.</summary>
    /// <param name="text">The address as given.</param>
    public static string Folded(string text) => text.Trim().ToLowerInvariant();

    /// <summary>
    /// The form under which one person's addresses meet: folded, no plus-tag, and for Gmail no dots and one domain.
    /// </summary>
    /// <param name="text">The address as given.</param>
    public static string Normalised(string text)
    {
        var folded = Folded(text);
        var at = folded.LastIndexOf('@');
        if (at <= 0)
        {
            return folded;
        }

        var local = folded[..at];
        var domain = folded[(at + 1)..];
        var plus = local.IndexOf('+', StringComparison.Ordinal);
        local = plus > 0 ? local[..plus] : local;
        if (domain is "gmail.com" or "googlemail.com")
        {
            local = local.Replace(".", "", StringComparison.Ordinal);
            domain = "gmail.com";
        }

        return $"{local}@{domain}";
    }

    /// <summary>True when both are addresses of one mailbox.</summary>
    /// <param name="one">An address, or anything; null for none.</param>
    /// <param name="other">Another one.</param>
    public static bool IsSameMailbox(string? one, string? other) =>
        one is not null && other is not null && IsAddress(one) && Normalised(one) == Normalised(other);

    private static bool IsDomain(ReadOnlySpan<char> domain) =>
        domain.Length > 2
        && domain[0] is not ('.' or '-')
        && domain[^1] != '.'
        && domain.Contains('.')
        && domain.IndexOf("..") < 0;
}
