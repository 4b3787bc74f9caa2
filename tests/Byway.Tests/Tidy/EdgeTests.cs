using System.Text.RegularExpressions;
using Xunit;

namespace Byway.Tests.Tidy;

/// <summary>Which folder may know which: the edges of docs/ARCHITECTURE.md.</summary>
public sealed partial class EdgeTests
{
    // Everything a pure decision cannot be handed by value: the database, the web, the clock, chance.
    private static readonly string[] ImpureWords =
    [
        "Byway.Storage",
        "Byway.Http",
        "Byway.Turns",
        "Microsoft.AspNetCore",
        "System.Data",
        "System.Net",
        "Dapper",
        "DbConnection",
        "HttpContext",
        "TimeProvider",
        "Stopwatch",
        "RandomNumberGenerator",
        "Guid.NewGuid",
        "Guid.CreateVersion7",
        "Environment.",
    ];

    [GeneratedRegex(@"\w*(Sqlite|Npgsql)\w*", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5_000)]
    private static partial Regex DatabaseName { get; }

    [GeneratedRegex(@"\bByway\.(?!Values\b)\w+", RegexOptions.ExplicitCapture, 5_000)]
    private static partial Regex NameOfOurs { get; }

    [GeneratedRegex(
        @"^\s*global\s+using\s+(static\s+)?(?<name>Byway\.(?!Values\s*;)[\w.]+)",
        RegexOptions.ExplicitCapture | RegexOptions.Multiline,
        matchTimeoutMilliseconds: 5_000
    )]
    private static partial Regex GlobalUsing { get; }

    private static IReadOnlyList<string> Folders { get; } =
    [.. SourceTree.Server.Select(file => file.BusinessFolder).Where(name => name.Length > 0).Distinct()];

    [Fact]
    public void Only_Storage_and_Program_name_a_database() =>
        Complaints.AssertNone(SourceTree.Server.SelectMany(DatabaseNames));

    [Fact]
    public void Values_use_nothing_of_ours() =>
        Complaints.AssertNone(
            SourceTree
                .Server.Where(file => file.BusinessFolder == "Values")
                .SelectMany(file => NamesOfOurs(file, Folders))
        );

    [Fact]
    public void Rules_and_decisions_are_pure() => Complaints.AssertNone(SourceTree.Server.SelectMany(Impurities));

    [Fact]
    public void Providers_translate_and_do_nothing_else() =>
        Complaints.AssertNone(SourceTree.Server.SelectMany(ProviderImpurities));

    [Theory]
    [InlineData("src/Byway/Integrations/Stripe/StripeProvider.cs", "using Byway.Turns;", true)]
    [InlineData("src/Byway/Integrations/Stripe/StripeProvider.cs", "using System.Net.Http;", true)]
    [InlineData("src/Byway/Integrations/Stripe/StripeProvider.cs", "Read(TimeProvider clock)", true)]
    [InlineData("src/Byway/Integrations/Stripe/StripeProvider.cs", "using Byway.Values;", false)]
    [InlineData("src/Byway/Integrations/BookEvent.cs", "using Byway.Turns;", false)]
    public void A_provider_that_does_something_is_caught(string path, string code, bool caught) =>
        Assert.Equal(caught, ProviderImpurities(new SourceFile(path, code)).Any());

    [Fact]
    public void No_global_using_hides_an_edge() => Complaints.AssertNone(SourceTree.Server.SelectMany(GlobalUsings));

    [Theory]
    [InlineData("src/Byway/Clicks/PostClick.cs", "using Npgsql;", true)]
    [InlineData("src/Byway/Clicks/PostClick.cs", "var x = new SqliteConnection();", true)]
    [InlineData("src/Byway/Clicks/PostClick.cs", "// Npgsql would say no", false)]
    [InlineData("src/Byway/Storage/Postgres.cs", "using Npgsql;", false)]
    [InlineData("src/Byway/Program.cs", "using Npgsql;", false)]
    public void A_database_named_elsewhere_is_caught(string path, string code, bool caught) =>
        Assert.Equal(caught, DatabaseNames(new SourceFile(path, code)).Any());

    [Theory]
    [InlineData("using Byway.Http;", true)]
    [InlineData("using static Byway.Storage.Database;", true)]
    [InlineData("var x = Storage.Database.Open();", true)]
    [InlineData("namespace Byway.Values;\nusing System;\nvar x = this.Storage.Length;", false)]
    public void A_value_that_uses_something_of_ours_is_caught(string code, bool caught) =>
        Assert.Equal(caught, NamesOfOurs(new SourceFile("src/Byway/Values/Amount.cs", code), ["Storage"]).Any());

    [Theory]
    [InlineData("src/Byway/Rewards/PercentRule.cs", "using Byway.Storage;", true)]
    [InlineData("src/Byway/Rewards/PercentRule.cs", "using Microsoft.AspNetCore.Http;", true)]
    [InlineData("src/Byway/Customers/SignUpDecision.cs", "Decide(TimeProvider clock)", true)]
    [InlineData("src/Byway/Customers/SignUpDecision.cs", "var id = Guid.CreateVersion7();", true)]
    [InlineData("src/Byway/Customers/SignUpDecision.cs", "using Byway.Values;", false)]
    [InlineData("src/Byway/Customers/PostCustomer.cs", "using Byway.Storage;", false)]
    public void An_impure_decision_is_caught(string path, string code, bool caught) =>
        Assert.Equal(caught, Impurities(new SourceFile(path, code)).Any());

    [Theory]
    [InlineData("global using Byway.Storage;", true)]
    [InlineData("global using Byway.Values;", false)]
    [InlineData("global using System.Text;", false)]
    public void A_global_using_of_a_folder_is_caught(string code, bool caught) =>
        Assert.Equal(caught, GlobalUsings(new SourceFile("src/Byway/GlobalUsings.cs", code)).Any());

    private static IEnumerable<string> DatabaseNames(SourceFile file) =>
        file.BusinessFolder == "Storage" || file.Path == "src/Byway/Program.cs"
            ? []
            : Found(file, DatabaseName, "is named in Storage/ and Program.cs only.");

    private static IEnumerable<string> NamesOfOurs(SourceFile file, IReadOnlyList<string> folders)
    {
        // `Storage.Database` needs no using inside the namespace Byway.Values.
        var folder = new Regex(
            $@"(?<![\w.])({string.Join('|', folders.Where(name => name != "Values"))})\.\w",
            RegexOptions.ExplicitCapture,
            TimeSpan.FromSeconds(5)
        );
        return Found(file, NameOfOurs, "has no place in Values/, which uses nothing of ours.")
            .Concat(Found(file, folder, "has no place in Values/, which uses nothing of ours."));
    }

    private static IEnumerable<string> Impurities(SourceFile file) =>
        file.Name.EndsWith("Rule.cs", StringComparison.Ordinal)
        || file.Name.EndsWith("Decision.cs", StringComparison.Ordinal)
            ? from line in file.Lines(file.Code)
            from word in ImpureWords
            where line.Line.Contains(word, StringComparison.Ordinal)
            select file.At(line.Number, $"{word}: rules and decisions are values in, a value out.")
            : [];

    private static IEnumerable<string> ProviderImpurities(SourceFile file) =>
        file.IsUnder("src/Byway/Integrations/") && file.Path.Split('/').Length > 4
            ? from line in file.Lines(file.Code)
            from word in ImpureWords
            where line.Line.Contains(word, StringComparison.Ordinal)
            select file.At(line.Number, $"{word}: a provider is told a text and says what it means.")
            : [];

    private static IEnumerable<string> GlobalUsings(SourceFile file) =>
        Found(file, GlobalUsing, "is used where it is needed, so that the other tests here can see it.");

    private static IEnumerable<string> Found(SourceFile file, Regex pattern, string sentence) =>
        from line in file.Lines(file.Code)
        from found in pattern.Matches(line.Line)
        select file.At(line.Number, $"{found.Value.Trim()} {sentence}");
}
