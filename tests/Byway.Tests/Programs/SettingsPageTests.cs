using System.Text.RegularExpressions;
using Byway.Programs;
using Byway.Tests.Tidy;
using Xunit;

namespace Byway.Tests.Programs;

/// <summary>The table of settings in docs/DOMAIN.md has every setting, and nothing else.</summary>
public sealed partial class SettingsPageTests
{
    private static readonly string Page = File.ReadAllText(Path.Combine(SourceTree.Root, "docs", "DOMAIN.md"));

    [GeneratedRegex(@"^\| `(?<name>\w+)` \|", RegexOptions.ExplicitCapture | RegexOptions.Multiline, 5_000)]
    private static partial Regex Row { get; }

    [Fact]
    public void Every_setting_is_explained() => Complaints.AssertNone(Faults(Page, SettingsFields.Names));

    [Fact]
    public void A_missing_or_invented_setting_is_caught()
    {
        Assert.Single(Faults(Page, SettingsFields.Names.Skip(1)));
        Assert.Single(Faults(Page, SettingsFields.Names.Append("favourite_colour")));
    }

    private static IEnumerable<string> Faults(string page, IEnumerable<string> settings)
    {
        var chapter = page[page.IndexOf("\n## Settings\n", StringComparison.Ordinal)..];
        var explained = Row.Matches(chapter).Select(row => row.Groups["name"].Value).ToList();
        var real = settings.ToList();
        return explained
            .Except(real, StringComparer.Ordinal)
            .Concat(real.Except(explained, StringComparer.Ordinal))
            .Select(name => $"docs/DOMAIN.md, Settings: {name} is on one side only.");
    }
}
