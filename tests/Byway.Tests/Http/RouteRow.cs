using System.Text.RegularExpressions;

namespace Byway.Tests.Http;

/// <summary>How one route is called about a real thing.</summary>
/// <param name="Make">Makes the thing in a filled program and says its name.</param>
/// <param name="Body">The body, with THING for the name.</param>
/// <param name="Query">The query, with THING for the name.</param>
/// <param name="Others">
/// What another program's API key must be told, as status and code; null when it succeeds too, in its own program.
/// </param>
internal sealed partial record RouteRow(
    Func<ApiClient, Task<string>> Make,
    string? Body,
    string? Query,
    (int Status, string Code)? Others
)
{
    /// <summary>Why a route that needs the scope to write appends no entry; null when it does append.</summary>
    public string? WritesNoEntry { get; init; }

    /// <summary><c>test</c> for what live programs refuse.</summary>
    public string Mode { get; init; } = "live";

    /// <summary>
    /// Gives another program what lets its question come as far as the thing itself: of a path with two names the
    /// first. Null when nothing is needed.
    /// </summary>
    public Func<ApiClient, Task>? Strangers { get; init; }

    [GeneratedRegex(@"\{[^}]*\}", RegexOptions.None, matchTimeoutMilliseconds: 5_000)]
    private static partial Regex Parameter { get; }

    /// <summary>A route about a thing that exists in one program: 404 with any other program's API key.</summary>
    public static RouteRow Named(Func<ApiClient, Task<string>> make, string? body = null, string? query = null) =>
        new(make, body, query, (404, "not_found"));

    /// <summary>A request that fails when what it names within does not exist: 422 for others.</summary>
    public static RouteRow Within(Func<ApiClient, Task<string>> make, string? body = null, string? query = null) =>
        new(make, body, query, (422, "invalid_fields"));

    /// <summary>A route that succeeds with any program's API key, and then works in that program only.</summary>
    public static RouteRow Own(Func<ApiClient, Task<string>> make, string? body = null, string? query = null) =>
        new(make, body, query, null);

    /// <summary>The request about a thing.</summary>
    /// <param name="path">The route's path.</param>
    /// <param name="thing">The thing's name; in a path with two names both, with a slash between them.</param>
    public (string Path, string? Body) About(string path, string thing)
    {
        var segments = thing.Split('/').Select(Uri.EscapeDataString).ToArray();
        var at = 0;
        var named = Parameter.Replace(path, _ => segments[Math.Min(at++, segments.Length - 1)]);
        var query = Query?.Replace("THING", segments[^1], StringComparison.Ordinal);
        return (query is null ? named : $"{named}?{query}", Body?.Replace("THING", thing, StringComparison.Ordinal));
    }
}
