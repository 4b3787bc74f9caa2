using Byway.Explanations;
using Byway.Journal;
using Byway.Tests.Tidy;
using Xunit;

namespace Byway.Tests.Explanations;

/// <summary>Decisions as sentences: each code has its own, and golden ones stay as they are.</summary>
public sealed class SentenceTests
{
    private static readonly Dictionary<long, string> Nobody = [];

    private static readonly Arithmetic Thirty = new()
    {
        Reward = 4,
        Rule = "rule 3",
        Name = "Gold partners",
        Version = 7,
        Base = 99_990_000,
        PartsPerMillion = 300_000,
        Result = 29_997_000,
        Unit = "USD",
        HeldUntil = 1_797_897_600_000_000,
    };

    /// <summary>Golden: what is computed, and the sentence.</summary>
    public static readonly TheoryData<Arithmetic, string> Golden = new()
    {
        { Thirty, "30 % of 99.99 USD is 29.997 USD by rule 3 'Gold partners', version 7; payable from 2026-12-22." },
        {
            Thirty with
            {
                Result = 30_000_000,
                IsRoundedUp = true,
                HeldUntil = null,
            },
            "30 % of 99.99 USD is 29.997 USD, rounded up to 30 USD by rule 3 'Gold partners', version 7; payable now."
        },
        {
            Thirty with
            {
                Result = 20_000_000,
                IsCapped = true,
                IsRoundedUp = true,
                HeldUntil = null,
                Name = null,
            },
            "30 % of 99.99 USD is 29.997 USD, cut to 20 USD by its cap by rule 3, version 7; payable now."
        },
        {
            Thirty with
            {
                Rule = "default",
                Name = null,
            },
            "30 % of 99.99 USD is 29.997 USD, by the program's default, version 7; payable from 2026-12-22."
        },
        {
            Thirty with
            {
                Base = null,
                PartsPerMillion = null,
                Result = 5_000_000,
                Unit = "points",
                HeldUntil = null,
            },
            "5 points by rule 3 'Gold partners', version 7; payable now."
        },
        {
            Thirty with
            {
                Result = 12_500_000,
                PartsPerMillion = 1_000_000,
                Base = 12_500_000,
                Unit = "points",
            },
            "100 % of 12.5 is 12.5 points by rule 3 'Gold partners', version 7; payable from 2026-12-22."
        },
        {
            Thirty with
            {
                Side = "level",
                Level = 2,
                HeldUntil = null,
            },
            "30 % of 99.99 USD is 29.997 USD for the partner 2 above by rule 3 'Gold partners', version 7; "
                + "payable now."
        },
        {
            Thirty with
            {
                Rule = "reward 1",
                Side = "referred",
                Name = null,
                HeldUntil = null,
            },
            "30 % of 99.99 USD is 29.997 USD for the referred customer by reward 1, version 7; payable now."
        },
        {
            Thirty with
            {
                Rule = "given",
                Base = null,
                PartsPerMillion = null,
                Name = null,
                HeldUntil = null,
            },
            "29.997 USD as the request said, version 7; payable now."
        },
        { Thirty with { Rule = "reversal", Result = -1_000_000 }, "1 USD of reward 4 taken back." },
        { Thirty with { Rule = "reversal", Result = 1_000_000 }, "1 USD of reward 4 given again." },
        { Thirty with { Rule = "rejection", Result = -29_997_000 }, "29.997 USD of reward 4 taken back." },
        { Thirty with { Rule = "by_hand", HeldUntil = null }, "29.997 USD, given by hand; payable now." },
    };

    [Theory]
    [MemberData(nameof(Golden))]
    public void A_computation_is_one_plain_sentence(Arithmetic sum, string sentence) =>
        Assert.Equal(
            sentence,
            DecisionSentence.Of(new() { Code = DecisionCode.Rewarded, Arithmetic = [sum] }, Nobody)
        );

    [Theory]
    [InlineData("earning_period_over", "rule 2", "earning_period_over", "The time during which rule 2 rewards")]
    [InlineData("earning_period_over", "rules 1 to 2", "amount_differs", "The time during which this customer earns")]
    [InlineData("reward_is_zero", "rule 2", "resolved", "By rule 2 this earns nothing.")]
    [InlineData("reward_is_zero", "customer.referred_by", "resolved", "The program gives nothing for this.")]
    public void The_rule_that_gave_nothing_is_named(string code, string field, string verdict, string begins) =>
        Assert.StartsWith(
            begins,
            DecisionSentence.Of(new() { Code = code, Evidence = [new(field, verdict)] }, Nobody),
            StringComparison.Ordinal
        );

    [Fact]
    public void Every_code_has_a_sentence_of_its_own_and_is_explained_for_people()
    {
        var page = File.ReadAllText(Path.Combine(SourceTree.Root, "docs", "errors.md"));
        Complaints.AssertNone(DecisionCode.All.SelectMany(code => FaultsOf(code, page)));
        var sentences = DecisionCode.All.Select(SentenceOf).ToList();
        Assert.Equal(sentences.Count, sentences.Distinct().Count());

        // The control: a code that nobody thought of has neither.
        Assert.Equal(2, FaultsOf("nobody_thought_of_this", page).Count());
    }

    [Fact]
    public void Partners_are_told_only_codes_on_a_list()
    {
        Assert.True(PartnerSentence.IsTold(DecisionCode.EarningPeriodOver));
        Assert.False(PartnerSentence.IsTold("signal_held"));
        Assert.Equal("It was decided by the program's rules.", PartnerSentence.Of(new() { Code = "signal_held" }, []));
    }

    private static string SentenceOf(string code) => DecisionSentence.Of(new() { Code = code }, Nobody);

    private static IEnumerable<string> FaultsOf(string code, string page)
    {
        if (SentenceOf(code) == code || !SentenceOf(code).EndsWith('.'))
        {
            yield return $"{code} has no sentence.";
        }

        if (!page.Contains($"`{code}`", StringComparison.Ordinal))
        {
            yield return $"{code} is not in docs/errors.md.";
        }
    }
}
