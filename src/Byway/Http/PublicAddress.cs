namespace Byway.Http;

/// <summary>The address callers reach this server at.</summary>
public static class PublicAddress
{
    /// <summary>The configured one, else the one of this request; without a slash at the end.</summary>
    /// <param name="http">The exchange.</param>
    /// <param name="options">The server's options.</param>
    public static string Of(HttpContext http, ServerOptions options) =>
        options.PublicUrl?.TrimEnd('/') ?? $"{http.Request.Scheme}://{http.Request.Host}{http.Request.PathBase}";
}
