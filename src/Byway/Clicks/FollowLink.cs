using System.Collections.Frozen;
using Byway.Http;

namespace Byway.Clicks;

/// <summary>
/// <c>GET /r/{program}/{key}</c>, and <c>GET /{key}</c> on a program's own short domain: records the click and sends
/// the visitor on. Nobody who follows a link sees an error of ours, unless there is no such program.
/// </summary>
/// <param name="links">Where keys lead.</param>
/// <param name="clicks">Records.</param>
/// <param name="options">Short domains.</param>
public sealed class FollowLink(LinkDirectory links, ClickLog clicks, ServerOptions options)
{
    private readonly FrozenDictionary<string, string> shortDomains = options.ShortDomains.ToFrozenDictionary(
        StringComparer.OrdinalIgnoreCase
    );

    /// <summary>Answers the route.</summary>
    /// <param name="http">The exchange.</param>
    public async Task Handle(HttpContext http)
    {
        var program = (string?)http.Request.RouteValues["program"] ?? "";
        await Handle(http, program, (string?)http.Request.RouteValues["key"] ?? "");
    }

    /// <summary>On a short domain, answers its one-part paths; everything else goes on.</summary>
    /// <param name="http">The exchange.</param>
    /// <param name="next">Everything else.</param>
    public Task HandleShort(HttpContext http, RequestDelegate next)
    {
        if (
            !shortDomains.TryGetValue(http.Request.Host.Host, out var program)
            || !(HttpMethods.IsGet(http.Request.Method) || HttpMethods.IsHead(http.Request.Method))
        )
        {
            return next(http);
        }

        var key = http.Request.Path.Value?.TrimStart('/') ?? "";
        return key.Contains('/', StringComparison.Ordinal) ? next(http) : Handle(http, program, key);
    }

    private static bool IsPrefetch(IHeaderDictionary headers) =>
        Says(headers["Sec-Purpose"])
        || Says(headers["Purpose"])
        || Says(headers["X-Purpose"])
        || Says(headers["X-Moz"]);

    private static bool Says(string? header) =>
        header is not null
        && (
            header.Contains("prefetch", StringComparison.OrdinalIgnoreCase)
            || header.Contains("prerender", StringComparison.OrdinalIgnoreCase)
            || header.Contains("preview", StringComparison.OrdinalIgnoreCase)
        );

    private static Landing LandingOf(HttpContext http, LinkTarget target, string address)
    {
        var headers = http.Request.Headers;
        return new()
        {
            Source = ClickSource.Redirect,
            Url = address,
            Path = target.Landing,
            Referrer = headers.Referer,
            // A browser always says what it is.
            Agent = headers.UserAgent.ToString(),
            Address = http.Connection.RemoteIpAddress,
            IsPrefetch = IsPrefetch(headers),
        };
    }

    private async Task Handle(HttpContext http, string program, string key)
    {
        if (await links.Of(program) is not { } known)
        {
            await Answer.NotFound("Program").Send(http);
            return;
        }

        var query = http.Request.QueryString.Value ?? "";
        var target = await known.Find(key);
        var address = (target?.Redirect ?? known.Home)?.For(query);
        if (address is null)
        {
            await Answer.NotFound("Referral link").Send(http);
            return;
        }

        if (target?.Redirect is not null && HttpMethods.IsGet(http.Request.Method))
        {
            await clicks.CatchUp();
            address = RedirectAddress.With(
                address,
                clicks.Record(known, target, LandingOf(http, target, address))?.Id
            );
        }

        Send(http.Response, address);
    }

    /// <summary>Redirects.</summary>
    /// <param name="response">The response.</param>
    /// <param name="address">From <see cref="RedirectAddress"/>.</param>
    public static void Send(HttpResponse response, string address)
    {
        response.StatusCode = StatusCodes.Status302Found;
        response.Headers.Location = address;
        response.Headers.CacheControl = "no-store";
        response.Headers["Referrer-Policy"] = "strict-origin-when-cross-origin";
        response.Headers["X-Robots-Tag"] = "noindex, nofollow";
        response.ContentLength = 0;
    }
}
