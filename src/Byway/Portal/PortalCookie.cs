using System.Net;

namespace Byway.Portal;

/// <summary>
/// The cookie of a session. Over HTTPS, where the public address says that there is HTTPS, and on this machine itself,
/// it has the prefix <c>__Host-</c>, which browsers take from this very host only and over a safe connection; over
/// plain HTTP elsewhere they would not keep it, so there it goes without.
/// </summary>
public static class PortalCookie
{
    private const string Name = "byway";

    /// <summary>The token in a request; null when there is none that could be one.</summary>
    /// <param name="http">The exchange.</param>
    public static SignInToken? Read(HttpContext http) => SignInToken.Read(http.Request.Cookies[NameFor(http)]);

    /// <summary>Hands a token to the browser, until it is closed.</summary>
    /// <param name="http">The exchange.</param>
    /// <param name="token">The session's.</param>
    public static void Write(HttpContext http, SignInToken token) =>
        http.Response.Cookies.Append(NameFor(http), token.ToString(), Options(http));

    /// <summary>Takes it back.</summary>
    /// <param name="http">The exchange.</param>
    public static void Remove(HttpContext http) => http.Response.Cookies.Delete(NameFor(http), Options(http));

    private static string NameFor(HttpContext http) => IsSafe(http) ? $"__Host-{Name}" : Name;

    private static CookieOptions Options(HttpContext http) =>
        new()
        {
            HttpOnly = true,
            Secure = IsSafe(http),
            SameSite = SameSiteMode.Lax,
            Path = "/",
            IsEssential = true,
        };

    private static bool IsSafe(HttpContext http) =>
        http.Request.IsHttps
        || http.RequestServices.GetRequiredService<ServerOptions>()
            .PublicUrl?.StartsWith("https://", StringComparison.OrdinalIgnoreCase) == true
        || http.Request.Host.Host == "localhost"
        || (IPAddress.TryParse(http.Request.Host.Host, out var address) && IPAddress.IsLoopback(address));
}
