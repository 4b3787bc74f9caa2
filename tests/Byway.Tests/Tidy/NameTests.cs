using System.Text.RegularExpressions;
using Xunit;

namespace Byway.Tests.Tidy;

/// <summary>A type is named after what it is, never after the drawer it lies in; a method says what it does.</summary>
public sealed partial class NameTests
{
    // Names that a framework's interface or convention dictates.
    private static readonly string[] DictatedNames =
    [
        "AuthenticateAsync",
        "BindAsync",
        "DisposeAsync",
        "ExecuteAsync",
        "InitializeAsync",
        "InvokeAsync",
        "SendAsync",
        "StartAsync",
        "StopAsync",
    ];

    [GeneratedRegex(
        @"\b(?:class|struct|interface|enum|record(?:\s+(?:class|struct))?)\s+(?<name>\w*(?:Service|Manager|Helper|"
            + @"Helpers|Util|Utils|Utility|Processor|Dto|DTO|Model|Info|Data|Base|Impl))\b",
        RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 5_000
    )]
    private static partial Regex DrawerName { get; }

    [GeneratedRegex(
        @"\b(?:class|struct|interface|enum|record(?:\s+(?:class|struct))?|delegate\s+[\w<>,?\s\[\]]+?)\s+"
            + @"(?<name>[A-Z]\w*)\s*(?=[<({:;]|$)",
        RegexOptions.ExplicitCapture | RegexOptions.Multiline,
        matchTimeoutMilliseconds: 5_000
    )]
    private static partial Regex TypeName { get; }

    // A type, a space, the name and its parameters: a declaration; after `await`, `return` … it is a call.
    [GeneratedRegex(
        @"^(?<before>.*[\w>\])?]\s+)(?<name>\w+Async)\s*(<[^()]*>)?\(",
        RegexOptions.ExplicitCapture | RegexOptions.Multiline,
        matchTimeoutMilliseconds: 5_000
    )]
    private static partial Regex AsyncMethod { get; }

    [GeneratedRegex(
        @"\b(override|await|return|new|in|case|when|else|throw)\b[^;{}]*$",
        RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 5_000
    )]
    private static partial Regex CallOrOverride { get; }

    [Fact]
    public void Types_are_named_after_what_they_are() =>
        Complaints.AssertNone(SourceTree.CSharp.SelectMany(DrawerNames));

    [Fact]
    public void Methods_of_ours_have_no_Async_suffix() =>
        Complaints.AssertNone(SourceTree.CSharp.SelectMany(AsyncSuffixes));

    [Fact]
    public void Files_are_named_after_what_is_in_them() =>
        Complaints.AssertNone(SourceTree.CSharp.SelectMany(Misnamed));

    [Theory]
    [InlineData("PostClick.cs", "public static class PostClick\n{\n}\nrecord Wish;", false)]
    [InlineData("PostClick.cs", "record Wish(int Id);\nstatic class PostClick;", false)]
    [InlineData("PostClick.Wish.cs", "partial class PostClick;", false)]
    [InlineData("Ids.cs", "record struct ProgramId(long N);\nrecord struct EntryId(long N);", false)]
    [InlineData("Program.cs", "await app.RunAsync();", false)]
    [InlineData("PostClick.cs", "public static class PostClicks;", true)]
    [InlineData("PostClick.cs", "// class PostClick", true)]
    [InlineData("Ids.cs", "record struct ProgramId(long N);\nclass Other;", true)]
    public void A_misnamed_file_is_caught(string name, string code, bool caught) =>
        Assert.Equal(caught, Misnamed(new SourceFile("src/Byway/Clicks/" + name, code)).Any());

    [Theory]
    [InlineData("public sealed class PartnerService(int x) { }")]
    [InlineData("internal static class DateHelper;")]
    [InlineData("public readonly record struct PartnerDto(int Id);")]
    [InlineData("record class PayoutInfo;")]
    [InlineData("interface IClickManager { }")]
    [InlineData("abstract class HandlerBase<T> where T : class { }")]
    [InlineData("enum PartnerData { A }")]
    public void A_drawer_name_is_caught(string code) => Assert.Single(DrawerNames(Sample(code)));

    [Theory]
    [InlineData("public sealed class Metadata;")]
    [InlineData("class Informed; // not class PartnerInfo")]
    [InlineData("var x = \"class PartnerInfo\";")]
    [InlineData("builder.Services.AddSingleton(new ServiceCollection());")]
    public void Other_names_are_not_caught(string code) => Assert.Empty(DrawerNames(Sample(code)));

    [Theory]
    [InlineData("public async Task<List<int>> ReadAsync(int x)")]
    [InlineData("    ValueTask SaveAsync<T>(T x);")]
    [InlineData("    static (int, int)? PairAsync()")]
    public void An_Async_suffix_is_caught(string code) => Assert.Single(AsyncSuffixes(Sample(code)));

    [Theory]
    [InlineData("await ReadAsync(x);")]
    [InlineData("return ReadAsync(x);")]
    [InlineData("var x = await stream.ReadAsync(buffer);")]
    [InlineData("public ValueTask DisposeAsync() => default;")]
    [InlineData("protected override Task HandleAsync(int x) => Task.CompletedTask;")]
    [InlineData("ValueTask IAsyncLifetime.InitializeAsync() => default;")]
    public void A_call_or_a_dictated_name_is_not_caught(string code) => Assert.Empty(AsyncSuffixes(Sample(code)));

    private static SourceFile Sample(string code) => new("src/Byway/Clicks/PostClick.cs", code);

    private static IEnumerable<string> DrawerNames(SourceFile file) =>
        file.Lines(file.Code)
            .SelectMany(line => DrawerName.Matches(line.Line).Select(found => (line.Number, found.Groups["name"])))
            .Select(found => file.At(found.Number, $"{found.Item2.Value} has an ending that says nothing."));

    private static IEnumerable<string> Misnamed(SourceFile file)
    {
        var stem = file.Name.Split('.')[0];
        var types = TypeName.Matches(file.Code).Select(found => found.Groups["name"].Value).ToList();
        var isCollection =
            stem.EndsWith('s')
            && types.Count > 0
            && types.TrueForAll(type => type.EndsWith(stem[..^1], StringComparison.Ordinal));
        if (
            stem is not ("Program" or "GlobalUsings")
            && !isCollection
            && !types.Contains(stem, StringComparer.Ordinal)
        )
        {
            yield return file.At(1, $"a file is named after one of its types: {string.Join(", ", types)}.");
        }
    }

    private static IEnumerable<string> AsyncSuffixes(SourceFile file) =>
        from line in file.Lines(file.Code)
        let found = AsyncMethod.Match(line.Line)
        where found.Success && !CallOrOverride.IsMatch(found.Groups["before"].Value)
        let name = found.Groups["name"].Value
        where !DictatedNames.Contains(name, StringComparer.Ordinal)
        select file.At(line.Number, $"{name}: methods of ours have no Async suffix.");
}
