using System.Collections.Concurrent;
using Byway.Clicks;
using Byway.Links;
using Byway.Programs;

namespace Byway.Bench.Servers;

/// <summary>The ceiling of redirects: the same answer for a link known by heart, and nothing recorded.</summary>
internal static class NoClick
{
    private static readonly ProgramSettings Settings = new() { Name = "Bench", Website = "https://shop.example" };

    private static readonly Sites Home = new(Settings, []);

    private static readonly ConcurrentDictionary<string, RedirectAddress> Links = new(StringComparer.Ordinal);

    /// <summary>Answers the route.</summary>
    /// <param name="http">The exchange.</param>
    public static Task Handle(HttpContext http)
    {
        var link = Links.GetOrAdd((string)http.Request.RouteValues["key"]!, AddressOf);
        var address = link.For(http.Request.QueryString.Value ?? "");
        FollowLink.Send(http.Response, RedirectAddress.With(address, ClickId.New(0)));
        return Task.CompletedTask;
    }

    private static RedirectAddress AddressOf(string key) =>
        RedirectAddress.Of($"{Settings.Website}?{Settings.LinkParameter}={key}", Home, Settings.LinkParameter)!;
}
