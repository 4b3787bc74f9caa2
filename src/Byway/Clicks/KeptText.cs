namespace Byway.Clicks;

/// <summary>Text of visitors as it is kept: short, and without what no page shows.</summary>
public static class KeptText
{
    /// <summary>The text without control and half characters, cut; null when nothing is left.</summary>
    /// <param name="text">The text.</param>
    /// <param name="longest">Characters.</param>
    public static string? Of(string text, int longest)
    {
        var plain = text;
        if (text.Length > longest || text.Any(IsLeftOut))
        {
            plain = string.Concat(text.Where(c => !IsLeftOut(c)).Take(longest));
        }

        plain = plain.Trim();
        return plain.Length == 0 ? null : plain;
    }

    private static bool IsLeftOut(char c) => char.IsControl(c) || char.IsSurrogate(c);
}
