using Byway.Http;

namespace Byway.Statements;

/// <summary>The statements' routes.</summary>
public static class StatementsModule
{
    /// <summary>Maps them.</summary>
    /// <param name="routes">Where.</param>
    public static void MapStatements(this IEndpointRouteBuilder routes)
    {
        routes.Api(
            "GET",
            "/v1/partners/{id}/statement",
            For.Affiliate,
            GetStatement.OfPartner,
            GetStatement.PartnerNote
        );
        routes.Api(
            "GET",
            "/v1/customers/{key}/statement",
            For.ReferAFriend,
            GetStatement.OfCustomer,
            GetStatement.CustomerNote
        );
    }
}
