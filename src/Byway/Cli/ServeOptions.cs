using System.CommandLine;
using System.Globalization;
using System.Net;
using Byway.Storage;
using Microsoft.AspNetCore.Http;

namespace Byway.Cli;

/// <summary>The options of <c>byway serve</c>, each also a variable; what is typed wins.</summary>
public static class ServeOptions
{
    private static readonly Option<string?> Urls = new("--urls")
    {
        Description = "Where to listen, several with ; (BYWAY_URLS; otherwise http://127.0.0.1:5080)",
        HelpName = "U",
    };

    private static readonly Option<string?> PublicUrl = new("--public-url")
    {
        Description = "The address people and backends reach it at (BYWAY_PUBLIC_URL)",
        HelpName = "U",
    };

    private static readonly Option<string[]> TrustedProxy = new("--trusted-proxy")
    {
        Description = "Addresses of proxies whose X-Forwarded headers are believed (BYWAY_TRUSTED_PROXY)",
        HelpName = "CIDR",
    };

    private static readonly Option<string[]> WebhookAllow = new("--webhook-allow")
    {
        Description = "Networks webhooks may be sent to although they are not public (BYWAY_WEBHOOK_ALLOW)",
        HelpName = "CIDR",
    };

    private static readonly Option<string[]> ShortDomain = new("--short-domain")
    {
        Description = "Hosts that are a program's short domain: links are /KEY there (BYWAY_SHORT_DOMAIN)",
        HelpName = "HOST=PROGRAM",
    };

    private static readonly Option<bool> NoFirstProgram = new("--no-first-program")
    {
        Description = "Make no program on an empty database (BYWAY_NO_FIRST_PROGRAM=1)",
    };

    private static readonly Option<string?> RateLimit = new("--rate-limit")
    {
        Description = "Requests a second for each API key, 0 for no limit (BYWAY_RATE_LIMIT; otherwise 2000)",
        HelpName = "N",
    };

    /// <summary>All of them.</summary>
    public static IReadOnlyList<Option> All { get; } =
    [Urls, PublicUrl, TrustedProxy, WebhookAllow, ShortDomain, NoFirstProgram, RateLimit, .. MailArguments.All];

    /// <summary>A server's options from the command line and the environment.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="place">The database.</param>
    /// <exception cref="StartException">One of them cannot be.</exception>
    public static ServerOptions Of(ParseResult parsed, Place place)
    {
        var options = new ServerOptions { DataFolder = place.DataFolder, Database = place.Database };
        return options with
        {
            Urls = CheckedUrls(parsed.GetValue(Urls) ?? Place.Variable("BYWAY_URLS") ?? options.Urls),
            PublicUrl = Checked(parsed.GetValue(PublicUrl) ?? Place.Variable("BYWAY_PUBLIC_URL")),
            TrustedProxies =
            [
                .. Networks(parsed, TrustedProxy, "BYWAY_TRUSTED_PROXY").Select(text => Checked(text, TrustedProxy)),
            ],
            WebhookAllow =
            [
                .. Networks(parsed, WebhookAllow, "BYWAY_WEBHOOK_ALLOW").Select(text => Checked(text, WebhookAllow)),
            ],
            KeyFolder = Place.Variable("BYWAY_KEYS"),
            ShortDomains = ShortDomainsOf(Networks(parsed, ShortDomain, "BYWAY_SHORT_DOMAIN")),
            HasFirstProgram = !parsed.GetValue(NoFirstProgram) && !IsSet("BYWAY_NO_FIRST_PROGRAM"),
            RateLimitPerSecond = Rate(parsed) ?? options.RateLimitPerSecond,
            Mail = MailArguments.Of(parsed),
        };
    }

    private static IEnumerable<string> Networks(ParseResult parsed, Option<string[]> option, string variable) =>
        (parsed.GetValue(option) is { Length: > 0 } typed ? typed : [Place.Variable(variable) ?? ""]).SelectMany(
            text => text.Split([',', ';', ' '], StringSplitOptions.RemoveEmptyEntries)
        );

    private static string CheckedUrls(string urls)
    {
        foreach (var url in new ServerOptions { Urls = urls }.UrlList)
        {
            try
            {
                var address = BindingAddress.Parse(url);
                if (address.Scheme is "http" or "https" && address.PathBase.Length == 0)
                {
                    continue;
                }
            }
            catch (FormatException)
            {
                // Said below.
            }

            throw new StartException($"--urls: \"{url}\" is no address to listen on, such as http://127.0.0.1:5080.");
        }

        return urls;
    }

    private static string? Checked(string? publicUrl) =>
        publicUrl is null
        || (Uri.TryCreate(publicUrl, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https")
            ? publicUrl
            : throw new StartException(
                $"--public-url: \"{publicUrl}\" is no address such as https://refer.example.com."
            );

    private static string Checked(string text, Option<string[]> option)
    {
        var network =
            text.Contains('/', StringComparison.Ordinal) ? text
            : IPAddress.TryParse(text, out var ip) ? $"{ip}/{ip.GetAddressBytes().Length * 8}"
            : "";
        return System.Net.IPNetwork.TryParse(network, out _)
            ? network
            : throw new StartException(
                $"{option.Name}: \"{text}\" is no address or range such as 127.0.0.1 or 10.0.0.0/8."
            );
    }

    private static Dictionary<string, string> ShortDomainsOf(IEnumerable<string> texts)
    {
        var programs = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var text in texts)
        {
            var isPair = text.Split('=') is [{ Length: > 0 }, { Length: > 0 }];
            var (host, program) = isPair ? (text.Split('=')[0], text.Split('=')[1]) : ("", "");
            if (!isPair || Uri.CheckHostName(host) == UriHostNameType.Unknown || !programs.TryAdd(host, program))
            {
                throw new StartException(
                    $"--short-domain: \"{text}\" is no host and program such as go.example.com=MOBTGEKX, each host once."
                );
            }
        }

        return programs;
    }

    private static int? Rate(ParseResult parsed)
    {
        if ((parsed.GetValue(RateLimit) ?? Place.Variable("BYWAY_RATE_LIMIT")) is not { } text)
        {
            return null;
        }

        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var rate)
            ? rate
            : throw new StartException($"--rate-limit: \"{text}\" is no whole number such as 2000.");
    }

    private static bool IsSet(string variable) =>
        Place.Variable(variable)?.ToLowerInvariant() switch
        {
            null or "0" or "false" or "no" => false,
            "1" or "true" or "yes" => true,
            var other => throw new StartException($"{variable} is \"{other}\": 1 or 0."),
        };
}
