using System.Text.Json;
using Byway.Rewards;
using Byway.Tests.Scenarios;
using Byway.Values;

namespace Byway.Tests.Rewards;

/// <summary>A made-up history played through the public API, with what owners do in between.</summary>
public static class PlayedHistory
{
    private static readonly JsonSerializerOptions Wire = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
    };

    /// <summary>The rules of a history as a request sends them.</summary>
    /// <param name="history">The history.</param>
    public static string RulesOf(History history)
    {
        var rules = JsonSerializer.SerializeToNode(RulesView.Of(0, history.Rules), Wire)!.AsObject();
        // They come from no version.
        rules.Remove("version");
        return rules.ToJsonString();
    }

    /// <summary>A program with the partners of a history.</summary>
    /// <param name="server">The server.</param>
    /// <param name="history">The history.</param>
    public static async Task<ApiClient> Begin(TestServer server, History history)
    {
        server.Clock.Now = MovingClock.Start;
        var api = await server.Affiliate(settings =>
            settings with
            {
                RewardPercentMicros = 20 * Micros.PerWhole,
                RoundUpRewards = history.RoundsUp,
                ReviewPeriodDays = history.ReviewDays,
            }
        );
        for (var partner = 3; partner >= 1; partner--)
        {
            var above = partner == 3 ? "" : $$""","referring_partner":{"id":"p{{partner + 1}}"}""";
            var tags = partner % 2 == 0 ? """["even"]""" : "[]";
            (
                await api.Post(
                    "/v1/partners",
                    $$"""
                    {"id":"p{{partner}}","key":"k{{partner}}","email":"p{{partner}}@example.com",
                     "tags":{{tags}}{{above}} }
                    """
                )
            ).Is(201);
        }

        foreach (var (key, partner) in new[] { ("blog", 1), ("video", 2) })
        {
            (
                await api.Post(
                    "/v1/partner_referral_links",
                    $$"""{"key":"{{key}}","partner":{"id":"p{{partner}}"} }"""
                )
            ).Is(201);
        }

        return api;
    }

    /// <summary>Plays a part of it.</summary>
    /// <param name="api">The program.</param>
    /// <param name="happenings">What happens.</param>
    /// <param name="random">What owners do in between: suspend, archive, reject, release.</param>
    public static async Task Play(ApiClient api, IEnumerable<Happening> happenings, Random random)
    {
        foreach (var happening in happenings)
        {
            api.Server.Clock.Now = At(happening.Now);
            await Play(api, happening);
            await Interfere(api, happening, random);
        }
    }

    private static DateTimeOffset At(long now) => MovingClock.Start.AddMicroseconds(now - History.Start);

    private static async Task Play(ApiClient api, Happening happening)
    {
        var customer = $"c{happening.Customer}";
        var created = $",\"created_at\":\"{At(happening.At):yyyy-MM-ddTHH:mm:ss.ffffffZ}\"";
        switch (happening.Kind)
        {
            case HappeningKind.SignUp:
                var tags = happening.Customer % 2 == 1 ? ",\"tags\":[\"odd\"]" : "";
                await api.SignUp(customer, await KeyOf(api, happening.Customer), tags);
                break;
            case HappeningKind.Sale:
                var more =
                    $",\"amount_units\":\"{happening.Unit}\""
                    + $",\"product_ids\":{JsonSerializer.Serialize(happening.Products)}"
                    + (happening.Code is null ? "" : $",\"discount_code\":\"{happening.Code}\"")
                    + (happening.Given is { } given ? $",\"reward\":{Micros.ToText(given)}" : "")
                    + (happening.IsRewardable ? "" : ",\"rewardable\":false")
                    + created;
                await api.Sale($"s{happening.Sale}", Micros.ToText(happening.Amount), customer, more);
                break;
            case HappeningKind.Action:
                (
                    await api.Post(
                        $"/v1/customers/{customer}/actions",
                        $$"""{"name":"{{happening.Action}}"{{created}} }"""
                    )
                ).Is(201);
                break;
            case HappeningKind.Refund:
                var key = $"r{happening.Now}";
                await api.Refund($"s{happening.Sale}", key, Micros.ToText(happening.Amount));
                break;
            default:
                var verb = happening.Kind == HappeningKind.Archive ? "archive" : "revoke-archive";
                await api.Post($"/v1/transactions/s{happening.Sale}/{verb}");
                break;
        }
    }

    // A customer comes by the newest key of its link that there is by now; once the link is deleted, by the partner's.
    private static async Task<string> KeyOf(ApiClient api, long customer)
    {
        foreach (var key in History.LinkOf(customer).Reverse())
        {
            if ((await api.Get($"/v1/partner_referral_links/{key}")).Status == 200)
            {
                return key;
            }
        }

        return $"k{History.PartnerOf(customer)}";
    }

    private static async Task Interfere(ApiClient api, Happening happening, Random random)
    {
        switch (random.Next(12))
        {
            case 0:
                await api.Post($"/v1/partners/p{History.PartnerOf(happening.Customer)}/archive");
                break;
            case 1 or 2:
                await api.Post($"/v1/partners/p{random.Next(1, 4)}/revoke-archive");
                break;
            case 3:
                await api.Post($"/v1/rewards/{random.Next(1, 6)}/reject");
                break;
            case 4:
                await api.Post($"/v1/customers/c{happening.Customer}/archive");
                break;
            case 5 or 6:
                await api.Post($"/v1/customers/c{happening.Customer}/revoke-archive");
                break;
            case 7:
                await api.Days(0);
                break;
            case 8:
                await api.Sale($"late{happening.Now}", "33.33", $"late{happening.Now}");
                await api.SignUp($"late{happening.Now}", "k1");
                break;
            case 9:
                await api.Put("/v1/partner_referral_links/blog", """{"key":"diary"}""");
                break;
            case 10 when random.Next(3) == 0:
                await api.Delete("/v1/partner_referral_links/diary");
                break;
            default:
                break;
        }
    }
}
