using System.Text.Json;
using System.Text.Json.Serialization;
using Byway.Http;

namespace Byway.Webhooks;

/// <summary>A subscription as the wire writes it.</summary>
public sealed record WebhookView
{
    /// <summary>Its key.</summary>
    public required string Key { get; init; }

    /// <summary>For people.</summary>
    public required string Name { get; init; }

    /// <summary>Where events are posted.</summary>
    public required string Url { get; init; }

    /// <summary>False while nothing is sent.</summary>
    public required bool IsActive { get; init; }

    /// <summary>16 characters: the key of the header <c>Signature</c>. Always there, but in the journal.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public required string? Signature { get; init; }

    /// <summary>Which events.</summary>
    public required IReadOnlyList<string> Events { get; init; }

    /// <summary>A subscription's view.</summary>
    /// <param name="webhook">The subscription.</param>
    /// <param name="signature">What its header is made with; null for the journal, which holds no secrets.</param>
    public static WebhookView Of(Webhook webhook, string? signature) =>
        new()
        {
            Key = webhook.Key,
            Name = webhook.Name,
            Url = webhook.Url,
            IsActive = webhook.IsActive,
            Signature = signature,
            Events = webhook.EventList,
        };

    /// <summary>As UTF-8 JSON.</summary>
    /// <param name="webhook">The subscription.</param>
    /// <param name="signature">As in <see cref="Of"/>.</param>
    public static byte[] Json(Webhook webhook, string? signature = null) =>
        JsonSerializer.SerializeToUtf8Bytes(Of(webhook, signature), WireJson.Relaxed.WebhookView);
}

/// <summary>A secret that was just made; nobody can read it again.</summary>
public sealed record WebhookSecretView
{
    /// <summary>The secret of Standard Webhooks: <c>whsec_</c> and base 64.</summary>
    public required string Secret { get; init; }

    /// <summary>Until when the secrets before it sign too; ISO 8601, null when there was none.</summary>
    public required string? PreviousValidUntil { get; init; }
}
