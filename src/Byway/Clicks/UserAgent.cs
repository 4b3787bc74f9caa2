using System.Buffers;

namespace Byway.Clicks;

/// <summary>What kind of program asks, as far as its name tells. Only the kind is kept.</summary>
public static class UserAgent
{
    /// <summary>A browser on a desk.</summary>
    public const string Desktop = "desktop";

    /// <summary>A browser on a telephone.</summary>
    public const string Mobile = "mobile";

    /// <summary>A browser on a tablet.</summary>
    public const string Tablet = "tablet";

    /// <summary>A machine: a search engine, a preview, a script.</summary>
    public const string Bot = "bot";

    /// <summary>Nobody said.</summary>
    public const string Other = "other";

    // A maker of telephones has a machine's word in its name.
    private const string Telephone = "CUBOT";

    private static readonly SearchValues<string> Machines = SearchValues.Create(
        [
            "bot",
            "crawl",
            "spider",
            "slurp",
            "facebookexternalhit",
            "preview",
            "embedly",
            "whatsapp/",
            "telegram",
            "pingdom",
            "uptime",
            "monitor",
            "lighthouse",
            "curl/",
            "wget/",
            "python-",
            "python/",
            "go-http-client",
            "java/",
            "libwww",
            "httpclient",
            "axios/",
            "node-fetch",
            "scrapy",
            "phantomjs",
        ],
        StringComparison.OrdinalIgnoreCase
    );

    /// <summary>The kind of a browser or machine.</summary>
    /// <param name="agent">The header, or what the caller says it was; null when nobody said.</param>
    public static string KindOf(string? agent)
    {
        if (agent is null)
        {
            return Other;
        }

        if (agent.Length == 0 || IsMachine(agent))
        {
            return Bot;
        }

        var isAndroid = agent.Contains("Android", StringComparison.Ordinal);
        var isHandheld = agent.Contains("Mobile", StringComparison.Ordinal);
        return agent.Contains("iPad", StringComparison.Ordinal)
            || agent.Contains("Tablet", StringComparison.Ordinal)
            || (isAndroid && !isHandheld)
                ? Tablet
            : isAndroid || isHandheld || agent.Contains("iPhone", StringComparison.Ordinal) ? Mobile
            : agent.StartsWith("Mozilla/", StringComparison.Ordinal)
            || agent.StartsWith("Opera/", StringComparison.Ordinal)
                ? Desktop
            : Other;
    }

    private static bool IsMachine(string agent) =>
        agent.AsSpan().ContainsAny(Machines)
        && (
            !agent.Contains(Telephone, StringComparison.OrdinalIgnoreCase)
            || agent.Replace(Telephone, "", StringComparison.OrdinalIgnoreCase) is not { Length: > 0 } plain
            || plain.AsSpan().ContainsAny(Machines)
        );
}
