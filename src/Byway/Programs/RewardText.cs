using System.Globalization;
using Byway.Values;

namespace Byway.Programs;

/// <summary>What a sale earns by default, in words.</summary>
public static class RewardText
{
    /// <summary>For example <c>30% of each sale for 12 months</c>.</summary>
    /// <param name="settings">The settings.</param>
    public static string Of(ProgramSettings settings)
    {
        var what = settings.RewardFixedMicros is { } amount
            ? $"{MoneyText.Of(amount, settings.Currency)} for each sale"
            : $"{Micros.ToText(settings.RewardPercentMicros ?? 0)}% of each sale";
        if (settings.EarningPeriodLength is not { } length)
        {
            return what;
        }

        var number = length.ToString(CultureInfo.InvariantCulture);
        var unit = length == 1 ? settings.EarningPeriod[..^1] : settings.EarningPeriod;
        return settings.EarningPeriod == "sales" && length == 1 ? $"{what}, the first one only"
            : settings.EarningPeriod == "sales" ? $"{what}, the first {number} only"
            : $"{what} for {number} {unit}";
    }
}
