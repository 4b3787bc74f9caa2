using System.Globalization;

namespace Byway.Values;

/// <summary>Amounts as people read them: <c>$1,337.47</c>, <c>-€0.50</c>, <c>12.00 points</c>.</summary>
public static class MoneyText
{
    private static readonly Dictionary<string, string> Symbols = new(StringComparer.Ordinal)
    {
        ["EUR"] = "€",
        ["GBP"] = "£",
        ["INR"] = "₹",
        ["JPY"] = "¥",
        ["USD"] = "$",
    };

    /// <summary>The amount, rounded to the unit's smallest coin, half to even.</summary>
    /// <param name="micros">The amount.</param>
    /// <param name="unit">Currency or own unit.</param>
    public static string Of(long micros, string unit)
    {
        var digits = new Unit(unit).MinorDecimals;
        var coin = Micros.PerWhole;
        for (var digit = 0; digit < digits; digit++)
        {
            coin /= 10;
        }

        var magnitude = micros < 0 ? -(Int128)micros : micros;
        var coins = magnitude / coin;
        var rest = (magnitude % coin) * 2;
        coins += rest > coin || (rest == coin && Int128.IsOddInteger(coins)) ? 1 : 0;
        var perWhole = Micros.PerWhole / coin;
        var whole = (coins / perWhole).ToString("N0", CultureInfo.InvariantCulture);
        var part = ((long)(coins % perWhole)).ToString(CultureInfo.InvariantCulture).PadLeft(digits, '0');
        var number = digits == 0 ? whole : $"{whole}.{part}";
        var sign = micros < 0 && coins != 0 ? "-" : "";
        return Symbols.TryGetValue(unit, out var symbol) ? $"{sign}{symbol}{number}" : $"{sign}{number} {unit}";
    }
}
