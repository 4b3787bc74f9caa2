using Byway.Links;

namespace Byway.Browser;

/// <summary>
/// Whether a page may speak for a program. Pure. It keeps other people's pages out, and nobody who writes requests by
/// hand: those can claim any origin, which is why nothing that comes this way is believed further than a sign-up.
/// </summary>
public static class OriginRule
{
    /// <summary>True for pages of the program's website and further domains, with and without <c>www.</c>.</summary>
    /// <param name="origin">The header <c>Origin</c>.</param>
    /// <param name="sites">The addresses of the program's website and domains.</param>
    /// <param name="isTest">True in test programs, whose pages may be on the developer's machine.</param>
    public static bool IsAllowed(string origin, IEnumerable<string> sites, bool isTest)
    {
        if (
            !origin.Contains("://", StringComparison.Ordinal)
            || SiteAddress.Read(origin) is not { } uri
            || SiteAddress.OriginOf(origin) != origin
        )
        {
            return false;
        }

        var host = Bare(SiteAddress.HostOf(uri));
        return (isTest && IsThisMachine(uri))
            || sites.Any(site => SiteAddress.Read(site) is { } known && Bare(SiteAddress.HostOf(known)) == host);
    }

    private static string Bare(string host) =>
        host.StartsWith("www.", StringComparison.Ordinal) ? host["www.".Length..] : host;

    private static bool IsThisMachine(Uri uri) =>
        uri.IsLoopback || uri.Host.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase);
}
