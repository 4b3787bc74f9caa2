using Byway.Programs;

namespace Byway.Links;

/// <summary>Referral links as people copy them, and the keys inside links that come back.</summary>
public static class ReferralLink
{
    /// <summary>The website with a referral key: <c>https://site?aff=KEY</c> or <c>https://site/aff/KEY</c>.</summary>
    /// <param name="settings">The program's site, parameter and form.</param>
    /// <param name="key">The referral key.</param>
    public static string Of(ProgramSettings settings, string key) => Of(settings, settings.Website.TrimEnd('/'), key);

    /// <summary>An address with a referral key in it, in front of its fragment.</summary>
    /// <param name="settings">The program's parameter and form.</param>
    /// <param name="address">Where it leads.</param>
    /// <param name="key">The referral key.</param>
    public static string Of(ProgramSettings settings, string address, string key)
    {
        var (path, query, fragment) = PartsOf(address);
        var escaped = Uri.EscapeDataString(key);
        return settings.LinkForm == "path" ? $"{path.TrimEnd('/')}/{settings.LinkParameter}/{escaped}{query}{fragment}"
            : query.Length > 0 ? $"{path}{query}&{settings.LinkParameter}={escaped}{fragment}"
            : $"{path}?{settings.LinkParameter}={escaped}{fragment}";
    }

    /// <summary>The key inside an address somebody landed on, or null.</summary>
    /// <param name="settings">The program's parameter and form.</param>
    /// <param name="address">The address, absolute or not.</param>
    public static string? KeyIn(ProgramSettings settings, string address)
    {
        foreach (var pair in PartsOf(address).Query.TrimStart('?').Split('&'))
        {
            if (pair.Split('=', 2) is [var name, { Length: > 0 } value] && name == settings.LinkParameter)
            {
                return Uri.UnescapeDataString(value.Replace('+', ' '));
            }
        }

        return settings.LinkForm == "path" ? PathKeyIn(settings, address) : null;
    }

    /// <summary>
    /// The key in an address's path. In programs whose links have another form now it is a link of former times, or
    /// a page that merely looks like one: it counts when it leads to somebody.
    /// </summary>
    /// <param name="settings">The program's parameter.</param>
    /// <param name="address">The address.</param>
    public static string? PathKeyIn(ProgramSettings settings, string address)
    {
        var segments = PartsOf(address).Path.Split('/');
        var at = Array.LastIndexOf(segments, settings.LinkParameter);
        return at >= 0 && at + 1 < segments.Length && segments[at + 1].Length > 0
            ? Uri.UnescapeDataString(segments[at + 1])
            : null;
    }

    /// <summary>An address without the referral key it may carry, for links that come back as given.</summary>
    /// <param name="settings">The program's parameter and form.</param>
    /// <param name="address">The address.</param>
    public static string WithoutKey(ProgramSettings settings, string address)
    {
        var (path, query, fragment) = PartsOf(address);
        var kept = query
            .TrimStart('?')
            .Split('&')
            .Where(pair => pair.Length > 0 && pair.Split('=', 2)[0] != settings.LinkParameter);
        var segments = path.TrimEnd('/').Split('/');
        var plain =
            settings.LinkForm == "path" && segments is [.., var name, _] && name == settings.LinkParameter
                ? string.Join('/', segments[..^2])
                : path;
        return $"{plain}{(string.Join('&', kept) is { Length: > 0 } rest ? $"?{rest}" : "")}{fragment}";
    }

    private static (string Path, string Query, string Fragment) PartsOf(string address)
    {
        var (rest, fragment) = Cut(address, '#');
        var (path, query) = Cut(rest, '?');
        return (path, query, fragment);
    }

    private static (string Before, string From) Cut(string text, char at) =>
        text.IndexOf(at, StringComparison.Ordinal) is >= 0 and var index ? (text[..index], text[index..]) : (text, "");
}
