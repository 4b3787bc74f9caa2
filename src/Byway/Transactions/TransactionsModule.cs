using Byway.Http;

namespace Byway.Transactions;

/// <summary>The transactions' routes.</summary>
public static class TransactionsModule
{
    /// <summary>Maps them.</summary>
    /// <param name="routes">Where.</param>
    public static void MapTransactions(this IEndpointRouteBuilder routes)
    {
        routes.Api("GET", "/v1/transactions", For.Sales, ListTransactions.Handle, ListTransactions.ListNote);
        routes.Api("POST", "/v1/transactions", For.Sales, PostTransaction.Handle, PostTransaction.Note);
        routes.Api(
            "DELETE",
            "/v1/transactions",
            For.Sales,
            ArchiveTransaction.Delete,
            ArchiveTransaction.DeleteNote.InBody(ArchiveTransaction.Notes)
        );
        routes.Api("GET", "/v1/transactions/{key}", For.Sales, ListTransactions.One, ListTransactions.OneNote);
        routes.Api(
            "DELETE",
            "/v1/transactions/{key}",
            For.Sales,
            ArchiveTransaction.Delete,
            ArchiveTransaction.DeleteNote
        );
        routes.Api(
            "POST",
            "/v1/transactions/{key}/archive",
            For.Sales,
            ArchiveTransaction.Archive,
            ArchiveTransaction.ArchiveNote
        );
        routes.Api(
            "POST",
            "/v1/transactions/{key}/revoke-archive",
            For.Sales,
            ArchiveTransaction.Restore,
            ArchiveTransaction.RestoreNote
        );
        routes.Api("POST", "/v1/transactions/{key}/refunds", For.Sales, PostRefund.Handle, PostRefund.Note);
        routes.Api("POST", "/v1/transactions/{key}/disputes", For.Sales, PostDispute.Handle, PostDispute.Note);
        routes.Api(
            "GET",
            "/v1/customers/{key}/transactions",
            For.Sales,
            ListTransactions.OfCustomer,
            ListTransactions.OfCustomerNote
        );
    }
}
