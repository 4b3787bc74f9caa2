using System.Text.Json.Serialization;
using Byway.Http;
using Byway.Values;

namespace Byway.Rewards;

/// <summary>A program's rules as they are read and set; what is not said is left out.</summary>
public sealed record RulesView
{
    /// <summary>The settings' version, of which the rules are a part; also the ETag.</summary>
    public required long Version { get; init; }

    /// <summary>In order: the first that matches decides, below the last one stands the program's default.</summary>
    public required IReadOnlyList<RuleView> Rules { get; init; }

    /// <summary>What the partners above get where a rule has no levels of its own.</summary>
    public required IReadOnlyList<PayView> Levels { get; init; }

    /// <summary>Rewards beside the rules.</summary>
    public required IReadOnlyList<ExtraRewardView> Rewards { get; init; }

    /// <summary>Bonuses.</summary>
    public required IReadOnlyList<GoalView> Goals { get; init; }

    /// <summary>The view of a version.</summary>
    /// <param name="version">The version.</param>
    /// <param name="rules">Its rules.</param>
    public static RulesView Of(long version, RewardRules? rules)
    {
        rules ??= RewardRules.None;
        return new()
        {
            Version = version,
            Rules = [.. rules.Rules.Select(RuleView.Of)],
            Levels = [.. rules.Levels.Select(PayView.Of)],
            Rewards = [.. rules.Rewards.Select(ExtraRewardView.Of)],
            Goals = [.. rules.Goals.Select(GoalView.Of)],
        };
    }
}

/// <summary>One rule.</summary>
public sealed record RuleView
{
    /// <summary>What people call it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Name { get; init; }

    /// <summary>What must hold; left out when nothing must.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ConditionsView? Conditions { get; init; }

    /// <summary>The share in percent.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public MajorUnits? Percent { get; init; }

    /// <summary>The fixed amount.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public MajorUnits? Fixed { get; init; }

    /// <summary>What it is counted in; left out for the sale's own unit.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Unit { get; init; }

    /// <summary>The most it pays.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public MajorUnits? Cap { get; init; }

    /// <summary><c>sales</c>, <c>days</c>, <c>months</c> or <c>years</c>; left out for life.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? EarningPeriod { get; init; }

    /// <summary>How many of them.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? EarningPeriodLength { get; init; }

    /// <summary><c>nothing</c> or <c>next_rule</c>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? AfterEarningPeriod { get; init; }

    /// <summary>What the partners above get; left out for the common levels.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<PayView>? Levels { get; init; }

    /// <summary>A rule's view.</summary>
    /// <param name="rule">The rule.</param>
    public static RuleView Of(ListedRule rule)
    {
        var pay = PayView.Of(rule.Pay);
        return new()
        {
            Name = rule.Name,
            Conditions = ConditionsView.Of(rule.Conditions),
            Percent = pay.Percent,
            Fixed = pay.Fixed,
            Unit = pay.Unit,
            Cap = pay.Cap,
            EarningPeriod = rule.Period?.Kind,
            EarningPeriodLength = rule.Period?.Length,
            AfterEarningPeriod =
                rule.Period is null ? null
                : rule.PassesOn ? "next_rule"
                : "nothing",
            Levels = rule.Levels is { } levels ? [.. levels.Select(PayView.Of)] : null,
        };
    }
}

/// <summary>What is paid.</summary>
public sealed record PayView
{
    /// <summary>The share in percent.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public MajorUnits? Percent { get; init; }

    /// <summary>The fixed amount.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public MajorUnits? Fixed { get; init; }

    /// <summary>What it is counted in; left out for the sale's own unit.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Unit { get; init; }

    /// <summary>The most it pays.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public MajorUnits? Cap { get; init; }

    /// <summary>A pay's view.</summary>
    /// <param name="pay">What is paid.</param>
    public static PayView Of(RulePay pay) =>
        new()
        {
            Percent = pay.PartsPerMillion is { } share ? new(new Percent(share).PercentMicros) : null,
            Fixed = MajorUnits.OrNull(pay.Fixed),
            Unit = pay.Unit,
            Cap = MajorUnits.OrNull(pay.Cap),
        };
}

/// <summary>A reward beside the rules.</summary>
public sealed record ExtraRewardView
{
    /// <summary>What people call it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Name { get; init; }

    /// <summary><c>sale</c>, <c>sign_up</c> or <c>custom</c>.</summary>
    public required string Trigger { get; init; }

    /// <summary>The name of the action, where the trigger is <c>custom</c>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Action { get; init; }

    /// <summary>Whose occurrences are counted: <c>customer</c> or <c>referring</c>.</summary>
    public required string CountBy { get; init; }

    /// <summary>So many occurrences pass first.</summary>
    public required long StartAfter { get; init; }

    /// <summary>After so many it ends; left out for never.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? EndAfter { get; init; }

    /// <summary>Every so many-th occurrence.</summary>
    public required long Every { get; init; }

    /// <summary>What must hold besides.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ConditionsView? Conditions { get; init; }

    /// <summary>What the partner or referring customer gets.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public PayView? Referring { get; init; }

    /// <summary>What the referred customer gets.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public PayView? Referred { get; init; }

    /// <summary>A reward's view.</summary>
    /// <param name="reward">The reward.</param>
    public static ExtraRewardView Of(ExtraReward reward) =>
        new()
        {
            Name = reward.Name,
            Trigger = reward.Trigger,
            Action = reward.Action,
            CountBy = reward.CountsByCustomer ? "customer" : "referring",
            StartAfter = reward.StartAfter,
            EndAfter = reward.EndAfter,
            Every = reward.Every,
            Conditions = ConditionsView.Of(reward.Conditions),
            Referring = reward.Referring is { } referring ? PayView.Of(referring) : null,
            Referred = reward.Referred is { } referred ? PayView.Of(referred) : null,
        };
}

/// <summary>A goal.</summary>
public sealed record GoalView
{
    /// <summary>What people call it.</summary>
    public required string Name { get; init; }

    /// <summary><c>sign_ups</c>, <c>customers</c>, <c>sales</c> or <c>revenue</c>.</summary>
    [JsonPropertyName("of")]
    public required string Counts { get; init; }

    /// <summary>The unit of revenue.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Unit { get; init; }

    /// <summary>How much has to be reached.</summary>
    public required MajorUnits At { get; init; }

    /// <summary>True for a bonus each time as much again was reached.</summary>
    public required bool Recurring { get; init; }

    /// <summary>ISO 8601; what is reached from then on earns nothing.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Until { get; init; }

    /// <summary>The bonus.</summary>
    public required PayView Bonus { get; init; }

    /// <summary>A goal's view.</summary>
    /// <param name="goal">The goal.</param>
    public static GoalView Of(RewardGoal goal) =>
        new()
        {
            Name = goal.Name,
            Counts = goal.Total.Of,
            Unit = goal.Total.Unit.Length > 0 ? goal.Total.Unit : null,
            At = new(goal.Total.Of == RunningKind.Revenue ? goal.At : goal.At * Micros.PerWhole),
            Recurring = goal.IsRecurring,
            Until = goal.Until is { } until ? UtcMicros.ToText(until) : null,
            Bonus = PayView.Of(goal.Bonus),
        };
}
