using Byway.Mail;
using Xunit;

namespace Byway.Tests.Mail;

/// <summary>Templates, filled.</summary>
public sealed class LetterTests
{
    private static readonly Dictionary<string, string> Values = new(StringComparer.Ordinal)
    {
        ["name"] = "{{link}} <i>",
    };

    [Fact]
    public void Places_are_filled_once_and_unknown_ones_stay_empty()
    {
        var letter = Letter.Of(
            "a {{ name }} {{x}}b",
            "{{name}}{{nobody}}\r\n\r\nx\ny",
            Values,
            ("link", "https://l?a&b")
        );
        Assert.Equal("a {{link}} <i> b", letter.Subject);
        Assert.Equal("{{link}} <i>\n\nx\ny\n\nhttps://l?a&b\n", letter.Text);
        Assert.Contains("{{link}} &lt;i&gt;</p>", letter.Html, StringComparison.Ordinal);
        Assert.Contains("x<br>\ny", letter.Html, StringComparison.Ordinal);
        Assert.Contains("<a href=\"https://l?a&amp;b\">https://l?a&amp;b</a>", letter.Html, StringComparison.Ordinal);
    }

    [Fact]
    public void The_link_is_added_only_where_it_is_missing()
    {
        var letter = Letter.Of("s", "see {{link}}!", Values, ("link", "https://l"));
        Assert.Equal("see https://l!\n", letter.Text);
    }

    [Theory]
    [InlineData("a\r\nb\tc\0d\u2028e\u0085f", "a  b c d e f")]
    [InlineData("  x  ", "x")]
    [InlineData("👩‍🚀 שלום", "👩‍🚀 שלום")]
    public void One_line_is_one_line(string text, string line) => Assert.Equal(line, Letter.OneLine(text));

    [Fact]
    public void One_line_is_not_endless_and_cuts_no_letter()
    {
        var line = Letter.OneLine(string.Concat(Enumerable.Repeat("😀", 300)));
        Assert.InRange(line.Length, 250, 257);
        Assert.False(char.IsHighSurrogate(line[^1]));
    }
}
