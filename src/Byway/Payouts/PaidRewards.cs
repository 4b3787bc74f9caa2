using System.Globalization;
using Byway.Balances;
using Byway.Journal;
using Byway.Rewards;
using Byway.Turns;

namespace Byway.Payouts;

/// <summary>
/// Notes on rewards that a payout has paid them, each with an entry of its own. The value has moved with the payout in
/// one sum; which rewards were in it is what the postings on the payable balance say.
/// </summary>
public static class PaidRewards
{
    private const int PostingsInOneTurn = 250;

    /// <summary>Says what <see cref="Note"/> will read.</summary>
    /// <param name="turn">The turn.</param>
    /// <param name="payout">The payout.</param>
    public static void Prefetch(Turn turn, Payout payout)
    {
        foreach (var number in Numbers(turn, payout))
        {
            RewardViews.Prefetch(turn, number);
        }
    }

    /// <summary>Notes the next part of a payout's rewards; the others are left to the job.</summary>
    /// <param name="turn">The turn.</param>
    /// <param name="payout">The payout, made.</param>
    /// <param name="actor">Who asked.</param>
    /// <returns>The payout as far as it is noted, not put yet.</returns>
    public static Payout Note(Turn turn, Payout payout, string actor)
    {
        foreach (var number in Numbers(turn, payout))
        {
            var reward = turn.Get(Reward.Table, number)!;
            if (reward is not { Payout: null, Account: LedgerAccount.Payable, Stands: true })
            {
                continue;
            }

            var paid = RewardPostings.NotePaid(turn, reward, payout.Number);
            turn.Append(
                new()
                {
                    Kind = EntryKind.RewardPaid,
                    Subject = number,
                    Person = payout.Partner,
                    Decision = new() { Code = DecisionCode.PayoutPaid },
                    Request = new RequestText()
                        .Add("payout_request", payout.Number.ToString(CultureInfo.InvariantCulture))
                        .Json,
                    Answer = RewardViews.Json(turn, paid),
                },
                actor
            );
        }

        return payout with
        {
            NotedPosition = EndOf(payout),
        };
    }

    private static long EndOf(Payout payout) =>
        Math.Min(payout.LastPosition, payout.NotedPosition + PostingsInOneTurn);

    private static IEnumerable<long> Numbers(Turn turn, Payout payout)
    {
        if (payout.ChosenNumbers is { } chosen)
        {
            return chosen;
        }

        var numbers = new List<long>();
        for (var position = payout.NotedPosition + 1; position <= EndOf(payout); position++)
        {
            if (turn.Get(Posting.Table, payout.Balance, position) is { Reward: { } reward, Amount: > 0 })
            {
                numbers.Add(reward);
            }
        }

        return numbers.Distinct();
    }
}
