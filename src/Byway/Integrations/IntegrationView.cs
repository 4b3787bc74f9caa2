using System.Text.Json.Serialization;
using Byway.Values;

namespace Byway.Integrations;

/// <summary>A billing provider, connected or not. Secrets are never shown.</summary>
public sealed record IntegrationView
{
    /// <summary>Its name in paths.</summary>
    public required string Provider { get; init; }

    /// <summary>Its name for people.</summary>
    public required string Title { get; init; }

    /// <summary>Whether its events are taken.</summary>
    public required bool IsConnected { get; init; }

    /// <summary>ISO 8601; null while it is not connected.</summary>
    public required string? ConnectedAt { get; init; }

    /// <summary>
    /// Where the provider sends its events. Of an address with a secret in it, that part is shown only when it is
    /// made.
    /// </summary>
    public required string WebhookUrl { get; init; }

    /// <summary>The secrets its events are known by, newest first.</summary>
    public required IReadOnlyList<SecretHintView> WebhookSecrets { get; init; }

    /// <summary>The key of its API; null for none.</summary>
    public required SecretHintView? ApiKey { get; init; }

    /// <summary>Whether this server can open the secrets; after a restore without the keys it cannot.</summary>
    public required bool CanOpenSecrets { get; init; }

    /// <summary>The merchant's site at the provider.</summary>
    public required string? Site { get; init; }

    /// <summary>What of a payment is the sale's amount.</summary>
    public required IntegrationSettingsView Settings { get; init; }

    /// <summary>How many events there are in each status.</summary>
    public required IReadOnlyList<EventCountView> Events { get; init; }

    /// <summary>The types that mean nothing here, with the number of events.</summary>
    public required IReadOnlyList<EventCountView> UnknownTypes { get; init; }

    /// <summary>Requests refused since the server started, because they were not the provider's.</summary>
    public required long RefusedRequests { get; init; }
}

/// <summary>What people may know of a secret.</summary>
/// <param name="Ending">Its last letters; empty for a short one.</param>
/// <param name="SetAt">ISO 8601.</param>
public sealed record SecretHintView(string Ending, string SetAt)
{
    /// <summary>Of a stored secret.</summary>
    /// <param name="secret">The secret.</param>
    public static SecretHintView Of(IntegrationSecret secret) => new(secret.Hint, UtcMicros.ToText(secret.SetAt));
}

/// <summary>What of a payment is the sale's amount.</summary>
/// <param name="AmountExcludesTax">True without tax.</param>
/// <param name="AmountExcludesShipping">True without shipping.</param>
public sealed record IntegrationSettingsView(bool AmountExcludesTax, bool AmountExcludesShipping);

/// <summary>How many events there are.</summary>
/// <param name="Name">The status or type.</param>
/// <param name="Count">How many.</param>
public sealed record EventCountView(string Name, long Count);

/// <summary>An event of a billing provider.</summary>
public sealed record ProviderEventView
{
    /// <summary>The provider's id of it.</summary>
    public required string Id { get; init; }

    /// <summary>Its place in the order of arrival.</summary>
    public required long Number { get; init; }

    /// <summary>The provider.</summary>
    public required string Provider { get; init; }

    /// <summary>As the provider names it.</summary>
    public required string Type { get; init; }

    /// <summary>
    /// <c>received</c>, <c>booked</c>, <c>noted</c>, <c>waiting</c>, <c>unknown</c>, <c>refused</c> or
    /// <c>failed</c>.
    /// </summary>
    public required string Status { get; init; }

    /// <summary>What became of it, or what it waits for.</summary>
    public required string Sentence { get; init; }

    /// <summary>The decision of its last entry; null when it made none.</summary>
    public required string? Decision { get; init; }

    /// <summary>Its last entry; null when it made none.</summary>
    public required string? EntryId { get; init; }

    /// <summary>How many entries it made.</summary>
    public required long EntryCount { get; init; }

    /// <summary>How often it was tried.</summary>
    public required long Attempts { get; init; }

    /// <summary>When it is tried next; null when it is done.</summary>
    public required string? NextAttemptAt { get; init; }

    /// <summary>At the provider; ISO 8601.</summary>
    public required string OccurredAt { get; init; }

    /// <summary>Here; ISO 8601.</summary>
    public required string ReceivedAt { get; init; }

    /// <summary>What it says, in Byway's words; only when one event is asked for.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<FactView>? Facts { get; init; }

    /// <summary>As it came, or was fetched; only when one event is asked for.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Body { get; init; }

    /// <summary>Of a row.</summary>
    /// <param name="row">The row.</param>
    public static ProviderEventView Of(ProviderEvent row) =>
        new()
        {
            Id = row.EventId,
            Number = row.Number,
            Provider = row.Provider,
            Type = row.Type,
            Status = row.Status,
            Sentence = row.Sentence,
            Decision = row.Decision,
            EntryId = row.EntryId,
            EntryCount = row.EntryCount,
            Attempts = row.Attempts,
            NextAttemptAt = row.DueAt is { } due ? UtcMicros.ToText(due) : null,
            OccurredAt = UtcMicros.ToText(row.OccurredAt),
            ReceivedAt = UtcMicros.ToText(row.ReceivedAt),
        };
}
