using System.Text;

namespace Byway.Docs;

/// <summary>
/// <c>GET /docs</c>: the API's document as a page to read, with a link to the guides. Everything on it comes from this
/// server, so it works where there is no other.
/// </summary>
public static class ReferencePage
{
    // The page's script writes styles into it; nothing else comes from the page itself or from elsewhere.
    private const string Policy =
        "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
        + "font-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    // Read when first asked for, and then kept.
    private static readonly Lazy<byte[]> Page = new(() => Encoding.UTF8.GetBytes(WebAssets.TextOf("docs.html")));

    /// <summary>Answers the route.</summary>
    /// <param name="http">The exchange.</param>
    public static async Task Answer(HttpContext http)
    {
        var page = Page.Value;
        var headers = http.Response.Headers;
        headers.ContentType = "text/html; charset=utf-8";
        headers.ContentLength = page.Length;
        headers.CacheControl = "no-cache";
        headers.ContentSecurityPolicy = Policy;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        await http.Response.Body.WriteAsync(page, http.RequestAborted);
    }
}
