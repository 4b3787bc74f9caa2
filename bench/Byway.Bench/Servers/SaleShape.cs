using Byway.Http;
using Byway.Transactions;

namespace Byway.Bench.Servers;

/// <summary>The Shape step of <see cref="PostTransaction"/>, for those that go on without a turn.</summary>
internal static class SaleShape
{
    /// <summary>The sales of a request; its faults are in the call's check.</summary>
    /// <param name="call">The call.</param>
    public static IReadOnlyList<SaleRequest> Of(ApiCall call)
    {
        var items = call.Fields.Objects("transactions", PostTransaction.MostSales);
        return items is null
            ? [SaleRequest.Of(call, call.Fields, "")]
            : [.. items.Select((item, index) => SaleRequest.Of(call, item, $"transactions.{index}"))];
    }
}
