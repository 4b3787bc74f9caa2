namespace Byway.Rewards;

/// <summary>What a list of rules reads, so that nobody else pays for it.</summary>
public sealed record RuleNeeds
{
    /// <summary>Nothing.</summary>
    public static readonly RuleNeeds Nothing = Of(RewardRules.None);

    /// <summary>Running totals of the partner or referring customer.</summary>
    public required IReadOnlyList<RunningTotal> Running { get; init; }

    /// <summary>The rolling windows that are kept.</summary>
    public required RunningWindows Windows { get; init; }

    /// <summary>How many of the customer's sales stand.</summary>
    public required bool ReadsCustomerSales { get; init; }

    /// <summary>The most rewarded sales of a customer that anything asks for; 0 for none.</summary>
    public required long MostRewardedSales { get; init; }

    /// <summary>How many partners above.</summary>
    public required int Levels { get; init; }

    /// <summary>Tags.</summary>
    public required bool ReadsTags { get; init; }

    /// <summary>The sale's metadata.</summary>
    public required bool ReadsMetadata { get; init; }

    /// <summary>The link through which the customer came.</summary>
    public required bool ReadsLink { get; init; }

    /// <summary>Revenue.</summary>
    public bool ReadsRevenue => Running.Any(total => total.Of == RunningKind.Revenue);

    /// <summary>Any sign-up reward.</summary>
    public required bool RewardsSignUps { get; init; }

    /// <summary>True when totals have to be kept.</summary>
    public bool IsCounting => Running.Count > 0 || ReadsCustomerSales;

    /// <summary>What a list of rules reads.</summary>
    /// <param name="rules">The rules.</param>
    public static RuleNeeds Of(RewardRules rules)
    {
        var conditions = rules
            .Rules.Select(rule => rule.Conditions)
            .Concat(rules.Rewards.Select(reward => reward.Conditions))
            .ToList();
        var running = conditions
            .SelectMany(condition => condition.Running ?? [])
            .Select(bounds => bounds.Total)
            .Concat(rules.Goals.Select(goal => goal.Total))
            .Concat(rules.Rewards.Where(IsCountedByTotals).Select(Occurrences))
            .Distinct()
            .ToList();
        return new()
        {
            Running = running,
            Windows = RunningWindows.Of(running),
            ReadsCustomerSales =
                conditions.Exists(condition => condition.FirstSale is not null)
                || rules.Rewards.Any(reward => reward is { CountsByCustomer: true, Trigger: RewardTrigger.Sale }),
            MostRewardedSales = rules
                .Rules.Where(rule => rule.Period?.Kind == "sales")
                .Select(rule => rule.Period!.Length ?? 0)
                .DefaultIfEmpty(0)
                .Max(),
            Levels = rules.Rules.Select(rule => rule.Levels?.Count ?? 0).Append(rules.Levels.Count).Max(),
            ReadsTags = conditions.Exists(condition =>
                condition.PartnerTag is not null || condition.CustomerTag is not null
            ),
            ReadsMetadata = conditions.Exists(condition => condition.Metadata is not null),
            ReadsLink = conditions.Exists(condition => condition.Link is not null),
            RewardsSignUps = rules.Rewards.Any(reward => reward.Trigger == RewardTrigger.SignUp),
        };
    }

    /// <summary>The running total that counts a reward's occurrences for a partner or referring customer.</summary>
    /// <param name="reward">The reward.</param>
    public static RunningTotal Occurrences(ExtraReward reward) =>
        reward.Trigger == RewardTrigger.Sale ? AllSales : AllSignUps;

    // Actions have counts of their own, which are kept whatever the rules ask.
    private static bool IsCountedByTotals(ExtraReward reward) =>
        !reward.CountsByCustomer && reward.Trigger != RewardTrigger.Custom;

    private static readonly RunningTotal AllSales = new(RunningKind.Sales, "", 0);
    private static readonly RunningTotal AllSignUps = new(RunningKind.SignUps, "", 0);
}
