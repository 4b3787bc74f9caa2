namespace Byway.Newsletters;

/// <summary>Decides which milestones a subscriber reaches. Pure.</summary>
public static class MilestoneDecision
{
    /// <summary>The milestones reached now, the smallest first; none is reached twice.</summary>
    /// <param name="count">Confirmed subscribers it has brought.</param>
    /// <param name="milestones">All there are: number and how many each asks for.</param>
    /// <param name="reached">The numbers of those it has reached before.</param>
    public static IReadOnlyList<long> Of(
        long count,
        IEnumerable<(long Number, long Asks)> milestones,
        IReadOnlySet<long> reached
    ) =>
        [
            .. milestones
                .Where(milestone => milestone.Asks <= count && !reached.Contains(milestone.Number))
                .OrderBy(milestone => milestone.Asks)
                .ThenBy(milestone => milestone.Number)
                .Select(milestone => milestone.Number),
        ];
}
