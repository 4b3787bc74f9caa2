using Byway.Http;
using Byway.Programs;
using Microsoft.AspNetCore.Routing;

namespace Byway.Tests.Http;

/// <summary>A route of the API as it is mapped.</summary>
/// <param name="Route">The route with its slices.</param>
internal sealed record MatrixRoute(ApiRoute Route)
{
    /// <summary>Method and path, as the rows name it.</summary>
    public string Name => $"{Route.Method} {Route.Path}";

    /// <summary>The program types it exists in.</summary>
    public IEnumerable<string> ProgramTypes => ProgramType.All.Where(type => Route.In(type) is not null);

    /// <summary>The program types it does not exist in.</summary>
    public IEnumerable<string> OtherTypes => ProgramType.All.Where(type => Route.In(type) is null);

    /// <summary>What the document says about it in a type of program.</summary>
    public RouteNote NoteIn(string type) => Route.In(type)!.Note;

    /// <summary>True for a GET that names nothing: it is called as it stands, and with every filter.</summary>
    public bool IsPlainIn(string type) =>
        Route.Method == "GET"
        && !Route.Path.Contains('{', StringComparison.Ordinal)
        && (NoteIn(type).Query.Count == 0 || NoteIn(type).Answer.Form == AnswerForm.Whole);

    /// <summary>
    /// Its row in a type of program: one of that type's own (<c>"GET /v1/x in newsletter"</c>), or the route's.
    /// </summary>
    public RouteRow? RowIn(string type, IReadOnlyDictionary<string, RouteRow> rows) =>
        rows.GetValueOrDefault($"{Name} in {type}") ?? rows.GetValueOrDefault(Name);

    /// <summary>The mapped routes of the API.</summary>
    /// <param name="endpoints">Everything that is mapped.</param>
    public static IReadOnlyList<MatrixRoute> All(EndpointDataSource endpoints) =>
        [
            .. endpoints
                .Endpoints.Select(endpoint => endpoint.Metadata.GetMetadata<ApiRoute>())
                .OfType<ApiRoute>()
                .Select(route => new MatrixRoute(route)),
        ];

    /// <summary>What is mapped under <c>/v1</c> without asking for an API key.</summary>
    /// <param name="endpoints">Everything that is mapped.</param>
    public static IEnumerable<string> Unguarded(EndpointDataSource endpoints) =>
        from endpoint in endpoints.Endpoints.OfType<RouteEndpoint>()
        where endpoint.Metadata.GetMetadata<ApiRoute>() is null
        let path = "/" + endpoint.RoutePattern.RawText!.TrimStart('/')
        where path.StartsWith("/v1", StringComparison.OrdinalIgnoreCase)
        select path;
}
