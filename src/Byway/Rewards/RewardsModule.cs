using Byway.Http;

namespace Byway.Rewards;

/// <summary>The rewards' routes, in programs that have sales.</summary>
public static class RewardsModule
{
    /// <summary>Maps them.</summary>
    /// <param name="routes">Where.</param>
    public static void MapRewards(this IEndpointRouteBuilder routes)
    {
        routes.Api("GET", "/v1/rewards", For.Sales, ListRewards.Handle, ListRewards.ListNote);
        routes.Api("GET", "/v1/rewards/{id}", For.Sales, ListRewards.One, ListRewards.OneNote);
        routes.Api("POST", "/v1/rewards/{id}/approve", For.Sales, ReviewRewards.Approve, ReviewRewards.ApproveNote);
        routes.Api("POST", "/v1/rewards/{id}/reject", For.Sales, ReviewRewards.Reject, ReviewRewards.RejectNote);
        routes.Api("POST", "/v1/rewards:approve", For.Sales, ReviewRewards.ApproveMany, ReviewRewards.ApproveManyNote);
        routes.Api("POST", "/v1/rewards:reject", For.Sales, ReviewRewards.RejectMany, ReviewRewards.RejectManyNote);
        routes.Api("POST", "/v1/customers/{key}/actions", For.Sales, PostAction.Handle, PostAction.Note);
        routes.Api("POST", "/v1/partners/{id}/reward", For.Affiliate, PostReward.Handle, PostReward.Note);
    }
}
