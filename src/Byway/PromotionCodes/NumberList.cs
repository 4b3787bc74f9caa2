using System.Globalization;

namespace Byway.PromotionCodes;

/// <summary>Numbers in a text column: <c>3,17</c>.</summary>
public static class NumberList
{
    /// <summary>As stored.</summary>
    /// <param name="numbers">The numbers.</param>
    public static string Text(IEnumerable<long> numbers) =>
        string.Join(',', numbers.Select(number => number.ToString(CultureInfo.InvariantCulture)));

    /// <summary>From what is stored.</summary>
    /// <param name="text">As stored; empty for none.</param>
    public static IReadOnlyList<long> Of(string text) =>
        text.Length == 0
            ? []
            : [.. text.Split(',').Select(number => long.Parse(number, CultureInfo.InvariantCulture))];
}
