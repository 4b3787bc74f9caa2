using Byway.Http;
using Byway.Programs;

namespace Byway.Leads;

/// <summary>The leads' routes.</summary>
public static class LeadsModule
{
    /// <summary>Maps them.</summary>
    /// <param name="routes">Where.</param>
    public static void MapLeads(this IEndpointRouteBuilder routes)
    {
        routes.Api("GET", "/v1/leads", For.Affiliate, ListLeads.Handle, ListLeads.ListNote);
        routes.Api("POST", "/v1/leads", For.Affiliate, PostLead.Handle, PostLead.Note);
        routes.Api("GET", "/v1/leads/details", For.Affiliate, ListLeads.Details, ListLeads.DetailsNote);
        routes.Api("GET", "/v1/leads/{id}", For.Affiliate, ListLeads.One, ListLeads.OneNote);
        routes.Api("DELETE", "/v1/leads/{id}", For.Affiliate, CloseLead.Delete, CloseLead.DeleteNote);
        routes.Api("POST", "/v1/leads/convert", For.Affiliate, ConvertLead.Handle, ConvertLead.Note);
        routes.Api("POST", "/v1/leads/reject", For.Affiliate, CloseLead.Reject, CloseLead.RejectNote);

        // Some clients change by GET; the API key must be allowed to write all the same.
        routes.Api("GET", "/v1/leads/convert", For.Affiliate, ConvertLead.Handle, ConvertLead.GetNote, ApiScope.Write);
        routes.Api(
            "GET",
            "/v1/leads/reject",
            For.Affiliate,
            CloseLead.Reject,
            CloseLead.RejectByGetNote,
            ApiScope.Write
        );
    }
}
