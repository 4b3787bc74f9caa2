using Xunit;

namespace Byway.Tests.PromotionCodes;

/// <summary>Redeeming coupons and promotion codes: counted exactly, once a transaction key.</summary>
public sealed class RedemptionTests(TestServer server) : ServerTests(server)
{
    /// <summary>Where to redeem, and what in the body names the thing.</summary>
    public static readonly TheoryData<string, string> Places = new()
    {
        { "/v1/coupons", "\"uuid_code\":\"C\"," },
        { "/v1/coupons/C", "" },
        { "/v1/promotion-codes", "\"code\":\"P\"," },
        { "/v1/promotion-codes/P", "" },
    };

    [Theory]
    [MemberData(nameof(Places))]
    public async Task A_transaction_redeems_once(string path, string start)
    {
        var api = await WithCodes();
        await api.Sale("t1", "10", "carl");
        var redeemed = await Redeem(api, path, start, "t1");
        Assert.Equal("1", redeemed["data.times_redeemed"]);
        Assert.Equal(
            """{"redemptions":[{"redeemed_at":"2026-01-15T12:00:00.000000Z","transaction_key":"t1"}]}""",
            redeemed["data.additional_info"]
        );
        Assert.NotNull(redeemed.Entry);
        var before = await api.Sequence();
        foreach (var key in new[] { "t1", "unknown" })
        {
            var nothing = await Redeem(api, path, start, key);
            Assert.Equal(redeemed["data"], nothing["data"]);
            Assert.Null(nothing.Entry);
        }

        (await api.Put(path, $$"""{{{start}}"redeem":false,"transaction_key":"t2"}""")).Is(200);
        Assert.Equal(before, await api.Sequence());
        await api.Sale("t2", "10", "carl");
        var again = await Redeem(api, path, start, "t2");
        Assert.Equal("2", again["data.times_redeemed"]);
        Assert.Equal("t1,t2", again.Column("transaction_key", "data.additional_info.redemptions"));
        var isCoupon = path.Contains("coupons", StringComparison.Ordinal);
        var read = await api.Get(isCoupon ? "/v1/coupons/C" : "/v1/promotion-codes/P");
        Assert.Equal(again["data"], read["data"]);
        var other = await api.Get(isCoupon ? "/v1/promotion-codes/P" : "/v1/coupons/C");
        Assert.Equal("0", other["data.times_redeemed"]);
        var list = await api.Get(isCoupon ? "/v1/coupons" : "/v1/promotion-codes");
        Assert.Equal(again["data.additional_info"], list["data.0.additional_info"]);
    }

    [Theory]
    [MemberData(nameof(Places))]
    public async Task A_deleted_transactions_key_redeems_nothing_more(string path, string start)
    {
        var api = await WithCodes();
        await api.Sale("t1", "10", "carl");
        await Redeem(api, path, start, "t1");
        (await api.Delete("/v1/transactions/t1")).Is(200);
        await api.Sale("t1", "11", "carl");
        Assert.Equal("1", (await Redeem(api, path, start, "t1"))["data.times_redeemed"]);
    }

    [Theory]
    [MemberData(nameof(Places))]
    public async Task Sixteen_at_once_are_counted_exactly(string path, string start)
    {
        var api = await WithCodes();
        foreach (var at in Enumerable.Range(0, 4))
        {
            await api.Sale($"t{at}", "10", "carl");
        }

        await Task.WhenAll(Enumerable.Range(0, 16).Select(at => Redeem(api, path, start, $"t{at % 5}")));
        var last = await Redeem(api, path, start, "t0");
        Assert.Equal("4", last["data.times_redeemed"]);
        Assert.Equal(4, last.Count("data.additional_info.redemptions"));
        Assert.Equal(4, await api.CountOf("redemptions"));
    }

    [Fact]
    public async Task The_newest_hundred_are_shown_and_all_are_counted()
    {
        var api = await WithCodes();
        var sales = string.Join(',', Enumerable.Range(0, 105).Select(at => $$"""{"key":"t{{at}}","amount":1}"""));
        (await api.Post("/v1/transactions", $$"""{"customer":{"key":"carl"},"transactions":[{{sales}}]}""")).Is(200);
        foreach (var at in Enumerable.Range(0, 105))
        {
            await Redeem(api, "/v1/coupons/C", "", $"t{at}");
        }

        var coupon = await api.Get("/v1/coupons/C");
        Assert.Equal("105", coupon["data.times_redeemed"]);
        Assert.Equal(100, coupon.Count("data.additional_info.redemptions"));
        Assert.Equal("t5", coupon["data.additional_info.redemptions.0.transaction_key"]);
        Assert.Equal("105", (await Redeem(api, "/v1/coupons/C", "", "t0"))["data.times_redeemed"]);
    }

    private static async Task<Reply> Redeem(ApiClient api, string path, string start, string key) =>
        (await api.Put(path, $$"""{{{start}}"redeem":true,"transaction_key":"{{key}}"}""")).Is(200);

    private async Task<ApiClient> WithCodes()
    {
        var api = await Server.Affiliate().WithCarl();
        (
            await api.Post(
                "/v1/coupons",
                """
                {"uuid_code":"C","coupon_discount_type":"percent","coupon_discount_amount":25,
                "coupon_duration_type":"once","promotion_codes":["P"]}
                """
            )
        ).Is(201);
        return api;
    }
}
