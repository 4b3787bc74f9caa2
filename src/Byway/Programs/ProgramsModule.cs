using Byway.Http;
using Byway.Rewards;

namespace Byway.Programs;

/// <summary>The program's own routes.</summary>
public static class ProgramsModule
{
    /// <summary>Maps them.</summary>
    /// <param name="routes">Where.</param>
    public static void MapPrograms(this IEndpointRouteBuilder routes)
    {
        routes.Api("GET", "/v1/test", For.All, GetTest.Handle, GetTest.Note);
        routes.Api("GET", "/v1/program/settings", For.All, GetSettings.Handle, GetSettings.Note);
        routes.Api("PUT", "/v1/program/settings", For.All, PutSettings.Handle, PutSettings.Note);
        routes.Api("GET", "/v1/program/rules", For.Sales, GetRules.Handle, GetRules.Note);
        routes.Api("PUT", "/v1/program/rules", For.Sales, PutRules.Handle, PutRules.Note);
    }
}
