using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Byway.Links;

namespace Byway.Clicks;

/// <summary>
/// What is known of a landing when it happens. What tells who it was leaves memory with the next write.
/// </summary>
public sealed record Landing
{
    private const int LongestPath = 500;
    private const int LongestHost = 100;

    /// <summary>Who records it, one of <see cref="ClickSource"/>.</summary>
    public required string Source { get; init; }

    /// <summary>The address that was landed on; its path and its utm fields are kept.</summary>
    public string? Url { get; init; }

    /// <summary>The path of that address, where it is known already.</summary>
    public string? Path { get; init; }

    /// <summary>The page that led there; its host is kept.</summary>
    public string? Referrer { get; init; }

    /// <summary>The browser's name of itself; its kind is kept.</summary>
    public string? Agent { get; init; }

    /// <summary>The visitor's address; its network is kept, for a time.</summary>
    public IPAddress? Address { get; init; }

    /// <summary>What the caller calls the visitor, such as a session; a hash is kept.</summary>
    public string? Visitor { get; init; }

    /// <summary>True when a browser asked ahead of time.</summary>
    public bool IsPrefetch { get; init; }

    /// <summary>When it happened, by the program's clock; null for now.</summary>
    public long? OccurredAt { get; init; }

    /// <summary>The path of an address without its query; null for none.</summary>
    /// <param name="address">The address.</param>
    public static string? PathOf(string? address) =>
        address is null ? null
        : SiteAddress.Read(address) is { } uri ? KeptText.Of(uri.AbsolutePath, LongestPath)
        : address.StartsWith('/') ? KeptText.Of(address.Split('?', '#')[0], LongestPath)
        : null;

    /// <summary>The host of an address; null for none.</summary>
    /// <param name="address">The address.</param>
    public static string? HostOf(string? address) =>
        address is not null && SiteAddress.Read(address) is { } uri && uri.IdnHost.Length <= LongestHost
            ? uri.IdnHost.ToLowerInvariant()
            : null;

    /// <summary>The network of an address: 24 bits of IPv4, 48 of IPv6; null for none.</summary>
    /// <param name="address">The address.</param>
    public static string? NetworkOf(IPAddress? address)
    {
        if (address is null)
        {
            return null;
        }

        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        var bytes = plain.GetAddressBytes();
        if (plain.AddressFamily == AddressFamily.InterNetwork)
        {
            return string.Create(CultureInfo.InvariantCulture, $"{bytes[0]}.{bytes[1]}.{bytes[2]}.0/24");
        }

        const int Kept = 6;
        Array.Clear(bytes, Kept, bytes.Length - Kept);
        return string.Create(CultureInfo.InvariantCulture, $"{new IPAddress(bytes)}/{Kept * 8}");
    }
}
