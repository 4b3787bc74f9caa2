using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Byway.Http;
using Byway.Journal;
using Byway.Programs;
using Byway.Tests.Tidy;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.OpenApi;
using Xunit;

namespace Byway.Tests.Http;

/// <summary>
/// The API's document says what the server does: the committed file is the one the server gives, its routes are the
/// mapped ones, its fields are those that slices read, its codes are the closed lists.
/// </summary>
public sealed partial class OpenApiTests(TestServer server) : IClassFixture<TestServer>
{
    private static readonly string CommittedText = File.ReadAllText(
        Path.Combine(SourceTree.Root, "docs", "openapi.json")
    );

    private static readonly JsonElement Committed = JsonDocument.Parse(CommittedText).RootElement;

    [GeneratedRegex(@"\.\d+(?=\.|$)", RegexOptions.None, matchTimeoutMilliseconds: 5_000)]
    private static partial Regex Position { get; }

    [Fact]
    public async Task The_committed_document_is_the_one_the_server_gives()
    {
        var served = await server.Http.GetStringAsync(server.Url + "/openapi.json");
        Complaints.AssertNone(Differences(CommittedText, served));
    }

    [Fact]
    public void A_committed_document_of_yesterday_is_caught()
    {
        Assert.Empty(Differences("a\nb\n", "a\nb"));
        Assert.Contains("line 2", Assert.Single(Differences("a\nb\n", "a\nc")), StringComparison.Ordinal);
        Assert.Single(Differences("a\n", "a\nb"));
        Assert.Single(Differences("a\r\nb\n", "a\nb"));
    }

    [Fact]
    public void Every_mapped_route_is_documented_and_the_reverse() =>
        Complaints.AssertNone(
            RouteComplaints(MappedRoutes(), DocumentedRoute.All(Committed).Select(route => route.Name))
        );

    [Fact]
    public void A_route_on_one_side_only_is_caught()
    {
        Assert.Empty(RouteComplaints(["GET /a", "PUT /a"], ["PUT /a", "GET /a"]));
        Assert.Single(RouteComplaints(["GET /a", "PUT /a"], ["GET /a"]));
        Assert.Single(RouteComplaints(["GET /a"], ["GET /a", "GET /b"]));
    }

    [Fact]
    public async Task Every_field_a_slice_reads_is_documented_and_the_reverse()
    {
        var asked = await FieldsAsked();
        Complaints.AssertNone(
            DocumentedRoute
                .All(Committed)
                .SelectMany(route => FieldComplaints(route.Name, route.Fields, asked[route.Name]))
        );

        // The same with a field left out of the document, and with one that nobody reads.
        var createPartner = DocumentedRoute.All(Committed).Single(route => route.Name == "POST /v1/partners");
        var withoutSurname = createPartner.Fields.Where(field => field != "surname").ToList();
        Assert.Contains(
            "surname",
            Assert.Single(FieldComplaints("", withoutSurname, asked[createPartner.Name])),
            StringComparison.Ordinal
        );
        Assert.Contains(
            "shoe_size",
            Assert.Single(FieldComplaints("", [.. createPartner.Fields, "shoe_size"], asked[createPartner.Name])),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void A_field_on_one_side_only_is_caught()
    {
        Assert.Empty(FieldComplaints("", ["a", "b.c"], ["a", "b", "b.c"]));
        Assert.Empty(FieldComplaints("", ["b.c"], ["b.0.c", "b"]));
        Assert.Single(FieldComplaints("", ["a"], ["a", "b"]));
        Assert.Single(FieldComplaints("", ["a", "b"], ["a"]));
        Assert.Single(FieldComplaints("", ["b.c"], ["b", "b.c", "b.d"]));
    }

    [Fact]
    public void The_document_knows_every_code()
    {
        Complaints.AssertNone(
            CodeComplaints(Committed, "/schemas/Error/properties/code", RefusalCode.All.Select(code => code.Code))
        );
        Complaints.AssertNone(CodeComplaints(Committed, "/headers/Byway-Decision/schema", DecisionCode.All));
    }

    [Fact]
    public void A_code_on_one_side_only_is_caught()
    {
        const string Place = "/schemas/Error/properties/code";
        var codes = RefusalCode.All.Select(code => code.Code).ToList();
        Assert.Single(CodeComplaints(Committed, Place, codes.Skip(1)));
        Assert.Single(CodeComplaints(Committed, Place, codes.Append("bored")));
    }

    [Fact]
    public async Task The_document_is_made_without_a_database()
    {
        var folder = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        var options = new ServerOptions { Urls = "http://127.0.0.1:0", DataFolder = folder };
        await using var app = Server.Build(options with { HasJobs = false, HasConsoleLog = false });
        await app.StartAsync();
        Assert.NotEmpty(await server.Http.GetStringAsync(app.Urls.First() + "/openapi.json"));
        Assert.False(Directory.Exists(folder));
    }

    [Fact]
    public void A_list_that_may_be_null_is_documented_so() =>
        Assert.Equal(
            """["null","array"]""",
            Committed
                .GetProperty("components")
                .GetProperty("schemas")
                .GetProperty("PayoutRequest")
                .GetProperty("properties")
                .GetProperty("reward_ids")
                .GetProperty("type")
                .GetRawText()
                .Replace("\n", "", StringComparison.Ordinal)
                .Replace(" ", "", StringComparison.Ordinal)
        );

    [Fact]
    public void The_document_is_valid_OpenAPI() => Complaints.AssertNone(Invalidities(CommittedText));

    [Fact]
    public void An_invalid_document_is_caught()
    {
        Assert.NotEmpty(Invalidities("""{"openapi":"3.1.1","paths":{}}"""));
        Assert.NotEmpty(
            Invalidities(
                CommittedText.Replace(
                    "#/components/schemas/Partner\"",
                    "#/components/schemas/Gone\"",
                    StringComparison.Ordinal
                )
            )
        );
    }

    private static IEnumerable<string> Differences(string committed, string served)
    {
        var before = committed.TrimEnd('\n').Split('\n');
        var now = served.TrimEnd('\n').Split('\n');
        for (var line = 0; line < Math.Max(before.Length, now.Length); line++)
        {
            if (before.ElementAtOrDefault(line) != now.ElementAtOrDefault(line))
            {
                yield return $"docs/openapi.json, line {line + 1}: '{before.ElementAtOrDefault(line)}' is committed, "
                    + $"'{now.ElementAtOrDefault(line)}' is what the server gives. ./do openapi writes it anew.";
                yield break;
            }
        }
    }

    private static IEnumerable<string> RouteComplaints(IEnumerable<string> mapped, IEnumerable<string> documented)
    {
        var routes = mapped.ToHashSet(StringComparer.Ordinal);
        var operations = documented.ToHashSet(StringComparer.Ordinal);
        return routes
            .Except(operations, StringComparer.Ordinal)
            .Select(route => $"{route} is mapped and not in the document.")
            .Concat(
                operations
                    .Except(routes, StringComparer.Ordinal)
                    .Select(route => $"{route} is in the document and not mapped.")
            );
    }

    private static IEnumerable<string> FieldComplaints(
        string route,
        IReadOnlyList<string> documented,
        IEnumerable<string> asked
    )
    {
        var read = asked.Select(path => Position.Replace(path, "")).ToHashSet(StringComparer.Ordinal);
        return documented
            .Where(field => !read.Contains(field))
            .Select(field => $"{route}: {field} is in the document, and nobody reads it.")
            .Concat(
                // Who knows `customer.key` knows `customer`.
                read.Where(field =>
                        !documented.Contains(field, StringComparer.Ordinal)
                        && !documented.Any(known => known.StartsWith(field + ".", StringComparison.Ordinal))
                    )
                    .Select(field => $"{route}: {field} is read, and the document does not know it.")
            );
    }

    private static IEnumerable<string> CodeComplaints(JsonElement document, string place, IEnumerable<string> codes)
    {
        var found = document.GetProperty("components");
        foreach (var step in place.Split('/').Skip(1))
        {
            found = found.GetProperty(step);
        }

        var known = found.GetProperty("enum").EnumerateArray().Select(code => code.GetString()!).ToList();
        var real = codes.ToList();
        return known
            .Except(real, StringComparer.Ordinal)
            .Concat(real.Except(known, StringComparer.Ordinal))
            .Select(code => $"{place}: {code} is on one side only.");
    }

    private static IEnumerable<string> Invalidities(string text)
    {
        var read = OpenApiDocument.Parse(text, OpenApiConstants.Json);
        return (read.Diagnostic?.Errors ?? [])
            .Concat(read.Document?.Validate(ValidationRuleSet.GetDefaultRuleSet()) ?? [])
            .Select(error => $"{error.Pointer}: {error.Message}");
    }

    private List<string> MappedRoutes() =>
        [
            .. server
                .Parts.GetRequiredService<EndpointDataSource>()
                .Endpoints.OfType<RouteEndpoint>()
                .Where(route =>
                    // Pages are no part of the API. The document's own route excludes itself, and has a note.
                    route.Metadata.GetMetadata<IExcludeFromDescriptionMetadata>()
                        is null
                    || route.Metadata.GetMetadata<RouteNote>() is not null
                )
                .SelectMany(route =>
                    route
                        .Metadata.GetRequiredMetadata<HttpMethodMetadata>()
                        .HttpMethods.Select(method => $"{method} {route.RoutePattern.RawText}")
                ),
        ];

    /// <summary>Which fields each route asks for when it is called as documented, and with less.</summary>
    private static async Task<Dictionary<string, IReadOnlyCollection<string>>> FieldsAsked()
    {
        var heard = new ConcurrentQueue<string>();
        await using var listening = await TestServer.Start(new() { FieldAsked = heard.Enqueue });
        var asked = new Dictionary<string, IReadOnlyCollection<string>>(StringComparer.Ordinal);
        foreach (var route in DocumentedRoute.All(Committed))
        {
            var paths = new HashSet<string>(StringComparer.Ordinal);
            foreach (var type in ProgramType.All)
            {
                var api = await ShopWithASale(listening, type);
                heard.Clear();
                foreach (var (path, body) in Requests(route))
                {
                    var address = path.Replace("{program}", api.Program.PublicId, StringComparison.Ordinal);
                    await api.Send(route.Method, address, body, ("Origin", "https://shop.example"));
                }

                paths.UnionWith(heard);
            }

            asked[route.Name] = paths;
        }

        return asked;
    }

    private static async Task<ApiClient> ShopWithASale(TestServer listening, string type)
    {
        var api = await listening.NewProgram(type);
        if (type == ProgramType.Newsletter)
        {
            (await api.Post("/v1/subscribers", """{"id":"anna","email":"anna@example.com"}""")).Is(201);
            return api;
        }

        await api.Referrer("anna");
        await api.SignUp("carl", "anna");
        await api.Sale("order_1", "10", "carl");
        return api;
    }

    /// <summary>
    /// Without anything, with everything, and with everything but one of the objects in the body, however deep: what
    /// stands in for it is read then.
    /// </summary>
    private static IEnumerable<(string Path, string? Body)> Requests(DocumentedRoute route)
    {
        var thing =
            route.Path.Contains("partners", StringComparison.Ordinal)
            || route.Path.Contains("subscribers", StringComparison.Ordinal)
                ? "anna"
            : route.Path.Contains("customers", StringComparison.Ordinal) ? "carl"
            : "order_1";
        var path = route
            .Path.Replace("{id}", thing, StringComparison.Ordinal)
            .Replace("{key}", thing, StringComparison.Ordinal);
        yield return (path, null);
        if (route.Query.Count > 0)
        {
            var query = route.Query.Select(field => $"{field.Name}={Uri.EscapeDataString(field.Example)}");
            yield return ($"{path}?{string.Join('&', query)}", null);
        }

        if (route.FullBody is not { } full)
        {
            yield break;
        }

        yield return (path, full.ToJsonString());
        foreach (var place in ObjectsIn(full))
        {
            var less = full.DeepClone();
            var parent = place[..^1].Aggregate(less, (node, step) => ItemOf(node)[step]!);
            ItemOf(parent).Remove(place[^1]);
            yield return (path, less.ToJsonString());
        }
    }

    /// <summary>The way to each object or list below a node; of a list's items only the first is looked at.</summary>
    private static IEnumerable<string[]> ObjectsIn(JsonNode node)
    {
        if (node is JsonArray and not [JsonObject, ..])
        {
            yield break;
        }

        foreach (var (name, value) in ItemOf(node))
        {
            if (value is JsonObject or JsonArray)
            {
                yield return [name];
                foreach (var below in ObjectsIn(value))
                {
                    yield return [name, .. below];
                }
            }
        }
    }

    private static JsonObject ItemOf(JsonNode node) => (node is JsonArray list ? list[0]! : node).AsObject();
}
