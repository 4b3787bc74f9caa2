using System.Text.Json.Serialization;

namespace Byway.Rewards;

/// <summary>
/// What a program pays beyond its default, as the merchant ordered it: rules, of which the first that matches decides;
/// levels for the partners above; rewards beside the rules; goals. Stored with the settings, versioned with them.
/// </summary>
public sealed class RewardRules
{
    /// <summary>No rules: the program's default decides.</summary>
    public static readonly RewardRules None = new()
    {
        Rules = [],
        Levels = [],
        Rewards = [],
        Goals = [],
    };

    /// <summary>In order; the default stands below the last one.</summary>
    public required IReadOnlyList<ListedRule> Rules { get; init; }

    /// <summary>What the partners above get where a rule says nothing of its own, and by the default.</summary>
    public required IReadOnlyList<RulePay> Levels { get; init; }

    /// <summary>Beside the rules; each that applies.</summary>
    public required IReadOnlyList<ExtraReward> Rewards { get; init; }

    /// <summary>Bonuses for what was brought in all.</summary>
    public required IReadOnlyList<RewardGoal> Goals { get; init; }

    /// <summary>The version from which running totals are kept without a gap; 0 when nothing reads them.</summary>
    public long CountedSince { get; init; }

    /// <summary>True when there is nothing in it.</summary>
    [JsonIgnore]
    public bool IsEmpty => Rules.Count == 0 && Levels.Count == 0 && Rewards.Count == 0 && Goals.Count == 0;

    /// <summary>What has to be known to ask them.</summary>
    [JsonIgnore]
    public RuleNeeds Needs => field ??= RuleNeeds.Of(this);

    /// <summary>The same with its running totals kept from a version on.</summary>
    /// <param name="version">The version; 0 for not at all.</param>
    public RewardRules Since(long version) =>
        new()
        {
            Rules = Rules,
            Levels = Levels,
            Rewards = Rewards,
            Goals = Goals,
            CountedSince = version,
        };
}
