using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Byway.Values;

namespace Byway.Integrations.Paddle;

/// <summary>
/// The header <c>Paddle-Signature: ts=1732288554;h1=ab12…</c>: HMAC-SHA256 over the timestamp, a colon and the raw body,
/// in hex. There may be several <c>h1</c> while a secret is rotated at Paddle, and several secrets while it is rotated
/// here: any pair that fits is enough.
/// </summary>
public static class PaddleSignature
{
    /// <summary>The header's name.</summary>
    public const string Header = "Paddle-Signature";

    /// <summary>
    /// How far the timestamp may be from our clock, in either direction, in seconds. Paddle's own library takes 5, which
    /// a clock that is a few seconds slow does not survive. Five minutes give nothing away: an event is taken once for
    /// ever by its id, so whoever repeats a recorded request changes nothing.
    /// </summary>
    public const long ToleranceSeconds = 300;

    // Paddle sends one, and two while a secret is rotated; a header full of them shall not cost time.
    private const int MostSignatures = 10;

    /// <summary>Whether a request is signed with one of the secrets; null when it is, otherwise why not.</summary>
    /// <param name="header">The header, or null.</param>
    /// <param name="body">The raw body.</param>
    /// <param name="secrets">The secrets of the notification destination.</param>
    /// <param name="now">Unix microseconds.</param>
    public static string? Refuse(string? header, ReadOnlySpan<byte> body, IReadOnlyList<string> secrets, long now)
    {
        if (string.IsNullOrWhiteSpace(header))
        {
            return $"The header {Header} is missing.";
        }

        if (!Read(header, out var timestamp, out var signatures))
        {
            return $"The header {Header} must be ts=<seconds>;h1=<64 hexadecimal digits>.";
        }

        var seconds = long.Parse(timestamp, CultureInfo.InvariantCulture);
        var apart = (now / UtcMicros.PerSecond) - seconds;
        if (apart is > ToleranceSeconds or < -ToleranceSeconds)
        {
            return $"The timestamp in {Header} is {Math.Abs(apart)} seconds from this server's clock; "
                + $"at most {ToleranceSeconds} are possible.";
        }

        return IsSigned(timestamp, body, secrets, signatures)
            ? null
            : $"The signature in {Header} does not fit any of the secrets for Paddle.";
    }

    /// <summary>The header's value for a body, as Paddle makes it.</summary>
    /// <param name="secret">The secret.</param>
    /// <param name="timestamp">Unix seconds.</param>
    /// <param name="body">The raw body.</param>
    public static string Sign(string secret, long timestamp, ReadOnlySpan<byte> body)
    {
        var text = timestamp.ToString(CultureInfo.InvariantCulture);
        return $"ts={text};h1={Convert.ToHexStringLower(Mac(secret, text, body))}";
    }

    // Every pair is looked at, so the time taken tells nothing about which one came close.
    private static bool IsSigned(
        string timestamp,
        ReadOnlySpan<byte> body,
        IReadOnlyList<string> secrets,
        List<byte[]> signatures
    )
    {
        var fits = false;
        foreach (var secret in secrets)
        {
            var expected = Mac(secret, timestamp, body);
            foreach (var signature in signatures)
            {
                fits |= CryptographicOperations.FixedTimeEquals(expected, signature);
            }
        }

        return fits;
    }

    private static byte[] Mac(string secret, string timestamp, ReadOnlySpan<byte> body)
    {
        using var mac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, Encoding.UTF8.GetBytes(secret));
        mac.AppendData(Encoding.ASCII.GetBytes(timestamp));
        mac.AppendData(":"u8);
        mac.AppendData(body);
        return mac.GetHashAndReset();
    }

    private static bool Read(string header, out string timestamp, out List<byte[]> signatures)
    {
        timestamp = "";
        signatures = [];
        foreach (var part in header.Split(';', StringSplitOptions.TrimEntries))
        {
            if (part.StartsWith("ts=", StringComparison.Ordinal))
            {
                // Two timestamps would leave open which of them was signed.
                if (timestamp.Length > 0)
                {
                    return false;
                }

                timestamp = part[3..];
            }
            else if (part.StartsWith("h1=", StringComparison.Ordinal) && signatures.Count < MostSignatures)
            {
                if (SignatureOf(part[3..]) is { } signature)
                {
                    signatures.Add(signature);
                }
            }
        }

        return timestamp.Length is > 0 and <= 12 && timestamp.All(char.IsAsciiDigit) && signatures.Count > 0;
    }

    // Paddle writes lower case. Taking upper case too would make a changed header a valid one.
    private static byte[]? SignatureOf(string hex) =>
        hex.Length == 64 && hex.All(c => char.IsAsciiHexDigitLower(c)) ? Convert.FromHexString(hex) : null;
}
