using System.Text.Json;
using Byway.Http;
using Byway.Values;

namespace Byway.Transactions;

/// <summary>A refund that waits for its sale.</summary>
public sealed record RefundView
{
    /// <summary>The merchant's key of the refund.</summary>
    public required string? Key { get; init; }

    /// <summary>The key of the sale it waits for.</summary>
    public required string TransactionKey { get; init; }

    /// <summary>Major units.</summary>
    public required MajorUnits Amount { get; init; }

    /// <summary>Always <c>waiting</c>: a counted refund is answered with its transaction.</summary>
    public string RefundStatus { get; init; } = "waiting";

    /// <summary>ISO 8601.</summary>
    public required string CreatedAt { get; init; }

    /// <summary>As UTF-8 JSON.</summary>
    /// <param name="refund">The refund.</param>
    /// <param name="transactionKey">The key of its sale.</param>
    public static byte[] Json(Refund refund, string transactionKey) =>
        JsonSerializer.SerializeToUtf8Bytes(
            new RefundView
            {
                Key = refund.Key,
                TransactionKey = transactionKey,
                Amount = new(refund.Amount),
                CreatedAt = UtcMicros.ToText(refund.CreatedAt),
            },
            WireJson.Relaxed.RefundView
        );
}
