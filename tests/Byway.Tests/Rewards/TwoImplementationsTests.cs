using System.Collections.Concurrent;
using System.Globalization;
using Byway.Rewards;
using Xunit;

namespace Byway.Tests.Rewards;

/// <summary>
/// What the server decides and keeps as things happen, and what a slow and obvious implementation finds by going
/// through
/// everything that has happened, are the same for made-up rules and histories.
/// </summary>
public sealed class TwoImplementationsTests
{
    private const int InTheSuite = 3000;
    private const int AtOnce = 1000;
    private const int BetweenReports = 20_000;

    [Fact]
    public void Both_implementations_agree_on_made_up_histories()
    {
        // The suite has time for a few; the long proof goes on for so many histories, or so many seconds.
        var seconds = Number("BYWAY_PROOF_SECONDS");
        var most = Number("BYWAY_PROOF_HISTORIES") ?? (seconds is null ? InTheSuite : int.MaxValue - AtOnce);
        var first = Number("BYWAY_PROOF_SEED") ?? 0;
        var output = TestContext.Current.TestOutputHelper;
        var began = TimeProvider.System.GetTimestamp();
        var done = 0;
        while (done < most && !(TimeProvider.System.GetElapsedTime(began).TotalSeconds > seconds))
        {
            var next = Math.Min(AtOnce, most - done);
            if (FirstDifference(first + done, next, history => new(history)) is var (seed, difference))
            {
                Assert.Fail(
                    $"The history of seed {seed} (./do prove rules --seed {seed} --histories 1): {difference}"
                );
            }

            done += next;
            if (done % BetweenReports == 0)
            {
                var elapsed = TimeProvider.System.GetElapsedTime(began).TotalSeconds;
                output?.WriteLine($"{done} histories agree after {elapsed:0} s");
            }
        }

        output?.WriteLine($"{done} histories agree, seeds {first} to {first + done - 1}.");
    }

    [Theory]
    [InlineData("rolling windows are forgotten")]
    [InlineData("refunds are a micro more")]
    [InlineData("a range holds what equals its end")]
    [InlineData("the last rule that matches decides")]
    [InlineData("former keys of a link are forgotten")]
    [InlineData("actions begin a time too early")]
    public void What_is_broken_is_found_among_a_few_histories(string broken)
    {
        var found = broken switch
        {
            "rolling windows are forgotten" => FirstDifference(0, 300, history => new(history, forgetsWindows: true)),
            "refunds are a micro more" => FirstDifference(0, 300, history => new(history), OneMicroMore),
            _ => FirstDifference(0, 300, history => new(history.With(Broken(history.Rules, broken)))),
        };
        Assert.NotNull(found);
    }

    /// <summary>Rates matter in many of them: for rewards in a half, for amounts and revenue in the others.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Forgotten_rates_are_found_among_a_few_histories(bool converts)
    {
        var found = Enumerable
            .Range(0, 300)
            .Select(seed => new History(seed))
            .Where(history => history.Converts == converts)
            .Count(history => DifferenceOf(history, _ => new(history, forgetsRates: true)) is not null);
        Assert.InRange(found, 1, 300);
    }

    [Fact]
    public void Made_up_histories_reach_every_part_of_the_rules()
    {
        var said = Enumerable
            .Range(0, 400)
            .SelectMany(seed =>
            {
                var history = new History(seed);
                var books = new FastBooks(history);
                return history.Happenings.Select(books.Play).ToList();
            })
            .ToList();
        string[] parts =
        [
            "default referring",
            "rule 4 referring",
            "given referring",
            "level 2",
            "reward 1 referred",
            "points",
            "earning_period_over",
            "not_rewardable",
            "reward_is_zero",
        ];
        foreach (var part in parts)
        {
            Assert.Contains(said, text => text.Contains(part, StringComparison.Ordinal));
        }
    }

    private static int? Number(string name) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), CultureInfo.InvariantCulture, out var number)
            ? number
            : null;

    /// <summary>The first seed whose history both do not agree on, and what they say.</summary>
    private static (int Seed, string Difference)? FirstDifference(
        int from,
        int count,
        Func<History, FastBooks> fastOf,
        Func<Happening, Happening>? spoil = null
    )
    {
        var found = new ConcurrentDictionary<int, string>();
        Parallel.For(
            from,
            from + count,
            seed =>
            {
                if (DifferenceOf(new History(seed), fastOf, spoil) is { } difference)
                {
                    found[seed] = difference;
                }
            }
        );
        return found.IsEmpty ? null : (found.Keys.Min(), found[found.Keys.Min()]);
    }

    /// <summary>Rules as the server would have to read them to be wrong in that way.</summary>
    private static RewardRules Broken(RewardRules rules, string how) =>
        new()
        {
            Rules =
            [
                .. (how.StartsWith("the last", StringComparison.Ordinal) ? rules.Rules.Reverse() : rules.Rules).Select(
                    rule => rule with { Conditions = Broken(rule.Conditions, how) }
                ),
            ],
            Levels = rules.Levels,
            Rewards =
            [
                .. rules.Rewards.Select(reward =>
                    how.StartsWith("actions", StringComparison.Ordinal) && reward.Action is not null
                        ? reward with
                        {
                            StartAfter = Math.Max(0, reward.StartAfter - 1),
                        }
                        : reward
                ),
            ],
            Goals = rules.Goals,
        };

    private static RuleConditions Broken(RuleConditions conditions, string how) =>
        how switch
        {
            "a range holds what equals its end" => conditions with
            {
                Running =
                [
                    .. (conditions.Running ?? []).Select(running =>
                        running with
                        {
                            Bounds = running.Bounds with { Until = running.Bounds.Until + 1 },
                        }
                    ),
                ],
            },
            "former keys of a link are forgotten" => conditions with
            {
                Link = conditions.Link?.Where(key => key != "diary").ToList(),
            },
            _ => conditions,
        };

    private static Happening OneMicroMore(Happening happening) =>
        happening.Kind == HappeningKind.Refund ? happening with { Amount = happening.Amount + 1 } : happening;

    private static string? DifferenceOf(
        History history,
        Func<History, FastBooks> fastOf,
        Func<Happening, Happening>? spoil = null
    )
    {
        var fast = fastOf(history);
        var slow = new SlowBooks(history);
        foreach (var happening in history.Happenings)
        {
            var (one, other) = (fast.Play(spoil?.Invoke(happening) ?? happening), slow.Play(happening));
            if (one != other)
            {
                return $"{happening}: {one} against {other}";
            }

            var (balances, expected) = (fast.Balances(), slow.Balances());
            foreach (var key in balances.Keys.Union(expected.Keys))
            {
                if (balances.GetValueOrDefault(key) != expected.GetValueOrDefault(key))
                {
                    return $"{happening}: {key} has {balances.GetValueOrDefault(key)}, "
                        + $"not {expected.GetValueOrDefault(key)}";
                }
            }
        }

        return null;
    }
}
