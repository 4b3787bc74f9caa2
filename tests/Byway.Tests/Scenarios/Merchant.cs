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

    /// <summary>
    /// What stands on an account of a referrer, as the referrer's statement says it: stories ask the API alone, and
    /// not the database as other tests do.
    /// </summary>
    public static async Task<string> Balance(
        this ApiClient api,
        string account = "payable",
        string unit = "USD",
        string referrer = "anna"
    )
    {
        var owners = api.IsAffiliate ? "partners" : "customers";
        var statement = (await api.Get($"/v1/{owners}/{referrer}/statement")).Is(200);
        for (var at = 0; at < statement.Count("data.balances"); at++)
        {
            var balance = $"data.balances.{at}";
            if (statement[$"{balance}.account"] == account && statement[$"{balance}.unit"] == unit)
            {
                return statement[$"{balance}.closing"]!;
            }
        }

        return "0";
    }

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

    /// <summary>The partner asks for everything that is payable, and the merchant pays it.</summary>
    /// <returns>How much it was.</returns>
    public static async Task<string> PayOut(this ApiClient api, string partner = "anna", string unit = "USD")
    {
        var requested = (
            await api.Post(
                "/v1/payout_requests",
                $$"""
                {"partner":{"key":"{{partner}}"},"amount_units":"{{unit}}","gateway":"paypal",
                 "payout_settings":{"username":"{{partner}}@pay.example"} }
                """
            )
        ).Is(201);
        var path = $"/v1/payout_requests/{requested["data.id"]}";
        (await api.Post($"{path}/approve")).Is(200);
        (await api.Post($"{path}/mark_as_paid")).Is(200);
        return requested["data.amount"]!;
    }
}
