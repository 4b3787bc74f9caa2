using System.Collections.Frozen;
using System.IO.Compression;
using System.Security.Cryptography;

namespace Byway.Portal;

/// <summary>Styles and scripts of the pages, out of the program itself; they never change while it runs.</summary>
public static class PortalAssets
{
    private const string Prefix = "Portal.";

    private static readonly FrozenDictionary<string, Lazy<Asset>> All = typeof(PortalAssets)
        .Assembly.GetManifestResourceNames()
        .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal))
        .ToFrozenDictionary(
            name => name[Prefix.Length..],
            name => new Lazy<Asset>(() => Asset.Read(name)),
            StringComparer.Ordinal
        );

    /// <summary>An asset's address, which changes with its content.</summary>
    /// <param name="name">The file.</param>
    public static string AddressOf(string name) => $"{PortalModule.Path}/assets/{name}?v={All[name].Value.Version}";

    /// <summary>Sends one.</summary>
    /// <param name="http">The exchange.</param>
    public static async Task Send(HttpContext http)
    {
        if (!All.TryGetValue((string)http.Request.RouteValues["name"]!, out var found))
        {
            http.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        var asset = found.Value;
        var isZipped = http.Request.Headers.AcceptEncoding.ToString().Contains("gzip", StringComparison.Ordinal);
        var bytes = isZipped ? asset.Zipped : asset.Plain;
        var headers = http.Response.Headers;
        headers.ContentType = asset.ContentType;
        headers.ContentLength = bytes.Length;
        headers.Vary = "Accept-Encoding";
        headers.CacheControl = "public, max-age=31536000, immutable";
        if (isZipped)
        {
            headers.ContentEncoding = "gzip";
        }

        await http.Response.Body.WriteAsync(bytes, http.RequestAborted);
    }

    private sealed record Asset(byte[] Plain, byte[] Zipped, string Version, string ContentType)
    {
        public static Asset Read(string name)
        {
            using var stream = typeof(PortalAssets).Assembly.GetManifestResourceStream(name)!;
            using var plain = new MemoryStream();
            stream.CopyTo(plain);
            using var zipped = new MemoryStream();
            using (var zip = new GZipStream(zipped, CompressionLevel.Optimal))
            {
                plain.WriteTo(zip);
            }

            const int VersionBytes = 6;
            var version = Convert.ToHexStringLower(SHA256.HashData(plain.ToArray())[..VersionBytes]);
            var type = name.EndsWith(".css", StringComparison.Ordinal) ? "text/css" : "text/javascript";
            return new(plain.ToArray(), zipped.ToArray(), version, type + "; charset=utf-8");
        }
    }
}
