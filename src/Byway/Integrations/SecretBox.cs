using System.Security.Cryptography;
using Byway.Programs;
using Microsoft.AspNetCore.DataProtection;

namespace Byway.Integrations;

/// <summary>
/// Seals the secrets of billing providers with ASP.NET Data Protection. Its keys lie in the data folder and not in the
/// database: a copy of the database, such as a backup, opens nothing.
/// </summary>
/// <param name="options">How the server is started.</param>
public sealed class SecretBox(ServerOptions options)
{
    private const string Folder = "keys";
    private const int HintLength = 4;

    private readonly Lazy<IDataProtectionProvider> keys = new(() => Open(options));

    /// <summary>Seals a secret for one place: nowhere else can it be opened.</summary>
    /// <param name="program">Whose.</param>
    /// <param name="provider">For which provider.</param>
    /// <param name="kind">What it opens.</param>
    /// <param name="secret">The secret.</param>
    public string Seal(ReferralProgram program, string provider, string kind, string secret) =>
        Of(program, provider, kind).Protect(secret);

    /// <summary>Opens it; null when the keys are other ones, after a restore without their folder.</summary>
    /// <param name="program">Whose.</param>
    /// <param name="secret">The stored secret.</param>
    public string? Open(ReferralProgram program, IntegrationSecret secret)
    {
        try
        {
            return Of(program, secret.Provider, secret.Kind).Unprotect(secret.Sealed);
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    /// <summary>What people may see of a secret.</summary>
    /// <param name="secret">The secret.</param>
    public static string HintOf(string secret) => secret.Length < 3 * HintLength ? "" : secret[^HintLength..];

    private IDataProtector Of(ReferralProgram program, string provider, string kind) =>
        keys.Value.CreateProtector("Byway.Integrations", program.PublicId, provider, kind);

    private static IDataProtectionProvider Open(ServerOptions options)
    {
        var folder = new DirectoryInfo(options.KeyFolder ?? Path.Combine(options.DataFolder, Folder));
        if (OperatingSystem.IsWindows())
        {
            folder.Create();
        }
        else
        {
            Directory.CreateDirectory(
                folder.FullName,
                UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
            );
        }

        return DataProtectionProvider.Create(folder, builder => builder.SetApplicationName("Byway"));
    }
}
