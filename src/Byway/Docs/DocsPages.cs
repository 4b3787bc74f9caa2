using System.Collections.Concurrent;
using System.Net;
using System.Text;

namespace Byway.Docs;

/// <summary>
/// <c>GET /docs/{path}</c> and <c>GET /examples/{path}</c>: each document as a page and, with <c>.md</c> behind its
/// name, as it is written; each file of the examples as text; each folder as a list of what is in it. The addresses
/// are the repository's paths, so links in Markdown lead on here as they do there.
/// </summary>
public static class DocsPages
{
    private const string Guides = "docs/guides";

    // No script, nothing from elsewhere, in nobody's frame.
    private const string Policy =
        "default-src 'none'; style-src 'self'; img-src data:; base-uri 'none'; form-action 'none'; "
        + "frame-ancestors 'none'";

    // Only what is on the shelf is kept, however its letters were typed, so there is an end to it.
    private static readonly ConcurrentDictionary<string, byte[]> Pages = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>How many pages are kept.</summary>
    public static int Kept => Pages.Count;

    /// <summary>Answers the routes.</summary>
    /// <param name="http">The exchange.</param>
    public static Task Answer(HttpContext http)
    {
        var path = http.Request.Path.Value!.Trim('/');
        if (path is "docs/guides/errors.md" or "docs/guides/errors")
        {
            // Where it was before it had a place of its own.
            http.Response.Redirect(path.Replace(Guides, "/docs", StringComparison.Ordinal), permanent: true);
            return Task.CompletedTask;
        }

        if (Shelf.Find(path) is { } file)
        {
            var kind = file.EndsWith(".md", StringComparison.Ordinal) ? "text/markdown" : "text/plain";
            return Send(http, kind, Encoding.UTF8.GetBytes(Shelf.TextOf(file)));
        }

        if (Shelf.Find(path + ".md") is { } document)
        {
            return SendPage(http, document, () => DocumentPage(document));
        }

        if (path.Equals(Guides, StringComparison.OrdinalIgnoreCase))
        {
            return SendPage(http, Guides, () => Page(Guides, "Guides", null, ListOfGuides()));
        }

        if (Shelf.IsFolder(path))
        {
            return SendPage(http, path, () => FolderPage(path));
        }

        http.Response.StatusCode = StatusCodes.Status404NotFound;
        return Task.CompletedTask;
    }

    private static Task SendPage(HttpContext http, string path, Func<string> make) =>
        Send(http, "text/html", Pages.GetOrAdd(path, _ => Encoding.UTF8.GetBytes(make())));

    private static Task Send(HttpContext http, string kind, byte[] text)
    {
        var headers = http.Response.Headers;
        headers.ContentType = $"{kind}; charset=utf-8";
        headers.ContentLength = text.Length;
        headers.CacheControl = "no-cache";
        headers.ContentSecurityPolicy = Policy;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        return http.Response.Body.WriteAsync(text, http.RequestAborted).AsTask();
    }

    private static string DocumentPage(string path) =>
        Page(path, Shelf.TitleOf(path), path, MarkdownText.ToHtml(path, Shelf.TextOf(path)));

    private static string FolderPage(string path)
    {
        var files = Shelf.FilesIn(path).ToList();
        var folder = files[0][..path.Length];
        var readme = Shelf.Find($"{folder}/README.md");
        var text = new StringBuilder();
        text.Append(readme is null ? "# " + folder : Shelf.TextOf(readme)).Append("\n\n## Files\n\n");
        foreach (var file in files)
        {
            var title = file.EndsWith(".md", StringComparison.Ordinal) ? ": " + Shelf.TitleOf(file) : "";
            text.Append($"* [{file[(folder.Length + 1)..]}](/{file}){title}\n");
        }

        return Page(folder, folder, readme, MarkdownText.ToHtml($"{folder}/README.md", text.ToString()));
    }

    private static string ListOfGuides()
    {
        var list = new StringBuilder("<h1>Guides</h1>\n");
        foreach (var part in GuideList.Parts)
        {
            list.Append($"<h2>{Escaped(part.Title)}</h2>\n<dl>\n");
            foreach (var guide in part.Guides)
            {
                list.Append($"<dt><a href=\"{guide.Page}\">{Escaped(guide.Title)}</a></dt>\n");
                list.Append($"<dd>{Escaped(guide.About)}</dd>\n");
            }

            list.Append("</dl>\n");
        }

        return list.ToString();
    }

    private static string Page(string path, string title, string? markdown, string body)
    {
        var margin = new StringBuilder();
        foreach (var part in GuideList.Parts)
        {
            margin.Append($"<h2>{Escaped(part.Title)}</h2>\n<ul>\n");
            foreach (var guide in part.Guides)
            {
                var isHere = guide.Path == path ? " aria-current=\"page\"" : "";
                margin.Append($"<li><a href=\"{guide.Page}\"{isHere}>{Escaped(guide.Title)}</a></li>\n");
            }

            margin.Append("</ul>\n");
        }

        var source = markdown is null ? "" : $"<p class=\"source\"><a href=\"/{markdown}\">as Markdown</a></p>";
        return WebAssets
            .TextOf("guide.html")
            .Replace("<!-- title -->", Escaped(title), StringComparison.Ordinal)
            .Replace("<!-- margin -->", margin.ToString(), StringComparison.Ordinal)
            .Replace("<!-- source -->", source, StringComparison.Ordinal)
            .Replace("<!-- body -->", body, StringComparison.Ordinal);
    }

    private static string Escaped(string text) => WebUtility.HtmlEncode(text);
}
