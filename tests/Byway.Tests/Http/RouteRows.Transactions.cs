namespace Byway.Tests.Http;

internal static partial class RouteRows
{
    private static Dictionary<string, RouteRow> TransactionRows =>
        new(StringComparer.Ordinal)
        {
            ["POST /v1/transactions"] = RouteRow.Own(
                Customer,
                """{"key":"new","amount":5,"customer":{"key":"THING"}}"""
            ),
            ["GET /v1/transactions/{key}"] = RouteRow.Named(Sale),
            ["DELETE /v1/transactions/{key}"] = RouteRow.Named(Sale),
            ["DELETE /v1/transactions"] = RouteRow.Named(Sale, """{"key":"THING"}"""),
            ["POST /v1/transactions/{key}/archive"] = RouteRow.Named(Sale),
            ["POST /v1/transactions/{key}/revoke-archive"] = RouteRow.Named(ArchivedSale),
            // A refund for a sale nobody knows waits for it, in the caller's own program.
            ["POST /v1/transactions/{key}/refunds"] = RouteRow.Own(Sale, """{"key":"new","amount":1}"""),
            ["POST /v1/transactions/{key}/disputes"] = RouteRow.Own(
                Sale,
                """{"key":"new","status":"opened","amount":1}"""
            ),
            ["GET /v1/customers/{key}/transactions"] = RouteRow.Named(Customer),
        };

    private static Task<string> Sale(ApiClient api) => Task.FromResult("order");

    private static async Task<string> ArchivedSale(ApiClient api)
    {
        (await api.Post("/v1/transactions/order/archive")).Is(200);
        return "order";
    }
}
