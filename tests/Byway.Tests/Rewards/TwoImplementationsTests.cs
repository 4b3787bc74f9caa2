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
    private const int InTheProof = 1_000_000;
    private const int AtOnce = 1000;

    [Fact]
    public void Both_implementations_agree_on_made_up_histories()
    {
        // The suite has time for a few; the long proof goes on for so many seconds, or up to a million.
        var seconds = Number("BYWAY_PROOF_SECONDS");
        var first = Number("BYWAY_PROOF_SEED") ?? 0;
        var most = seconds is null ? Number("BYWAY_HISTORIES") ?? InTheSuite : InTheProof;
        var began = TimeProvider.System.GetTimestamp();
        var done = 0;
        while (done < most && !(TimeProvider.System.GetElapsedTime(began).TotalSeconds > seconds))
        {
            var from = first + done;
            Parallel.For(
                from,
                from + AtOnce,
                seed => Assert.Null(DifferenceOf(new History(seed), history => new(history)))
            );
            done += AtOnce;
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"{done} histories agree, seeds from {first}.");
    }

    [Fact]
    public void Books_that_forget_their_windows_or_miscount_refunds_are_found()
    {
        var found = Enumerable
            .Range(0, 300)
            .Select(seed => new History(seed))
            .Where(history => history.Rules.Needs.Windows.Count > 0)
            .Count(history => DifferenceOf(history, _ => new(history, forgetsWindows: true)) is not null);
        Assert.InRange(found, 1, 300);
        found = Enumerable
            .Range(0, 300)
            .Count(seed => DifferenceOf(new History(seed), history => new(history), OneMicroMore) is not null);
        Assert.InRange(found, 1, 300);
        // Rates matter in many of them: for rewards in a half, for amounts and revenue in the others.
        foreach (var converts in new[] { true, false })
        {
            found = Enumerable
                .Range(0, 300)
                .Select(seed => new History(seed))
                .Where(history => history.Converts == converts)
                .Count(history => DifferenceOf(history, _ => new(history, forgetsRates: true)) is not null);
            Assert.InRange(found, 1, 300);
        }
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
