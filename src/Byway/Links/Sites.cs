using Byway.Http;
using Byway.Programs;
using Byway.Storage;
using Byway.Turns;

namespace Byway.Links;

/// <summary>
/// The sites of a program: its website and its further domains. Links lead nowhere else: a landing page is kept
/// relative to its site, so that no stored text can name another host.
/// </summary>
/// <param name="settings">The program's website, parameter and form.</param>
/// <param name="domains">The further domains, not deleted.</param>
public sealed class Sites(ProgramSettings settings, IReadOnlyList<LinkDomain> domains)
{
    /// <summary>The most characters of an address.</summary>
    public const int LongestAddress = 2000;

    /// <summary>The further domains.</summary>
    public IReadOnlyList<LinkDomain> Domains => domains;

    /// <summary>The sites as a turn sees them.</summary>
    /// <param name="turn">The turn.</param>
    public static Sites Of(Turn turn) => new(turn.Settings, turn.Find(LinkDomain.OfProgram));

    /// <summary>The sites for reads.</summary>
    /// <param name="call">The call.</param>
    public static async Task<Sites> Of(ApiCall call) =>
        await Of(call.Database, await call.Settings(), call.Program.ProgramId);

    /// <summary>The sites for reads, where nobody has called.</summary>
    /// <param name="database">Where.</param>
    /// <param name="settings">The program's settings.</param>
    /// <param name="program">The program.</param>
    public static async Task<Sites> Of(Database database, ProgramSettings settings, long program) =>
        new(
            settings,
            await database.List(
                LinkDomain.Table,
                "where program_id = @program and deleted_at is null",
                new { program }
            )
        );

    /// <summary>The address that people copy.</summary>
    /// <param name="link">The link.</param>
    public string AddressOf(Link link)
    {
        var site = domains.FirstOrDefault(domain => domain.Number == link.Domain)?.Site ?? settings.Website;
        return ReferralLink.Of(
            settings,
            link.Landing is null ? site : SiteAddress.OriginOf(site) + link.Landing,
            link.Key
        );
    }

    /// <summary>True when an address lies on one of the program's sites: same host, and same port.</summary>
    /// <param name="address">The address.</param>
    public bool Has(Uri address)
    {
        var host = SiteAddress.HostOf(address);
        return domains.Any(domain => domain.Host == host)
            || (SiteAddress.Read(settings.Website) is { } website && SiteAddress.HostOf(website) == host);
    }

    /// <summary>The domains' addresses with nothing in the place of the key, the website's first.</summary>
    public IReadOnlyList<DomainView> Views() =>
        [
            DomainView.Of(null, settings, settings.Website),
            .. domains
                .OrderByDescending(domain => domain.Number)
                .Select(domain => DomainView.Of(domain.Number, settings, domain.Site)),
        ];

    /// <summary>
    /// Where an address lies on the program's sites; null when it is no web address or leads anywhere else. What it
    /// carries of a referral key is left out.
    /// </summary>
    /// <param name="address">The address.</param>
    public Place? PlaceOf(string address)
    {
        if (SiteAddress.Read(address) is not { } uri)
        {
            return null;
        }

        var host = SiteAddress.HostOf(uri);
        var domain = domains.FirstOrDefault(domain => domain.Host == host);
        var site = domain?.Site ?? settings.Website;
        if (domain is null && (SiteAddress.Read(site) is not { } website || SiteAddress.HostOf(website) != host))
        {
            return null;
        }

        var landing = ReferralLink.WithoutKey(settings, uri.PathAndQuery + uri.Fragment);
        var home = site.TrimEnd('/')[SiteAddress.OriginOf(site).Length..];
        return new(domain?.Number, landing.TrimEnd('/') == home ? null : landing);
    }
}

/// <summary>A place on the program's sites.</summary>
/// <param name="Domain">The domain's number; null for the website.</param>
/// <param name="Landing">Path, query and fragment; null for the site's own address.</param>
public sealed record Place(long? Domain, string? Landing);
