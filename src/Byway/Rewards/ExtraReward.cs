using System.Text.Json.Serialization;

namespace Byway.Rewards;

/// <summary>
/// A reward beside the rules: on sales, sign-ups or actions of the merchant's own, for either side or both, from one occurrence on and up to another.
/// </summary>
public sealed record ExtraReward
{
    /// <summary>What people call it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Name { get; init; }

    /// <summary>What sets it off, one of <see cref="RewardTrigger"/>.</summary>
    public required string Trigger { get; init; }

    /// <summary>The name of the action that sets it off; null for sales and sign-ups.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Action { get; init; }

    /// <summary>True to count occurrences for each customer; false for each partner or referring customer.</summary>
    public required bool CountsByCustomer { get; init; }

    /// <summary>So many occurrences pass first.</summary>
    public long StartAfter { get; init; }

    /// <summary>After so many it ends; null for never.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? EndAfter { get; init; }

    /// <summary>Only every so many-th occurrence after the start.</summary>
    public long Every { get; init; } = 1;

    /// <summary>What must hold besides.</summary>
    public required RuleConditions Conditions { get; init; }

    /// <summary>What the partner or referring customer gets; null for nothing.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public RulePay? Referring { get; init; }

    /// <summary>What the referred customer gets; null for nothing.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public RulePay? Referred { get; init; }

    /// <summary>True when the occurrence is one that earns.</summary>
    /// <param name="before">Occurrences before it.</param>
    public bool EarnsAfter(long before) =>
        before >= StartAfter && !(before >= EndAfter) && (before + 1 - StartAfter) % Every == 0;
}

/// <summary>What sets an extra reward off. The texts are stored and stable.</summary>
public static class RewardTrigger
{
    /// <summary>A sale.</summary>
    public const string Sale = "sale";

    /// <summary>A sign-up.</summary>
    public const string SignUp = "sign_up";

    /// <summary>An action of a customer that the merchant has a name for: a trial was started, a form filled in.</summary>
    public const string Custom = "custom";
}
