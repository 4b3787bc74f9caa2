using System.Diagnostics;
using System.Text.Json.Nodes;
using Byway.Tests.Tidy;
using Xunit;

namespace Byway.Tests.Examples;

/// <summary>The example that checks a statement offline: right ones pass, and a changed line is named.</summary>
public sealed class StatementScriptTests(TestServer server) : ServerTests(server), IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("byway-statement-").FullName;

    [Fact]
    public async Task A_statement_is_right_and_a_changed_line_is_named()
    {
        var api = await Server.Affiliate().WithCarl();
        await api.Sale("o1", "99.99", "carl");
        await api.Sale("o2", "0.000007", "carl");
        await api.Sale("o3", "50", "carl", ""","amount_units":"EUR" """);
        await api.Refund("o1", "r1", "33.33");
        var first = (await api.Get("/v1/partners/anna/statement?limit=2")).Is(200);
        var next = first["data.next"]!.Replace(Server.Url, "", StringComparison.Ordinal);
        var second = (await api.Get(next)).Is(200);
        var whole = (await api.Get("/v1/partners/anna/statement")).Is(200).Text;

        Assert.Contains("4 lines are right.", await Passes(whole), StringComparison.Ordinal);
        Assert.Contains("4 lines are right.", await Passes(first.Text, second.Text), StringComparison.Ordinal);
        Assert.Contains("page is missing", await Fails(first.Text), StringComparison.Ordinal);
        Assert.Contains("go on", await Fails(first.Text, first.Text), StringComparison.Ordinal);

        Assert.Contains(
            "payable USD, line 1 (ent_",
            await Fails(With(whole, 1, 0, "reward", 7)),
            StringComparison.Ordinal
        );
        Assert.Contains(
            "payable USD, line 2 (ent_",
            await Fails(With(whole, 1, 1, "amount", "1")),
            StringComparison.Ordinal
        );
        Assert.Contains(
            "payable USD, line 3 (ent_",
            await Fails(With(whole, 1, 2, "sequence", 1)),
            StringComparison.Ordinal
        );
        Assert.Contains(
            "payable EUR, line 1 (ent_",
            await Fails(With(whole, 0, 0, "hash", "00")),
            StringComparison.Ordinal
        );
        var shorter = JsonNode.Parse(whole)!;
        shorter["data"]!["balances"]![1]!["postings"]!.AsArray().RemoveAt(1);
        Assert.Contains("2 is missing", await Fails(shorter.ToJsonString()), StringComparison.Ordinal);
        shorter = JsonNode.Parse(whole)!;
        shorter["data"]!["balances"]![1]!["closing"] = "99";
        Assert.Contains("closing", await Fails(shorter.ToJsonString()), StringComparison.Ordinal);
    }

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(folder, recursive: true);

    private static string With(string statement, int balance, int line, string member, JsonNode value)
    {
        var changed = JsonNode.Parse(statement)!;
        changed["data"]!["balances"]![balance]!["postings"]![line]![member] = value;
        return changed.ToJsonString();
    }

    private Task<string> Passes(params string[] pages) => Run(0, pages);

    private Task<string> Fails(params string[] pages) => Run(1, pages);

    private async Task<string> Run(int exitCode, string[] pages)
    {
        var files = new List<string>();
        foreach (var page in pages)
        {
            files.Add(Path.Combine(folder, $"{files.Count}.json"));
            await File.WriteAllTextAsync(files[^1], page);
        }

        var script = Path.Combine(SourceTree.Root, "examples", "verify-statement", "verify.mjs");
        var start = new ProcessStartInfo(Interpreter.Node, [script, .. files])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
        };
        using var process = Process.Start(start)!;
        var said = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == exitCode, said);
        return said;
    }
}
