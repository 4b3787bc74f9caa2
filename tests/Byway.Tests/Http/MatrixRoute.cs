using Byway.Http;
using Byway.Programs;
using Microsoft.AspNetCore.Routing;

namespace Byway.Tests.Http;

/// <summary>A route of the API as it is mapped.</summary>
/// <param name="Method">The HTTP method.</param>
/// <param name="Path">The path with its parameters.</param>
/// <param name="Api">Who may call it.</param>
/// <param name="Note">What the document says about it.</param>
internal sealed record MatrixRoute(string Method, string Path, ApiRoute Api, RouteNote Note)
{
    private static readonly (string Type, For Flag)[] Types =
    [
        (ProgramType.Affiliate, For.Affiliate),
        (ProgramType.ReferAFriend, For.ReferAFriend),
        (ProgramType.Newsletter, For.Newsletter),
    ];

    /// <summary>Method and path, as the rows name it.</summary>
    public string Name => $"{Method} {Path}";

    /// <summary>The program types it exists in.</summary>
    public IEnumerable<string> ProgramTypes =>
        Types.Where(type => Api.Programs.HasFlag(type.Flag)).Select(type => type.Type);

    /// <summary>The program types it does not exist in.</summary>
    public IEnumerable<string> OtherTypes =>
        Types.Where(type => !Api.Programs.HasFlag(type.Flag)).Select(type => type.Type);

    /// <summary>True for a GET that names nothing: it is called as it stands, and with every filter.</summary>
    public bool IsPlain =>
        Method == "GET"
        && !Path.Contains('{', StringComparison.Ordinal)
        && (Note.Query.Count == 0 || Note.Answer.Form == AnswerForm.Whole);

    /// <summary>The mapped routes of the API.</summary>
    /// <param name="endpoints">Everything that is mapped.</param>
    public static IReadOnlyList<MatrixRoute> All(EndpointDataSource endpoints) =>
        [
            .. from endpoint in endpoints.Endpoints.OfType<RouteEndpoint>()
            let api = endpoint.Metadata.GetMetadata<ApiRoute>()
            where api is not null
            from method in endpoint.Metadata.GetRequiredMetadata<HttpMethodMetadata>().HttpMethods
            select new MatrixRoute(
                method,
                endpoint.RoutePattern.RawText!,
                api,
                endpoint.Metadata.GetRequiredMetadata<RouteNote>()
            ),
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
