using Byway.Http;
using Byway.Jobs;

namespace Byway.Clicks;

/// <summary>The clicks' routes and parts.</summary>
public static class ClicksModule
{
    /// <summary>What they need.</summary>
    /// <param name="services">Where.</param>
    public static void AddClicks(this IServiceCollection services)
    {
        services.AddSingleton<LinkDirectory>();
        services.AddSingleton<ClickLog>();
        services.AddSingleton<FollowLink>();
        services.AddHostedService(parts => parts.GetRequiredService<ClickLog>());
        services.AddSingleton<IJob, ForgetClicks>();
    }

    /// <summary>Short domains, before routing: a key there may be called as a route of ours is.</summary>
    /// <param name="app">Where.</param>
    public static void UseShortDomains(this WebApplication app) =>
        app.Use((http, next) => http.RequestServices.GetRequiredService<FollowLink>().HandleShort(http, next));

    /// <summary>Maps them.</summary>
    /// <param name="routes">Where.</param>
    public static void MapClicks(this IEndpointRouteBuilder routes)
    {
        routes
            .MapMethods(
                "/r/{program}/{key}",
                ["GET", "HEAD"],
                http => http.RequestServices.GetRequiredService<FollowLink>().Handle(http)
            )
            .ExcludeFromDescription();
        routes.Api("POST", "/v1/clicks", For.Sales, PostClick.Handle, PostClick.Note);
        routes.Api("GET", "/v1/clicks/{id}", For.Sales, GetClick.Handle, GetClick.Note);
        routes.Api(
            "GET",
            "/v1/partner_referral_links/{id}/stats",
            For.Affiliate,
            GetLinkStats.Handle,
            GetLinkStats.Note
        );
        routes.Api(
            "GET",
            "/v1/customer_referral_links/{id}/stats",
            For.ReferAFriend,
            GetLinkStats.Handle,
            GetLinkStats.FriendNote
        );
    }
}
