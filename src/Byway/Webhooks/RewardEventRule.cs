using Byway.Balances;
using Byway.Journal;
using Byway.Rewards;

namespace Byway.Webhooks;

/// <summary>A reward as an entry wrote it, with what the entry posted for it.</summary>
/// <param name="Number">The reward.</param>
/// <param name="Transaction">The sale's number; null when there is none.</param>
/// <param name="Beneficiary">Who earned it.</param>
/// <param name="Unit">Currency or own unit.</param>
/// <param name="Amount">As earned, micros.</param>
/// <param name="ReversedAmount">Taken back so far, micros.</param>
/// <param name="Status">One of <see cref="RewardStatus"/>.</param>
/// <param name="Account">Where the standing part is.</param>
/// <param name="HeldUntil">End of its review period.</param>
/// <param name="CreatedAt">Unix microseconds.</param>
public sealed record WrittenReward(
    long Number,
    long? Transaction,
    long Beneficiary,
    string Unit,
    long Amount,
    long ReversedAmount,
    string Status,
    string Account,
    long? HeldUntil,
    long CreatedAt
)
{
    /// <summary>The signals that held it when it was earned, comma-separated; null for none.</summary>
    public string? Signals { get; init; }

    /// <summary>The legs that moved it.</summary>
    public IReadOnlyList<Leg> Legs { get; init; } = [];

    /// <summary>True when the entry computed how much of it has to be taken back, or given again.</summary>
    public bool IsAdjusted { get; init; }
}

/// <summary>Which events a reward is that an entry has written: told from row, postings and kind.</summary>
public static class RewardEventRule
{
    /// <summary>The events, in order.</summary>
    /// <param name="kind">The entry's kind.</param>
    /// <param name="reward">The reward.</param>
    /// <param name="isFriend">True in refer-a-friend programs, where customers earn.</param>
    public static IReadOnlyList<string> EventsOf(string kind, WrittenReward reward, bool isFriend)
    {
        if (IsNew(kind, reward))
        {
            return NewReward(reward, isFriend);
        }

        if (reward.Status == RewardStatus.Rejected)
        {
            return [EventNames.RewardRejected];
        }

        var expense = Moved(reward, LedgerAccount.RewardExpense);
        if (expense > 0)
        {
            return [EventNames.RewardReversed];
        }

        if (reward.Status != RewardStatus.Ok)
        {
            return [];
        }

        // A payout pays a balance; which rewards it paid says an entry of each, without postings.
        if (kind == EventNames.RewardPaid)
        {
            return [EventNames.RewardPaid];
        }

        // Released, approved by hand, or standing again after its sale was restored.
        var counts = expense < 0 || Moved(reward, LedgerAccount.Held) < 0 || kind == EventNames.RewardApproved;
        return counts ? [EventNames.RewardApproved] : [];
    }

    private static bool IsNew(string kind, WrittenReward reward) =>
        kind == EventNames.RewardCreated
        || (
            !reward.IsAdjusted
            && kind != EventNames.RewardApproved
            && reward.ReversedAmount == 0
            && Moved(reward, LedgerAccount.RewardExpense) == -reward.Amount
        );

    private static List<string> NewReward(WrittenReward reward, bool isFriend)
    {
        var names = new List<string> { EventNames.RewardCreated };
        if (reward.Status == RewardStatus.Ok)
        {
            names.Add(EventNames.RewardApproved);
        }

        if (reward.Account == LedgerAccount.Paid)
        {
            names.Add(EventNames.RewardPaid);
        }

        if (isFriend)
        {
            names.Add(EventNames.CustomerRewarded);
        }

        return names;
    }

    private static long Moved(WrittenReward reward, string account) =>
        reward.Legs.Where(leg => leg.Account == account).Sum(leg => leg.Amount);
}
