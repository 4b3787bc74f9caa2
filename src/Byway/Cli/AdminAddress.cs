using System.Net;
using Microsoft.AspNetCore.Http;

namespace Byway.Cli;

/// <summary>
/// Where a server answers commands: an address of plain HTTP that is reached without leaving the machine.
/// </summary>
public static class AdminAddress
{
    /// <summary>What is added to a server that has no such address: any free port of the loopback address.</summary>
    public const string Own = "http://127.0.0.1:0";

    /// <summary>
    /// The first suitable one of a server's addresses, as a command calls it; null when there is none.
    /// </summary>
    /// <param name="urls">The addresses.</param>
    public static string? Of(IEnumerable<string> urls) => urls.Select(CalledAs).FirstOrDefault(url => url is not null);

    /// <summary>An address as it is called from this machine; null when it cannot be.</summary>
    /// <param name="url">As a server is told to listen on it.</param>
    private static string? CalledAs(string url)
    {
        var address = BindingAddress.Parse(url);
        if (address.IsUnixPipe || address.Scheme != "http")
        {
            return null;
        }

        var host = address.Host;
        if (host.Equals("localhost", StringComparison.OrdinalIgnoreCase))
        {
            return $"http://localhost:{address.Port}";
        }

        // Any name that is no IP address means every address of the machine.
        if (!IPAddress.TryParse(host.Trim('[', ']'), out var ip))
        {
            return $"http://127.0.0.1:{address.Port}";
        }

        return ip.Equals(IPAddress.Any) || ip.Equals(IPAddress.IPv6Any) ? $"http://127.0.0.1:{address.Port}"
            : IPAddress.IsLoopback(ip) ? $"http://{host}:{address.Port}"
            : null;
    }
}
