using Byway.Balances;
using Byway.Journal;

namespace Byway.Payouts;

/// <summary>
/// Adds up payouts and compares them with the books: what is set aside stands on the clearing account, what was paid
/// on the partners' paid accounts.
/// </summary>
public sealed class PayoutCheck
{
    private readonly Dictionary<string, Int128> setAside = new(StringComparer.Ordinal);
    private readonly Dictionary<(long Partner, string Unit), Int128> paid = [];

    /// <summary>Takes a payout.</summary>
    /// <param name="payout">The payout.</param>
    public void Add(CountedPayout payout)
    {
        if (payout.Status == PayoutStatus.Finished)
        {
            var key = (payout.Partner, payout.Unit);
            paid[key] = paid.GetValueOrDefault(key) + payout.Amount;
        }
        else if (payout.Status != PayoutStatus.Rejected)
        {
            setAside[payout.Unit] = setAside.GetValueOrDefault(payout.Unit) + payout.Amount;
        }
    }

    /// <summary>Takes a balance that is there.</summary>
    /// <param name="balance">The balance.</param>
    /// <param name="withoutReward">What stands on it that no reward explains.</param>
    public Break? Compare(Balance balance, Int128 withoutReward)
    {
        var place = $"balance {balance.Number} ({balance.Account} of {balance.Owner} in {balance.Unit})";
        if (balance.Account == LedgerAccount.PayoutClearing)
        {
            setAside.Remove(balance.Unit, out var open);
            return Break.If(place, "amount by its open payouts, in micros", open, (Int128)balance.Amount);
        }

        if (balance.Account != LedgerAccount.Paid)
        {
            return null;
        }

        paid.Remove((balance.Owner, balance.Unit), out var sum);
        return Break.If(place, "amount by its payouts, in micros", sum, withoutReward);
    }

    /// <summary>After the last balance: no payout is without one.</summary>
    public Break? End()
    {
        foreach (var (unit, sum) in setAside)
        {
            return new($"payouts in {unit}", "amount by open payouts, in micros", $"{sum}", "none");
        }

        foreach (var ((partner, unit), sum) in paid)
        {
            return new($"payouts of {partner} in {unit}", "amount by payouts, in micros", $"{sum}", "none");
        }

        return null;
    }
}

/// <summary>What of a payout counts for balances.</summary>
/// <param name="Partner">Whose.</param>
/// <param name="Unit">The currency.</param>
/// <param name="Status">One of <see cref="PayoutStatus"/>.</param>
/// <param name="Amount">Micros.</param>
public sealed record CountedPayout(long Partner, string Unit, string Status, long Amount);
