using Byway.Clicks;
using Byway.Links;
using Byway.Programs;

namespace Byway.Bench.Servers;

/// <summary>The ceiling of redirects: the same answer for a link known by heart, and nothing recorded.</summary>
internal static class NoClick
{
    private static readonly ProgramSettings Settings = new() { Name = "Bench", Website = "https://shop.example" };

    private static readonly Sites Home = new(Settings, []);

    /// <summary>Answers the route.</summary>
    /// <param name="http">The exchange.</param>
    public static Task Handle(HttpContext http)
    {
        var target = $"{Settings.Website}?{Settings.LinkParameter}={http.Request.RouteValues["key"]}";
        var query = http.Request.QueryString.Value ?? "";
        var address = RedirectAddress.Of(target, Home, Settings.LinkParameter, query)!;
        FollowLink.Send(http.Response, RedirectAddress.With(address, ClickId.New(0)));
        return Task.CompletedTask;
    }
}
