namespace Byway.Rewards;

/// <summary>When a goal's bonuses are earned, taken back and given again. Pure.</summary>
public static class GoalRule
{
    /// <summary>
    /// The most bonuses of one goal at one event. What is beyond that comes with the next event.
    /// </summary>
    public const long MostAtOnce = 100;

    /// <summary>How often a goal is reached.</summary>
    /// <param name="goal">The goal.</param>
    /// <param name="total">What was brought in all.</param>
    public static long StepsOf(RewardGoal goal, long total) =>
        total < goal.At ? 0
        : goal.IsRecurring ? total / goal.At
        : 1;

    /// <summary>What an event changes.</summary>
    /// <param name="goal">The goal.</param>
    /// <param name="progress">Where the goal stood.</param>
    /// <param name="total">What was brought in all, the event included.</param>
    /// <param name="now">The turn's time.</param>
    /// <param name="isActive">False while the partner earns nothing.</param>
    public static GoalChange After(RewardGoal goal, GoalProgress progress, long total, long now, bool isActive)
    {
        var holds = StepsOf(goal, total);
        if (holds <= progress.Standing)
        {
            return new(progress with { Standing = holds }, 0, progress.Standing - holds, 0);
        }

        var restored = Math.Min(holds, progress.Reached) - progress.Standing;
        var isOver = goal.Until <= now;
        var reached =
            holds <= progress.Reached ? progress.Reached
            : isOver ? holds
            : isActive ? Math.Min(holds, progress.Reached + MostAtOnce)
            : progress.Reached;
        return new(new(reached, Math.Min(holds, reached)), isOver ? 0 : reached - progress.Reached, 0, restored);
    }
}

/// <summary>How far a partner is with a goal.</summary>
/// <param name="Reached">The highest step ever reached. Not all of them earned a bonus: those reached before the
/// goal was
/// set, or after its end, did not.</param>
/// <param name="Standing">The highest step reached at present; less after a refund.</param>
public sealed record GoalProgress(long Reached, long Standing);

/// <summary>What an event changes.</summary>
/// <param name="Progress">How far the partner is now.</param>
/// <param name="Earned">So many steps up to the highest reached earn a bonus.</param>
/// <param name="TakenBack">The bonuses of so many steps above the highest standing do not hold any more.</param>
/// <param name="Restored">The bonuses of so many steps above the one that stood before hold again.</param>
public sealed record GoalChange(GoalProgress Progress, long Earned, long TakenBack, long Restored);
