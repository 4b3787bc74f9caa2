using Byway.Http;

namespace Byway.Explanations;

/// <summary>The explanations' routes.</summary>
public static class ExplanationsModule
{
    /// <summary>Maps them.</summary>
    /// <param name="routes">Where.</param>
    public static void MapExplanations(this IEndpointRouteBuilder routes)
    {
        routes.Api(
            "GET",
            "/v1/transactions/{key}/decision",
            For.Sales,
            GetExplanation.OfTransaction,
            GetExplanation.TransactionNote
        );
        routes.Api("GET", "/v1/rewards/{id}/decision", For.Sales, GetExplanation.OfReward, GetExplanation.RewardNote);
        routes.Api(
            "GET",
            "/v1/customers/{key}/decision",
            For.Sales,
            GetExplanation.OfCustomer,
            GetExplanation.CustomerNote
        );
    }
}
