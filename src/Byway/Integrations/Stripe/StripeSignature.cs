using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Byway.Integrations.Stripe;

/// <summary>
/// The header <c>Stripe-Signature</c>: <c>t=SECONDS,v1=HEX[,v1=HEX…]</c>, each <c>v1</c> the HMAC-SHA256 of
/// <c>SECONDS.BODY</c> with one of the endpoint's secrets. While Stripe rotates a secret it signs with the old and the
/// new one.
/// </summary>
public static class StripeSignature
{
    /// <summary>The header's name.</summary>
    public const string Header = "Stripe-Signature";

    /// <summary>
    /// How far the timestamp may be from this machine's clock, before and behind: what Stripe's own libraries allow.
    /// An event repeated later by Stripe is signed anew.
    /// </summary>
    public const long ToleranceSeconds = 300;

    private const long MicrosPerSecond = 1_000_000;

    // A header has one signature for each secret, and a secret lives a day at most while it is rotated.
    private const int MostSignatures = 20;

    /// <summary>Whether a header is right.</summary>
    /// <param name="header">The header's value, or null.</param>
    /// <param name="body">The raw body.</param>
    /// <param name="secrets">The endpoint's secrets (<c>whsec_…</c>), any of which may have signed.</param>
    /// <param name="now">Unix microseconds.</param>
    /// <returns>Null when it is; otherwise a sentence that says what is wrong and gives nothing away.</returns>
    public static string? Refuse(string? header, ReadOnlySpan<byte> body, IReadOnlyList<string> secrets, long now)
    {
        if (string.IsNullOrEmpty(header))
        {
            return $"The header {Header} is missing.";
        }

        if (!Read(header, out var timestamp, out var signatures))
        {
            return $"The header {Header} does not read t=SECONDS,v1=SIGNATURE.";
        }

        // The timestamp is signed, so it counts only once the signature is right; what is refused first is the same
        // to whoever forges. It is looked at first because then a wrong clock is not mistaken for a wrong secret.
        var seconds = long.Parse(timestamp, NumberStyles.None, CultureInfo.InvariantCulture);
        if (Math.Abs((now / MicrosPerSecond) - seconds) > ToleranceSeconds)
        {
            return $"The timestamp in {Header} is more than {ToleranceSeconds} seconds away from this server's clock.";
        }

        return IsSigned(timestamp, body, secrets, signatures)
            ? null
            : $"No signature in {Header} belongs to this body and to one of the secrets.";
    }

    /// <summary>Signs a body as Stripe does.</summary>
    /// <param name="secret">The endpoint's secret, <c>whsec_</c> included.</param>
    /// <param name="timestamp">Unix seconds, as text.</param>
    /// <param name="body">The raw body.</param>
    /// <returns>Lower-case hex.</returns>
    public static string Sign(string secret, string timestamp, ReadOnlySpan<byte> body)
    {
        using var hmac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, Encoding.UTF8.GetBytes(secret));
        hmac.AppendData(Encoding.ASCII.GetBytes(timestamp));
        hmac.AppendData("."u8);
        hmac.AppendData(body);
        return Convert.ToHexStringLower(hmac.GetHashAndReset());
    }

    private static bool Read(string header, out string timestamp, out List<string> signatures)
    {
        timestamp = "";
        signatures = [];
        foreach (var part in header.Split(',', StringSplitOptions.TrimEntries))
        {
            var at = part.IndexOf('=', StringComparison.Ordinal);
            var (scheme, value) = at < 0 ? ("", part) : (part[..at], part[(at + 1)..]);
            if (scheme == "t")
            {
                // Twelve digits last until the year 33658.
                if (timestamp.Length > 0 || value.Length is 0 or > 12 || !value.All(char.IsAsciiDigit))
                {
                    return false;
                }

                timestamp = value;
            }
            else if (scheme == "v1" && signatures.Count < MostSignatures)
            {
                signatures.Add(value);
            }
        }

        return timestamp.Length > 0 && signatures.Count > 0;
    }

    private static bool IsSigned(
        string timestamp,
        ReadOnlySpan<byte> body,
        IReadOnlyList<string> secrets,
        List<string> signatures
    )
    {
        // Every pair is compared, whichever fits: how long it takes says nothing about which secret came close.
        var isSigned = false;
        foreach (var secret in secrets)
        {
            if (secret.Length == 0)
            {
                continue;
            }

            var expected = Encoding.ASCII.GetBytes(Sign(secret, timestamp, body));
            foreach (var signature in signatures)
            {
                isSigned |= CryptographicOperations.FixedTimeEquals(expected, Encoding.UTF8.GetBytes(signature));
            }
        }

        return isSigned;
    }
}
