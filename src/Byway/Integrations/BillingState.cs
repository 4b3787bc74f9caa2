using System.Text.Json;

namespace Byway.Integrations;

/// <summary>
/// What is known of a payment beside its sale: what was given back of it and what is disputed, whatever came first.
/// Refunds and disputes are named by hashes of the provider's ids.
/// </summary>
public sealed record BillingState
{
    /// <summary>Nothing is known.</summary>
    public static readonly BillingState Nothing = new();

    /// <summary>The refunds.</summary>
    public SortedDictionary<string, BilledRefund> Refunds { get; init; } = new(StringComparer.Ordinal);

    /// <summary>The highest total seen, in micros, by unit.</summary>
    public SortedDictionary<string, long> Totals { get; init; } = new(StringComparer.Ordinal);

    /// <summary>The disputes.</summary>
    public SortedDictionary<string, BilledDispute> Disputes { get; init; } = new(StringComparer.Ordinal);

    /// <summary>Numbers of the events that wait for the sale.</summary>
    public IReadOnlyList<long> Waiting { get; init; } = [];

    /// <summary>Reads what was stored.</summary>
    /// <param name="json">As stored.</param>
    public static BillingState FromJson(string json) =>
        JsonSerializer.Deserialize(json, StoredJson.Default.BillingState)!;

    /// <summary>As stored.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, StoredJson.Default.BillingState);
}

/// <summary>A refund as its events tell it.</summary>
/// <param name="Amount">Micros, with the tax in it; null for all that is left.</param>
/// <param name="Unit">ISO 4217.</param>
/// <param name="IsStanding">False once it failed.</param>
public sealed record BilledRefund(long? Amount, string Unit, bool IsStanding);

/// <summary>A dispute as its events tell it.</summary>
/// <param name="Amount">Micros, with the tax in it; 0 for the whole sale.</param>
/// <param name="AmountBy">The status with which the amount was told; null for the whole sale.</param>
/// <param name="Status">How far it is.</param>
/// <param name="Unit">ISO 4217.</param>
/// <param name="Number">Its row among the sale's refunds; null while the sale has not come.</param>
public sealed record BilledDispute(long Amount, string? AmountBy, string Status, string Unit, long? Number);
