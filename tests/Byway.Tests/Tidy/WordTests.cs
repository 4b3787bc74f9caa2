using System.Text.RegularExpressions;
using Xunit;

namespace Byway.Tests.Tidy;

/// <summary>What no file contains: fractions for money, notes to oneself, sleeping tests, private places.</summary>
public sealed partial class WordTests
{
    // Where the server may count in fractions, and why.
    private static readonly Dictionary<string, string> FractionsAllowed = new(StringComparer.Ordinal)
    {
        ["src/Byway/Cli/"] = "progress bars are drawn in doubles",
        ["src/Byway/Telemetry/"] = "OpenTelemetry measures in doubles",
    };

    // Written so that this file does not contain what it looks for.
    [GeneratedRegex(@"\b(TO[D]O|FIX[M]E|HA[C]K|X[X]X)\b", RegexOptions.ExplicitCapture, 5_000)]
    private static partial Regex Note { get; }

    [GeneratedRegex(@"^\s*#\s*(end)?region\b", RegexOptions.ExplicitCapture, 5_000)]
    private static partial Regex Region { get; }

    [GeneratedRegex(
        @"\b(double|float|decimal|Double|Single|Decimal|Half)\b(?!\s*\()",
        RegexOptions.ExplicitCapture,
        5_000
    )]
    private static partial Regex Fraction { get; }

    [GeneratedRegex(@"\b(Thread\s*\.\s*Sleep|Task\s*\.\s*Delay)\b", RegexOptions.ExplicitCapture, 5_000)]
    private static partial Regex Sleep { get; }

    [GeneratedRegex(
        @"(?<![\w.~\-/])/(work|root|home/[\w.\-]+|Users/[\w.\-]+)/|\b[A-Z]:\\Users\\",
        RegexOptions.ExplicitCapture,
        5_000
    )]
    private static partial Regex MachinePath { get; }

    [GeneratedRegex(
        @"\b(api[.]nuget[.]org|registry[.](npmjs[.]org|yarnpkg[.]com)|(deb|security)[.]debian[.]org|"
            + @"pypi[.]org|files[.]pythonhosted[.]org|repo[.]maven[.]apache[.]org)\b|""resolved"":\s*""https?:",
        RegexOptions.ExplicitCapture,
        5_000
    )]
    private static partial Regex RegistryHost { get; }

    [Fact]
    public void Nobody_leaves_notes() => Complaints.AssertNone(SourceTree.Files.SelectMany(Notes));

    [Fact]
    public void Nothing_is_folded_into_regions() => Complaints.AssertNone(SourceTree.CSharp.SelectMany(Regions));

    [Fact]
    public void The_server_counts_in_whole_numbers() => Complaints.AssertNone(SourceTree.Server.SelectMany(Fractions));

    [Fact]
    public void Tests_wait_for_something_and_do_not_sleep() =>
        Complaints.AssertNone(SourceTree.CSharp.SelectMany(Sleeps));

    [Fact]
    public void No_file_names_a_machine_or_a_registry() =>
        Complaints.AssertNone(SourceTree.Files.SelectMany(PrivatePlaces));

    [Theory]
    [InlineData("// TO", "DO: later")]
    [InlineData("x(); /* FIX", "ME */")]
    [InlineData("# HA", "CK")]
    public void A_note_is_caught(string first, string second) => Assert.Single(Notes(Sample(first + second)));

    [Fact]
    public void A_region_is_caught() => Assert.Equal(2, Regions(Sample("  #region A\n#endregion\n#if X\n")).Count());

    [Theory]
    [InlineData("src/Byway/Values/Amount.cs", "double amount = 0;", true)]
    [InlineData("src/Byway/Values/Amount.cs", "var amount = decimal.Parse(text);", true)]
    [InlineData("src/Byway/Values/Amount.cs", "List<float> amounts;", true)]
    [InlineData("src/Byway/Values/Amount.cs", "// no double here", false)]
    [InlineData("src/Byway/Values/Amount.cs", "var one = list.Single(x => x);", false)]
    [InlineData("src/Byway/Cli/Progress.cs", "double share = 0.5;", false)]
    public void Counting_in_fractions_is_caught(string path, string code, bool caught) =>
        Assert.Equal(caught, Fractions(new SourceFile(path, code)).Any());

    [Theory]
    [InlineData("tests/Byway.Tests/Clicks/PostClickTests.cs", "await Task.Delay(5);", true)]
    [InlineData("tests/Byway.Tests/Clicks/PostClickTests.cs", "Thread.Sleep(5);", true)]
    [InlineData("tests/Byway.Tests/Proof/KillTests.cs", "await Task.Delay(5);", false)]
    [InlineData("src/Byway/Jobs/Loop.cs", "await Task.Delay(5);", false)]
    public void A_sleeping_test_is_caught(string path, string code, bool caught) =>
        Assert.Equal(caught, Sleeps(new SourceFile(path, code)).Any());

    [Theory]
    [InlineData("see /wo", "rk/x", true)]
    [InlineData("see /ho", "me/ada/x", true)]
    [InlineData("see C:\\Use", "rs\\Ada", true)]
    [InlineData("https://api.nu", "get.org/v3", true)]
    [InlineData("\"resol", "ved\": \"https://x\"", true)]
    [InlineData("see /var/lib", "/byway", false)]
    [InlineData("https://example.com/wo", "rk/x", false)]
    public void A_private_place_is_caught(string first, string second, bool caught) =>
        Assert.Equal(caught, PrivatePlaces(Sample(first + second)).Any());

    private static SourceFile Sample(string text) => new("src/Byway/Clicks/PostClick.cs", text);

    private static IEnumerable<string> Notes(SourceFile file) =>
        IsLockFile(file) ? [] : Found(file, file.Text, Note, "is a note to oneself: do it, or open an issue.");

    private static IEnumerable<string> Regions(SourceFile file) =>
        Found(file, file.Text, Region, "folds code away: split the file instead.");

    private static IEnumerable<string> Fractions(SourceFile file) =>
        FractionsAllowed.Keys.Any(file.IsUnder)
            ? []
            : Found(file, file.Code, Fraction, "cannot hold money: amounts are long micros (Values/Amount.cs).");

    private static IEnumerable<string> Sleeps(SourceFile file) =>
        file.IsUnder("tests/") && !file.IsUnder("tests/Byway.Tests/Proof/")
            ? Found(file, file.Code, Sleep, "makes a test slow or shaky: wait for something that happens.")
            : [];

    private static IEnumerable<string> PrivatePlaces(SourceFile file) =>
        Found(file, file.Text, MachinePath, "is a place on one machine.")
            .Concat(Found(file, file.Text, RegistryHost, "is a registry's address: the tools know theirs."));

    private static bool IsLockFile(SourceFile file) => file.Name is "packages.lock.json" or "package-lock.json";

    private static IEnumerable<string> Found(SourceFile file, string text, Regex pattern, string sentence) =>
        from line in file.Lines(text)
        from found in pattern.Matches(line.Line)
        select file.At(line.Number, $"{found.Value.Trim()} {sentence}");
}
