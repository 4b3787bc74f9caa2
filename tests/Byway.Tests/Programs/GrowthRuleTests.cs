using Byway.Programs;
using Byway.Values;
using Xunit;

namespace Byway.Tests.Programs;

/// <summary>Growth and shares in percent.</summary>
public sealed class GrowthRuleTests
{
    [Theory]
    [InlineData(0, 0, "0")]
    [InlineData(5, 0, "100")]
    [InlineData(-5, 0, "-100")]
    [InlineData(0, 5, "-100")]
    [InlineData(5, 5, "0")]
    [InlineData(4, 3, "33.33")]
    [InlineData(1, 3, "-66.66")]
    [InlineData(5, -5, "200")]
    [InlineData(-5, 5, "-200")]
    [InlineData(long.MaxValue, 1, "9000000000000")]
    [InlineData(long.MinValue, 1, "-9000000000000")]
    public void Growth_compares_with_what_was_before(long last, long before, string percent) =>
        Assert.Equal(percent, Micros.ToText(GrowthRule.PercentMicros(last, before)));

    [Theory]
    [InlineData(0, 0, "0")]
    [InlineData(1, 3, "33.33")]
    [InlineData(3, 3, "100")]
    [InlineData(1, -1, "0")]
    public void A_share_of_nothing_is_none(long part, long whole, string percent) =>
        Assert.Equal(percent, Micros.ToText(GrowthRule.ShareMicros(part, whole)));
}
