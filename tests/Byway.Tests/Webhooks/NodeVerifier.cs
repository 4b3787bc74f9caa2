using System.Diagnostics;
using System.Text.Json;
using Byway.Tests.Examples;
using Byway.Tests.Tidy;
using Xunit;

namespace Byway.Tests.Webhooks;

/// <summary>What an independent implementation says about one request.</summary>
/// <param name="Accepted">For each secret, whether Standard Webhooks' own library accepts it.</param>
/// <param name="Plain">Whether the header <c>Signature</c> is right.</param>
/// <param name="Changed">How many single-bit changes of the body were tried.</param>
/// <param name="Forged">How many of the changes anything accepted.</param>
public sealed record Verdict(IReadOnlyList<bool> Accepted, bool Plain, int Changed, int Forged);

/// <summary>Runs Node with packages from the npm registry, which are not ours: <c>tests/npm</c>.</summary>
public static class NodeVerifier
{
    private static readonly JsonSerializerOptions Web = new(JsonSerializerDefaults.Web);
    private static readonly string Folder = Path.Combine(SourceTree.Root, "tests", "npm");
    private static readonly Lazy<bool> IsInstalled = new(Install);

    /// <summary>Verifies requests.</summary>
    /// <param name="requests">As they came.</param>
    /// <param name="signature">The webhook's 16 characters.</param>
    /// <param name="secrets">Secrets of Standard Webhooks.</param>
    /// <param name="flip">True to try every single-bit change too.</param>
    public static IReadOnlyList<Verdict> Verify(
        IEnumerable<Received> requests,
        string signature,
        IReadOnlyList<string> secrets,
        bool flip = false
    )
    {
        var input = JsonSerializer.Serialize(
            new
            {
                secrets,
                signature,
                flip,
                requests = requests.Select(one => new
                {
                    headers = one.Headers.ToDictionary(
                        header => header.Key.ToLowerInvariant(),
                        header => header.Value
                    ),
                    body = Convert.ToBase64String(one.Body),
                }),
            },
            Web
        );
        return JsonSerializer.Deserialize<List<Verdict>>(Script("verify.mjs", input), Web)!;
    }

    /// <summary>Runs a script of <c>tests/npm</c> with its packages; returns what it printed.</summary>
    /// <param name="name">Its file name.</param>
    /// <param name="input">Its standard input.</param>
    public static string Script(string name, string input)
    {
        Assert.True(IsInstalled.Value, "npm ci failed in tests/npm: the tests need npm and its registry.");
        return Run(Interpreter.Node, [name], input);
    }

    /// <summary>Runs a program to its good end; returns what it printed.</summary>
    /// <param name="program">The program.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="input">Its standard input.</param>
    public static string Run(string program, IEnumerable<string> arguments, string input)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = Folder,
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        process.StandardInput.Write(input);
        process.StandardInput.Close();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, $"{program} ended with {process.ExitCode}: {error.Result}");
        return output.Result;
    }

    private static bool Install()
    {
        string[] packages = ["standardwebhooks", "@paddle/paddle-node-sdk"];
        if (packages.All(package => Directory.Exists(Path.Combine(Folder, "node_modules", package))))
        {
            return true;
        }

        Run("npm", ["ci", "--no-audit", "--no-fund", "--ignore-scripts"], "");
        return true;
    }
}
