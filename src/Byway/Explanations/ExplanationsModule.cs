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
            GetDecision.OfTransaction,
            GetDecision.TransactionNote
        );
        routes.Api("GET", "/v1/rewards/{id}/decision", For.Sales, GetDecision.OfReward, GetDecision.RewardNote);
        routes.Api("GET", "/v1/customers/{key}/decision", For.Sales, GetDecision.OfCustomer, GetDecision.CustomerNote);
    }
}
