using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Byway.Customers;
using Byway.Partners;
using Byway.Programs;
using Byway.Tests.Cli;
using Byway.Tests.Docs;
using Byway.Tests.Tidy;
using Byway.Transactions;
using Xunit;

namespace Byway.Tests.Simulations;

/// <summary><c>byway simulate</c>, and the lines of docs/guides/rules.md as they stand there.</summary>
public sealed partial class SimulateCommandTests : IDisposable
{
    private readonly CliPlace place = new();

    [Fact]
    public async Task The_lines_of_the_guide_run()
    {
        await Fill();
        var guide = await File.ReadAllTextAsync(
            Path.Combine(SourceTree.Root, "docs", "guides", "rules.md"),
            TestContext.Current.CancellationToken
        );
        var file = Path.Combine(place.Folder, "rules.json");
        await File.WriteAllTextAsync(
            file,
            RulesBlock().Match(guide).Groups["rules"].Value,
            TestContext.Current.CancellationToken
        );
        var ran = 0;
        foreach (Match line in CommandLines().Matches(guide))
        {
            var words = line.Groups["line"]
                .Value.Split(' ')
                .Select(word => word is "rules.json" or "sales.csv" ? Path.Combine(place.Folder, word) : word);
            var (exit, text, error) = await place.Run([.. words]);
            Assert.True(exit == 0, $"{line.Value}: {text} {error}");
            ran++;
        }

        Assert.Equal(6, ran);
    }

    [Fact]
    public async Task It_tells_people_programs_and_spreadsheets_the_same()
    {
        await Fill();
        var rules = Path.Combine(place.Folder, "draft.json");
        var csv = Path.Combine(place.Folder, "sales.csv");
        await File.WriteAllTextAsync(
            rules,
            """{"rules":[{"percent":50 /* half */}]}""",
            TestContext.Current.CancellationToken
        );
        var json = await place.Json("simulate", "--program", "1", "--rules", rules, "--csv", csv);
        Assert.Equal("20", (string?)json["totals"]![0]!["actual"]);
        Assert.Equal("50", (string?)json["totals"]![0]!["draft"]);
        var (exit, text, _) = await place.Run("simulate", "--program", "1", "--rules", rules);
        Assert.Equal(0, exit);
        Assert.Contains("50 % of 100 USD is 50 USD by rule 1, of the draft", text, StringComparison.Ordinal);
        Assert.Contains("Nothing was changed", text, StringComparison.Ordinal);
        var lines = await File.ReadAllLinesAsync(csv, TestContext.Current.CancellationToken);
        // An id that a spreadsheet would take for a formula.
        Assert.EndsWith(",'=anna,USD,20,50,30,default,rule 1", lines[1], StringComparison.Ordinal);
        await File.WriteAllTextAsync(
            rules,
            """{"rules":[{"percentage":50}]}""",
            TestContext.Current.CancellationToken
        );
        var refused = await place.Run("simulate", "--program", "1", "--rules", rules, "--from", "yesterday");
        Assert.Equal(1, refused.Exit);
        Assert.Contains("rules.0", refused.Error, StringComparison.Ordinal);
    }

    /// <inheritdoc/>
    public void Dispose() => place.Dispose();

    private async Task Fill()
    {
        using var open = place.Open();
        var program = await open.Program(ProgramType.Affiliate);
        await open.Do(PostPartner.Handle, program, """{"id":"=anna","key":"anna","email":"anna@example.com"}""");
        await open.Do(PostCustomer.Handle, program, """{"key":"carl","partner":{"key":"anna"}}""");
        await open.Do(PostTransaction.Handle, program, """{"key":"o1","amount":100,"customer":{"key":"carl"}}""");
    }

    [GeneratedRegex("```json\n(?<rules>.*?)```", RegexOptions.Singleline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex RulesBlock();

    [GeneratedRegex("^byway (?<line>.*)$", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex CommandLines();
}
