using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Byway.Tests.Tidy;
using Xunit;

namespace Byway.Tests.Examples;

/// <summary>
/// The mobile examples' logic against its table of cases. What needs Swift, Kotlin, Dart or a device is not run here,
/// and says so in its first line.
/// </summary>
public sealed class MobileTests(TestServer server) : ServerTests(server), IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("byway-mobile-").FullName;

    private static string Examples => Path.Combine(SourceTree.Root, "examples", "mobile");

    private static string Cases => Path.Combine(Examples, "cases.json");

    [Fact]
    public async Task Every_case_is_right()
    {
        var (exit, output) = await Run(Cases);
        Assert.True(exit == 0, output);
        Assert.Contains("24 cases are right.", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_case_that_says_otherwise_is_named()
    {
        var changed = Path.Combine(folder, "cases.json");
        var text = await File.ReadAllTextAsync(Cases, TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(
            changed,
            text.Replace("\"key\": \"an na+1\"", "\"key\": \"anna\"", StringComparison.Ordinal),
            TestContext.Current.CancellationToken
        );
        var (exit, output) = await Run(changed);
        Assert.NotEqual(0, exit);
        Assert.Contains("escapes are undone", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_an_app_sends_binds_the_customer()
    {
        var api = await Server.Affiliate();
        await api.Referrer("anna");
        using var cases = JsonDocument.Parse(
            await File.ReadAllTextAsync(Cases, TestContext.Current.CancellationToken)
        );
        var at = 0;
        foreach (var one in cases.RootElement.GetProperty("sent").EnumerateArray())
        {
            // The cases are of 1970, which no window reaches back to.
            var now = Server.Clock.Now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
            var body = one.GetProperty("body").GetRawText().Replace("999999", now, StringComparison.Ordinal);
            var more = body.Length > 2 ? "," + body[1..^1] : "";
            var reply = await api.Post("/v1/customers", $$"""{"key":"app_{{at++}}"{{more}} }""");
            Assert.Equal(more.Length > 0 ? "anna-id" : null, reply.Is(201).CountsFor());
        }
    }

    [Fact]
    public void What_is_not_run_says_so()
    {
        var files = new[] { "*.swift", "*.kt", "*.dart", "*.jsx" }
            .SelectMany(kind => Directory.GetFiles(Examples, kind, SearchOption.AllDirectories))
            .ToList();
        Assert.Equal(7, files.Count);
        Assert.All(files, file => Assert.StartsWith("// Not run by Byway's tests", File.ReadAllText(file)));
        Assert.DoesNotContain("Not run", File.ReadAllText(Path.Combine(Examples, "react-native", "referral.mjs")));
    }

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(folder, recursive: true);

    private static async Task<(int Exit, string Output)> Run(string cases)
    {
        var script = Path.Combine(Examples, "react-native", "referral.test.mjs");
        var start = new ProcessStartInfo(Interpreter.Node, [script, cases])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, await output + await errors);
    }
}
