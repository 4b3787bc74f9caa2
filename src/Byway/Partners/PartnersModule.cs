using Byway.Http;

namespace Byway.Partners;

/// <summary>The partners' routes.</summary>
public static class PartnersModule
{
    /// <summary>Maps them.</summary>
    /// <param name="routes">Where.</param>
    public static void MapPartners(this IEndpointRouteBuilder routes)
    {
        var who = NamedPartner.Notes;
        routes.Api("GET", "/v1/partners", For.Affiliate, ListPartners.Handle, ListPartners.ListNote);
        routes.Api("GET", "/v1/partners:search", For.Affiliate, ListPartners.Search, ListPartners.SearchNote);
        routes.Api("POST", "/v1/partners", For.Affiliate, PostPartner.Handle, PostPartner.Note);
        routes.Api("GET", "/v1/partners/{id}", For.Affiliate, GetPartner.Handle, GetPartner.Note);
        routes.Api("PUT", "/v1/partners/{id}", For.Affiliate, PutPartner.Handle, PutPartner.Note);
        routes.Api("PUT", "/v1/partners", For.Affiliate, PutPartner.Handle, PutPartner.Note.InBody(who));
        routes.Api("DELETE", "/v1/partners/{id}", For.Affiliate, ArchivePartner.Delete, ArchivePartner.DeleteNote);
        routes.Api(
            "DELETE",
            "/v1/partners",
            For.Affiliate,
            ArchivePartner.Delete,
            ArchivePartner.DeleteNote.InBody(who)
        );
        routes.Api(
            "POST",
            "/v1/partners/{id}/archive",
            For.Affiliate,
            ArchivePartner.Archive,
            ArchivePartner.ArchiveNote
        );
        routes.Api(
            "POST",
            "/v1/partners/{id}/revoke-archive",
            For.Affiliate,
            ArchivePartner.Restore,
            ArchivePartner.RestoreNote
        );
        routes.Api(
            "POST",
            "/v1/partners/{id}/approve",
            For.Affiliate,
            ApprovePartner.Approve,
            ApprovePartner.ApproveNote
        );
        routes.Api(
            "POST",
            "/v1/partners/{id}/reject",
            For.Affiliate,
            ApprovePartner.Reject,
            ApprovePartner.RejectNote
        );
        routes.Api(
            "POST",
            "/v1/partners/{id}/suspend",
            For.Affiliate,
            ApprovePartner.Suspend,
            ApprovePartner.SuspendNote
        );

        // The singular is how older clients say it.
        routes.Api("GET", "/v1/partner", For.Affiliate, GetPartner.Handle, GetPartner.Note.InQuery(who).Former());
        routes.Api("POST", "/v1/partner", For.Affiliate, PostPartner.Handle, PostPartner.Note.Former());
        routes.Api("PUT", "/v1/partner", For.Affiliate, PutPartner.Handle, PutPartner.Note.InBody(who).Former());
        routes.Api(
            "DELETE",
            "/v1/partner",
            For.Affiliate,
            ArchivePartner.Delete,
            ArchivePartner.DeleteNote.InBody(who).Former()
        );
    }
}
