using Byway.Http;

namespace Byway.Customers;

/// <summary>The customers' routes.</summary>
public static class CustomersModule
{
    /// <summary>Maps them.</summary>
    /// <param name="routes">Where.</param>
    public static void MapCustomers(this IEndpointRouteBuilder routes)
    {
        var who = NamedCustomer.Notes;
        routes.Api("GET", "/v1/customers", For.Sales, ListCustomers.Handle, ListCustomers.ListNote);
        routes.Api("GET", "/v1/customers:search", For.Sales, ListCustomers.Search, ListCustomers.SearchNote);
        routes.Api("POST", "/v1/customers", For.Sales, PostCustomer.Handle, PostCustomer.Note);
        routes.Api("POST", "/v1/customers:invite", For.ReferAFriend, InviteCustomer.Handle, InviteCustomer.Note);
        routes.Api("PUT", "/v1/customers", For.Sales, PutCustomer.Handle, PutCustomer.Note.InBody(who));
        routes.Api("DELETE", "/v1/customers", For.Sales, DeleteCustomer.Handle, DeleteCustomer.Note.InBody(who));
        routes.Api("GET", "/v1/customers/{key}", For.Sales, ListCustomers.One, ListCustomers.OneNote);
        routes.Api("PUT", "/v1/customers/{key}", For.Sales, PutCustomer.Handle, PutCustomer.Note);
        routes.Api("DELETE", "/v1/customers/{key}", For.Sales, DeleteCustomer.Handle, DeleteCustomer.Note);
        routes.Api(
            "POST",
            "/v1/customers/{key}/suspend",
            For.Affiliate,
            SuspendCustomer.Suspend,
            SuspendCustomer.SuspendNote
        );
        routes.Api(
            "POST",
            "/v1/customers/{key}/approve",
            For.Affiliate,
            SuspendCustomer.Approve,
            SuspendCustomer.ApproveNote
        );
        routes.Api(
            "POST",
            "/v1/customers/{key}/archive",
            For.Sales,
            SuspendCustomer.Archive,
            SuspendCustomer.ArchiveNote
        );
        routes.Api(
            "POST",
            "/v1/customers/{key}/revoke-archive",
            For.Sales,
            SuspendCustomer.Restore,
            SuspendCustomer.RestoreNote
        );
        routes.Api("POST", "/v1/customers/{key}/reassign", For.Sales, ReassignCustomer.Handle, ReassignCustomer.Note);
        routes.Api("POST", "/v1/customers/{key}/merge", For.Sales, MergeCustomers.Handle, MergeCustomers.Note);
        routes.Api(
            "GET",
            "/v1/customers/{key}/referrals",
            For.ReferAFriend,
            ListCustomers.Referrals,
            ListCustomers.ReferralsNote
        );
        routes.Api("GET", "/v1/customers/{key}/stats", For.ReferAFriend, GetStats.Handle, GetStats.Note);
        routes.Api("GET", "/v1/customers/{key}/balance", For.ReferAFriend, GetBalance.Handle, GetBalance.Note);
        routes.Api("POST", "/v1/customers/{key}/balance/credit", For.ReferAFriend, PostCredit.Handle, PostCredit.Note);

        // The singular is how older clients say it.
        routes.Api("GET", "/v1/customer", For.Sales, ListCustomers.One, ListCustomers.OneNote.InQuery(who).Former());
        routes.Api("POST", "/v1/customer", For.Sales, PostCustomer.Handle, PostCustomer.Note.Former());
        routes.Api("PUT", "/v1/customer", For.Sales, PutCustomer.Handle, PutCustomer.Note.InBody(who).Former());
        routes.Api(
            "DELETE",
            "/v1/customer",
            For.Sales,
            DeleteCustomer.Handle,
            DeleteCustomer.Note.InBody(who).Former()
        );
    }
}
