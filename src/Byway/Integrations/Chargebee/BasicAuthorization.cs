using System.Security.Cryptography;
using System.Text;

namespace Byway.Integrations.Chargebee;

/// <summary>
/// Chargebee signs nothing. What it can do is send the user and password that stand in the webhook's settings.
/// </summary>
public static class BasicAuthorization
{
    private const string Scheme = "Basic ";

    // Base64 of the longest user and password that make sense; anything longer is not looked at.
    private const int MostCharacters = 2_000;

    /// <summary>Why a request is not let in, as a sentence; null when it is.</summary>
    /// <param name="header">The <c>Authorization</c> header, or null.</param>
    /// <param name="secrets">Each <c>user:password</c>; any of them lets in.</param>
    public static string? Refuse(string? header, IReadOnlyList<string> secrets)
    {
        if (string.IsNullOrEmpty(header))
        {
            return "The request has no Authorization header. Switch on basic authentication in Chargebee's webhook "
                + "settings.";
        }

        if (!header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) || header.Length > MostCharacters)
        {
            return "The Authorization header is not Basic.";
        }

        var buffer = new byte[header.Length];
        if (!Convert.TryFromBase64String(header[Scheme.Length..].Trim(), buffer, out var length))
        {
            return "The Authorization header is not Base64.";
        }

        // Hashes have one length, and every secret is compared whatever came of those before: the time this takes
        // tells nothing about any of them.
        Span<byte> given = stackalloc byte[SHA256.HashSizeInBytes];
        Span<byte> known = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(buffer.AsSpan(0, length), given);
        var isKnown = false;
        foreach (var secret in secrets)
        {
            SHA256.HashData(Encoding.UTF8.GetBytes(secret), known);
            isKnown |= IsUserAndPassword(secret) & CryptographicOperations.FixedTimeEquals(given, known);
        }

        return isKnown ? null : "User and password are not those of this integration.";
    }

    /// <summary>A secret without a password would let in whoever guesses a user's name.</summary>
    private static bool IsUserAndPassword(string secret) =>
        secret.IndexOf(':', StringComparison.Ordinal) is > 0 and var colon && colon < secret.Length - 1;
}
