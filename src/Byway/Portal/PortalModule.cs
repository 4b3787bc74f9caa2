using Byway.Http;
using Byway.Programs;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.ApplicationParts;

namespace Byway.Portal;

/// <summary>The pages of partners and referring customers, and the routes that let them in.</summary>
public static class PortalModule
{
    /// <summary>Where the pages are.</summary>
    public const string Path = "/portal";

    // Nothing from elsewhere, no inline scripts, in nobody's frame. Tabler draws some marks as data: images.
    private const string Policy =
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; form-action 'self'; "
        + "base-uri 'none'; frame-ancestors 'none'";

    /// <summary>What the pages need.</summary>
    /// <param name="services">Where.</param>
    public static void AddPortal(this IServiceCollection services)
    {
        services.AddSingleton<PortalSessions>();
        services
            .AddRazorPages(pages =>
            {
                pages.RootDirectory = Path;
                // Posts are guarded by PostGuard: a token of the framework's would need keys shared by all servers.
                pages.Conventions.ConfigureFilter(new IgnoreAntiforgeryTokenAttribute());
            })
            .ConfigureApplicationPartManager(AddOurPages);
    }

    /// <summary>The guards around the pages; before routing.</summary>
    /// <param name="app">Where.</param>
    public static void UsePortal(this WebApplication app) =>
        app.UseWhen(
            http => http.Request.Path.StartsWithSegments(Path, StringComparison.Ordinal),
            pages => pages.Use(Guard)
        );

    /// <summary>Maps the pages and routes.</summary>
    /// <param name="app">Where.</param>
    public static void MapPortal(this WebApplication app)
    {
        app.Api(
            "POST",
            "/v1/partners:sign-in-url",
            For.Affiliate,
            PostSignInUrl.ForPartner,
            PostSignInUrl.PartnerNote
        );
        app.Api(
            "POST",
            "/v1/customers:sign-in-url",
            For.ReferAFriend,
            PostSignInUrl.ForCustomer,
            PostSignInUrl.CustomerNote
        );
        app.MapRazorPages().ExcludeFromDescription();
        app.MapGet(Path + "/assets/{name}", PortalAssets.Send).ExcludeFromDescription();
    }

    private static void AddOurPages(ApplicationPartManager parts)
    {
        // A test's own program is another assembly than the one with the pages.
        var ours = typeof(PortalModule).Assembly;
        if (parts.ApplicationParts.All(part => part.Name != ours.GetName().Name))
        {
            foreach (var part in ApplicationPartFactory.GetApplicationPartFactory(ours).GetApplicationParts(ours))
            {
                parts.ApplicationParts.Add(part);
            }
        }
    }

    private static Task Guard(HttpContext http, RequestDelegate next)
    {
        var headers = http.Response.Headers;
        headers.ContentSecurityPolicy = Policy;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers.CacheControl = "no-store";
        if (!HttpMethods.IsPost(http.Request.Method) || IsFromOurPage(http.Request))
        {
            return next(http);
        }

        http.Response.StatusCode = StatusCodes.Status403Forbidden;
        return Answer.Refuse(RefusalCode.ScopeMissing, "This form was sent from another site.").Send(http);
    }

    /// <summary>
    /// Browsers say where a form comes from: <c>Sec-Fetch-Site</c>, and older ones <c>Origin</c>, which is null from
    /// our own pages because they send no referrer.
    /// </summary>
    private static bool IsFromOurPage(HttpRequest request)
    {
        if (request.Headers["Sec-Fetch-Site"].ToString() is { Length: > 0 } site)
        {
            return site is "same-origin" or "none";
        }

        var origin = request.Headers.Origin.ToString();
        return origin is "" or "null" || origin == $"{request.Scheme}://{request.Host}";
    }
}
