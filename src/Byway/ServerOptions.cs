namespace Byway;

/// <summary>How a server is started: the options of <c>byway serve</c> and the BYWAY_ variables.</summary>
public sealed record ServerOptions
{
    /// <summary>Where it listens; several with semicolons.</summary>
    public string Urls { get; init; } = "http://127.0.0.1:5080";

    /// <summary>The addresses apart.</summary>
    public string[] UrlList => Urls.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    /// <summary>The folder of the database file and everything else that is kept.</summary>
    public string DataFolder { get; init; } = "data";

    /// <summary>
    /// The folder of the keys that seal secrets; null for the data folder's own. Several servers on one database share
    /// it.
    /// </summary>
    public string? KeyFolder { get; init; }

    /// <summary>Billing providers beyond those that are built in.</summary>
    public IReadOnlyList<Integrations.IBillingProvider> MoreProviders { get; init; } = [];

    /// <summary>A PostgreSQL connection string; null for SQLite in the data folder.</summary>
    public string? Database { get; init; }

    /// <summary>The address callers reach it at, for absolute links; null to use each request's own.</summary>
    public string? PublicUrl { get; init; }

    /// <summary>Addresses of reverse proxies (CIDR) whose X-Forwarded headers are believed.</summary>
    public IReadOnlyList<string> TrustedProxies { get; init; } = [];

    /// <summary>How mail leaves.</summary>
    public Mail.MailOptions Mail { get; init; } = new();

    /// <summary>Networks (CIDR) that webhooks may be sent to although they are not public.</summary>
    public IReadOnlyList<string> WebhookAllow { get; init; } = [];

    /// <summary>
    /// Short domains: hosts whose one-part paths are referral keys, each with the public id of its program. The
    /// operator's, because whoever says so takes the host for all programs.
    /// </summary>
    public IReadOnlyDictionary<string, string> ShortDomains { get; init; } = new Dictionary<string, string>();

    /// <summary>True to create a first program on an empty database.</summary>
    public bool HasFirstProgram { get; init; } = true;

    /// <summary>
    /// Requests a second each API key may make in the long run; bursts of twice as many are taken. 0 for no limit.
    /// </summary>
    public int RateLimitPerSecond { get; init; } = 2000;

    /// <summary>True for the JSON console log; false for silence, as tests want it.</summary>
    public bool HasConsoleLog { get; init; } = true;

    /// <summary>True to run jobs in the background; false when the caller runs them, as tests do.</summary>
    public bool HasJobs { get; init; } = true;

    /// <summary>Told the path of each request field that a slice asks for; null for nobody.</summary>
    public Action<string>? FieldAsked { get; init; }

    /// <summary>What commands on this machine have to know to be run by this server; null to run none.</summary>
    public string? AdminToken { get; init; }
}
