using Byway.Http;

namespace Byway.Customers;

/// <summary>The customers' routes.</summary>
public static class CustomersModule
{
    /// <summary>Maps them.</summary>
    /// <param name="routes">Where.</param>
    public static void MapCustomers(this IEndpointRouteBuilder routes)
    {
        routes.Api("GET", "/v1/customers", For.Sales, ListCustomers.Handle);
        routes.Api("GET", "/v1/customers:search", For.Sales, ListCustomers.Search);
        routes.Api("POST", "/v1/customers", For.Sales, PostCustomer.Handle);
        routes.Api("PUT", "/v1/customers", For.Sales, PutCustomer.Handle);
        routes.Api("DELETE", "/v1/customers", For.Sales, DeleteCustomer.Handle);
        routes.Api("GET", "/v1/customers/{key}", For.Sales, ListCustomers.One);
        routes.Api("PUT", "/v1/customers/{key}", For.Sales, PutCustomer.Handle);
        routes.Api("DELETE", "/v1/customers/{key}", For.Sales, DeleteCustomer.Handle);
        routes.Api("GET", "/v1/customers/{key}/referrals", For.ReferAFriend, ListCustomers.Referrals);
        routes.Api("GET", "/v1/customers/{key}/stats", For.ReferAFriend, GetStats.Handle);
        routes.Api("GET", "/v1/customers/{key}/balance", For.ReferAFriend, GetBalance.Handle);
        routes.Api("POST", "/v1/customers/{key}/balance/credit", For.ReferAFriend, PostCredit.Handle);

        // The singular is how older clients say it.
        routes.Api("GET", "/v1/customer", For.Sales, ListCustomers.One);
        routes.Api("POST", "/v1/customer", For.Sales, PostCustomer.Handle);
        routes.Api("PUT", "/v1/customer", For.Sales, PutCustomer.Handle);
        routes.Api("DELETE", "/v1/customer", For.Sales, DeleteCustomer.Handle);
    }
}
