using Byway.Values;

namespace Byway.Clicks;

/// <summary>The ids of clicks, and where they stand in addresses.</summary>
public static class ClickId
{
    /// <summary>The query parameter that carries one.</summary>
    public const string Parameter = "bw_click";

    private const string Prefix = "clk_";
    private const int Length = 30;
    private const string Alphabet = "0123456789abcdefghjkmnpqrstvwxyz";

    /// <summary>A new one.</summary>
    /// <param name="nowMicros">The machine's present, Unix microseconds.</param>
    public static string New(long nowMicros) => Ids.New(Prefix, nowMicros);

    /// <summary>True for text that can be one.</summary>
    /// <param name="text">The text.</param>
    public static bool IsWellFormed(string text) =>
        text.Length == Length
        && text.StartsWith(Prefix, StringComparison.Ordinal)
        && !text.AsSpan(Prefix.Length).ContainsAnyExcept(Alphabet);

    /// <summary>What every id recorded before a point in time is less than.</summary>
    /// <param name="micros">The machine's time, Unix microseconds.</param>
    public static string Before(long micros) => Ids.Floor(Prefix, micros);

    /// <summary>The id in an address; null for none.</summary>
    /// <param name="address">The address, absolute or not.</param>
    public static string? In(string address) =>
        QueryText
            .Of(address)
            .Where(pair => pair.Name == Parameter && pair.Value.Length > 0)
            .Select(pair => pair.Value)
            .FirstOrDefault();
}
