using System.Text.Json.Serialization;
using Byway.Rates;
using Byway.Values;

namespace Byway.Rewards;

/// <summary>What is paid: a share of the sale, or a fixed amount.</summary>
public sealed record RulePay
{
    /// <summary>The share; null when fixed.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? PartsPerMillion { get; init; }

    /// <summary>The fixed amount in micros; null when a share.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? Fixed { get; init; }

    /// <summary>What it is counted in; null for the sale's own unit, which only a share can be in.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Unit { get; init; }

    /// <summary>The most it pays, in micros of the reward's unit.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? Cap { get; init; }

    /// <summary>What it pays for a sale. Rounding up comes before the cap, so the cap is never passed.</summary>
    /// <param name="rule">Which rule, as evidence names it.</param>
    /// <param name="amount">The sale's amount in micros.</param>
    /// <param name="unit">The sale's unit.</param>
    /// <param name="roundsUp">True to round up to a whole unit.</param>
    /// <param name="rate">At which a share that names no unit is converted; null for not at all.</param>
    public EarnedReward Of(string rule, long amount, string unit, bool roundsUp, ConversionRate? rate = null)
    {
        rate = Unit is null ? rate : null;
        var earned = PartsPerMillion is { } share
            ? new EarnedReward(rule, rate?.Of(amount, share) ?? Share(amount, share), Unit ?? rate?.To ?? unit)
            {
                Base = amount,
                PartsPerMillion = share,
                Rate = rate,
            }
            : new EarnedReward(rule, Fixed ?? 0, Unit ?? unit);
        earned = roundsUp ? RoundedUp(earned) : earned;
        return Cap < earned.Amount ? earned with { Amount = Cap.Value, IsCapped = true } : earned;
    }

    /// <summary>A share of an amount; what no balance can hold comes out as just beyond that.</summary>
    /// <param name="amount">Micros.</param>
    /// <param name="partsPerMillion">The share.</param>
    public static long Share(long amount, long partsPerMillion) =>
        (Int128)amount * partsPerMillion / Micros.PerWhole > Micros.Largest
            ? Micros.Largest + 1
            : new Percent(partsPerMillion).Of(amount);

    /// <summary>A reward rounded up to a whole unit.</summary>
    /// <param name="earned">As computed.</param>
    public static EarnedReward RoundedUp(EarnedReward earned)
    {
        var rest = earned.Amount % Micros.PerWhole;
        return rest == 0
            ? earned
            : earned with
            {
                Amount = earned.Amount - rest + Micros.PerWhole,
                IsRoundedUp = true,
            };
    }
}
