using Byway.Links;

namespace Byway.Clicks;

/// <summary>
/// The address a visitor is sent to. Pure. Where it leads is the link's own and never the visitor's: only the query
/// of the request comes along, each part decoded and written anew.
/// </summary>
public static class RedirectAddress
{
    private const int LongestQuery = 2000;

    /// <summary>
    /// The address, as a header takes it: printable ASCII. Null when the link leads to none of the program's sites,
    /// or not to a web address.
    /// </summary>
    /// <param name="target">The link's address, with its referral key.</param>
    /// <param name="sites">The program's sites.</param>
    /// <param name="parameter">What carries the referral key in links; a visitor's own is left out.</param>
    /// <param name="query">The request's query, with its question mark, or empty.</param>
    public static string? Of(string target, Sites sites, string parameter, string query)
    {
        if (SiteAddress.Read(target) is not { } uri || !sites.Has(uri))
        {
            return null;
        }

        var own = QueryText.Of(uri.PathAndQuery).Select(pair => pair.Name).Append(parameter).Append(ClickId.Parameter);
        var taken = own.ToHashSet(StringComparer.OrdinalIgnoreCase);
        var added = new System.Text.StringBuilder();
        foreach (var (name, value) in QueryText.Of(query).Where(pair => !taken.Contains(pair.Name)))
        {
            var pair = $"{Uri.EscapeDataString(name)}={Uri.EscapeDataString(value)}";
            if (added.Length + pair.Length < LongestQuery)
            {
                added.Append('&').Append(pair);
            }
        }

        var rest = uri.PathAndQuery;
        if (added.Length > 0 && !rest.Contains('?', StringComparison.Ordinal))
        {
            added[0] = '?';
        }

        var address = $"{uri.Scheme}://{SiteAddress.HostOf(uri)}{rest}{added}{uri.Fragment}";
        return IsPlain(address) ? address : null;
    }

    /// <summary>The address with a click's id. Where it leads was judged before: the id is ours and changes nothing.</summary>
    /// <param name="address">From <see cref="Of"/>.</param>
    /// <param name="click">The click's id; null for none.</param>
    public static string With(string address, string? click)
    {
        if (click is null)
        {
            return address;
        }

        var at = address.IndexOf('#', StringComparison.Ordinal);
        var (before, fragment) = at < 0 ? (address, "") : (address[..at], address[at..]);
        var mark = before.Contains('?', StringComparison.Ordinal) ? '&' : '?';
        return $"{before}{mark}{ClickId.Parameter}={click}{fragment}";
    }

    /// <summary>True for printable ASCII without a blank or backslash: what a header and every browser read alike.</summary>
    /// <param name="address">The address.</param>
    private static bool IsPlain(string address) => address.All(c => c is > ' ' and < '\x7f' and not '\\');
}
