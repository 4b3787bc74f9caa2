using Byway.Http;
using Byway.Rates;
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
        routes.Api("GET", "/v1/test/clock", For.All, GetClock.Handle, GetClock.Note);
        routes.Api("POST", "/v1/test/clock", For.All, MoveClock.Handle, MoveClock.Note);
        routes.Api("GET", "/v1/program", For.All, GetProgram.Handle, GetProgram.Note);
        routes.Api("PUT", "/v1/program", For.Sales, PutProgram.Handle, PutProgram.Note);
        routes.Api("DELETE", "/v1/program", For.All, CloseProgram.Handle, CloseProgram.Note);
        routes.Api("GET", "/v1/program/overview", For.Sales, GetOverview.Handle, GetOverview.Note);
        routes.Api("GET", "/v1/program/settings", For.All, GetSettings.Handle, GetSettings.Note);
        routes.Api("PUT", "/v1/program/settings", For.All, PutSettings.Handle, PutSettings.Note);

        // How older clients set settings.
        routes.Api("PUT", "/v1/settings", For.All, PutSettings.Handle, PutSettings.Note.Former());
        routes.Api("GET", "/v1/program/rules", For.Sales, GetRules.Handle, GetRules.Note);
        routes.Api("PUT", "/v1/program/rules", For.Sales, PutRules.Handle, PutRules.Note);
        routes.Api("GET", "/v1/program/rates", For.Sales, GetRates.Handle, GetRates.Note);
        routes.Api("PUT", "/v1/program/rates", For.Sales, PutRates.Handle, PutRates.Note);
        routes.Api("GET", "/v1/program/rules/versions", For.Sales, ListRuleVersions.Handle, ListRuleVersions.Note);
    }
}
