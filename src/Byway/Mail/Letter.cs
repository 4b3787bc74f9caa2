using System.Globalization;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;

namespace Byway.Mail;

/// <summary>What a mail says: one line of subject, the same text plain and as HTML.</summary>
/// <param name="Subject">One line.</param>
/// <param name="Text">Plain.</param>
/// <param name="Html">A whole page without images, scripts or styles from elsewhere.</param>
public sealed partial record Letter(string Subject, string Text, string Html)
{
    private const int LongestSubject = 255;

    [GeneratedRegex(
        @"\{\{\s*(?<name>[\w.\-]{1,64})\s*\}\}",
        RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant,
        matchTimeoutMilliseconds: 1_000
    )]
    private static partial Regex Place { get; }

    /// <summary>Fills the places of a template: <c>{{name}}</c>. A place that nobody fills stays empty.</summary>
    /// <param name="subject">The subject's template.</param>
    /// <param name="text">The text's template; blank lines part paragraphs.</param>
    /// <param name="values">By name.</param>
    /// <param name="link">The address to follow; set below the text when the template has no place for it.</param>
    public static Letter Of(
        string subject,
        string text,
        IReadOnlyDictionary<string, string> values,
        (string Name, string Address) link
    )
    {
        var all = new Dictionary<string, string>(values, StringComparer.Ordinal) { [link.Name] = link.Address };
        var filled = Filled(text, all).ReplaceLineEndings("\n").Trim();
        if (!filled.Contains(link.Address, StringComparison.Ordinal))
        {
            filled = $"{filled}\n\n{link.Address}";
        }

        return new(OneLine(Filled(subject, all)), filled + "\n", Page(filled, link.Address));
    }

    /// <summary>Text without line breaks and other control characters: nothing in it can begin a header.</summary>
    /// <param name="text">Any text.</param>
    public static string OneLine(string text)
    {
        var line = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            var isText =
                !Rune.IsControl(rune)
                && Rune.GetUnicodeCategory(rune)
                    is not (UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator);
            line.Append(isText ? rune.ToString() : " ");
            if (line.Length >= LongestSubject)
            {
                break;
            }
        }

        return line.ToString().Trim();
    }

    private static string Filled(string template, Dictionary<string, string> values) =>
        Place.Replace(template, match => values.GetValueOrDefault(match.Groups["name"].Value, ""));

    private static string Page(string text, string address)
    {
        var html = new StringBuilder("<!doctype html>\n<html><head><meta charset=\"utf-8\"></head>\n");
        html.Append("<body style=\"font-family:sans-serif;font-size:16px;line-height:1.5;color:#182433\">\n");
        var shown = WebUtility.HtmlEncode(address);
        foreach (var paragraph in text.Split("\n\n", StringSplitOptions.RemoveEmptyEntries))
        {
            var encoded = WebUtility
                .HtmlEncode(paragraph.Trim('\n'))
                .Replace("\n", "<br>\n", StringComparison.Ordinal)
                .Replace(shown, $"<a href=\"{shown}\">{shown}</a>", StringComparison.Ordinal);
            html.Append(CultureInfo.InvariantCulture, $"<p dir=\"auto\">{encoded}</p>\n");
        }

        return html.Append("</body></html>\n").ToString();
    }
}
