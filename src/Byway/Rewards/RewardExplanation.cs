using System.Text.Json;
using Byway.Journal;
using Byway.Values;

namespace Byway.Rewards;

/// <summary>Why there is a reward, and what became of it, in plain words.</summary>
public static class RewardExplanation
{
    private static readonly Dictionary<long, string> Nobody = [];

    /// <summary>The words.</summary>
    /// <param name="reward">The reward.</param>
    /// <param name="decision">The decision that earned it; null when it is not known.</param>
    public static string Of(Reward reward, Decision? decision)
    {
        var own = (decision?.Arithmetic ?? [])
            .Where(sum => sum.Reward == reward.Number && sum.Rule != "reversal")
            .ToList();
        var earned =
            own.Count == 0
                ? $"{Micros.ToText(reward.Amount)} {reward.Unit} was earned."
                : DecisionSentence.Of(decision! with { Arithmetic = own }, Nobody);
        var since = reward switch
        {
            { Status: RewardStatus.Rejected } => "It was rejected by hand.",
            { Status: RewardStatus.Reversed } => "It was taken back with its sale.",
            { ReversedAmount: not 0 } => $"{Micros.ToText(reward.ReversedAmount)} {reward.Unit} of it was taken back.",
            { IsHeldBySignals: true } => null,
            { Signals: not null, Status: RewardStatus.Ok } => "It was approved by hand.",
            { Signals: not null, HeldUntil: { } until } =>
                $"It was approved by hand, and is payable from {UtcMicros.ToDay(until)}.",
            { Status: RewardStatus.Ok } when own.Exists(sum => sum.HeldUntil > reward.HeldUntil) =>
                "It was approved before that.",
            _ => null,
        };
        return since is null ? earned : $"{earned} {since}";
    }

    /// <summary>The decision in a stored entry.</summary>
    /// <param name="body">The entry's body.</param>
    public static Decision DecisionIn(string body) =>
        JsonElement.Parse(body).GetProperty("decision"u8).Deserialize(StoredJson.Default.Decision)!;
}
