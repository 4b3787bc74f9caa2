using System.Net.Http.Headers;
using System.Text;
using Byway.Storage;
using Xunit;

namespace Byway.Tests.Proof;

/// <summary>
/// Of many sales at once that use a promotion code with a few redemptions left, exactly so many count, also when two
/// server processes on one PostgreSQL take them.
/// </summary>
public sealed class RedeemOnceTests
{
    private const int Sales = 120;
    private const int Left = 7;

    [Fact]
    public async Task Two_servers_redeem_a_code_as_often_as_is_left()
    {
        Assert.SkipUnless(TestDatabase.IsPostgres, "Only on PostgreSQL two servers share a database.");
        using var place = new ProofPlace();
        var apiKey = await ServerProcess.MakeProgram(place.Options);
        ServerProcess[] servers = [new(place.Options), new(place.Options)];
        try
        {
            await Task.WhenAll(servers.Select(server => server.Start()));
            HttpClient[] shops = [.. servers.Select(server => ShopAt(server.Url, apiKey))];
            await Sell(shops);
            using var database = place.Open();
            await AssertExact(database);
            Array.ForEach(shops, shop => shop.Dispose());
        }
        finally
        {
            Array.ForEach(servers, server => server.Dispose());
        }

        var (exit, text, error) = await ServerProcess.Run(["verify", .. place.Options]);
        Assert.True(exit == 0, text + error);
    }

    [Fact]
    public async Task One_server_redeems_a_code_as_often_as_is_left_and_a_wrong_count_is_seen()
    {
        await using var server = await TestServer.Start(new());
        var api = await server.Affiliate();
        using var shop = ShopAt(new Uri(server.Url), api.Secret);
        await Sell([shop]);
        await AssertExact(server.Database);

        // The control: one redemption more than there were.
        await server.Execute("update promotion_codes set times_redeemed = times_redeemed - 1");
        await server.Restart();
        await Send(shop, "customers", """{"key":"late"}""", new Uri(server.Url));
        await Send(shop, "transactions", Sale("late"), new Uri(server.Url));
        await Assert.ThrowsAnyAsync<Xunit.Sdk.XunitException>(() => AssertExact(server.Database));
    }

    private static HttpClient ShopAt(Uri url, string apiKey)
    {
        var shop = new HttpClient { BaseAddress = url };
        shop.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", apiKey);
        return shop;
    }

    private static async Task Sell(HttpClient[] shops)
    {
        await Send(shops[0], "partners", """{"key":"anna","email":"anna@example.com"}""");
        await Send(
            shops[0],
            "coupons",
            """
            {"uuid_code":"C","coupon_discount_type":"percent","coupon_discount_amount":25,
            "coupon_duration_type":"lifetime"}
            """
        );
        await Send(
            shops[0],
            "promotion-codes",
            $$"""
            {"coupon_uuid":"C","code":"FEW","limit_to_specific_partner":true,"coupon_specific_partners":["anna"],
            "redemption_times_status":true,"redemption_times_value":{{Left}}}
            """
        );
        await Task.WhenAll(
            Enumerable
                .Range(0, Sales)
                .Select(at => Send(shops[at % shops.Length], "customers", $$"""{"key":"c{{at}}"}"""))
        );

        // Each sale is sent to every server at once: its key counts once too.
        await Task.WhenAll(
            Enumerable
                .Range(0, Sales)
                .SelectMany(at => shops.Select(shop => Send(shop, "transactions", Sale($"c{at}"))))
        );
    }

    private static string Sale(string customer) =>
        $$$"""{"key":"t-{{{customer}}}","amount":100,"discount_code":"few","customer":{"key":"{{{customer}}}"}}""";

    private static async Task Send(HttpClient shop, string path, string body, Uri? url = null)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var answer = await shop.PostAsync(new Uri(url ?? shop.BaseAddress!, $"/v1/{path}"), content);
        Assert.True(answer.IsSuccessStatusCode, $"{path}: {await answer.Content.ReadAsStringAsync()}");
    }

    private static async Task AssertExact(Database database)
    {
        var codes = await database.Query<long>("select times_redeemed from promotion_codes");
        Assert.Equal([Left], codes);
        var redeemed = await database.Query<long>(
            "select count(*) from redemptions r join promotion_codes c on c.program_id = r.program_id "
                + "and c.number = r.subject"
        );
        Assert.Equal(Left, redeemed[0]);
        Assert.Equal(Left, (await database.Query<long>("select count(*) from rewards"))[0]);
        Assert.Equal(
            Left,
            (await database.Query<long>("select count(*) from customers where referred_by is not null"))[0]
        );
        Assert.Empty(await Books.Faults(database));
    }
}
