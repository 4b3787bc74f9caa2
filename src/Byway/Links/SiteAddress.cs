namespace Byway.Links;

/// <summary>Web addresses of sites, read strictly: what browsers might read in another way is none.</summary>
public static class SiteAddress
{
    /// <summary>
    /// An http or https address, <c>https://</c> put in front where the scheme is missing; null for anything else,
    /// also for addresses with a user, a backslash, white space or control characters.
    /// </summary>
    /// <param name="text">The text.</param>
    public static Uri? Read(string text)
    {
        if (text.Any(c => char.IsControl(c) || char.IsWhiteSpace(c) || c == '\\'))
        {
            return null;
        }

        var address = text.Contains("://", StringComparison.Ordinal) ? text : $"https://{text}";
        return
            Uri.TryCreate(address, UriKind.Absolute, out var uri)
            && uri.Scheme is "http" or "https"
            && uri.Host.Length > 0
            && uri.UserInfo.Length == 0
            && !address.Split("://", 2)[1].Split('/', '?', '#')[0].Contains('@', StringComparison.Ordinal)
            ? uri
            : null;
    }

    /// <summary>The host in its ASCII form, with the port where it is not the scheme's usual one.</summary>
    /// <param name="address">The address.</param>
    public static string HostOf(Uri address) =>
        address.IsDefaultPort
            ? address.IdnHost.ToLowerInvariant()
            : string.Create(
                System.Globalization.CultureInfo.InvariantCulture,
                $"{address.IdnHost.ToLowerInvariant()}:{address.Port}"
            );

    /// <summary>Scheme and host of a site's address, as it is written.</summary>
    /// <param name="site">The address.</param>
    public static string OriginOf(string site)
    {
        var start = site.IndexOf("://", StringComparison.Ordinal) + 3;
        var end = site.AsSpan(start).IndexOfAny('/', '?', '#');
        return end < 0 ? site : site[..(start + end)];
    }
}
