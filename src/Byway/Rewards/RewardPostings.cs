using Byway.Balances;
using Byway.Journal;
using Byway.Transactions;
using Byway.Turns;
using Byway.Values;

namespace Byway.Rewards;

/// <summary>Puts rewards into the books and takes them out again.</summary>
public static class RewardPostings
{
    /// <summary>Books a reward that was earned.</summary>
    /// <param name="turn">The turn.</param>
    /// <param name="sale">The sale.</param>
    /// <param name="earned">What was earned.</param>
    /// <returns>The reward and its arithmetic.</returns>
    public static (Reward Reward, Arithmetic Arithmetic) Earn(Turn turn, Transaction sale, EarnedReward earned)
    {
        var booked = Book(turn, earned, RewardPart.Of(earned), sale.CreatedAt, sale);
        RewardedSales.Add(turn, sale, booked.Reward.Part == RewardPart.Main ? 1 : 0);
        return booked;
    }

    /// <summary>Books a reward, of a sale or of none.</summary>
    /// <param name="turn">The turn.</param>
    /// <param name="earned">What was earned.</param>
    /// <param name="part">One of <see cref="RewardPart"/>.</param>
    /// <param name="createdAt">When it occurred.</param>
    /// <param name="sale">The sale; null when no one sale earned it.</param>
    /// <returns>The reward and its arithmetic.</returns>
    public static (Reward Reward, Arithmetic Arithmetic) Book(
        Turn turn,
        EarnedReward earned,
        string part,
        long createdAt,
        Transaction? sale = null
    )
    {
        var isSignalled = earned.Signals is not null;
        var isHeld = isSignalled || earned.HeldUntil is not null;
        var reward = new Reward
        {
            ProgramId = turn.Program.ProgramId,
            Number = turn.TakeRewardNumber(),
            TransactionNumber = sale?.Number ?? 0,
            Beneficiary = earned.Beneficiary,
            Unit = earned.Unit,
            Amount = earned.Amount,
            ReversedAmount = 0,
            Status = isHeld ? RewardStatus.ReviewPeriod : RewardStatus.Ok,
            Account =
                isHeld ? LedgerAccount.Held
                : sale?.IsRewarded == true ? LedgerAccount.Paid
                : LedgerAccount.Payable,
            Version = turn.Version,
            HeldUntil = isSignalled ? null : earned.HeldUntil,
            CreatedAt = createdAt,
            UpdatedAt = turn.Now,
            Sequence = turn.NextNumber,
            Part = part,
            Signals = earned.Signals,
            ReviewUntil = isSignalled ? earned.HeldUntil : null,
        };
        turn.Put(Reward.Table, reward);
        turn.Move(Expense, (reward.Beneficiary, reward.Account), reward.Unit, reward.Amount, reward.Number);
        Count(turn, reward, reward.Amount, rewardedSales: part == RewardPart.Main ? 1 : 0);
        return (
            reward,
            new()
            {
                Reward = reward.Number,
                Rule = earned.Rule,
                Version = turn.Version,
                Base = earned.Base,
                PartsPerMillion = earned.PartsPerMillion,
                Result = earned.Amount,
                Unit = earned.Unit,
                HeldUntil = earned.HeldUntil,
                IsRoundedUp = earned.IsRoundedUp,
                Name = earned.Name,
                Side = earned.Side == RewardSide.Referring ? null : earned.Side,
                Level = earned.Level,
                IsCapped = earned.IsCapped,
                Rate = earned.Rate,
            }
        );
    }

    /// <summary>Takes a goal's bonus back because it does not hold any more, or lets it stand again.</summary>
    /// <param name="turn">The turn.</param>
    /// <param name="number">The reward's number.</param>
    /// <param name="stands">True to let it stand.</param>
    /// <returns>Null when the owner rejected it, or nothing changes.</returns>
    public static Arithmetic? AdjustBonus(Turn turn, long number, bool stands)
    {
        var before = turn.Get(Reward.Table, number)!;
        var target =
            before.Status == RewardStatus.Rejected ? before.ReversedAmount
            : stands ? 0
            : before.Amount;
        if (target == before.ReversedAmount)
        {
            return null;
        }

        return TakeBack(turn, sale: null, before, Reversed(turn, before, target));
    }

    /// <summary>
    /// Makes a sale's rewards agree with what has become of the sale: refunded, archived, deleted, or standing again.
    /// </summary>
    /// <param name="turn">The turn.</param>
    /// <param name="sale">The sale as it is now.</param>
    /// <returns>The rewards as they are now, and the arithmetic of those that changed.</returns>
    public static (IReadOnlyList<Reward> Rewards, IReadOnlyList<Arithmetic> Arithmetic) Adjust(
        Turn turn,
        Transaction sale
    )
    {
        var rewards = new List<Reward>();
        var arithmetic = new List<Arithmetic>();
        foreach (var before in turn.Find(Reward.ByTransaction, sale.Number).OrderBy(reward => reward.Number))
        {
            var target =
                before.Status == RewardStatus.Rejected
                    ? before.ReversedAmount
                    : ReversalRule.TargetOf(before.Amount, sale.Amount, sale.RefundedAmount, sale.IsLive);
            var difference = target - before.ReversedAmount;
            var reward = difference == 0 ? before : Reversed(turn, before, target);
            rewards.Add(reward);
            if (difference == 0)
            {
                continue;
            }

            arithmetic.Add(
                TakeBack(turn, sale, before, reward) with
                {
                    Refunded = sale.IsLive ? sale.RefundedAmount : sale.Amount,
                }
            );
        }

        return (rewards, arithmetic);
    }

    /// <summary>Books a reward that the owner gives by hand: no sale, payable at once.</summary>
    /// <param name="turn">The turn.</param>
    /// <param name="beneficiary">The partner.</param>
    /// <param name="unit">Currency.</param>
    /// <param name="amount">Micros.</param>
    /// <param name="createdAt">When it occurred, Unix microseconds.</param>
    public static Reward Give(Turn turn, long beneficiary, string unit, long amount, long createdAt)
    {
        var reward = new Reward
        {
            ProgramId = turn.Program.ProgramId,
            Number = turn.TakeRewardNumber(),
            TransactionNumber = 0,
            Beneficiary = beneficiary,
            Unit = unit,
            Amount = amount,
            ReversedAmount = 0,
            Status = RewardStatus.Ok,
            Account = LedgerAccount.Payable,
            Version = turn.Version,
            CreatedAt = createdAt,
            UpdatedAt = turn.Now,
            Sequence = turn.NextNumber,
        };
        turn.Put(Reward.Table, reward);
        turn.Move(Expense, (beneficiary, LedgerAccount.Payable), unit, amount, reward.Number);
        Count(turn, reward, amount, rewardedSales: 0);
        return reward;
    }

    /// <summary>Makes a held reward payable.</summary>
    /// <param name="turn">The turn.</param>
    /// <param name="reward">A reward in its review period.</param>
    public static Reward Release(Turn turn, Reward reward)
    {
        var released = reward with { Status = RewardStatus.Ok, Account = LedgerAccount.Payable, UpdatedAt = turn.Now };
        turn.Put(Reward.Table, released);
        turn.Move(
            (reward.Beneficiary, LedgerAccount.Held),
            (reward.Beneficiary, LedgerAccount.Payable),
            reward.Unit,
            reward.StandingAmount,
            reward.Number
        );
        return released;
    }

    /// <summary>Lets a reward that signals held go on with its review period.</summary>
    /// <param name="turn">The turn.</param>
    /// <param name="reward">A reward that signals hold, whose review period is not over.</param>
    public static Reward Clear(Turn turn, Reward reward)
    {
        var cleared = reward with { HeldUntil = reward.ReviewUntil, UpdatedAt = turn.Now };
        turn.Put(Reward.Table, cleared);
        return cleared;
    }

    /// <summary>
    /// Takes back what is left of a reward because the owner rejects it, for good: what becomes of its sale afterwards
    /// changes nothing any more.
    /// </summary>
    /// <param name="turn">The turn.</param>
    /// <param name="before">A reward that stands.</param>
    public static (Reward Reward, Arithmetic Arithmetic) Reject(Turn turn, Reward before)
    {
        var reward = before with
        {
            ReversedAmount = before.Amount,
            Status = RewardStatus.Rejected,
            UpdatedAt = turn.Now,
        };
        turn.Put(Reward.Table, reward);
        var sale = before.TransactionNumber == 0 ? null : turn.Get(Transaction.Table, before.TransactionNumber);
        return (reward, TakeBack(turn, sale, before, reward) with { Rule = "rejection" });
    }

    /// <summary>Notes that a payout has paid a reward; its value was moved with the payout's.</summary>
    /// <param name="turn">The turn.</param>
    /// <param name="reward">The reward.</param>
    /// <param name="payout">The payout's number.</param>
    public static Reward NotePaid(Turn turn, Reward reward, long payout)
    {
        var paid = reward with { Payout = payout, UpdatedAt = turn.Now };
        turn.Put(Reward.Table, paid);
        return paid;
    }

    private static (long, string) Expense => (LedgerAccount.ProgramOwner, LedgerAccount.RewardExpense);

    private static Reward Reversed(Turn turn, Reward before, long target)
    {
        var isWhole = target >= before.Amount;
        var reward = before with
        {
            ReversedAmount = target,
            Status =
                isWhole ? RewardStatus.Reversed
                : before.Account == LedgerAccount.Held ? RewardStatus.ReviewPeriod
                : RewardStatus.Ok,
            UpdatedAt = turn.Now,
        };
        turn.Put(Reward.Table, reward);
        return reward;
    }

    /// <summary>Posts the difference between a reward as it was and as it is, in favour of the expense.</summary>
    private static Arithmetic TakeBack(Turn turn, Transaction? sale, Reward before, Reward reward)
    {
        // What was paid cannot be taken out of somebody's pocket: the beneficiary's next payout nets it.
        var account = reward.Account == LedgerAccount.Held ? LedgerAccount.Held : LedgerAccount.Payable;
        var difference = reward.ReversedAmount - before.ReversedAmount;
        turn.Move((reward.Beneficiary, account), Expense, reward.Unit, difference, reward.Number);
        var rewardedSales = sale is null ? 0 : CountChange(before, reward);
        Count(turn, reward, -difference, rewardedSales);
        if (sale is not null)
        {
            RewardedSales.Add(turn, sale, rewardedSales);
        }

        return new()
        {
            Reward = reward.Number,
            Rule = "reversal",
            Version = reward.Version,
            Base = reward.Amount,
            Result = -difference,
            Unit = reward.Unit,
        };
    }

    /// <summary>A sale counts as rewarded once, by its main reward.</summary>
    private static long CountChange(Reward before, Reward after) =>
        (before.Stands, after.Stands) switch
        {
            _ when after.Part != RewardPart.Main => 0,
            (true, false) => -1,
            (false, true) => 1,
            _ => 0,
        };

    private static void Count(Turn turn, Reward reward, long amount, long rewardedSales)
    {
        var total = new Total
        {
            Owner = reward.Beneficiary,
            Unit = reward.Unit,
            Day = turn.Now / UtcMicros.PerDay,
            RewardedSales = rewardedSales,
            RewardAmount = amount,
        };
        turn.Count(total);
        turn.Count(total with { Owner = LedgerAccount.ProgramOwner });
    }
}
