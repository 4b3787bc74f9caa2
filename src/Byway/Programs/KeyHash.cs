using System.Security.Cryptography;
using System.Text;
using Byway.Journal;

namespace Byway.Programs;

/// <summary>
/// Hashes under which a program's keys are looked up: 128 bits, peppered per program, so that they say nothing
/// elsewhere.
/// </summary>
public static class KeyHash
{
    private const int Bytes = 16;

    /// <summary>The hash of a merchant key.</summary>
    /// <param name="program">Whose.</param>
    /// <param name="kind">What kind of key.</param>
    /// <param name="key">The key, exactly.</param>
    public static string Of(ReferralProgram program, ClaimKind kind, string key) => Of(program, kind.ToString(), key);

    /// <summary>The hash of any text within a namespace.</summary>
    /// <param name="program">Whose.</param>
    /// <param name="space">The namespace.</param>
    /// <param name="text">The text.</param>
    public static string Of(ReferralProgram program, string space, string text)
    {
        var plain = Encoding.UTF8.GetBytes($"{program.Pepper}\n{space}\n{text}");
        return Short(SHA256.HashData(plain));
    }

    /// <summary>The hash of raw bytes, such as a request's body.</summary>
    /// <param name="program">Whose.</param>
    /// <param name="bytes">The bytes.</param>
    public static string Of(ReferralProgram program, ReadOnlySpan<byte> bytes)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes(program.Pepper));
        hash.AppendData(bytes);
        return Short(hash.GetHashAndReset());
    }

    private static string Short(byte[] hash) => Convert.ToBase64String(hash, 0, Bytes).TrimEnd('=');
}
