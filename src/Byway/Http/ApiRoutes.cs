using Byway.Programs;

namespace Byway.Http;

/// <summary>A slice: takes an authenticated call, gives the answer.</summary>
/// <param name="call">The call.</param>
public delegate Task<Answer> Handler(ApiCall call);

/// <summary>In which program types a route exists.</summary>
[Flags]
public enum For
{
    /// <summary>No program.</summary>
    None = 0,

    /// <summary>Affiliate programs.</summary>
    Affiliate = 1,

    /// <summary>Refer-a-friend programs.</summary>
    ReferAFriend = 2,

    /// <summary>Newsletter programs.</summary>
    Newsletter = 4,

    /// <summary>Affiliate and refer-a-friend programs.</summary>
    Sales = Affiliate | ReferAFriend,

    /// <summary>Every program.</summary>
    All = Affiliate | ReferAFriend | Newsletter,
}

/// <summary>
/// How routes of the API are declared: <c>routes.Api("POST", "/v1/transactions", For.Sales,
/// PostTransaction.Handle, PostTransaction.Note)</c>. A method and path that means one thing in one type of program
/// and another thing in another type is declared once for each, wherever the slices are.
/// </summary>
public static class ApiRoutes
{
    /// <summary>Declares a route of the API.</summary>
    /// <param name="routes">Where.</param>
    /// <param name="method">The HTTP method.</param>
    /// <param name="path">The path with its parameters.</param>
    /// <param name="programs">In which program types it exists.</param>
    /// <param name="handler">The slice.</param>
    /// <param name="note">What the API's document says about it.</param>
    /// <param name="needs">
    /// The scope an API key must have, where the method does not say it: GET reads, everything else writes.
    /// </param>
    public static void Api(
        this IEndpointRouteBuilder routes,
        string method,
        string path,
        For programs,
        Handler handler,
        RouteNote note,
        string? needs = null
    )
    {
        // The pipeline is asked for by the first request: declaring routes, and describing them, needs no database.
        var services = routes.ServiceProvider;
        var (route, isNew) = services.GetRequiredService<RouteTable>().At(method, path, needs);
        route.Add(new(programs, handler, note));
        if (isNew)
        {
            routes
                .MapMethods(path, [method], http => services.GetRequiredService<ApiPipeline>().Run(http, route))
                .WithMetadata(route);
        }
    }
}
