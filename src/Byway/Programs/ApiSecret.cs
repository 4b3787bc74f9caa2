using System.Security.Cryptography;
using System.Text;
using Byway.Values;

namespace Byway.Programs;

/// <summary>
/// The text of an API key: <c>bw_live_PROGRAM_secret</c> or <c>bw_test_PROGRAM_secret</c>, where the secret is 160
/// random bits and a checksum, so
/// that a typo is told apart from a stranger without asking the database.
/// </summary>
public static class ApiSecret
{
    private const int RandomCharacters = 32; // 5 bits each: 160 bits
    private const int ChecksumCharacters = 6;

    /// <summary>A new secret for a program.</summary>
    /// <param name="program">The program.</param>
    public static string New(ReferralProgram program)
    {
        var start = $"bw_{program.Mode}_{program.PublicId}_{Ids.Secret(RandomCharacters)}";
        return start + Checksum(start);
    }

    /// <summary>True when the text has a secret's form and its checksum is right.</summary>
    /// <param name="text">What the caller sent.</param>
    public static bool IsWellFormed(string text) =>
        text.Length is > RandomCharacters + ChecksumCharacters and < 100
        && (
            text.StartsWith("bw_live_", StringComparison.Ordinal)
            || text.StartsWith("bw_test_", StringComparison.Ordinal)
        )
        && CryptographicOperations.FixedTimeEquals(
            Encoding.UTF8.GetBytes(Checksum(text[..^ChecksumCharacters])),
            Encoding.UTF8.GetBytes(text[^ChecksumCharacters..])
        );

    /// <summary>What is stored of a secret: SHA-256, lower-case hex.</summary>
    /// <param name="text">The secret.</param>
    public static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    private static string Checksum(string text) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes("byway:" + text)))[..ChecksumCharacters];
}
