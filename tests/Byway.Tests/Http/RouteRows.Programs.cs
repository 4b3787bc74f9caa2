namespace Byway.Tests.Http;

internal static partial class RouteRows
{
    private static Dictionary<string, RouteRow> ProgramRows =>
        new(StringComparer.Ordinal)
        {
            ["PUT /v1/program"] = RouteRow.Own(Nothing, """{"name":"New"}"""),
            // The second step: another program's code closes nothing.
            ["DELETE /v1/program"] = RouteRow.Within(ClosingCode, """{"confirmation_code":"THING"}"""),
            ["GET /v1/program/rules"] = RouteRow.Own(Nothing),
            ["PUT /v1/program/rules"] = RouteRow.Own(Nothing, """{"rules":[{"percent":25}]}"""),
            ["PUT /v1/program/settings"] = RouteRow.Own(Nothing, """{"reward_percent":25}"""),
            ["POST /v1/program/rules:simulate"] = RouteRow.Own(
                Nothing,
                """{"rules":{"rules":[{"percent":25}]}}"""
            ) with
            {
                WritesNoEntry = "It only says what would have been; whoever may set rules may try them.",
            },
            ["PUT /v1/program/rates"] = RouteRow.Own(Nothing, """{"rates":[{"from":"EUR","rate":"1.5"}]}"""),
            ["PUT /v1/settings"] = RouteRow.Own(Nothing, """{"reward_percent":25}"""),
            ["POST /v1/test/clock"] = RouteRow.Own(Nothing, """{"days":1}""") with { Mode = "test" },
            ["GET /v1/journal/{id}"] = RouteRow.Named(Entry),
        };

    private static async Task<string> ClosingCode(ApiClient api) =>
        (await api.Delete("/v1/program")).Is(200)["data.confirmation_code"]!;

    private static async Task<string> Entry(ApiClient api) => (await api.Get("/v1/journal"))["data.0.id"]!;
}
