using System.Text.Json;

namespace Byway.Integrations.Chargebee;

/// <summary>
/// Chargebee. It signs nothing: a secret address and a password tell who may knock, and what arrives is only a hint.
/// The event is fetched again from the merchant's site before it is believed.
/// </summary>
/// <param name="address">
/// Where sites are, with <c>{site}</c> for the site's name; tests have a site of their own.
/// </param>
public sealed class ChargebeeProvider(string address = ChargebeeProvider.Address) : IBillingProvider
{
    /// <summary>Where sites are.</summary>
    public const string Address = "https://{site}.chargebee.com";

    // A label of a domain name: the longest that DNS allows.
    private const int MostSiteCharacters = 63;

    /// <inheritdoc/>
    public string Name => "chargebee";

    /// <inheritdoc/>
    public string Title => "Chargebee";

    /// <inheritdoc/>
    public bool HasSecretPath => true;

    /// <summary>Whether a text is a site's name: letters, digits and dashes, so it leads nowhere else.</summary>
    /// <param name="site">The text.</param>
    public static bool IsSite(string? site) =>
        site is { Length: > 0 and <= MostSiteCharacters }
        && site[0] != '-'
        && site[^1] != '-'
        && site.All(c => char.IsAsciiLetterOrDigit(c) || c == '-');

    /// <inheritdoc/>
    public string? Refuse(ArrivingEvent arriving, IReadOnlyList<string> secrets, long now) =>
        BasicAuthorization.Refuse(arriving.Header("Authorization"), secrets);

    /// <inheritdoc/>
    public BillingEventHead? Read(JsonElement body) =>
        ChargebeeEvent.Of(body) is { } told ? new(told.Id, told.Type, told.OccurredAt) : null;

    /// <inheritdoc/>
    public IReadOnlyList<BillingFact> Translate(JsonElement body) =>
        ChargebeeEvent.Of(body) is { } told ? ChargebeeTranslation.Of(told) : [];

    /// <inheritdoc/>
    public string? BuyerOf(JsonElement body) =>
        ChargebeeEvent.Of(body) is { } told ? ChargebeeParty.IdOf(told.Content) : null;

    /// <inheritdoc/>
    public IEnumerable<ExportedLine> ReadExport(TextReader export, string fileName) =>
        ChargebeeExport.Read(export, fileName);

    /// <summary>
    /// The event at the merchant's site; null when there is no site or what stands there is no name of one. What
    /// arrived is not believed then either: a provider with a secret path never is without having been fetched.
    /// </summary>
    /// <param name="head">The event.</param>
    /// <param name="site">The site's name.</param>
    public Uri? FetchFrom(BillingEventHead head, string? site) =>
        IsSite(site) && ChargebeeEvent.IsId(head.Id)
            ? new($"{address.Replace("{site}", site, StringComparison.Ordinal)}/api/v2/events/{head.Id}")
            : null;
}
