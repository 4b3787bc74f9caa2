using System.Text.Json;
using Byway.Http;
using Byway.Values;

namespace Byway.Transactions;

/// <summary>A dispute that waits for its sale.</summary>
public sealed record DisputeView
{
    /// <summary>The merchant's key of the dispute.</summary>
    public required string Key { get; init; }

    /// <summary>The key of the sale it waits for.</summary>
    public required string TransactionKey { get; init; }

    /// <summary><c>opened</c>, <c>won</c> or <c>lost</c>.</summary>
    public required string Status { get; init; }

    /// <summary>Major units; null for the whole sale.</summary>
    public required MajorUnits? Amount { get; init; }

    /// <summary>Always true: a counted dispute is answered with its transaction.</summary>
    public bool IsWaiting { get; init; } = true;

    /// <summary>ISO 8601.</summary>
    public required string CreatedAt { get; init; }

    /// <summary>As UTF-8 JSON.</summary>
    /// <param name="dispute">The dispute.</param>
    /// <param name="transactionKey">The key of its sale.</param>
    public static byte[] Json(Refund dispute, string transactionKey) =>
        JsonSerializer.SerializeToUtf8Bytes(
            new DisputeView
            {
                Key = dispute.Key!,
                TransactionKey = transactionKey,
                Status = dispute.Dispute!,
                Amount = dispute.AmountBy is null ? null : new MajorUnits(dispute.Amount),
                CreatedAt = UtcMicros.ToText(dispute.CreatedAt),
            },
            WireJson.Relaxed.DisputeView
        );
}
