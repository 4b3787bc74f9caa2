using Byway.Http;

namespace Byway.Partners;

/// <summary>The partners' routes.</summary>
public static class PartnersModule
{
    /// <summary>Maps them.</summary>
    /// <param name="routes">Where.</param>
    public static void MapPartners(this IEndpointRouteBuilder routes)
    {
        routes.Api("GET", "/v1/partners", For.Affiliate, ListPartners.Handle);
        routes.Api("GET", "/v1/partners:search", For.Affiliate, ListPartners.Search);
        routes.Api("POST", "/v1/partners", For.Affiliate, PostPartner.Handle);
        routes.Api("GET", "/v1/partners/{id}", For.Affiliate, GetPartner.Handle);
        routes.Api("PUT", "/v1/partners/{id}", For.Affiliate, PutPartner.Handle);
        routes.Api("PUT", "/v1/partners", For.Affiliate, PutPartner.Handle);
        routes.Api("DELETE", "/v1/partners/{id}", For.Affiliate, ArchivePartner.Delete);
        routes.Api("DELETE", "/v1/partners", For.Affiliate, ArchivePartner.Delete);
        routes.Api("POST", "/v1/partners/{id}/archive", For.Affiliate, ArchivePartner.Archive);
        routes.Api("POST", "/v1/partners/{id}/revoke-archive", For.Affiliate, ArchivePartner.Restore);

        // The singular is how older clients say it.
        routes.Api("GET", "/v1/partner", For.Affiliate, GetPartner.Handle);
        routes.Api("POST", "/v1/partner", For.Affiliate, PostPartner.Handle);
        routes.Api("PUT", "/v1/partner", For.Affiliate, PutPartner.Handle);
        routes.Api("DELETE", "/v1/partner", For.Affiliate, ArchivePartner.Delete);
    }
}
