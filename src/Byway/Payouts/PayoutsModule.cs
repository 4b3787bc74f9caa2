using Byway.Http;

namespace Byway.Payouts;

/// <summary>The payouts' routes.</summary>
public static class PayoutsModule
{
    /// <summary>Maps them.</summary>
    /// <param name="routes">Where.</param>
    public static void MapPayouts(this IEndpointRouteBuilder routes)
    {
        const string One = "/v1/payout_requests/{id}";
        const string Saved = "/v1/partners/{id}/payout_settings";
        routes.Api("GET", "/v1/payout_requests", For.Affiliate, ListPayouts.Handle, ListPayouts.ListNote);
        routes.Api("GET", "/v1/payout_requests:search", For.Affiliate, ListPayouts.Handle, ListPayouts.SearchNote);
        routes.Api("POST", "/v1/payout_requests", For.Affiliate, PostPayoutRequest.Handle, PostPayoutRequest.Note);
        routes.Api("GET", One, For.Affiliate, ListPayouts.One, ListPayouts.OneNote);
        routes.Api("POST", $"{One}/approve", For.Affiliate, DecidePayout.Approve, DecidePayout.ApproveNote);
        routes.Api("POST", $"{One}/mark_as_paid", For.Affiliate, DecidePayout.MarkAsPaid, DecidePayout.PaidNote);
        routes.Api("POST", $"{One}/reject", For.Affiliate, DecidePayout.Reject, DecidePayout.RejectNote);
        routes.Api("GET", Saved, For.Affiliate, PutPayoutSettings.Get, PutPayoutSettings.GetNote);
        routes.Api("PUT", Saved, For.Affiliate, PutPayoutSettings.Handle, PutPayoutSettings.Note);
    }
}
