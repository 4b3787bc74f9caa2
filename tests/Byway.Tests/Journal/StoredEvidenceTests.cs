using System.Text.Json;
using Byway.Journal;
using Byway.Rewards;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Byway.Tests.Journal;

/// <summary>Evidence is stored shorter than it is told, and read back as it was.</summary>
public sealed class StoredEvidenceTests
{
    private static readonly string[] Fields =
    [
        "partner.key",
        "customer",
        "rule",
        "rules",
        "rules 3",
        "rule 3 to 4",
        "rules 9 to 4",
        "rules 3 to 3",
        "rule 03",
        "rules 1 to",
        "rule -1",
        "rule 1,2",
        "reward.12",
        "goal 1",
    ];

    [Fact]
    public void Rules_that_were_asked_one_after_the_other_stand_together()
    {
        var decision = new Decision
        {
            Code = DecisionCode.Rewarded,
            Evidence =
            [
                new("customer.referred_by", "resolved", 7),
                new("rule 1", "partner_tag_differs"),
                new("rules 2 to 3", "amount_differs"),
                new("rule 4", "partner_tag_differs"),
                new("rule 5", "running_differs", Note: "revenue USD 30 days") { Fact = 12_000_000 },
                new("rules 6 to 8", "partner_tag_differs"),
                new("rule 9", "resolved"),
                new("reward 1", "occurrence_differs") { Fact = 2 },
                new("signal", "velocity") { Seen = 3, Limit = 2 },
            ],
        };
        var text = JsonSerializer.Serialize(decision);
        Assert.Contains(
            """{"asked":"rules 1 to 9","said":[{"verdict":"partner_tag_differs","rules":"1,4,6-8"},"""
                + """{"verdict":"amount_differs","rules":"2-3"},"""
                + """{"verdict":"running_differs","rules":"5","note":"revenue USD 30 days","fact":12000000},"""
                + """{"verdict":"resolved","rules":"9"}]},"""
                + """{"field":"reward 1","verdict":"occurrence_differs","fact":2}""",
            text,
            StringComparison.Ordinal
        );
        Assert.Equal(decision.Evidence, JsonSerializer.Deserialize<Decision>(text)!.Evidence);
    }

    [Fact]
    public void Entries_written_before_are_read()
    {
        const string Text = """
            {"Code":"rewarded","Evidence":[
              {"field":"rule 1","verdict":"amount_differs"},
              {"field":"rules 2 to 3","verdict":"link_differs"},
              {"field":"rule 4","verdict":"resolved"},
              {"field":"partner.key","verdict":"resolved","leads":7,"note":"link 3","seen":1,"limit":2,"fact":3}
            ]}
            """;
        Assert.Equal(
            [
                new("rule 1", "amount_differs"),
                new("rules 2 to 3", "link_differs"),
                new("rule 4", "resolved"),
                new("partner.key", "resolved", 7, "link 3")
                {
                    Seen = 1,
                    Limit = 2,
                    Fact = 3,
                },
            ],
            JsonSerializer.Deserialize<Decision>(Text)!.Evidence!
        );
    }

    [Theory]
    [InlineData("""{"asked":"partner.key","said":[]}""")]
    [InlineData("""{"asked":"rules 1 to 3","said":[{"verdict":"a","rules":"1,3"}]}""")]
    [InlineData("""{"asked":"rules 1 to 3","said":[{"verdict":"a","rules":"1-4"}]}""")]
    [InlineData("""{"asked":"rules 1 to 3","said":[{"verdict":"a","rules":"1 to 3"}]}""")]
    [InlineData("""{"asked":"rules 1 to 3","said":[{"verdict":"a"}]}""")]
    [InlineData("""{"asked":"rules 1 to 3","said":[null]}""")]
    [InlineData("""{"asked":"rules 1 to 3"}""")]
    [InlineData("""{"asked":"rules 1 to 2147483647","said":[{"verdict":"a","rules":"1-2147483647"}]}""")]
    [InlineData("""{"asked":"rules 0 to 2147483647","said":[]}""")]
    [InlineData("""{"field":"rule 1"}""")]
    [InlineData("""{"verdict":"resolved"}""")]
    public void What_was_damaged_is_not_read(string element) =>
        Assert.True(
            EntryBody.IsMalformed(
                Assert.ThrowsAny<Exception>(() =>
                    JsonSerializer.Deserialize<Decision>($$"""{"Code":"rewarded","Evidence":[{{element}}]}""")
                )
            )
        );

    [Fact]
    public void Whatever_was_looked_at_is_read_back_as_it_was() =>
        Prop.ForAll(
                Lists().ToArbitrary(),
                list =>
                {
                    var decision = new Decision { Code = DecisionCode.Rewarded, Evidence = list };
                    var text = JsonSerializer.Serialize(decision);
                    return list.SequenceEqual(JsonSerializer.Deserialize<Decision>(text)!.Evidence!);
                }
            )
            .QuickCheckThrowOnFailure();

    /// <summary>Rows of rules as the engine notes them, and anything else between them.</summary>
    private static Gen<List<Evidence>> Lists() =>
        from pieces in Gen.OneOf(
                Gen.Elements(Fields).Select(field => new List<Evidence> { new(field, "noted"), new(field, "done") }),
                Gen.Choose(0, 4).Select(leads => new List<Evidence> { new("rule 2", "resolved", leads) }),
                Asked(),
                Asked().Select(list => list.SelectMany(each => new[] { each, each }).ToList())
            )
            .ListOf()
        select pieces.SelectMany(piece => piece).ToList();

    private static Gen<List<Evidence>> Asked() =>
        from part in Gen.Elements("rule", "reward")
        from first in Gen.Choose(1, 4)
        from verdicts in Gen.Choose(0, 3).ListOf()
        select Noted(part, first, [.. verdicts]);

    private static List<Evidence> Noted(string part, int first, IReadOnlyList<int> verdicts)
    {
        var asked = new AskedRules();
        for (var at = 0; at < verdicts.Count; at++)
        {
            var fact = verdicts[at] > 1 ? new ComparedFact(verdicts[at]) : default;
            asked.Note(part, first + at, verdicts[at] > 0 ? "amount_differs" : "resolved", fact);
        }

        return [.. asked.List];
    }
}
