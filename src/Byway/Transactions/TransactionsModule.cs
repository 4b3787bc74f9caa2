using Byway.Http;

namespace Byway.Transactions;

/// <summary>The transactions' routes.</summary>
public static class TransactionsModule
{
    /// <summary>Maps them.</summary>
    /// <param name="routes">Where.</param>
    public static void MapTransactions(this IEndpointRouteBuilder routes)
    {
        routes.Api("GET", "/v1/transactions", For.Sales, ListTransactions.Handle);
        routes.Api("POST", "/v1/transactions", For.Sales, PostTransaction.Handle);
        routes.Api("DELETE", "/v1/transactions", For.Sales, ArchiveTransaction.Delete);
        routes.Api("GET", "/v1/transactions/{key}", For.Sales, ListTransactions.One);
        routes.Api("DELETE", "/v1/transactions/{key}", For.Sales, ArchiveTransaction.Delete);
        routes.Api("POST", "/v1/transactions/{key}/archive", For.Sales, ArchiveTransaction.Archive);
        routes.Api("POST", "/v1/transactions/{key}/revoke-archive", For.Sales, ArchiveTransaction.Restore);
        routes.Api("POST", "/v1/transactions/{key}/refunds", For.Sales, PostRefund.Handle);
        routes.Api("GET", "/v1/customers/{key}/transactions", For.Sales, ListTransactions.OfCustomer);
    }
}
