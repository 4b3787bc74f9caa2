using Byway.Rewards;

namespace Byway.Journal;

/// <summary>The rewards that a program's journal has told of so far, as decisions see them.</summary>
/// <param name="known">People and sales.</param>
public sealed class KnownRewards(KnownState known)
{
    private readonly Dictionary<long, KnownReward> rewards = [];
    private readonly Dictionary<long, List<long>> ofSales = [];
    private readonly Dictionary<long, long> rewardedSales = [];
    private readonly Dictionary<(long Owner, string Goal, long Step), long> bonuses = [];

    /// <summary>A reward, as of now.</summary>
    /// <param name="number">Its number.</param>
    public KnownReward? Of(long number) => rewards.GetValueOrDefault(number);

    /// <summary>The rewards of a sale, in order of their numbers.</summary>
    /// <param name="sale">The sale's number.</param>
    public IEnumerable<KnownReward> OfSale(long sale) =>
        ofSales.TryGetValue(sale, out var numbers) ? numbers.Order().Select(number => rewards[number]) : [];

    /// <summary>How many of a customer's sales have a standing main reward.</summary>
    /// <param name="customer">The customer's number.</param>
    public long RewardedSalesOf(long customer) => rewardedSales.GetValueOrDefault(customer);

    /// <summary>The bonus that a step of a goal earned; null for none.</summary>
    /// <param name="owner">Of whom.</param>
    /// <param name="goal">The goal's key.</param>
    /// <param name="step">1, 2, 3 …</param>
    public KnownReward? BonusOf(long owner, string goal, long step) =>
        bonuses.TryGetValue((owner, goal, step), out var number) ? Of(number) : null;

    /// <summary>Takes the rows of an entry, after <see cref="KnownState"/> has.</summary>
    /// <param name="rows">The rows.</param>
    public void Apply(IReadOnlyList<object> rows)
    {
        foreach (var row in rows)
        {
            if (row is Reward reward)
            {
                Put(reward);
            }
            else if (row is GoalBonus bonus)
            {
                bonuses[(bonus.Owner, string.Intern(bonus.Goal), bonus.Step)] = bonus.Reward;
            }
        }
    }

    private void Put(Reward row)
    {
        if (rewards.TryGetValue(row.Number, out var before))
        {
            Count(before, -1);
        }
        else if (row.TransactionNumber != 0)
        {
            if (!ofSales.TryGetValue(row.TransactionNumber, out var numbers))
            {
                ofSales[row.TransactionNumber] = numbers = new(1);
            }

            numbers.Add(row.Number);
        }

        var isCounted = row.Part == RewardPart.Main && row.Stands && row.TransactionNumber != 0;
        var reward = new KnownReward(row.Number, row.Amount, row.ReversedAmount, string.Intern(row.Status))
        {
            HeldUntil = row.HeldUntil,
            CountsFor = isCounted ? known.SaleOf(row.TransactionNumber)?.Customer : null,
        };
        rewards[row.Number] = reward;
        Count(reward, 1);
    }

    private void Count(KnownReward reward, long change)
    {
        if (reward.CountsFor is { } customer)
        {
            rewardedSales[customer] = RewardedSalesOf(customer) + change;
        }
    }
}

/// <summary>A reward, as decisions see one.</summary>
/// <param name="Number">Its number.</param>
/// <param name="Amount">Micros.</param>
/// <param name="Reversed">Micros.</param>
/// <param name="Status">A <see cref="RewardStatus"/>.</param>
public sealed record KnownReward(long Number, long Amount, long Reversed, string Status)
{
    /// <summary>End of its review period.</summary>
    public long? HeldUntil { get; init; }

    /// <summary>The customer one of whose rewarded sales it makes; null for none.</summary>
    public long? CountsFor { get; init; }

    /// <summary>What must be taken back in all; what the owner rejected stays as it is.</summary>
    /// <param name="target">What must be taken back of it otherwise.</param>
    public long Target(long target) => Status == RewardStatus.Rejected ? Reversed : target;
}
