using System.Buffers;
using System.Text;

namespace Byway.Http;

/// <summary>
/// Lines of CSV by RFC 4180, for spreadsheets that take what a stranger typed for a formula: text that could begin one
/// gets an apostrophe in front. Numbers are written by us and stay numbers, negative ones too.
/// </summary>
public static class CsvText
{
    /// <summary>The content type.</summary>
    public const string ContentType = "text/csv; charset=utf-8";

    private static readonly SearchValues<char> Special = SearchValues.Create(",\";\r\n\t");

    private const string Formulas = "=+-@\t\r\n\0＝＋－＠";

    /// <summary>Text that may come from anybody.</summary>
    /// <param name="text">The text; null for an empty cell.</param>
    public static string Cell(string? text)
    {
        if (string.IsNullOrEmpty(text))
        {
            return "";
        }

        // Spreadsheets look past white space for the formula's first character.
        var first = text.AsSpan().TrimStart();
        var isFormula = Formulas.Contains(text[0]) || (first.Length > 0 && Formulas.Contains(first[0]));
        var safe = isFormula ? $"'{text}" : text;
        return safe.AsSpan().ContainsAny(Special)
            ? $"\"{safe.Replace("\"", "\"\"", StringComparison.Ordinal)}\""
            : safe;
    }

    /// <summary>A line of cells that are ready.</summary>
    /// <param name="cells">Numbers, or from <see cref="Cell"/>.</param>
    public static byte[] Line(params ReadOnlySpan<string> cells) =>
        Encoding.UTF8.GetBytes(string.Join(',', cells!) + "\r\n");
}
