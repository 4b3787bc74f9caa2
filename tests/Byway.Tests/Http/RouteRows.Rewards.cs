namespace Byway.Tests.Http;

internal static partial class RouteRows
{
    private static Dictionary<string, RouteRow> RewardRows =>
        new(StringComparer.Ordinal)
        {
            ["GET /v1/rewards/{id}"] = RouteRow.Named(Reward),
            ["GET /v1/rewards/{id}/decision"] = RouteRow.Named(Reward),
            ["POST /v1/rewards/{id}/approve"] = RouteRow.Named(HeldReward),
            ["POST /v1/rewards/{id}/reject"] = RouteRow.Named(Reward, """{"reason":"New"}"""),
            ["POST /v1/rewards:approve"] = RouteRow.Within(HeldReward, """{"numbers":[THING]}"""),
            ["POST /v1/rewards:reject"] = RouteRow.Within(Reward, """{"numbers":[THING]}"""),
            ["POST /v1/partners/{id}/reward"] = RouteRow.Named(Partner, """{"amount":5}"""),
        };

    private static async Task<string> Reward(ApiClient api) => (await api.Get("/v1/rewards"))["data.0.number"]!;

    private static async Task<string> HeldReward(ApiClient api)
    {
        (await api.Put("/v1/program/settings", """{"review_period_days":30}""")).Is(200);
        await api.Sale("held", "50", "carl");
        return await Reward(api);
    }
}
