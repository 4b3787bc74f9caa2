using System.Globalization;
using Xunit;

namespace Byway.Tests.Tidy;

/// <summary>Files are under 400 lines in the server and under 600 in tests; lines are under 120 columns.</summary>
public sealed class SizeTests
{
    private const int Columns = 120;
    private static readonly string[] Measured = [".cs", ".cshtml", ".css", ".js", ".mjs", ".sql", ".ts"];
    private static readonly string[] Places = ["src/", "tests/", "bench/"];

    [Fact]
    public void Files_are_short() => Complaints.AssertNone(Sources.SelectMany(TooLong));

    [Fact]
    public void Lines_are_short() => Complaints.AssertNone(Sources.SelectMany(TooWide));

    [Theory]
    [InlineData("src/Byway/Clicks/PostClick.cs", 399, false)]
    [InlineData("src/Byway/Clicks/PostClick.cs", 400, true)]
    [InlineData("tests/Byway.Tests/Clicks/PostClickTests.cs", 599, false)]
    [InlineData("tests/Byway.Tests/Clicks/PostClickTests.cs", 600, true)]
    public void A_long_file_is_caught(string path, int lines, bool caught)
    {
        var file = new SourceFile(path, string.Concat(Enumerable.Repeat("x\n", lines)));
        Assert.Equal(caught, TooLong(file).Any());
    }

    [Theory]
    [InlineData(119, false)]
    [InlineData(120, true)]
    public void A_wide_line_is_caught(int columns, bool caught)
    {
        var file = new SourceFile("src/Byway/Program.cs", "short\r\n" + new string('ü', columns) + "\r\n");
        Assert.Equal(caught, TooWide(file).Any());
    }

    private static IEnumerable<SourceFile> Sources =>
        SourceTree.Files.Where(file =>
            file.Path == "do"
            || (
                Measured.Contains(file.Extension, StringComparer.Ordinal)
                && Places.Any(place => file.Path.StartsWith(place, StringComparison.Ordinal))
            )
        );

    private static IEnumerable<string> TooLong(SourceFile file)
    {
        var limit = file.IsUnder("src/") ? 400 : 600;
        var lines = file.Text.TrimEnd('\n').Count(letter => letter == '\n') + 1;
        if (lines >= limit)
        {
            yield return file.At(lines, $"files are under {limit.ToString(CultureInfo.InvariantCulture)} lines.");
        }
    }

    private static IEnumerable<string> TooWide(SourceFile file) =>
        file.Lines(file.Text)
            .Where(line => new StringInfo(line.Line).LengthInTextElements >= Columns)
            .Select(line => file.At(line.Number, "lines are under 120 columns."));
}
