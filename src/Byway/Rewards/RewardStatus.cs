namespace Byway.Rewards;

/// <summary>Where a reward stands.</summary>
public static class RewardStatus
{
    /// <summary>Waits for the end of its review period.</summary>
    public const string ReviewPeriod = "review_period";

    /// <summary>Earned.</summary>
    public const string Ok = "ok";

    /// <summary>Refused by the owner.</summary>
    public const string Rejected = "rejected";

    /// <summary>Taken back in full, because the sale was.</summary>
    public const string Reversed = "reversed";
}
