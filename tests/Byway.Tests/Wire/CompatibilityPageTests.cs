using System.Text.RegularExpressions;
using Byway.Http;
using Byway.Tests.Tidy;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Byway.Tests.Wire;

/// <summary>
/// docs/COMPATIBILITY.md names every route of the API in the programs that have it, and nothing else; each endpoint of
/// the contract has a row, and every row a test that there is.
/// </summary>
public sealed partial class CompatibilityPageTests(TestServer server) : IClassFixture<TestServer>
{
    private const int Endpoints = 103;

    private static readonly string Page = File.ReadAllText(Path.Combine(SourceTree.Root, "docs", "COMPATIBILITY.md"));

    [GeneratedRegex(
        @"^\|( (?<number>\d+) \|)?(?<routes> `[A-Z]+ /v1/[^|]*) \| (?<programs>[ARN ]+) \|(?<rest>.*)$",
        RegexOptions.ExplicitCapture | RegexOptions.Multiline,
        matchTimeoutMilliseconds: 5_000
    )]
    private static partial Regex Row { get; }

    [GeneratedRegex("`(?<route>[A-Z]+ /v1/[^`]+)`", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5_000)]
    private static partial Regex Route { get; }

    [GeneratedRegex(@"`(?<test>\w+Tests\.\w+)`", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5_000)]
    private static partial Regex Test { get; }

    [Fact]
    public void Every_route_stands_on_the_page_and_the_reverse() =>
        Complaints.AssertNone(RouteComplaints(Page, MappedRoutes()));

    [Fact]
    public void Every_endpoint_of_the_contract_has_a_row() => Complaints.AssertNone(NumberComplaints(Page));

    [Fact]
    public void Every_row_has_a_test_and_every_test_named_is_there() =>
        Complaints.AssertNone(TestComplaints(Page, Tests()));

    [Fact]
    public void What_is_missing_or_made_up_is_caught()
    {
        const string Good = "| 1 | `GET /v1/test` | A N | Fine | `ApiTests.It_works` |";
        Assert.Empty(RouteComplaints(Good, ["GET /v1/test in A N"]));
        Assert.Single(RouteComplaints(Good, ["GET /v1/test in A N", "PUT /v1/test in A"]));
        Assert.Single(RouteComplaints(Good, []));
        Assert.Equal(2, RouteComplaints(Good, ["GET /v1/test in A R N"]).Count());
        Assert.Single(RouteComplaints(Good + "\nand `GET /v1/nothing`", ["GET /v1/test in A N"]));
        Assert.Empty(TestComplaints(Good, ["ApiTests.It_works"]));
        Assert.Single(TestComplaints(Good, ["ApiTests.It_fails"]));
        Assert.Single(TestComplaints("| 1 | `GET /v1/test` | A | Fine | |", []));
        Assert.Equal(Endpoints - 1, NumberComplaints(Good).Count());
        Assert.Equal(Endpoints, NumberComplaints(Good + "\n" + Good).Count());

        // The page itself without one of its rows, and with a test of another name.
        var row = Row.Match(Page);
        Assert.NotEmpty(RouteComplaints(Page.Remove(row.Index, row.Length), MappedRoutes()));
        Assert.NotEmpty(NumberComplaints(Page.Remove(row.Index, row.Length)));
        Assert.NotEmpty(TestComplaints(Page.Replace("Tests.A_", "Tests.An_", StringComparison.Ordinal), Tests()));
    }

    private static IEnumerable<string> RouteComplaints(string page, IEnumerable<string> mapped)
    {
        var rows = Row.Matches(page)
            .SelectMany(row =>
                Routes(row.Groups["routes"].Value).Select(route => $"{route} in {row.Groups["programs"].Value.Trim()}")
            )
            .ToList();
        var real = mapped.ToList();
        var paths = real.Select(route => route[..route.LastIndexOf(" in ", StringComparison.Ordinal)]).ToHashSet();
        return real.Except(rows, StringComparer.Ordinal)
            .Select(route => $"{route} is mapped and has no row on the page.")
            .Concat(rows.Except(real, StringComparer.Ordinal).Select(route => $"{route} has a row and is not mapped."))
            .Concat(
                // Prose may name what a row does; a trailing slash is the same route.
                Routes(Row.Replace(page, ""))
                    .Where(route => !paths.Contains(route.TrimEnd('/')) && route != "GET /v1/links")
                    .Select(route => $"{route} is named and not mapped.")
            );
    }

    private static IEnumerable<string> NumberComplaints(string page)
    {
        var rows = Row.Matches(page).ToLookup(row => row.Groups["number"].Value, StringComparer.Ordinal);
        return Enumerable
            .Range(1, Endpoints)
            .Where(number => rows[number.ToString(System.Globalization.CultureInfo.InvariantCulture)].Count() != 1)
            .Select(number => $"Endpoint {number} has not exactly one row.");
    }

    private static IEnumerable<string> TestComplaints(string page, IReadOnlyCollection<string> tests) =>
        Row.Matches(page)
            .Where(row => !Test.IsMatch(row.Groups["rest"].Value))
            .Select(row => $"{row.Groups["routes"].Value.Trim()} has no test.")
            .Concat(
                Test.Matches(page)
                    .Select(match => match.Groups["test"].Value)
                    .Distinct(StringComparer.Ordinal)
                    .Except(tests, StringComparer.Ordinal)
                    .Select(test => $"There is no test {test}.")
            );

    private static IEnumerable<string> Routes(string text) =>
        Route.Matches(text).Select(match => match.Groups["route"].Value);

    private static List<string> Tests() =>
        [
            .. typeof(CompatibilityPageTests)
                .Assembly.GetTypes()
                .SelectMany(type => type.GetMethods())
                // A theory is a fact too.
                .Where(method => method.IsDefined(typeof(FactAttribute), inherit: true))
                .Select(method => $"{method.DeclaringType!.Name}.{method.Name}"),
        ];

    private List<string> MappedRoutes() =>
        [
            .. server
                .Parts.GetRequiredService<EndpointDataSource>()
                .Endpoints.SelectMany(endpoint => endpoint.Metadata.OfType<ApiRoute>())
                .Select(route => $"{route.Method} {route.Path} in {LettersOf(route.Programs)}"),
        ];

    private static string LettersOf(For programs) =>
        string.Join(
            ' ',
            new[] { (For.Affiliate, "A"), (For.ReferAFriend, "R"), (For.Newsletter, "N") }
                .Where(program => programs.HasFlag(program.Item1))
                .Select(program => program.Item2)
        );
}
