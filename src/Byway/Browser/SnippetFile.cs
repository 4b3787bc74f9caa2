using System.IO.Compression;
using System.Security.Cryptography;

namespace Byway.Browser;

/// <summary>
/// <c>GET /js/universal.js</c>: the browser snippet as it is now, and <c>GET /js/universal.{hash}.js</c>: this very
/// version, kept by browsers for ever. A version that is no more leads to the present one.
/// </summary>
public static class SnippetFile
{
    /// <summary>The most bytes a visitor loads, compressed.</summary>
    public const int MostCompressedBytes = 6 * 1024;

    private const string Name = "universal";

    private static readonly byte[] Plain = Read();

    private static readonly byte[] Compressed = Compress();

    /// <summary>The name of the present version.</summary>
    public static string Version { get; } = Convert.ToHexStringLower(SHA256.HashData(Plain).AsSpan(0, 8));

    /// <summary>How many bytes a visitor loads.</summary>
    public static int CompressedBytes => Compressed.Length;

    /// <summary>Answers both routes.</summary>
    /// <param name="http">The exchange.</param>
    public static Task Answer(HttpContext http)
    {
        var name = ((string)http.Request.RouteValues["name"]!).Split('.');
        return name switch
        {
            [Name, "js"] => Send(http, "public, max-age=300"),
            [Name, var version, "js"] when version == Version => Send(http, "public, max-age=31536000, immutable"),
            [Name, _, "js"] => Lead(http),
            _ => Refuse(http),
        };
    }

    private static Task Refuse(HttpContext http)
    {
        http.Response.StatusCode = StatusCodes.Status404NotFound;
        return Task.CompletedTask;
    }

    /// <summary>A page that names a former version goes on working after an upgrade.</summary>
    private static Task Lead(HttpContext http)
    {
        http.Response.Headers.CacheControl = "no-store";
        http.Response.Redirect($"{http.Request.PathBase}/js/{Name}.js");
        return Task.CompletedTask;
    }

    private static async Task Send(HttpContext http, string cache)
    {
        var headers = http.Response.Headers;
        headers.ETag = $"\"{Version}\"";
        headers.CacheControl = cache;
        headers.Vary = "Accept-Encoding";
        // Pages of any site load it, also those that check it by its hash or keep others' things out.
        headers.AccessControlAllowOrigin = "*";
        headers["Cross-Origin-Resource-Policy"] = "cross-origin";
        headers.XContentTypeOptions = "nosniff";
        if (http.Request.Headers.IfNoneMatch == headers.ETag)
        {
            http.Response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        var isCompressed = http.Request.Headers.AcceptEncoding.ToString().Contains("gzip", StringComparison.Ordinal);
        var body = isCompressed ? Compressed : Plain;
        headers.ContentType = "text/javascript; charset=utf-8";
        headers.ContentLength = body.Length;
        headers.ContentEncoding = isCompressed ? "gzip" : default;
        if (!HttpMethods.IsHead(http.Request.Method))
        {
            await http.Response.Body.WriteAsync(body, http.RequestAborted);
        }
    }

    private static byte[] Read()
    {
        using var stream = typeof(SnippetFile).Assembly.GetManifestResourceStream("snippet/universal.js")!;
        using var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        return bytes.ToArray();
    }

    private static byte[] Compress()
    {
        using var bytes = new MemoryStream();
        using (var gzip = new GZipStream(bytes, CompressionLevel.SmallestSize))
        {
            gzip.Write(Plain);
        }

        return bytes.ToArray();
    }
}
