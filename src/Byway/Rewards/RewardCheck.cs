using Byway.Balances;
using Byway.Journal;

namespace Byway.Rewards;

/// <summary>
/// Adds up the rewards of one beneficiary and compares them with what stands on the beneficiary's balances.
/// </summary>
/// <param name="beneficiary">A partner or customer.</param>
public sealed class RewardCheck(long beneficiary)
{
    private readonly Dictionary<(string Account, string Unit), Int128> expected = [];

    /// <summary>
    /// Takes a reward: its standing part is on its account; what was taken back after it was paid is owed.
    /// </summary>
    /// <param name="reward">The reward.</param>
    public void Add(StandingReward reward)
    {
        if (reward.Account == LedgerAccount.Paid)
        {
            Add(LedgerAccount.Paid, reward.Unit, reward.Amount);
            Add(LedgerAccount.Payable, reward.Unit, -(Int128)reward.ReversedAmount);
        }
        else
        {
            Add(reward.Account, reward.Unit, (Int128)reward.Amount - reward.ReversedAmount);
        }
    }

    /// <summary>Takes what stands on a balance of the beneficiary without any reward: credits, payouts.</summary>
    /// <param name="balance">The balance.</param>
    /// <param name="amount">Micros.</param>
    public void AddCredits(Balance balance, Int128 amount) => Add(balance.Account, balance.Unit, amount);

    /// <summary>Takes a balance that is there.</summary>
    /// <param name="balance">The balance.</param>
    public Break? Compare(Balance balance)
    {
        expected.Remove((balance.Account, balance.Unit), out var sum);
        return Break.If(
            PlaceOf(balance.Account, balance.Unit),
            "amount by its rewards, credits and payouts, in micros",
            sum,
            (Int128)balance.Amount
        );
    }

    /// <summary>After the last balance: no reward is without one.</summary>
    public Break? End()
    {
        foreach (var ((account, unit), sum) in expected)
        {
            if (sum != 0)
            {
                return new(
                    PlaceOf(account, unit),
                    "amount by its rewards, credits and payouts, in micros",
                    $"{sum}",
                    "none"
                );
            }
        }

        return null;
    }

    private string PlaceOf(string account, string unit) => $"balance {account} of {beneficiary} in {unit}";

    private void Add(string account, string unit, Int128 amount) =>
        expected[(account, unit)] = expected.GetValueOrDefault((account, unit)) + amount;
}

/// <summary>What of a reward counts for balances.</summary>
/// <param name="Beneficiary">A partner or customer.</param>
/// <param name="Unit">Currency or own unit.</param>
/// <param name="Account">Where the standing part is.</param>
/// <param name="Amount">Micros.</param>
/// <param name="ReversedAmount">Micros.</param>
public sealed record StandingReward(long Beneficiary, string Unit, string Account, long Amount, long ReversedAmount);
