using System.Globalization;
using Byway.Http;
using Byway.Journal;

namespace Byway.Links;

/// <summary>The fields that creating and updating a link share.</summary>
public sealed record LinkFields
{
    /// <summary>What creating and updating read.</summary>
    public static readonly IReadOnlyList<FieldNote> Notes =
    [
        FieldNote.Key("key", "Public referral key of the link. A former key keeps working.", "summer"),
        FieldNote.Whole("domain_id", "The domain it leads to; the website when absent.", 1, LastNumber, "12"),
        FieldNote
            .Text(
                "url",
                "A landing page on one of the program's domains; the domain's own address when absent. A referral key "
                    + "in it does not count.",
                "https://shop.example.com/summer"
            )
            .UpTo(Sites.LongestAddress),
        FieldNote.Flag("default", "Make it the link that stands for its owner.", "true"),
        FieldNote
            .Flag("is_additional", "Whether it is on an additional domain; kept as given.", "false")
            .OrAs("isAdditional"),
        FieldNote
            .Flag("direct_tracking", "Whether landings count without the referral key; kept as given.", "false")
            .OrAs("directTracking"),
        FieldNote
            .Flag("direct_tracking_redirect", "Whether such landings are sent on; kept as given.", "false")
            .OrAs("directTrackingRedirect"),
        FieldNote
            .Text(
                "direct_tracking_redirect_url",
                "Where to: an address on one of the program's domains.",
                "https://shop.example.com/summer"
            )
            .UpTo(Sites.LongestAddress)
            .OrAs("directTrackingRedirectUrl"),
    ];

    private const long LastNumber = 1_000_000_000_000;
    private const string Elsewhere = "The {0} must be an address on one of the program's domains.";

    /// <summary>Public referral key.</summary>
    public string? Key { get; init; }

    /// <summary>A domain's number.</summary>
    public long? Domain { get; init; }

    /// <summary>A landing page.</summary>
    public string? Address { get; init; }

    /// <summary>Whether it becomes the default link.</summary>
    public bool? IsDefault { get; init; }

    /// <summary>As given.</summary>
    public bool? IsAdditional { get; init; }

    /// <summary>As given.</summary>
    public bool? IsTrackedDirectly { get; init; }

    /// <summary>As given.</summary>
    public bool? IsRedirected { get; init; }

    /// <summary>As given.</summary>
    public string? RedirectAddress { get; init; }

    /// <summary>The spelling in which it came, for faults.</summary>
    public string RedirectName { get; init; } = "direct_tracking_redirect_url";

    /// <summary>Reads them.</summary>
    /// <param name="fields">Where they stand.</param>
    public static LinkFields Of(Fields fields)
    {
        var redirect = fields.Text("direct_tracking_redirect_url", Sites.LongestAddress);
        var isOther = redirect is null && fields.Has("directTrackingRedirectUrl");
        return new()
        {
            Key = fields.Key("key"),
            Domain = fields.Whole("domain_id", 1, LastNumber),
            Address = fields.Text("url", Sites.LongestAddress),
            IsDefault = fields.Flag("default"),
            IsAdditional = fields.Flag("is_additional") ?? fields.Flag("isAdditional"),
            IsTrackedDirectly = fields.Flag("direct_tracking") ?? fields.Flag("directTracking"),
            IsRedirected = fields.Flag("direct_tracking_redirect") ?? fields.Flag("directTrackingRedirect"),
            RedirectAddress = redirect ?? fields.Text("directTrackingRedirectUrl", Sites.LongestAddress),
            RedirectName = isOther ? "directTrackingRedirectUrl" : "direct_tracking_redirect_url",
        };
    }

    /// <summary>Adds them to the stored request.</summary>
    /// <param name="request">The stored request.</param>
    public RequestText AddTo(RequestText request) =>
        request
            .Add("key", Key)
            .Add("domain_id", Domain?.ToString(CultureInfo.InvariantCulture))
            .Add("url", Address)
            .Add("default", Text(IsDefault))
            .Add("is_additional", Text(IsAdditional))
            .Add("direct_tracking", Text(IsTrackedDirectly))
            .Add("direct_tracking_redirect", Text(IsRedirected))
            .Add("direct_tracking_redirect_url", RedirectAddress);

    /// <summary>The link with what is given changed.</summary>
    /// <param name="link">The link until now.</param>
    /// <param name="sites">Where links may lead.</param>
    /// <param name="faults">Gets what cannot be.</param>
    /// <param name="now">The turn's time.</param>
    public Link Over(Link link, Sites sites, Check faults, long now)
    {
        if (Domain is { } number && sites.Domains.All(domain => domain.Number != number))
        {
            faults.Fault("domain_id", "The domain_id leads to no domain of this program.");
        }

        var place = Address is null ? null : sites.PlaceOf(Address);
        if (Address is not null && (place is null || (Domain is not null && place.Domain != Domain)))
        {
            faults.Fault(
                "url",
                place is null
                    ? Elsewhere.Replace("{0}", "url", StringComparison.Ordinal)
                    : "The url must be on the domain that the domain_id names."
            );
        }

        if (RedirectAddress is not null && sites.PlaceOf(RedirectAddress) is null)
        {
            faults.Fault(RedirectName, Elsewhere.Replace("{0}", RedirectName, StringComparison.Ordinal));
        }

        // A domain alone means its own address; nothing at all leaves both as they are.
        place ??= Domain is null ? new(link.Domain, link.Landing) : new(Domain, null);
        return link with
        {
            Key = Key ?? link.Key,
            Domain = place.Domain,
            Landing = place.Landing,
            IsAdditional = IsAdditional ?? (Domain is not null || link.IsAdditional),
            IsTrackedDirectly = IsTrackedDirectly ?? link.IsTrackedDirectly,
            IsRedirected = IsRedirected ?? link.IsRedirected,
            RedirectAddress = RedirectAddress ?? link.RedirectAddress,
            CreatedAt = link.CreatedAt == 0 ? now : link.CreatedAt,
            UpdatedAt = now,
        };
    }

    private static string? Text(bool? flag) => flag is { } known ? (known ? "true" : "false") : null;
}
