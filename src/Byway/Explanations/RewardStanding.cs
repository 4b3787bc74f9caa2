using Byway.Rewards;
using Byway.Values;

namespace Byway.Explanations;

/// <summary>Why a reward is this much today, in one sentence.</summary>
public static class RewardStanding
{
    /// <summary>The sentence.</summary>
    /// <param name="reward">The reward.</param>
    public static string Sentence(Reward reward)
    {
        var earned = $"{Micros.ToText(reward.Amount)} {reward.Unit} earned";
        if (reward.Status == RewardStatus.Rejected)
        {
            return $"{earned}, rejected by hand.";
        }

        if (reward.ReversedAmount == reward.Amount)
        {
            return $"{earned}, all of it taken back.";
        }

        var left =
            reward.ReversedAmount == 0
                ? "all of it stands"
                : $"{Micros.ToText(reward.ReversedAmount)} taken back, {Micros.ToText(reward.StandingAmount)} stands";
        var where =
            reward.IsPaid ? "paid"
            : reward.Status == RewardStatus.ReviewPeriod && reward.HeldUntil is { } until
                ? $"in review until {UtcMicros.ToDay(until)}"
            : reward.Status == RewardStatus.ReviewPeriod ? "held until it is approved"
            : "payable";
        return $"{earned}; {left}, {where}.";
    }

    /// <summary>A reward's view for the merchant.</summary>
    /// <param name="reward">The reward.</param>
    /// <param name="beneficiary">The id of who earned it.</param>
    public static StandingRewardView View(Reward reward, string? beneficiary) =>
        new()
        {
            Number = reward.Number,
            Beneficiary = beneficiary,
            Part = reward.Part,
            Amount = Micros.ToText(reward.Amount),
            ReversedAmount = Micros.ToText(reward.ReversedAmount),
            StandingAmount = Micros.ToText(reward.StandingAmount),
            Unit = reward.Unit,
            Status = reward.Status,
            HeldUntil = reward.HeldUntil is { } until ? UtcMicros.ToText(until) : null,
            Paid = reward.IsPaid,
            PayoutRequest = reward.Payout,
            Sentence = Sentence(reward),
        };
}
