using System.Net;
using System.Net.Sockets;

namespace Byway.Browser;

/// <summary>
/// How often visitors of a program's pages may ask, by minutes. The counts stand in a table of fixed size: whoever
/// invents addresses fills no memory, and at worst shares a count with somebody else.
/// </summary>
/// <param name="clock">The machine's.</param>
/// <param name="isOn">False to count nothing.</param>
public sealed class VisitorRates(TimeProvider clock, bool isOn)
{
    /// <summary>A whole program may get so many times what one address may.</summary>
    public const int AddressesOfAProgram = 200;

    private const int Slots = 1 << 16;
    private const int CountBits = 24;
    private const long CountMask = (1L << CountBits) - 1;

    private readonly long[] slots = new long[Slots];

    /// <summary>Counts a request.</summary>
    /// <param name="program">The program's public id, as sent.</param>
    /// <param name="address">Whose.</param>
    /// <param name="what">What is asked.</param>
    /// <param name="most">The most of one address in a minute.</param>
    /// <returns>Null when it may go on; else the seconds until it may.</returns>
    public int? Refuse(string program, IPAddress? address, string what, int most)
    {
        if (!isOn)
        {
            return null;
        }

        var now = clock.GetUtcNow();
        var minute = now.ToUnixTimeSeconds() / 60;
        var isTaken =
            Take(HashCode.Combine(program, PlaceOf(address), what), minute, most)
            && Take(HashCode.Combine(program, what), minute, most * AddressesOfAProgram);
        return isTaken ? null : 60 - now.Second;
    }

    /// <summary>Who has one address of IPv6 has all of its network.</summary>
    private static string PlaceOf(IPAddress? address)
    {
        if (address is null)
        {
            return "";
        }

        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        return plain.AddressFamily == AddressFamily.InterNetworkV6
            ? Convert.ToHexString(plain.GetAddressBytes().AsSpan(0, 8))
            : plain.ToString();
    }

    private bool Take(int hash, long minute, int most)
    {
        ref var slot = ref slots[hash & (Slots - 1)];
        while (true)
        {
            var seen = Volatile.Read(ref slot);
            var count = seen >> CountBits == minute ? seen & CountMask : 0;
            if (count >= most)
            {
                return false;
            }

            if (Interlocked.CompareExchange(ref slot, (minute << CountBits) | (count + 1), seen) == seen)
            {
                return true;
            }
        }
    }
}
