using System.Globalization;
using System.Text;

namespace Byway.PromotionCodes;

/// <summary>
/// How codes that are made for partners look: letters, digits, <c>_</c> and <c>-</c>, with places such as
/// <c>{name}</c>.
/// </summary>
public static class CodePattern
{
    /// <summary>Switches making codes off.</summary>
    public const string None = "none";

    /// <summary>The most characters of a pattern.</summary>
    public const int Longest = 60;

    /// <summary>
    /// What is drawn at random: no vowels, so that it forms no words, and nothing that is read or heard as another.
    /// </summary>
    public const string Plain = "CDFGHJKMNPQRTVWX34679";

    // What the places come to at most; what makes a code unique comes on top.
    private const int LongestPlace = 30;
    private const int LongestFilled = 80;

    private const char FirstAccent = 'À';

    // The letters À to ſ without their accents. By hand, because the server runs without the tables that would know.
    private const string Accents =
        "AAAAAA?CEEEEIIIIDNOOOOO.OUUUUY??AAAAAA?CEEEEIIIIDNOOOOO.OUUUUY?Y"
        + "AAAAAACCCCCCCCDDDDEEEEEEEEEEGGGGGGGGHHHHIIIIIIIIII??JJKKKLLLLLLL"
        + "LLLNNNNNNNNNOOOOOO??RRRRRRSSSSSSSSTTTTTTUUUUUUUUUUUUWWYYYZZZZZZS";

    private static readonly string[] Places = ["{name}", "{surname}", "{key}", "{discount}", "{random}"];

    /// <summary>Why a text is no pattern, without its name in front; null when it is one.</summary>
    /// <param name="pattern">The text.</param>
    public static string? FaultOf(string pattern)
    {
        var rest = Places.Aggregate(pattern, (text, place) => text.Replace(place, "", StringComparison.Ordinal));
        return rest.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-')
            ? null
            : $"must consist of letters, digits, _, - and the places {string.Join(", ", Places)}.";
    }

    /// <summary>A code by the pattern, not yet unique.</summary>
    /// <param name="pattern">The pattern.</param>
    /// <param name="parts">What its places stand for.</param>
    public static string Fill(string pattern, CodeParts parts)
    {
        var filled = new StringBuilder(pattern)
            .Replace("{name}", Or(Letters(parts.Name), parts.Random))
            .Replace("{surname}", Letters(parts.Surname))
            .Replace("{key}", Or(Letters(parts.Key), parts.Random))
            .Replace("{discount}", parts.Discount)
            .Replace("{random}", parts.Random)
            .ToString();
        var code = Or(filled.Trim('_', '-'), parts.Random);
        return code.Length <= LongestFilled ? code : code[..LongestFilled];
    }

    /// <summary>The letters and digits of a name, in capitals and without accents.</summary>
    /// <param name="text">The name; null for none.</param>
    public static string Letters(string? text)
    {
        var plain = new StringBuilder();
        foreach (var c in text ?? "")
        {
            plain.Append(
                c switch
                {
                    'ß' or 'ẞ' => "SS",
                    'æ' or 'Æ' => "AE",
                    'œ' or 'Œ' => "OE",
                    'þ' or 'Þ' => "TH",
                    _ when char.IsAsciiLetterOrDigit(c) => char.ToUpperInvariant(c).ToString(),
                    _ when c is >= FirstAccent and < (char)(FirstAccent + 192) => Accents[c - FirstAccent].ToString(),
                    _ => "",
                }
            );
        }

        plain.Replace(".", "").Replace("?", "");
        return plain.Length <= LongestPlace ? plain.ToString() : plain.ToString(0, LongestPlace);
    }

    /// <summary>A discount as codes say it: <c>25</c>; without what is behind the point.</summary>
    /// <param name="micros">Percent, or an amount.</param>
    public static string DiscountOf(long micros) =>
        (micros / Values.Micros.PerWhole).ToString(CultureInfo.InvariantCulture);

    private static string Or(string text, string otherwise) => text.Length > 0 ? text : otherwise;
}

/// <summary>What a pattern's places stand for.</summary>
/// <param name="Name">The partner's first name.</param>
/// <param name="Surname">The partner's last name.</param>
/// <param name="Key">The partner's referral key.</param>
/// <param name="Discount">The coupon's discount.</param>
/// <param name="Random">Drawn at random.</param>
public sealed record CodeParts(string? Name, string? Surname, string Key, string Discount, string Random);
