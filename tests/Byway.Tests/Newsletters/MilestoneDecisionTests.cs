using Byway.Newsletters;
using Xunit;

namespace Byway.Tests.Newsletters;

/// <summary>Which milestones are reached, as a table.</summary>
public sealed class MilestoneDecisionTests
{
    [Theory]
    [InlineData(0, "", "")]
    [InlineData(1, "", "1")]
    [InlineData(4, "", "1")]
    [InlineData(5, "1", "2,3")]
    [InlineData(5, "1,3", "2")]
    [InlineData(9, "", "1,2,3")]
    [InlineData(9, "1,2,3", "")]
    [InlineData(-1, "", "")]
    public void A_milestone_is_reached_by_count_and_once(long count, string reached, string now)
    {
        var before = reached.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(long.Parse).ToHashSet();
        Assert.Equal(now, string.Join(',', MilestoneDecision.Of(count, [(3, 5), (1, 1), (2, 5)], before)));
    }
}
