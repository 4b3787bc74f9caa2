using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using Byway.Tests.Tidy;
using Xunit;

namespace Byway.Tests.Browser;

/// <summary>Pages in a real browser, by the scripts in <c>tests/browser</c>.</summary>
internal static class Chromium
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    /// <summary>
    /// Makes visits to pages with the snippet, one after the other, and says what was seen of each, by name.
    /// </summary>
    public static Task<IReadOnlyDictionary<string, JsonElement>> Look(string byway, params JsonObject[] visits) =>
        Run("snippet.mjs", byway, visits);

    /// <summary>Has a script make visits and says what was seen of each, by name.</summary>
    /// <param name="script">The script.</param>
    /// <param name="byway">Where Byway listens.</param>
    /// <param name="visits">What the script understands as visits.</param>
    public static async Task<IReadOnlyDictionary<string, JsonElement>> Run(
        string script,
        string byway,
        params JsonObject[] visits
    )
    {
        var chromium = new[]
        {
            Environment.GetEnvironmentVariable("BYWAY_TEST_CHROMIUM"),
            "/usr/bin/chromium",
        }.FirstOrDefault(File.Exists);
        Assert.SkipWhen(chromium is null, "No Chromium (Debian: chromium; elsewhere name it in BYWAY_TEST_CHROMIUM).");
        var folder = Path.Combine(SourceTree.Root, "tests", "browser");
        Assert.SkipUnless(
            Directory.Exists(Path.Combine(folder, "node_modules", "playwright-core")),
            "tests/browser has no packages yet: npm ci there, or ./do test."
        );
        var start = new ProcessStartInfo("node", [Path.Combine(folder, script)])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var asked = new JsonObject
        {
            ["chromium"] = chromium,
            ["byway"] = byway,
            ["shots"] = Environment.GetEnvironmentVariable("BYWAY_TEST_SHOTS"),
            ["visits"] = new JsonArray([.. visits]),
        };
        await process.StandardInput.WriteAsync(asked.ToJsonString());
        process.StandardInput.Close();
        var failing = process.StandardError.ReadToEndAsync();
        var said = await process.StandardOutput.ReadToEndAsync().WaitAsync(Patience);
        await process.WaitForExitAsync().WaitAsync(Patience);
        Assert.True(process.ExitCode == 0, await failing);
        return JsonElement
            .Parse(said)
            .EnumerateArray()
            .ToDictionary(seen => seen.GetProperty("name").GetString()!, StringComparer.Ordinal);
    }
}
