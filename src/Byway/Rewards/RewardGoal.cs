using System.Globalization;
using System.Text.Json.Serialization;

namespace Byway.Rewards;

/// <summary>A bonus for a partner or referring customer who has brought so much in all.</summary>
public sealed record RewardGoal
{
    /// <summary>What people call it; what was reached is kept under it.</summary>
    public required string Name { get; init; }

    /// <summary>What is counted, over all time.</summary>
    public required RunningTotal Total { get; init; }

    /// <summary>How much of it; of revenue in micros.</summary>
    public required long At { get; init; }

    /// <summary>True for a bonus each time as much again was brought; false for one bonus.</summary>
    public required bool IsRecurring { get; init; }

    /// <summary>What is reached from then on earns no bonus; Unix microseconds.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? Until { get; init; }

    /// <summary>The bonus, fixed.</summary>
    public required RulePay Bonus { get; init; }

    /// <summary>Under which its progress is kept: another threshold is another goal.</summary>
    [JsonIgnore]
    public string Key =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{Name}\n{Total.Of}\n{Total.Unit}\n{At}\n{(IsRecurring ? "every" : "once")}"
        );
}
