using Byway.Rewards;

namespace Byway.Tests.Scenarios;

/// <summary>What stories have in common: rules, the passing of time, partners above one another.</summary>
public static class Merchant
{
    /// <summary>Sets the program's rules.</summary>
    public static async Task<Reply> Rules(this ApiClient api, string json) =>
        (await api.Put("/v1/program/rules", json)).Is(200);

    /// <summary>Days pass, and what was held long enough becomes payable.</summary>
    public static async Task Days(this ApiClient api, double days)
    {
        api.Server.Clock.Advance(TimeSpan.FromDays(days));
        await api.Server.RunJob<ReleaseHeldRewards>();
    }

    /// <summary>Creates a partner whom another partner has referred.</summary>
    public static async Task<Reply> PartnerUnder(this ApiClient api, string key, string above) =>
        (
            await api.Post(
                "/v1/partners",
                $$"""
                {"id":"{{key}}-id","key":"{{key}}","email":"{{key}}@example.com",
                 "referring_partner":{"id":"{{above}}-id"} }
                """
            )
        ).Is(201);

    /// <summary>The sentence that explains an answer.</summary>
    public static async Task<string> Sentence(this ApiClient api, Reply reply) =>
        (await api.Explain(reply))["data.decision.sentence"]!;

    /// <summary>What stands on the payable account of referrers, in USD.</summary>
    public static async Task<string> Payable(this ApiClient api, params string[] referrers)
    {
        var amounts = new List<string>();
        foreach (var referrer in referrers)
        {
            amounts.Add(await api.Balance("payable", referrer: referrer));
        }

        return string.Join(' ', amounts);
    }
}
