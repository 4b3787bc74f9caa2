using System.Net;

namespace Byway.Webhooks;

/// <summary>
/// Which addresses a webhook may be sent to: public ones, and those the operator allows. A subscriber chooses the
/// address, so without this it could make the server knock at doors of the network it stands in.
/// </summary>
/// <param name="allowed">Networks the operator allows, whatever they are.</param>
public sealed class ReachableAddress(IReadOnlyList<IPNetwork> allowed)
{
    // Special purposes by IANA's registries, and a cloud's own service that has a public address.
    private static readonly IPNetwork[] RefusedV4 =
    [
        .. new[]
        {
            "0.0.0.0/8",
            "10.0.0.0/8",
            "100.64.0.0/10",
            "127.0.0.0/8",
            "168.63.129.16/32",
            "169.254.0.0/16",
            "172.16.0.0/12",
            "192.0.0.0/24",
            "192.0.2.0/24",
            "192.31.196.0/24",
            "192.52.193.0/24",
            "192.88.99.0/24",
            "192.168.0.0/16",
            "192.175.48.0/24",
            "198.18.0.0/15",
            "198.51.100.0/24",
            "203.0.113.0/24",
            "224.0.0.0/4",
            "240.0.0.0/4",
        }.Select(IPNetwork.Parse),
    ];

    // Only 2000::/3 is the public internet. What carries an IPv4 address inside (mapped, NAT64, 6to4, Teredo) is
    // refused: who wants that host can name its real address.
    private static readonly IPNetwork PublicV6 = IPNetwork.Parse("2000::/3");

    private static readonly IPNetwork[] RefusedV6 =
    [
        .. new[] { "2001::/23", "2001:db8::/32", "2002::/16", "2620:4f:8000::/48", "3fff::/20" }.Select(
            IPNetwork.Parse
        ),
    ];

    /// <summary>Reads networks, such as <c>10.1.0.0/16</c>, as the operator wrote them.</summary>
    /// <param name="networks">CIDR; checked before.</param>
    public static ReachableAddress Of(IEnumerable<string> networks) => new([.. networks.Select(IPNetwork.Parse)]);

    /// <summary>True when it may be connected to.</summary>
    /// <param name="address">The very address of the connection.</param>
    public bool Allows(IPAddress address)
    {
        foreach (var network in allowed)
        {
            if (IsIn(network, address) || (address.IsIPv4MappedToIPv6 && IsIn(network, address.MapToIPv4())))
            {
                return true;
            }
        }

        return address.AddressFamily switch
        {
            System.Net.Sockets.AddressFamily.InterNetwork => !Array.Exists(RefusedV4, net => IsIn(net, address)),
            System.Net.Sockets.AddressFamily.InterNetworkV6 => IsIn(PublicV6, address)
                && !Array.Exists(RefusedV6, net => IsIn(net, address)),
            _ => false,
        };
    }

    /// <summary>Bit by bit, families apart: the framework was seen to find mapped addresses in 2000::/3.</summary>
    private static bool IsIn(IPNetwork network, IPAddress address)
    {
        var (net, own) = (network.BaseAddress.GetAddressBytes(), address.GetAddressBytes());
        if (net.Length != own.Length)
        {
            return false;
        }

        for (var bit = 0; bit < network.PrefixLength; bit++)
        {
            if (((net[bit / 8] ^ own[bit / 8]) & (128 >> (bit % 8))) != 0)
            {
                return false;
            }
        }

        return true;
    }
}
