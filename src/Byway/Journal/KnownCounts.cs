using Byway.Programs;
using Byway.Rewards;
using Byway.Values;

namespace Byway.Journal;

/// <summary>
/// Running totals and goals while a journal goes by, with the rules in force or with a draft: what
/// <see cref="RunningTotals"/> does in a turn.
/// </summary>
/// <param name="known">People and sales.</param>
public sealed class KnownCounts(KnownState known)
{
    private readonly KnownRunning rows = new(known);
    private readonly Dictionary<(long Owner, string Goal), (long Since, GoalProgress Progress)> goals = [];

    // One refund can cross millions of steps, few of which ever earned.
    private readonly Dictionary<(long Owner, string Goal), SortedSet<long>> earners = [];

    /// <summary>The totals that rules read, of an owner, before the thing at hand.</summary>
    /// <param name="rules">The rules in force.</param>
    /// <param name="now">Unix microseconds.</param>
    /// <param name="owner">A partner or referring customer.</param>
    public IReadOnlyDictionary<RunningTotal, long> Of(RewardRules rules, long now, long owner)
    {
        var totals = new Dictionary<RunningTotal, long>(rules.Needs.Running.Count);
        if (rules.Needs.Running.Count > 0)
        {
            var book = rows.At(rules, now);
            foreach (var total in rules.Needs.Running)
            {
                totals[total] = book.Of(owner, total);
            }
        }

        return totals;
    }

    /// <summary>How many of a customer's sales stand; 0 where no rule asks.</summary>
    /// <param name="rules">The rules in force.</param>
    /// <param name="now">Unix microseconds.</param>
    /// <param name="customer">The customer.</param>
    public long SalesOf(RewardRules rules, long now, long customer)
    {
        if (!rules.Needs.ReadsCustomerSales)
        {
            return 0;
        }

        rows.At(rules, now);
        return rows.Customer(customer).Sales;
    }

    /// <summary>Counts a customer that was bound.</summary>
    /// <param name="settings">The settings in force.</param>
    /// <param name="now">Unix microseconds.</param>
    /// <param name="owner">To whom.</param>
    /// <param name="boundAt">When.</param>
    /// <returns>What became of the owner's goals.</returns>
    public IReadOnlyList<GoalStep> SignedUp(ProgramSettings settings, long now, long owner, long boundAt)
    {
        if (settings.Rules is not { Needs.IsCounting: true } rules)
        {
            return [];
        }

        var book = rows.At(rules, now);
        Open(rules, book, owner);
        book.SignedUp(owner, boundAt / UtcMicros.PerDay);
        return [.. Settle(settings, book, now, owner)];
    }

    /// <summary>Counts what became of a sale.</summary>
    /// <param name="settings">The settings in force.</param>
    /// <param name="now">Unix microseconds.</param>
    /// <param name="before">As it was; null for a new one.</param>
    /// <param name="after">As it is now.</param>
    /// <returns>What became of goals.</returns>
    public IReadOnlyList<GoalStep> Count(ProgramSettings settings, long now, KnownSale? before, KnownSale after)
    {
        if (settings.Rules is not { Needs.IsCounting: true } rules)
        {
            return [];
        }

        var book = rows.At(rules, now);
        var owners = new[] { before?.ReferredBy, after.ReferredBy }.OfType<long>().Distinct().ToList();
        owners.ForEach(owner => Open(rules, book, owner));
        var rate = rules.Needs.ReadsRevenue && after.Unit != settings.Currency ? after.Rate : null;
        book.Count(before is null ? null : before.Counted with { Rate = rate }, after.Counted with { Rate = rate });
        return rules.Goals.Count == 0 ? [] : [.. owners.SelectMany(owner => Settle(settings, book, now, owner))];
    }

    private void Open(RewardRules rules, RunningBook book, long owner)
    {
        foreach (var goal in rules.Goals)
        {
            if (!goals.TryGetValue((owner, goal.Key), out var known) || known.Since != rules.CountedSince)
            {
                var steps = GoalRule.StepsOf(goal, book.Of(owner, goal.Total));
                goals[(owner, goal.Key)] = (rules.CountedSince, new(steps, steps));
            }
        }
    }

    private IEnumerable<GoalStep> Settle(ProgramSettings settings, RunningBook book, long now, long owner)
    {
        var rules = settings.Rules!;
        for (var at = 0; at < rules.Goals.Count; at++)
        {
            var goal = rules.Goals[at];
            var before = goals[(owner, goal.Key)].Progress;
            var isActive = known.PersonOf(owner)?.IsActive == true;
            var change = GoalRule.After(goal, before, book.Of(owner, goal.Total), now, isActive);
            goals[(owner, goal.Key)] = (rules.CountedSince, change.Progress);
            var earned = goal.Bonus.Of(AskedRules.NameOf("goal", at + 1), 0, "", settings.RoundUpRewards);
            var bonus = RewardRule.Held(settings, earned with { Name = goal.Name, Beneficiary = owner }, now, now);
            for (var step = change.Progress.Reached - change.Earned + 1; step <= change.Progress.Reached; step++)
            {
                // A goal that was left and is set again pays no step twice.
                var isFirst = Earners(owner, goal.Key).Add(step);
                yield return new(goal.Key, step, bonus, IsEarned: isFirst, Stands: true);
            }

            foreach (var step in EarnersOf(owner, goal.Key, change.Progress.Standing, change.TakenBack))
            {
                yield return new(goal.Key, step, bonus, IsEarned: false, Stands: false);
            }

            foreach (var step in EarnersOf(owner, goal.Key, before.Standing, change.Restored))
            {
                yield return new(goal.Key, step, bonus, IsEarned: false, Stands: true);
            }
        }
    }

    private SortedSet<long> Earners(long owner, string goal) =>
        earners.TryGetValue((owner, goal), out var known) ? known : earners[(owner, goal)] = [];

    private IEnumerable<long> EarnersOf(long owner, string goal, long above, long steps) =>
        steps > 0 && earners.TryGetValue((owner, goal), out var known)
            ? known.GetViewBetween(above + 1, above + steps)
            : [];
}

/// <summary>What became of a step of a goal.</summary>
/// <param name="Goal">The goal's key.</param>
/// <param name="Step">1, 2, 3 …</param>
/// <param name="Bonus">What it is worth, and whom it is for.</param>
/// <param name="IsEarned">True when it was reached for the first time.</param>
/// <param name="Stands">True when it holds, or holds again; false when it does not any more.</param>
public sealed record GoalStep(string Goal, long Step, EarnedReward Bonus, bool IsEarned, bool Stands);
