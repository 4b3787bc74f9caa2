using Byway.Customers;
using Byway.Journal;
using Byway.Partners;
using Byway.Turns;

namespace Byway.Rewards;

/// <summary>
/// Books the bonuses of goals, takes them back when they do not hold any more, and gives them again.
/// </summary>
public static class GoalPostings
{
    /// <summary>
    /// Notes how far an owner is with goals that are new, before the event at hand: what was reached before a goal
    /// was set
    /// earns nothing.
    /// </summary>
    /// <param name="turn">The turn.</param>
    /// <param name="book">Running totals.</param>
    /// <param name="owner">A partner or referring customer.</param>
    public static void Open(Turn turn, RunningBook book, long owner)
    {
        foreach (var goal in turn.Settings.Rules!.Goals)
        {
            if (ProgressOf(turn, owner, goal) is null)
            {
                var steps = GoalRule.StepsOf(goal, book.Of(owner, goal.Total));
                Put(turn, owner, goal, new(steps, steps));
            }
        }
    }

    /// <summary>Says what it will read.</summary>
    /// <param name="turn">The turn.</param>
    /// <param name="owner">A partner or referring customer.</param>
    public static void Prefetch(Turn turn, long owner)
    {
        foreach (var goal in turn.Settings.Rules!.Goals)
        {
            ProgressOf(turn, owner, goal);
        }
    }

    /// <summary>Makes an owner's bonuses agree with what the owner has brought.</summary>
    /// <param name="turn">The turn.</param>
    /// <param name="book">Running totals, the event at hand included.</param>
    /// <param name="owner">A partner or referring customer.</param>
    /// <param name="signals">The signals of the event at hand, which hold its bonuses too; null for none.</param>
    public static IReadOnlyList<Arithmetic> Settle(Turn turn, RunningBook book, long owner, string? signals)
    {
        var goals = turn.Settings.Rules!.Goals;
        var arithmetic = new List<Arithmetic>();
        for (var at = 0; at < goals.Count; at++)
        {
            var goal = goals[at];
            var before = ProgressOf(turn, owner, goal)!;
            var total = book.Of(owner, goal.Total);
            var change = GoalRule.After(goal, before, total, turn.Now, IsActive(turn, owner));
            if (change.Progress == before)
            {
                continue;
            }

            Put(turn, owner, goal, change.Progress);
            for (var step = change.Progress.Reached - change.Earned + 1; step <= change.Progress.Reached; step++)
            {
                // A goal that was left and is set again pays no step twice: what it paid stands, or stands again.
                if (turn.Get(GoalBonus.Table, owner, step, goal.Key) is null)
                {
                    arithmetic.Add(Earn(turn, owner, goal, at + 1, step, signals));
                }
                else
                {
                    arithmetic.AddRange(Adjust(turn, owner, goal, step - 1, 1, stands: true));
                }
            }

            arithmetic.AddRange(Adjust(turn, owner, goal, change.Progress.Standing, change.TakenBack, stands: false));
            arithmetic.AddRange(Adjust(turn, owner, goal, before.Standing, change.Restored, stands: true));
        }

        return arithmetic;
    }

    private static Arithmetic Earn(Turn turn, long owner, RewardGoal goal, int number, long step, string? signals)
    {
        var earned = goal.Bonus.Of(AskedRules.NameOf("goal", number), 0, "", turn.Settings.RoundUpRewards);
        earned = earned with { Name = goal.Name, Beneficiary = owner, Signals = signals };
        var (reward, arithmetic) = RewardPostings.Book(
            turn,
            RewardRule.Held(turn.Settings, earned, turn.Now, turn.Now),
            RewardPart.Goal,
            turn.Now
        );
        turn.Put(
            GoalBonus.Table,
            new()
            {
                ProgramId = turn.Program.ProgramId,
                Owner = owner,
                Goal = goal.Key,
                Step = step,
                Reward = reward.Number,
            }
        );
        return arithmetic;
    }

    private static IEnumerable<Arithmetic> Adjust(
        Turn turn,
        long owner,
        RewardGoal goal,
        long above,
        long steps,
        bool stands
    )
    {
        // A step that was passed before the goal was set, or after its end, earned nothing.
        foreach (var bonus in BonusesOf(turn, owner, goal, above, steps))
        {
            if (RewardPostings.AdjustBonus(turn, bonus.Reward, stands) is { } arithmetic)
            {
                yield return arithmetic;
            }
        }
    }

    /// <summary>
    /// One refund can cross millions of steps of a goal that is reached often, few of which ever earned: then those
    /// that did are read.
    /// </summary>
    private static IEnumerable<GoalBonus> BonusesOf(Turn turn, long owner, RewardGoal goal, long above, long steps)
    {
        if (steps > GoalRule.MostAtOnce)
        {
            return turn.Find(GoalBonus.ByGoal, owner, goal.Key)
                .Where(bonus => bonus.Step > above && bonus.Step <= above + steps)
                .OrderBy(bonus => bonus.Step);
        }

        return Enumerable
            .Range(1, (int)steps)
            .Select(step => turn.Get(GoalBonus.Table, owner, above + step, goal.Key))
            .OfType<GoalBonus>();
    }

    private static GoalProgress? ProgressOf(Turn turn, long owner, RewardGoal goal) =>
        turn.Get(GoalProgressRow.Table, owner, text: goal.Key) is { } row
        && row.Since == turn.Settings.Rules!.CountedSince
            ? row.Progress
            : null;

    private static void Put(Turn turn, long owner, RewardGoal goal, GoalProgress progress) =>
        turn.Put(
            GoalProgressRow.Table,
            new()
            {
                ProgramId = turn.Program.ProgramId,
                Owner = owner,
                Goal = goal.Key,
                Since = turn.Settings.Rules!.CountedSince,
                Progress = progress,
            }
        );

    private static bool IsActive(Turn turn, long owner) =>
        turn.IsAffiliate
            ? turn.Get(Partner.Table, owner)?.IsActive == true
            : turn.Get(Customer.Table, owner)?.Status == CustomerStatus.Active;
}
