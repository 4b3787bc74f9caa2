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

    private static readonly string[] Machines =
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
    ];

    /// <summary>The kind of a browser or machine.</summary>
    /// <param name="agent">The header, or what the caller says it was; null when nobody said.</param>
    public static string KindOf(string? agent)
    {
        if (agent is null)
        {
            return Other;
        }

        // A maker of telephones has the word in its name.
        var plain = agent.Replace("CUBOT", "", StringComparison.OrdinalIgnoreCase);
        if (
            plain.Length == 0
            || Array.Exists(Machines, word => plain.Contains(word, StringComparison.OrdinalIgnoreCase))
        )
        {
            return Bot;
        }

        var isAndroid = plain.Contains("Android", StringComparison.Ordinal);
        var isHandheld = plain.Contains("Mobile", StringComparison.Ordinal);
        return plain.Contains("iPad", StringComparison.Ordinal)
            || plain.Contains("Tablet", StringComparison.Ordinal)
            || (isAndroid && !isHandheld)
                ? Tablet
            : isAndroid || isHandheld || plain.Contains("iPhone", StringComparison.Ordinal) ? Mobile
            : plain.StartsWith("Mozilla/", StringComparison.Ordinal)
            || plain.StartsWith("Opera/", StringComparison.Ordinal)
                ? Desktop
            : Other;
    }
}
