using Byway.Http;

namespace Byway.Links;

/// <summary>The links' routes.</summary>
public static class LinksModule
{
    /// <summary>Maps them.</summary>
    /// <param name="routes">Where.</param>
    public static void MapLinks(this IEndpointRouteBuilder routes)
    {
        const string Partners = "/v1/partner_referral_links";
        routes.Api("GET", Partners + ":domains", For.Affiliate, ListDomains.Handle, DomainsNote("Partner"));
        routes.Api("GET", Partners + ":search", For.Affiliate, ListLinks.Search, ListLinks.SearchNote);
        routes.Api("POST", Partners, For.Affiliate, PostLink.Handle, PostLink.Note);
        routes.Api("GET", Partners + "/{id}", For.Affiliate, ListLinks.One, ListLinks.OneNote);
        routes.Api("PUT", Partners + "/{id}", For.Affiliate, PutLink.Handle, PutLink.Note);
        routes.Api("DELETE", Partners + "/{id}", For.Affiliate, DeleteLink.Handle, DeleteLink.Note);
        routes.Api(
            "GET",
            "/v1/partners/{id}/referral_links",
            For.Affiliate,
            ListLinks.OfOwner,
            ListLinks.OfPartnerNote
        );

        const string Friends = "/v1/customer_referral_links";
        routes.Api("GET", Friends + ":domains", For.ReferAFriend, ListDomains.Handle, DomainsNote("Customer"));
        routes.Api("GET", Friends + ":search", For.ReferAFriend, ListLinks.Search, ListLinks.FriendSearchNote);
        routes.Api("POST", Friends, For.ReferAFriend, PostLink.Handle, PostLink.FriendNote);
        routes.Api("GET", Friends + "/{id}", For.ReferAFriend, ListLinks.One, ListLinks.FriendOneNote);
        routes.Api("PUT", Friends + "/{id}", For.ReferAFriend, PutLink.Handle, PutLink.FriendNote);
        routes.Api("DELETE", Friends + "/{id}", For.ReferAFriend, DeleteLink.Handle, DeleteLink.FriendNote);
        routes.Api(
            "GET",
            "/v1/customers/{key}/referral_links",
            For.ReferAFriend,
            ListLinks.OfOwner,
            ListLinks.OfCustomerNote
        );

        routes.Api("GET", "/v1/domains", For.Sales, ListDomains.Handle, ListDomains.Note);
        routes.Api("POST", "/v1/domains", For.Sales, PostDomain.Handle, PostDomain.Note);
        routes.Api("DELETE", "/v1/domains/{id}", For.Sales, DeleteDomain.Handle, DeleteDomain.Note);
    }

    private static RouteNote DomainsNote(string of) => ListDomains.Note with { Id = $"list{of}LinkDomains" };
}
