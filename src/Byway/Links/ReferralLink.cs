using Byway.Programs;

namespace Byway.Links;

/// <summary>Referral links as people copy them, and the keys inside links that come back.</summary>
public static class ReferralLink
{
    /// <summary>The link of a referral key: <c>https://site?aff=KEY</c> or <c>https://site/aff/KEY</c>.</summary>
    /// <param name="settings">The program's site, parameter and form.</param>
    /// <param name="key">The referral key.</param>
    public static string Of(ProgramSettings settings, string key)
    {
        var site = settings.Website.TrimEnd('/');
        var escaped = Uri.EscapeDataString(key);
        return settings.LinkForm == "path" ? $"{site}/{settings.LinkParameter}/{escaped}"
            : site.Contains('?', StringComparison.Ordinal) ? $"{site}&{settings.LinkParameter}={escaped}"
            : $"{site}?{settings.LinkParameter}={escaped}";
    }

    /// <summary>The key inside an address somebody landed on, or null.</summary>
    /// <param name="settings">The program's parameter and form.</param>
    /// <param name="address">The address, absolute or not.</param>
    public static string? KeyIn(ProgramSettings settings, string address)
    {
        var withoutFragment = address.Split('#', 2)[0];
        var (path, query) = withoutFragment.Split('?', 2) is [var left, var right]
            ? (left, right)
            : (withoutFragment, "");
        foreach (var pair in query.Split('&'))
        {
            if (pair.Split('=', 2) is [var name, { Length: > 0 } value] && name == settings.LinkParameter)
            {
                return Uri.UnescapeDataString(value.Replace('+', ' '));
            }
        }

        var segments = path.Split('/');
        var at = Array.LastIndexOf(segments, settings.LinkParameter);
        return settings.LinkForm == "path" && at >= 0 && at + 1 < segments.Length && segments[at + 1].Length > 0
            ? Uri.UnescapeDataString(segments[at + 1])
            : null;
    }
}
