using System.Collections.Frozen;
using System.Reflection;

namespace Byway.Docs;

/// <summary>
/// <c>GET /assets/{name}</c>: scripts and styles of pages, which stand in the program itself. What there is says the
/// project file (<c>WebAsset</c>); a browser keeps them and asks whether they have changed.
/// </summary>
public static class WebAssets
{
    private const string Start = "web/";

    private static readonly Assembly Program = typeof(WebAssets).Assembly;

    private static readonly FrozenSet<string> Names = Program
        .GetManifestResourceNames()
        .Where(name => name.StartsWith(Start, StringComparison.Ordinal))
        .ToFrozenSet(StringComparer.Ordinal);

    // The program is the same as long as its assets are.
    private static readonly string Version = $"\"{Program.ManifestModule.ModuleVersionId:N}\"";

    /// <summary>Answers the route.</summary>
    /// <param name="http">The exchange.</param>
    public static async Task Answer(HttpContext http)
    {
        var name = (string)http.Request.RouteValues["name"]!;
        if (!Names.Contains(Start + name) || TypeOf(name) is not { } type)
        {
            http.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        var headers = http.Response.Headers;
        headers.ETag = Version;
        headers.CacheControl = "no-cache";
        headers.XContentTypeOptions = "nosniff";
        if (http.Request.Headers.IfNoneMatch == Version)
        {
            http.Response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        await using var asset = Program.GetManifestResourceStream(Start + name)!;
        headers.ContentType = type;
        headers.ContentLength = asset.Length;
        await asset.CopyToAsync(http.Response.Body, http.RequestAborted);
    }

    /// <summary>The text of an asset.</summary>
    /// <param name="name">Its name.</param>
    public static string TextOf(string name)
    {
        using var reader = new StreamReader(Program.GetManifestResourceStream(Start + name)!);
        return reader.ReadToEnd();
    }

    /// <summary>What a browser may be given; pages are no assets.</summary>
    private static string? TypeOf(string name) =>
        Path.GetExtension(name) switch
        {
            ".js" => "text/javascript; charset=utf-8",
            ".css" => "text/css; charset=utf-8",
            ".svg" => "image/svg+xml",
            ".woff2" => "font/woff2",
            _ => null,
        };
}
