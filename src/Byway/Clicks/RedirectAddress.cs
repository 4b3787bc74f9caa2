using System.Buffers;
using System.Text;
using Byway.Links;

namespace Byway.Clicks;

/// <summary>
/// An address that visitors are sent to, judged once. Pure. Where it leads is the link's own and never the visitor's:
/// only the query of the request comes along, each part decoded and written anew.
/// </summary>
public sealed class RedirectAddress
{
    private const int LongestQuery = 2000;

    // Printable ASCII without a blank or backslash: what a header and every browser read alike.
    private static readonly SearchValues<char> Plain = SearchValues.Create([
        .. Enumerable.Range('!', '~' - '!' + 1).Select(c => (char)c).Where(c => c != '\\'),
    ]);

    private readonly string before;
    private readonly string fragment;
    private readonly bool hasQuery;
    private readonly HashSet<string> own;

    private RedirectAddress(string before, string fragment, HashSet<string> own)
    {
        (this.before, this.fragment, this.own) = (before, fragment, own);
        hasQuery = before.Contains('?', StringComparison.Ordinal);
    }

    /// <summary>
    /// The address, as a header takes it: printable ASCII. Null when the link leads to none of the program's sites,
    /// or not to a web address.
    /// </summary>
    /// <param name="target">The link's address, with its referral key.</param>
    /// <param name="sites">The program's sites.</param>
    /// <param name="parameter">What carries the referral key in links; a visitor's own is left out.</param>
    public static RedirectAddress? Of(string target, Sites sites, string parameter)
    {
        if (SiteAddress.Read(target) is not { } uri || !sites.Has(uri))
        {
            return null;
        }

        var own = QueryText.Of(uri.PathAndQuery).Select(pair => pair.Name).Append(parameter).Append(ClickId.Parameter);
        var before = $"{uri.Scheme}://{SiteAddress.HostOf(uri)}{uri.PathAndQuery}";
        return IsPlain(before) && IsPlain(uri.Fragment)
            ? new(before, uri.Fragment, own.ToHashSet(StringComparer.OrdinalIgnoreCase))
            : null;
    }

    /// <summary>The address for one visitor.</summary>
    /// <param name="query">The request's query, with its question mark, or empty.</param>
    public string For(string query)
    {
        if (query.Length == 0)
        {
            return before + fragment;
        }

        var added = new StringBuilder();
        foreach (var (name, value) in QueryText.Of(query))
        {
            if (own.Contains(name))
            {
                continue;
            }

            var pair = $"{Uri.EscapeDataString(name)}={Uri.EscapeDataString(value)}";
            if (added.Length + pair.Length < LongestQuery)
            {
                added.Append(added.Length == 0 && !hasQuery ? '?' : '&').Append(pair);
            }
        }

        return $"{before}{added}{fragment}";
    }

    /// <summary>
    /// An address with a click's id. Where it leads was judged before: the id is ours and changes nothing.
    /// </summary>
    /// <param name="address">From <see cref="For"/>.</param>
    /// <param name="click">The click's id; null for none.</param>
    public static string With(string address, string? click)
    {
        if (click is null)
        {
            return address;
        }

        var at = address.IndexOf('#', StringComparison.Ordinal);
        var end = at < 0 ? address.Length : at;
        var mark = address.AsSpan(0, end).Contains('?') ? '&' : '?';
        return $"{address.AsSpan(0, end)}{mark}{ClickId.Parameter}={click}{address.AsSpan(end)}";
    }

    private static bool IsPlain(string text) => !text.AsSpan().ContainsAnyExcept(Plain);
}
