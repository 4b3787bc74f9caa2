using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using Byway.Storage;

namespace Byway.Cli;

/// <summary>
/// How commands find the server that holds their data folder: <c>admin.json</c> in it, readable by its owner only, for
/// as long as the server runs.
/// Who can read the folder could as well read the database.
/// </summary>
/// <param name="Url">Where the server answers commands.</param>
/// <param name="Token">What it wants to hear; another one at every start.</param>
public sealed record AdminFile(string Url, string Token)
{
    private const int TokenBytes = 32;

    /// <summary>A new token.</summary>
    public static string NewToken() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(TokenBytes));

    /// <summary>Reads it; null when there is none.</summary>
    /// <param name="folder">The data folder.</param>
    public static AdminFile? Read(string folder)
    {
        try
        {
            var json = JsonNode.Parse(File.ReadAllText(PathIn(folder)))!;
            return new((string)json["url"]!, (string)json["token"]!);
        }
        catch (Exception failure) when (failure is IOException or JsonException)
        {
            // There is none, or it is being written.
            return null;
        }
    }

    /// <summary>Writes it.</summary>
    /// <param name="folder">The data folder.</param>
    public void Write(string folder)
    {
        Remove(folder);
        using var file = PrivateFile.Open(PathIn(folder), FileMode.CreateNew);
        using var writer = new StreamWriter(file);
        writer.Write(Terminal.Compact(new() { ["url"] = Url, ["token"] = Token }));
    }

    /// <summary>Removes it, if it is there.</summary>
    /// <param name="folder">The data folder.</param>
    public static void Remove(string folder) => File.Delete(PathIn(folder));

    private static string PathIn(string folder) => Path.Combine(folder, "admin.json");
}
