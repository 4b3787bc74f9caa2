using System.Globalization;
using Xunit;

namespace Byway.Tests.Tidy;

/// <summary>One wiring file a folder, and decisions numbered without gaps.</summary>
public sealed class FolderTests
{
    [Fact]
    public void Each_folder_has_at_most_one_wiring_file() =>
        Complaints.AssertNone(SecondModules(SourceTree.Server.Select(file => file.Path)));

    [Fact]
    public void Decisions_are_numbered_without_gaps()
    {
        var folder = Path.Combine(SourceTree.Root, "docs", "decisions");
        var names = Directory.Exists(folder) ? Directory.EnumerateFileSystemEntries(folder) : [];
        Complaints.AssertNone(Misnumbered(names.Select(path => Path.GetFileName(path))));
    }

    [Fact]
    public void A_second_wiring_file_is_caught()
    {
        Assert.Single(SecondModules(["src/Byway/Clicks/ClicksModule.cs", "src/Byway/Clicks/Deep/MoreModule.cs"]));
        Assert.Single(SecondModules(["src/Byway/OneModule.cs"]));
        Assert.Empty(SecondModules(["src/Byway/Clicks/ClicksModule.cs", "src/Byway/Links/LinksModule.cs"]));
    }

    [Fact]
    public void A_misnumbered_decision_is_caught()
    {
        Assert.Empty(Misnumbered([]));
        Assert.Empty(Misnumbered(["0002-b.md", "0001-a.md"]));
        Assert.Single(Misnumbered(["0001-a.md", "0003-c.md"]));
        Assert.Single(Misnumbered(["0001-a.md", "0001-b.md"]));
        Assert.Single(Misnumbered(["0001-a.md", "notes.md"]));
        Assert.Single(Misnumbered(["0001-a.txt"]));
        Assert.Single(Misnumbered(["0001-.md"]));
    }

    private static IEnumerable<string> SecondModules(IEnumerable<string> paths) =>
        paths
            .Where(path => path.EndsWith("Module.cs", StringComparison.Ordinal))
            .GroupBy(path => new SourceFile(path, "").BusinessFolder, StringComparer.Ordinal)
            .SelectMany(folder => folder.Skip(folder.Key.Length == 0 ? 0 : 1))
            .Select(path => $"{path}: a folder has at most one wiring file, and src/Byway itself has none.");

    private static IEnumerable<string> Misnumbered(IEnumerable<string> names)
    {
        var sorted = names.Order(StringComparer.Ordinal).ToList();
        for (var index = 0; index < sorted.Count; index++)
        {
            var expected = string.Create(CultureInfo.InvariantCulture, $"{index + 1:0000}-");
            var name = sorted[index];
            var isRight =
                name.StartsWith(expected, StringComparison.Ordinal)
                && name.EndsWith(".md", StringComparison.Ordinal)
                && name.Length > expected.Length + ".md".Length;
            if (!isRight)
            {
                yield return $"docs/decisions/{name}: should be {expected}….md, counted from 0001 without gaps.";
            }
        }
    }
}
