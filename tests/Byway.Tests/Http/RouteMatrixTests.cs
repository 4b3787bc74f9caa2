using System.Collections.Concurrent;
using System.Text.Json;
using Byway.Http;
using Byway.Partners;
using Byway.Programs;
using Byway.Tests.Tidy;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Byway.Tests.Http;

/// <summary>
/// Promise S1: no route of the API answers, shows or changes anything for somebody whose API key does not open it.
/// The routes are those that are mapped, so a new one is in the matrix by itself, or fails it for want of a row.
/// </summary>
public sealed class RouteMatrixTests
{
    private static readonly RouteNote LeakyNote = new("leak", "Forgets the program.")
    {
        Path = FieldNote.Key("id", "The partner.", "anna-id"),
        Answer = AnswerNote.Done("Done."),
        Refusals = [RefusalCode.NotFound],
    };

    [Fact]
    public async Task Nobody_gets_in_but_whose_key_opens_the_route()
    {
        await using var server = await TestServer.Start(
            new() { RateLimitPerSecond = 0, MoreProviders = [new Integrations.TestProvider()] }
        );
        var endpoints = server.Parts.GetRequiredService<EndpointDataSource>();
        var routes = MatrixRoute.All(endpoints);
        Assert.True(routes.Count > 40, $"Only {routes.Count} routes were found.");
        Complaints.AssertNone(
            MissingRows(routes, RouteRows.All).Concat(MatrixRoute.Unguarded(endpoints).Select(Open))
        );
        Complaints.AssertNone(await Run(server, routes, RouteRows.All));
    }

    [Fact]
    public void A_route_without_a_row_and_a_row_without_a_route_are_caught()
    {
        var routes = new[] { Leaky("GET", "/v1/new/{id}"), Leaky("POST", "/v1/new") };
        Assert.Equal(2, MissingRows(routes, []).Count());
        Assert.Empty(MissingRows([Leaky("GET", "/v1/new")], []));
        Assert.Single(MissingRows([], new() { ["GET /v1/gone/{id}"] = RouteRow.Named(_ => Task.FromResult("")) }));
    }

    [Fact]
    public async Task A_route_that_forgets_the_program_is_caught()
    {
        await using var server = await TestServer.Start(
            new() { RateLimitPerSecond = 0 },
            routes =>
            {
                routes.Api("GET", "/v1/leaky/{id}", For.Affiliate, Show, LeakyNote);
                routes.Api("PUT", "/v1/leaky/{id}", For.Affiliate, Change, LeakyNote);
                routes.Api("GET", "/v1/leaky-list", For.Affiliate, Show, LeakyNote);
                routes.Api("GET", "/v1/writes", For.Affiliate, Append, LeakyNote);
                routes.Api("POST", "/v1/unwritten", For.Affiliate, _ => Task.FromResult(Answer.Done), LeakyNote);
                routes.Api("GET", "/v1/leaky/{id}/parts/{part}", For.Affiliate, ShowPart, LeakyNote);
                routes.Api("GET", "/v1/broken", For.Affiliate, _ => throw new InvalidOperationException(), LeakyNote);
                routes.MapGet("/v1/open", () => "Come in.");
            }
        );
        var rows = new Dictionary<string, RouteRow>(StringComparer.Ordinal)
        {
            ["GET /v1/leaky/{id}"] = RouteRow.Named(_ => Task.FromResult("anna-id")),
            ["PUT /v1/leaky/{id}"] = RouteRow.Named(_ => Task.FromResult("anna-id")),
            ["GET /v1/leaky/{id}/parts/{part}"] = RouteRow.Named(_ => Task.FromResult("anna/part")) with
            {
                Strangers = api => api.Referrer("anna"),
            },
            ["POST /v1/unwritten"] = RouteRow.Own(_ => Task.FromResult("")),
        };
        var endpoints = server.Parts.GetRequiredService<EndpointDataSource>();
        var wrong = MatrixRoute.All(endpoints).Where(route => route.Route.Variants[0].Note == LeakyNote).ToList();
        var complaints = await Run(server, wrong, rows);
        Has(complaints, "GET /v1/leaky/{id}: with another program's API key");
        Has(complaints, "GET /v1/leaky/{id}: with another's API key", "shows what belongs to the program");
        Has(complaints, "PUT /v1/leaky/{id}: in partners rows of the program changed");
        Has(complaints, "GET /v1/leaky-list: with another's API key", "shows what belongs to the program");
        Has(complaints, "GET /v1/writes: appends to the journal and takes API keys that may only read");
        Has(complaints, "POST /v1/unwritten: needs the scope to write and appends nothing");
        Has(complaints, "GET /v1/leaky/{id}/parts/{part}: with another program's API key");
        Has(complaints, "GET /v1/broken: ", "500");
        Assert.Equal("/v1/open", Assert.Single(MatrixRoute.Unguarded(endpoints)));
    }

    private static void Has(IEnumerable<string> complaints, string start, string part = "") =>
        Assert.Contains(
            complaints,
            complaint =>
                complaint.StartsWith(start, StringComparison.Ordinal)
                && complaint.Contains(part, StringComparison.Ordinal)
        );

    private static string Open(string path) =>
        $"{path} is under /v1 and does not ask for an API key: declare it with routes.Api(…).";

    private static IEnumerable<string> MissingRows(
        IReadOnlyList<MatrixRoute> routes,
        Dictionary<string, RouteRow> rows
    ) =>
        routes
            .SelectMany(route =>
                route
                    .ProgramTypes.Where(type => !route.IsPlainIn(type) && route.RowIn(type, rows) is null)
                    .Take(1)
                    .Select(type =>
                        $"{route.Name} has no row in tests/Byway.Tests/Http/RouteRows.*.cs for {type} programs. Add "
                        + $"[\"{route.Name}\"] = RouteRow.Named(thing, body, query) if it is about a thing that "
                        + "exists in one program, or RouteRow.Own(…) if it succeeds with any program's API key; "
                        + "`thing` makes what the owner has, and says its name."
                    )
            )
            .Concat(
                rows.Keys.Where(name =>
                        !routes.Any(route =>
                            route.Name == name || route.ProgramTypes.Any(type => $"{route.Name} in {type}" == name)
                        )
                    )
                    .Select(name => $"{name} has a row in tests/Byway.Tests/Http/RouteRows.*.cs and is not mapped.")
            );

    private static async Task<IReadOnlyCollection<string>> Run(
        TestServer server,
        IReadOnlyList<MatrixRoute> routes,
        Dictionary<string, RouteRow> rows
    )
    {
        var complaints = new ConcurrentQueue<string>();
        await Parallel.ForEachAsync(
            routes,
            new ParallelOptions { MaxDegreeOfParallelism = 8 },
            async (route, _) =>
            {
                var matrix = new RouteMatrix(server, route, rows);
                foreach (var complaint in await matrix.Complaints())
                {
                    complaints.Enqueue(complaint);
                }
            }
        );
        return complaints;
    }

    private static MatrixRoute Leaky(string method, string path)
    {
        var route = new ApiRoute(method, path);
        route.Add(new(For.Affiliate, Show, LeakyNote));
        return new(route);
    }

    /// <summary>Shows the partner that this name has in whatever program.</summary>
    private static async Task<Answer> Show(ApiCall call)
    {
        var found = await call.Database.Query<string>(
            "select name from programs where name = @Canary",
            new { RouteRows.Canary }
        );
        return Answer.Resource(200, JsonSerializer.SerializeToUtf8Bytes(found));
    }

    /// <summary>Minds the program for the first name in the path, and forgets it for the second.</summary>
    private static async Task<Answer> ShowPart(ApiCall call) =>
        await PartnerFinder.Find(call.Database, new(call.Program.ProgramId), NamedPartner.Of(call)) is null
            ? Answer.NotFound("Partner")
            : await Show(call);

    /// <summary>Changes the partner that has this name in whatever program, and says that there is none.</summary>
    private static async Task<Answer> Change(ApiCall call)
    {
        await call.Server.Turns.Run(store =>
            store.Execute(
                "update partners set surname = @text where id = @id",
                new { id = call.PathKey("id"), text = Guid.NewGuid().ToString() }
            )
        );
        return Answer.NotFound("Partner");
    }

    private static Task<Answer> Append(ApiCall call) =>
        Byway.Partners.PostPartner.Handle(
            new()
            {
                Http = call.Http,
                Caller = call.Caller,
                Body = call.Body,
                Check = call.Check,
                Server = call.Server,
                Fields = new(call.Check, JsonElement.Parse("""{"email":"x@example.com"}""")),
            }
        );
}
