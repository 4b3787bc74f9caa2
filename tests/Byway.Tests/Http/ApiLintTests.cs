using System.Diagnostics;
using System.Text.Json.Nodes;
using Byway.Tests.Examples;
using Byway.Tests.Tidy;
using Xunit;

namespace Byway.Tests.Http;

/// <summary>
/// The document the server gives passes Spectral with OWASP's rules for APIs; <c>tests/npm/.spectral.yaml</c> has what
/// is not asked of it, and why.
/// </summary>
public sealed class ApiLintTests(TestServer server) : IClassFixture<TestServer>
{
    private static readonly string Folder = Path.Combine(SourceTree.Root, "tests", "npm");

    [Fact]
    public async Task The_document_passes_the_rules_for_apis() =>
        Assert.Equal("", await Faults(await server.Http.GetStringAsync(server.Url + "/openapi.json")));

    [Fact]
    public async Task A_document_with_faults_is_caught()
    {
        var document = JsonNode.Parse(await server.Http.GetStringAsync(server.Url + "/openapi.json"))!;
        var operation = document["paths"]!["/v1/transactions"]!["post"]!.AsObject();
        operation.Remove("security");
        operation["responses"]!.AsObject().Remove("401");
        operation["responses"]!.AsObject().Remove("429");
        document["components"]!["schemas"]!["Error"]!["properties"]!["message"]!.AsObject().Remove("maxLength");
        var faults = await Faults(document.ToJsonString());
        Assert.Contains("owasp:api2:2023-write-restricted", faults, StringComparison.Ordinal);
        Assert.Contains("owasp:api8:2023-define-error-responses-401", faults, StringComparison.Ordinal);
        Assert.Contains("owasp:api4:2023-rate-limit-responses-429", faults, StringComparison.Ordinal);
        Assert.Contains("owasp:api4:2023-string-limit", faults, StringComparison.Ordinal);
    }

    /// <summary>What Spectral says; empty when it has nothing to say.</summary>
    private static async Task<string> Faults(string document)
    {
        var spectral = Path.Combine(Folder, "node_modules", "@stoplight", "spectral-cli", "dist", "index.js");
        Assert.True(File.Exists(spectral), "tests/npm/node_modules is missing: run `npm ci` in tests/npm.");
        var place = Directory.CreateTempSubdirectory("byway-lint-");
        try
        {
            var file = Path.Combine(place.FullName, "openapi.json");
            await File.WriteAllTextAsync(file, document);
            var start = new ProcessStartInfo(
                Interpreter.Node,
                [spectral, "lint", file, "--ruleset", ".spectral.yaml", "--fail-severity", "hint", "--quiet"]
            )
            {
                WorkingDirectory = Folder,
                UseShellExecute = false,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            };
            using var process = Process.Start(start)!;
            var said = await Task.WhenAll(
                process.StandardOutput.ReadToEndAsync(),
                process.StandardError.ReadToEndAsync()
            );
            await process.WaitForExitAsync();
            var text = string.Concat(said).Trim();
            return process.ExitCode == 0 ? "" : $"Spectral ended with {process.ExitCode}: {text}";
        }
        finally
        {
            place.Delete(recursive: true);
        }
    }
}
