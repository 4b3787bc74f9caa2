using System.Text.RegularExpressions;
using Byway.Tests.Tidy;
using Xunit;

namespace Byway.Tests.Browser;

/// <summary>What the guides say to copy is what the tests run.</summary>
public sealed partial class GuideTests
{
    [GeneratedRegex(
        "```(html|js|php)\n(?<code>.*?)```",
        RegexOptions.ExplicitCapture | RegexOptions.Singleline,
        matchTimeoutMilliseconds: 5_000
    )]
    private static partial Regex Block { get; }

    [Theory]
    [InlineData("browser-snippet.md", "html", 0, "examples/browser/strict.html")]
    [InlineData("browser-snippet.md", "html", 1, "examples/hybrid/page.html")]
    [InlineData("hybrid.md", "js", 0, "examples/hybrid/node/server.mjs")]
    [InlineData("hybrid.md", "php", 0, "examples/hybrid/php/server.php")]
    public void Code_to_copy_stands_in_an_example(string guide, string language, int number, string example)
    {
        var code = Blocks(Read($"docs/guides/{guide}"), language)[number];
        Assert.Contains(Plain(code), Plain(Read(example)), StringComparison.Ordinal);
        // The same look finds a line that differs.
        Assert.DoesNotContain(
            Plain(code.Replace("MOBTGEKX", "OTHER", StringComparison.Ordinal) + "more"),
            Plain(Read(example)),
            StringComparison.Ordinal
        );
    }

    private static List<string> Blocks(string guide, string language) =>
        [
            .. Block
                .Matches(guide)
                .Where(block => block.Value.StartsWith($"```{language}\n", StringComparison.Ordinal))
                .Select(block => block.Groups["code"].Value),
        ];

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
