using Byway.Programs;
using Byway.Tests.Http;
using Byway.Tests.Webhooks;
using Xunit;

namespace Byway.Tests.Fuzz;

/// <summary>A program with one of everything, whatever becomes of it.</summary>
/// <param name="Api">With an API key that may write.</param>
/// <param name="Reader">With one that may only read.</param>
/// <param name="Names">What its things are called.</param>
internal sealed record FuzzShop(ApiClient Api, ApiClient Reader, KnownNames Names)
{
    private static readonly string[] OfAll =
    [
        """
            POST /v1/coupons {"uuid_code":"C","coupon_discount_type":"static","coupon_discount_amount":1,
            "coupon_duration_type":"once","promotion_codes":["P","Q"]}
            """,
        """
            POST /v1/coupons {"uuid_code":"D","coupon_discount_type":"static","coupon_discount_amount":1,
            "coupon_duration_type":"once"}
            """,
    ];

    private static readonly string[] OfAffiliates =
    [
        """POST /v1/domains {"domain":"blog.example"}""",
        """PUT /v1/program/settings {"review_period_days":30,"approve_partners":"manual"}""",
        """PUT /v1/program/settings {"browser_transactions":true}""",
        """POST /v1/transactions {"key":"in-review","amount":10,"customer":{"key":"carl"}}""",
        """POST /v1/transactions {"key":"in-review-2","amount":10,"customer":{"key":"carl"}}""",
        """POST /v1/customers {"key":"ugo"}""",
        """POST /v1/customers/ugo/suspend {}""",
        """POST /v1/partners {"id":"ina","key":"ina","email":"ina@example.com"}""",
        """POST /v1/partners {"id":"paul","key":"paul","email":"paul@example.com"}""",
        """POST /v1/leads {"name":"Lea","email":"lea@example.com","partner":{"key":"anna"}}""",
        """POST /v1/leads {"name":"Leo","email":"leo@example.com","partner":{"key":"anna"}}""",
        """POST /v1/partner_referral_links {"key":"autumn","partner":{"key":"anna"}}""",
        """PUT /v1/partners/fred/payout_settings {"gateway":"paypal","payout_settings":{"username":"f@x.example"}}""",
        """PUT /v1/partners/anna/payout_settings {"gateway":"paypal","payout_settings":{"username":"a@x.example"}}""",
        """POST /v1/partners/fred/reward {"amount":10}""",
        """POST /v1/partners/anna/reward {"amount":10}""",
        """POST /v1/payout_requests {"partner":{"key":"fred"},"amount_units":"USD"}""",
    ];

    private static readonly string[] OfReferAFriend =
    [
        """POST /v1/domains {"domain":"blog.example"}""",
        """POST /v1/customer_referral_links {"key":"autumn","customer":{"key":"anna"}}""",
        """POST /v1/customers/anna/balance/credit {"key":"gift","amount":10}""",
    ];

    private static readonly string[] OfNewsletters =
    [
        """POST /v1/rewards {"name":"Mug","subscribers_count":1}""",
        """POST /v1/subscribers {"id":"una","email":"una@example.com"}""",
        """POST /v1/subscribers {"id":"olaf","email":"olaf@example.com","referral":{"id":"una"}}""",
    ];

    /// <summary>Opens one.</summary>
    /// <param name="server">Where.</param>
    /// <param name="type">The program's type.</param>
    public static async Task<FuzzShop> Open(TestServer server, string type)
    {
        var api = await server.NewProgram(type);
        await RouteRows.Fill(api);
        var names = new KnownNames();
        foreach (var name in RouteRows.Names)
        {
            names.Add(null, name);
        }

        if (type != ProgramType.Newsletter)
        {
            await api.Referrer("fred");
            names.Learn("customer", (await api.Get("/v1/customers")).Json.GetProperty("data"));
            names.Learn("transaction", (await api.Get("/v1/transactions")).Json.GetProperty("data"));
        }

        // Where nobody listens: it is tried, and that is noted.
        await api.Subscribe("http://127.0.0.1:1/");
        var requests = type switch
        {
            ProgramType.Affiliate => OfAffiliates,
            ProgramType.ReferAFriend => OfReferAFriend,
            _ => OfNewsletters,
        };
        foreach (var request in OfAll.Concat(requests))
        {
            var parts = request.Split(' ', 3);
            var reply = await api.Send(parts[0], parts[1], parts[2]);
            Assert.True(reply.Status < 300, $"{request} -> {reply.Status} {reply.Text}");
            if (reply.Json.TryGetProperty("data", out var data))
            {
                names.Learn(KnownNames.KindOf(parts[1]), data);
            }
        }

        foreach (var path in new[] { "/v1/rewards", "/v1/webhooks" })
        {
            names.Learn(KnownNames.KindOf(path), (await api.Get(path)).Is(200).Json.GetProperty("data"));
        }

        return new(api, await api.NewKey(ApiScope.Read), names);
    }

    /// <summary>Learns what was sent, once something has been.</summary>
    public async Task LearnDeliveries()
    {
        var hook = (await Api.Get("/v1/webhooks")).Is(200)["data.0.key"];
        var sent = (await Api.Get($"/v1/webhooks/{hook}/deliveries")).Is(200);
        Names.Learn("deliver", sent.Json.GetProperty("data"));
    }
}
