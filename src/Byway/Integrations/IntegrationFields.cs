using Byway.Http;

namespace Byway.Integrations;

/// <summary>How a merchant wants a provider connected.</summary>
internal sealed record IntegrationFields
{
    /// <summary>The secrets, newest first; null to leave them.</summary>
    public IReadOnlyList<string>? WebhookSecrets { get; init; }

    /// <summary>The key of its API; null to leave it.</summary>
    public string? ApiKey { get; init; }

    /// <summary>The merchant's site; null to leave it.</summary>
    public string? Site { get; init; }

    /// <summary>Null to leave it.</summary>
    public bool? ExcludesTax { get; init; }

    /// <summary>Null to leave it.</summary>
    public bool? ExcludesShipping { get; init; }

    /// <summary>True to make a new secret part of the address.</summary>
    public bool IsNewPath { get; init; }

    /// <summary>Reads them.</summary>
    /// <param name="fields">The request's fields.</param>
    /// <param name="longestSecret">The most characters of a secret.</param>
    /// <param name="longestSite">The most characters of a site.</param>
    public static IntegrationFields Of(Fields fields, int longestSecret, int longestSite)
    {
        var settings = fields.Object("settings");
        var site = fields.Text("site", longestSite);
        if (site is not null && !site.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '.'))
        {
            fields.Fault("site", "The site must consist of letters, digits, - and dots.");
        }

        return new()
        {
            WebhookSecrets = fields.Texts("webhook_secrets", IntegrationSecret.Most, longestSecret),
            ApiKey = fields.Text("api_key", longestSecret),
            Site = site,
            IsNewPath = fields.Flag("rotate_path") ?? false,
            ExcludesTax = settings?.Flag("amount_excludes_tax"),
            ExcludesShipping = settings?.Flag("amount_excludes_shipping"),
        };
    }
}
