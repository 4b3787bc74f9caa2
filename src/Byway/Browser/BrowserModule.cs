using Byway.Http;

namespace Byway.Browser;

/// <summary>The routes that the browser snippet calls, and the snippet itself. None asks for an API key.</summary>
public static class BrowserModule
{
    /// <summary>Adds what they need.</summary>
    /// <param name="services">Where.</param>
    /// <param name="options">The server's options.</param>
    public static void AddBrowser(this IServiceCollection services, ServerOptions options)
    {
        services.AddSingleton(parts => new VisitorRates(
            parts.GetRequiredService<TimeProvider>(),
            options.RateLimitPerSecond > 0
        ));
        services.AddSingleton<BrowserPipeline>();
    }

    /// <summary>Maps them.</summary>
    /// <param name="routes">Where.</param>
    public static void MapBrowser(this IEndpointRouteBuilder routes)
    {
        var services = routes.ServiceProvider;
        routes.Browser("GET", "/p/{program}/config", new("config", 120, false, GetConfig.Handle), GetConfig.Note);
        routes.Browser("POST", "/p/{program}/visits", new("visits", 120, true, PostVisit.Handle), PostVisit.Note);
        routes.Browser("POST", "/p/{program}/signups", new("signups", 30, true, PostSignUp.Handle), PostSignUp.Note);
        routes.Browser(
            "POST",
            "/p/{program}/transactions",
            new("transactions", 30, true, PostSale.Handle),
            PostSale.Note
        );
        routes
            .MapMethods(
                "/p/{program}/{thing}",
                ["OPTIONS"],
                http => services.GetRequiredService<BrowserPipeline>().Preflight(http)
            )
            .ExcludeFromDescription();
        routes.MapGet("/js/{name}", SnippetFile.Answer).ExcludeFromDescription();
        routes.MapMethods("/js/{name}", ["HEAD"], SnippetFile.Answer).ExcludeFromDescription();
    }

    private static void Browser(
        this IEndpointRouteBuilder routes,
        string method,
        string path,
        BrowserRoute route,
        RouteNote note
    )
    {
        var services = routes.ServiceProvider;
        routes
            .MapMethods(path, [method], http => services.GetRequiredService<BrowserPipeline>().Run(http, route))
            .WithMetadata(note, route);
    }
}
