using System.Text.Json.Serialization;

namespace Byway.Rewards;

/// <summary>One row of a program's ordered reward rules: the first whose conditions hold decides.</summary>
public sealed record ListedRule
{
    /// <summary>What people call it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Name { get; init; }

    /// <summary>What must hold; nothing holds always.</summary>
    public required RuleConditions Conditions { get; init; }

    /// <summary>What whoever referred the customer gets.</summary>
    public required RulePay Pay { get; init; }

    /// <summary>For how long; null for life.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public EarningPeriod? Period { get; init; }

    /// <summary>True when the rules below are asked once the period is over; else nothing is earned then.</summary>
    public bool PassesOn { get; init; }

    /// <summary>What the partners above get; null for the list's own levels.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<RulePay>? Levels { get; init; }
}
