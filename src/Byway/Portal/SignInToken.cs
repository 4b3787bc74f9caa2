using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Byway.Values;

namespace Byway.Portal;

/// <summary>
/// A secret that opens a page, in a link or in a cookie: the program's number, then 160 random bits. Only its SHA-256
/// is stored.
/// </summary>
/// <param name="ProgramId">The program.</param>
/// <param name="Secret">The random part.</param>
public sealed record SignInToken(long ProgramId, string Secret)
{
    private const int SecretLength = 32;
    private const int LongestNumber = 18;

    /// <summary>As it is stored.</summary>
    public string Hash => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Secret)));

    /// <summary>A new one.</summary>
    /// <param name="programId">The program.</param>
    public static SignInToken New(long programId) => new(programId, Ids.Secret(SecretLength));

    /// <summary>Reads one; null when the text cannot be one.</summary>
    /// <param name="text">As it came.</param>
    public static SignInToken? Read(string? text) =>
        text?.Split('-') is [{ Length: > 0 and <= LongestNumber } number, { Length: SecretLength } secret]
        && long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var program)
        && secret.All(char.IsAsciiLetterOrDigit)
            ? new(program, secret)
            : null;

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{ProgramId}-{Secret}");
}
