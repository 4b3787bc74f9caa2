using System.Text.RegularExpressions;
using Byway.Tests.Tidy;
using Xunit;

namespace Byway.Tests.Integrations.Stripe;

/// <summary>The guide for merchants tells them to tick events that mean something here.</summary>
public sealed partial class StripeGuideTests
{
    [GeneratedRegex(
        @"^   (?<type>[a-z_]+(\.[a-z_]+)+)$",
        RegexOptions.ExplicitCapture | RegexOptions.Multiline,
        5_000
    )]
    private static partial Regex Ticked { get; }

    [Fact]
    public void Every_event_to_be_ticked_is_understood_and_shown_in_the_table()
    {
        var guide = File.ReadAllText(Path.Combine(SourceTree.Root, "docs", "guides", "stripe.md"));
        var ticked = Ticked.Matches(guide).Select(found => found.Groups["type"].Value).ToList();
        var understood = EventFile
            .Names.Where(name => EventFile.Table[name].Any(fact => fact != "note"))
            .Select(name => (string)EventFile.Read(name)["type"]!)
            .ToHashSet(StringComparer.Ordinal);
        Assert.True(ticked.Count > 20, $"{ticked.Count}");
        Assert.Empty(ticked.Except(understood, StringComparer.Ordinal));
        // The control: not everything is understood.
        Assert.DoesNotContain("product.created", understood);
    }
}
