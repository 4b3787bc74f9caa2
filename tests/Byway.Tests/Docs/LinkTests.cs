using Byway.Tests.Tidy;
using Xunit;

namespace Byway.Tests.Docs;

/// <summary>Every link between the repository's documents leads to a file that is there, and to its heading.</summary>
public sealed class LinkTests
{
    private static IEnumerable<SourceFile> Documents => SourceTree.Files.Where(file => file.Extension == ".md");

    [Fact]
    public void Every_link_leads_somewhere()
    {
        Assert.True(Documents.Count() > 60, $"{Documents.Count()} documents");
        Assert.True(Documents.Sum(file => MarkdownLinks.In(file.Text).Count()) > 150);
        Complaints.AssertNone(Documents.SelectMany(file => Dead(file.Path, file.Text)));
    }

    [Theory]
    [InlineData("[a](nothing.md)")]
    [InlineData("[a](guides/nothing.md#copy-this)")]
    [InlineData("[a](errors.md#no-such-heading)")]
    [InlineData("[a](#no-such-heading)")]
    [InlineData("[a](../../outside.md)")]
    [InlineData("![a](picture.png)")]
    public void A_dead_link_is_caught(string text) => Assert.Single(Dead("docs/DOMAIN.md", text));

    [Theory]
    [InlineData("[a](errors.md#refusals) [b](guides/stripe.md#2-add-the-endpoint-in-stripe) [c](decisions/)")]
    [InlineData("# What you *see*, here!\n\n[a](#what-you-see-here) [b](https://example.com/none)")]
    [InlineData("`[a](nothing.md)`\n\n```js\ncall[a](nothing.md)\n```\n")]
    public void A_living_one_is_not(string text) => Assert.Empty(Dead("docs/DOMAIN.md", text));

    private static IEnumerable<string> Dead(string path, string text)
    {
        var folder = Path.GetDirectoryName(Path.Combine(SourceTree.Root, path))!;
        foreach (var link in MarkdownLinks.In(text))
        {
            var parts = link.Split('#', 2);
            var target = parts[0].Length == 0 ? null : Path.GetFullPath(Path.Combine(folder, parts[0]));
            if (target is not null && !IsThere(target))
            {
                yield return $"{path}: {link} is not there.";
            }
            else if (
                parts.Length > 1
                && !MarkdownLinks.AnchorsIn(target is null ? text : File.ReadAllText(target)).Contains(parts[1])
            )
            {
                yield return $"{path}: {link} has no such heading.";
            }
        }
    }

    private static bool IsThere(string target) =>
        target.StartsWith(SourceTree.Root, StringComparison.Ordinal)
        && (File.Exists(target) || Directory.Exists(target));
}
