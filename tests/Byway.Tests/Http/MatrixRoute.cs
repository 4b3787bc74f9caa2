using Byway.Http;
using Byway.Programs;
using Microsoft.AspNetCore.Routing;

namespace Byway.Tests.Http;

/// <summary>A route of the API as it is mapped, and one of the slices that answer it.</summary>
/// <param name="Api">Who may call it.</param>
/// <param name="Slice">What answers in some types of program.</param>
internal sealed record MatrixRoute(ApiRoute Api, RouteVariant Slice)
{
    private static readonly (string Type, For Flag)[] Types =
    [
        (ProgramType.Affiliate, For.Affiliate),
        (ProgramType.ReferAFriend, For.ReferAFriend),
        (ProgramType.Newsletter, For.Newsletter),
    ];

    /// <summary>The HTTP method.</summary>
    public string Method => Api.Method;

    /// <summary>The path with its parameters.</summary>
    public string Path => Api.Path;

    /// <summary>What the document says about it.</summary>
    public RouteNote Note => Slice.Note;

    /// <summary>Method and path, as the rows name it, and in which programs where that makes a difference.</summary>
    public string Name => Api.Variants.Count == 1 ? $"{Method} {Path}" : $"{Method} {Path} ({Slice.Programs})";

    /// <summary>The program types this slice answers in.</summary>
    public IEnumerable<string> ProgramTypes =>
        Types.Where(type => Slice.Programs.HasFlag(type.Flag)).Select(type => type.Type);

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
            from variant in api.Variants
            select new MatrixRoute(api, variant),
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
