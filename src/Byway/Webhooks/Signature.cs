using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Byway.Webhooks;

/// <summary>The two ways a request is signed.</summary>
public static class Signature
{
    private const string Prefix = "whsec_";

    /// <summary>The header <c>Signature</c>: HMAC-SHA256 of the body, lower-case hex.</summary>
    /// <param name="signature">The webhook's 16 characters.</param>
    /// <param name="body">The body's bytes.</param>
    public static string Plain(string signature, ReadOnlySpan<byte> body) =>
        Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(signature), body));

    /// <summary>
    /// The header <c>webhook-signature</c> of Standard Webhooks 1.0: one signature a secret, separated by spaces.
    /// </summary>
    /// <param name="secrets">Secrets, <c>whsec_</c> and base 64.</param>
    /// <param name="id">The header <c>webhook-id</c>.</param>
    /// <param name="timestamp">The header <c>webhook-timestamp</c>, Unix seconds.</param>
    /// <param name="body">The body's bytes.</param>
    public static string Standard(IEnumerable<string> secrets, string id, long timestamp, ReadOnlySpan<byte> body)
    {
        var head = Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{id}.{timestamp}."));
        var signed = new byte[head.Length + body.Length];
        head.CopyTo(signed, 0);
        body.CopyTo(signed.AsSpan(head.Length));
        return string.Join(
            ' ',
            secrets.Select(secret =>
                "v1,"
                + Convert.ToBase64String(
                    HMACSHA256.HashData(Convert.FromBase64String(secret[Prefix.Length..]), signed)
                )
            )
        );
    }
}
