using System.Collections.Frozen;
using System.Reflection;

namespace Byway.Docs;

/// <summary>
/// <c>GET /docs/guides/{name}</c>: the guides of <c>docs/</c> as they are written, Markdown, for people and for
/// programs that read.
/// </summary>
public static class Guides
{
    private const string Start = "guides/";

    private static readonly Assembly Program = typeof(Guides).Assembly;

    private static readonly FrozenSet<string> Known = Program
        .GetManifestResourceNames()
        .Where(name => name.StartsWith(Start, StringComparison.Ordinal))
        .Select(name => name[Start.Length..])
        .ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Their file names, in the order of the alphabet.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Known.Order(StringComparer.Ordinal)];

    /// <summary>Answers the route.</summary>
    /// <param name="http">The exchange.</param>
    public static async Task Answer(HttpContext http)
    {
        var name = (string)http.Request.RouteValues["name"]!;
        if (!Known.Contains(name))
        {
            http.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        await using var guide = Program.GetManifestResourceStream(Start + name)!;
        var headers = http.Response.Headers;
        headers.ContentType = "text/markdown; charset=utf-8";
        headers.ContentLength = guide.Length;
        headers.ContentSecurityPolicy = "default-src 'none'";
        headers.XContentTypeOptions = "nosniff";
        await guide.CopyToAsync(http.Response.Body, http.RequestAborted);
    }

    /// <summary>A guide's title: its first line.</summary>
    /// <param name="name">Its file name.</param>
    public static async Task<string> TitleOf(string name)
    {
        using var reader = new StreamReader(Program.GetManifestResourceStream(Start + name)!);
        return (await reader.ReadLineAsync())!.TrimStart('#', ' ');
    }
}
