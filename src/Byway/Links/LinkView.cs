using Byway.Programs;

namespace Byway.Links;

/// <summary>A referral link as the wire writes it.</summary>
public sealed record LinkView
{
    /// <summary>The same as the key.</summary>
    public required string Id { get; init; }

    /// <summary>Public referral key.</summary>
    public required string Key { get; init; }

    /// <summary>The address to share.</summary>
    public required string Url { get; init; }

    /// <summary>True for the link that stands for its owner.</summary>
    public required bool Default { get; init; }

    /// <summary>As it was given: whether the link is on an additional domain.</summary>
    public required bool IsAdditional { get; init; }

    /// <summary>Whether landings count without the referral key; kept as given.</summary>
    public required bool DirectTracking { get; init; }

    /// <summary>Whether such landings are sent on; kept as given.</summary>
    public required bool DirectTrackingRedirect { get; init; }

    /// <summary>Where to.</summary>
    public required string? DirectTrackingRedirectUrl { get; init; }

    /// <summary>A link's view.</summary>
    /// <param name="link">The link.</param>
    /// <param name="ownerKey">Its owner's referral key.</param>
    /// <param name="sites">For its address.</param>
    public static LinkView Of(Link link, string ownerKey, Sites sites) =>
        new()
        {
            Id = link.Key,
            Key = link.Key,
            Url = sites.AddressOf(link),
            Default = link.Key == ownerKey,
            IsAdditional = link.IsAdditional,
            DirectTracking = link.IsTrackedDirectly,
            DirectTrackingRedirect = link.IsRedirected,
            DirectTrackingRedirectUrl = link.RedirectAddress,
        };
}

/// <summary>A domain that links can lead to, as the wire writes it.</summary>
public sealed record DomainView
{
    /// <summary>Its number; null for the program's website.</summary>
    public required long? Id { get; init; }

    /// <summary>The host.</summary>
    public required string Domain { get; init; }

    /// <summary>A link on it up to the referral key.</summary>
    public required string Url { get; init; }

    /// <summary>False for the program's website.</summary>
    public required bool IsAdditional { get; init; }

    /// <summary>A domain's view.</summary>
    /// <param name="number">Its number; null for the website.</param>
    /// <param name="settings">For the link.</param>
    /// <param name="site">Its address.</param>
    public static DomainView Of(long? number, ProgramSettings settings, string site) =>
        new()
        {
            Id = number,
            Domain = SiteAddress.Read(site) is { } uri ? SiteAddress.HostOf(uri) : site,
            Url = ReferralLink.Of(settings, site.TrimEnd('/'), ""),
            IsAdditional = number is not null,
        };
}
