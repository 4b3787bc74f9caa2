using System.Text.RegularExpressions;
using Byway.Docs;
using Byway.Tests.Tidy;
using Xunit;

namespace Byway.Tests.Docs;

/// <summary>
/// The guides to the ways a sale finds its partner have the same parts, and code that says where it is from stands
/// there, word for word. A guide says so by <c>From [path](link)</c> at the end of a paragraph; what follows it, up to
/// the next paragraph that is no code, is compared.
/// </summary>
public sealed partial class MethodGuideTests
{
    private static readonly string[] PartsOfEach = ["When to use it", "Checklist", "What a blocker does to it"];

    // Its scripts are run by CodeGuideTests, or its commands by BillingGuideTests.
    private static readonly string[] RunAsTheyStand =
    [
        "chargebee",
        "links-and-clicks",
        "paddle",
        "promotion-codes",
        "transaction-based",
    ];

    [GeneratedRegex(
        @"From\s+\[(?<path>[^\]]+)\]\((?<link>[^)]+)\)(,[^:]*)?:\n\n(```\w+\n(?<code>.*?)^```\n\n?)+",
        RegexOptions.ExplicitCapture | RegexOptions.Singleline | RegexOptions.Multiline,
        5_000
    )]
    private static partial Regex Excerpt { get; }

    [GeneratedRegex(@"From\s+\[", RegexOptions.None, 5_000)]
    private static partial Regex Claim { get; }

    /// <summary>Each guide to a way.</summary>
    public static TheoryData<string> Ways =>
        [
            .. GuideList
                .Parts.Take(2)
                .SelectMany(part => part.Guides)
                .Select(guide => Path.GetFileNameWithoutExtension(guide.Path))
                .Where(name => name != "choosing"),
        ];

    [Theory]
    [MemberData(nameof(Ways))]
    public void Each_way_says_when_how_what_to_check_and_what_a_blocker_does(string name)
    {
        var text = Read($"docs/guides/{name}.md");
        Assert.All(PartsOfEach, part => Assert.Contains($"\n## {part}\n", text, StringComparison.Ordinal));
        Assert.Contains("(choosing.md)", text, StringComparison.Ordinal);
        Assert.Contains($"({name}.md)", Read("docs/guides/choosing.md"), StringComparison.Ordinal);
        Assert.True(RunAsTheyStand.Contains(name) || Excerpt.IsMatch(text), "No code that is run or compared.");
    }

    [Fact]
    public void Code_from_a_file_stands_in_that_file()
    {
        var found = Directory
            .EnumerateFiles(Path.Combine(SourceTree.Root, "docs", "guides"))
            .SelectMany(path => Excerpts(File.ReadAllText(path)))
            .ToList();
        Assert.True(found.Count >= 10, $"{found.Count} excerpts");
        Complaints.AssertNone(found.SelectMany(one => Faults(one.Path, one.Link, one.Code)));
    }

    [Fact]
    public void No_claim_is_left_out() =>
        Assert.All(
            Directory.EnumerateFiles(Path.Combine(SourceTree.Root, "docs", "guides")).Select(File.ReadAllText),
            text => Assert.Equal(Claim.Count(text), Excerpt.Count(text))
        );

    [Fact]
    public void A_changed_line_is_found()
    {
        var excerpts = Excerpts(Read("docs/guides/hybrid.md")).ToList();
        Assert.Equal(2, excerpts.Count);
        foreach (var (path, link, code) in excerpts)
        {
            Assert.Empty(Faults(path, link, code));
            Assert.Single(Faults(path, link, code.Replace("email", "mail", StringComparison.Ordinal)));
            Assert.Single(Faults(path, link, code.Replace("null;", "", StringComparison.Ordinal) + "more"));
            Assert.Single(Faults(path, "../" + link, code));
            Assert.Single(Faults(path, link, "\n"));
        }
    }

    private static IEnumerable<(string Path, string Link, string Code)> Excerpts(string text) =>
        Excerpt
            .Matches(text)
            .SelectMany(found =>
                found
                    .Groups["code"]
                    .Captures.Select(code => (found.Groups["path"].Value, found.Groups["link"].Value, code.Value))
            );

    private static IEnumerable<string> Faults(string path, string link, string code)
    {
        if (link != $"../../{path}")
        {
            yield return $"{path}: the link leads to {link}.";
        }
        else if (Plain(code).Length == 0 || !Plain(Read(path)).Contains(Plain(code), StringComparison.Ordinal))
        {
            yield return $"{path} does not contain:\n{code}";
        }
    }

    /// <summary>Without indentation, and with the names of a place of one's own.</summary>
    private static string Plain(string code) =>
        string.Join(
            '\n',
            code.Replace("https://refer.example.com", "BYWAY_URL", StringComparison.Ordinal)
                .Replace("MOBTGEKX", "PROGRAM_ID", StringComparison.Ordinal)
                .Split('\n')
                .Select(line => line.Trim())
                .Where(line => line.Length > 0)
        );

    private static string Read(string path) => File.ReadAllText(Path.Combine(SourceTree.Root, path));
}
