using System.Security.Cryptography;
using Byway.Http;

namespace Byway.PromotionCodes;

/// <summary>Codes of coupons and promotion codes: how they are written, made up and matched.</summary>
public static class CodeText
{
    /// <summary>The most characters of a coupon's code.</summary>
    public const int LongestOfCoupon = 255;

    /// <summary>The most characters of a promotion code.</summary>
    public const int LongestOfPromotion = 100;

    private const string CapitalsAndDigits = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";

    /// <summary>A code of letters, digits, <c>_</c> and <c>-</c>; null when absent or empty.</summary>
    /// <param name="fields">Where it stands.</param>
    /// <param name="name">The field.</param>
    /// <param name="longest">The most characters.</param>
    public static string? Of(Fields fields, string name, int longest)
    {
        var text = fields.Text(name, longest);
        if (text is not null && FaultOf(text, longest) is { } sentence)
        {
            fields.Fault(name, $"The {name} {sentence}");
            return null;
        }

        return text;
    }

    /// <summary>Why a text cannot be a code, without its name in front; null when it can.</summary>
    /// <param name="text">The text.</param>
    /// <param name="longest">The most characters.</param>
    public static string? FaultOf(string text, int longest) =>
        text.Length > longest ? $"must not be longer than {longest} characters."
        : text.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-') ? null
        : "must consist of letters, digits, _ and -.";

    /// <summary>A code that nobody has: 8 capital letters and digits.</summary>
    /// <param name="isTaken">Whether somebody has it.</param>
    public static string New(Func<string, bool> isTaken)
    {
        while (true)
        {
            var code = RandomNumberGenerator.GetString(CapitalsAndDigits, 8);
            if (!isTaken(code))
            {
                return code;
            }
        }
    }

    /// <summary>The one with this code, else the only one that differs in letter case.</summary>
    /// <param name="candidates">All whose codes differ in letter case only.</param>
    /// <param name="codeOf">Their code.</param>
    /// <param name="code">The code sought.</param>
    public static T? Match<T>(IReadOnlyList<T> candidates, Func<T, string> codeOf, string code)
        where T : class =>
        candidates.FirstOrDefault(candidate => codeOf(candidate) == code)
        ?? (candidates.Count == 1 ? candidates[0] : null);
}
