using System.Globalization;
using System.Text.RegularExpressions;
using Byway.Http;
using Byway.Journal;
using Byway.Tests.Tidy;
using Xunit;

namespace Byway.Tests.Http;

/// <summary>docs/errors.md explains every refusal and every decision, and nothing else.</summary>
public sealed partial class ErrorsPageTests
{
    private const string Refusals = "Refusals";
    private const string Decisions = "Decisions";

    private static readonly string Page = File.ReadAllText(Path.Combine(SourceTree.Root, "docs", "errors.md"));

    [GeneratedRegex(
        @"^### (?<title>.+)\n\n(?<text>[^#\n].*)?",
        RegexOptions.ExplicitCapture | RegexOptions.Multiline,
        5_000
    )]
    private static partial Regex Entry { get; }

    [Fact]
    public void Every_refusal_is_explained() => Complaints.AssertNone(Faults(Page, Refusals, RefusalTitles));

    [Fact]
    public void Every_decision_is_explained() => Complaints.AssertNone(Faults(Page, Decisions, DecisionTitles));

    [Fact]
    public void A_missing_superfluous_or_unexplained_entry_is_caught()
    {
        var titles = RefusalTitles.ToList();
        Assert.NotEmpty(Faults(Page, Refusals, titles.Skip(1)));
        Assert.NotEmpty(Faults(Page, Refusals, titles.Append("`bored` · 418")));
        Assert.NotEmpty(
            Faults(Page, Refusals, titles.Select(title => title.Replace("401", "402", StringComparison.Ordinal)))
        );
        Assert.NotEmpty(Faults(Page, Decisions, DecisionTitles.SkipLast(1)));
        Assert.NotEmpty(
            Faults("## Refusals\n\n### `a` · 1\n\n### `b` · 2\n\nText.\n", Refusals, ["`a` · 1", "`b` · 2"])
        );
        Assert.Empty(Faults("## Refusals\n\n### `a` · 1\n\nText.\n", Refusals, ["`a` · 1"]));
    }

    private static IEnumerable<string> RefusalTitles =>
        RefusalCode.All.Select(code => string.Create(CultureInfo.InvariantCulture, $"`{code.Code}` · {code.Status}"));

    private static IEnumerable<string> DecisionTitles => DecisionCode.All.Select(code => $"`{code}`");

    private static IEnumerable<string> Faults(string page, string chapter, IEnumerable<string> expected)
    {
        var text = ("\n" + page)
            .Split("\n## ")
            .Single(part => part.StartsWith(chapter + "\n", StringComparison.Ordinal));
        var entries = Entry.Matches(text);
        var titles = entries.Select(entry => entry.Groups["title"].Value).ToList();
        var real = expected.ToList();
        foreach (var title in real.Except(titles, StringComparer.Ordinal))
        {
            yield return $"docs/errors.md, {chapter}: {title} is missing.";
        }

        foreach (var title in titles.Except(real, StringComparer.Ordinal))
        {
            yield return $"docs/errors.md, {chapter}: {title} is no code of ours.";
        }

        foreach (var entry in entries.Where(entry => entry.Groups["text"].Value.Length == 0))
        {
            yield return $"docs/errors.md, {chapter}: {entry.Groups["title"].Value} is not explained.";
        }
    }
}
