using System.Text.Json.Nodes;
using Byway.Tests.Examples;
using Byway.Tests.PromotionCodes;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace Byway.Tests.Browser;

/// <summary>
/// The outbox of <c>examples/shop</c>: whatever Byway, or something in between, answers, no sale is lost. Who buys
/// here has no browser, and types Anna's code.
/// </summary>
public sealed class TeaOutboxTests(TestServer server) : ServerTests(server), IAsyncDisposable
{
    private const string Rewarded = "rewarded anna-id 9";
    private const string Empty = """{"waiting":0,"refused":0}""";

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("byway-tea-");

    /// <inheritdoc/>
    public new async ValueTask DisposeAsync()
    {
        folder.Delete(recursive: true);
        await base.DisposeAsync();
    }

    [Fact]
    public async Task With_a_wrong_key_a_sale_waits_for_the_right_one()
    {
        var api = await Program();
        string sale;
        await using (var wrong = await Open(api, ("BYWAY_API_KEY", "bw_live_wrong")))
        {
            var (customer, order) = Ids(await wrong.Order());
            sale = order;
            var text = await wrong.Printed($"customer {customer} is NOT TOLD YET");
            Assert.Contains("401", text, StringComparison.Ordinal);
            Assert.Equal("""{"waiting":2,"refused":0}""", await wrong.Outbox());
        }

        await using var shop = await Open(api);
        await shop.Told($"sale {sale}");
        Assert.StartsWith("rewarded anna-id", await TeaShopTests.Said(api, sale), StringComparison.Ordinal);
        Assert.Equal(Empty, await shop.Outbox());
    }

    [Theory]
    [InlineData(401, "unauthorized")]
    [InlineData(403, "scope_missing")]
    [InlineData(404, "unknown_route")]
    [InlineData(404, "not_found")]
    [InlineData(408, "timeout")]
    [InlineData(409, "idempotency_key_in_flight")]
    [InlineData(429, "rate_limited")]
    [InlineData(500, "failed")]
    [InlineData(302, "moved")]
    [InlineData(200, "nothing of Byway's")]
    public async Task A_sale_waits_for_the_end_of_a_trouble_that_is_not_its_own(int status, string code)
    {
        var api = await Program();
        await using var front = await LossyFront.Start(Server, isLossy: false);
        await using var shop = await Open(api, ("BYWAY_URL", front.Url));
        front.Instead = asked => HttpMethods.IsPost(asked.Method) ? (status, $$"""{"code":"{{code}}"}""") : null;
        var (customer, order) = Ids(await shop.Order());
        var text = await shop.Printed($"customer {customer} is NOT TOLD YET");
        Assert.Contains($"{status}", text, StringComparison.Ordinal);
        Assert.Equal("""{"waiting":2,"refused":0}""", await shop.Outbox());
        Assert.Equal(0, await api.CountOf("transactions"));

        front.Instead = _ => null;
        await shop.Told($"sale {order}");
        Assert.Equal(Rewarded, await TeaShopTests.Said(api, order));
        Assert.Equal(Empty, await shop.Outbox());
    }

    [Theory]
    [InlineData(400)]
    [InlineData(413)]
    [InlineData(422)]
    public async Task What_is_refused_is_set_aside_and_can_be_told_again(int status)
    {
        var api = await Program();
        await using var front = await LossyFront.Start(Server, isLossy: false);
        await using var shop = await Open(api, ("BYWAY_URL", front.Url));
        front.Instead = asked => asked.Path == "/v1/customers" ? (status, """{"code":"invalid_fields"}""") : null;
        var (customer, order) = Ids(await shop.Order());
        Assert.StartsWith($"REFUSED, and kept", await shop.Told($"customer {customer}"), StringComparison.Ordinal);
        await shop.Told($"sale {order}");
        Assert.Equal("customer_unknown", await TeaShopTests.Said(api, order));
        Assert.Equal("""{"waiting":0,"refused":1}""", await shop.Outbox());

        front.Instead = _ => null;
        var refused = Assert.Single(folder.GetFiles("outbox/*.refused"));
        Assert.Contains(customer, await File.ReadAllTextAsync(refused.FullName), StringComparison.Ordinal);
        refused.MoveTo(Path.ChangeExtension(refused.FullName, ".json"));
        var (_, next) = Ids(await shop.Order());
        await shop.Told($"customer {customer}");
        await shop.Told($"sale {next}");
        Assert.Equal(Rewarded, await TeaShopTests.Said(api, order));
        Assert.Equal(Empty, await shop.Outbox());
    }

    [Theory]
    [InlineData(-60, false)]
    [InlineData(10, true)]
    public async Task A_clock_that_is_ahead_loses_no_late_sale(int minutes, bool saysWhen)
    {
        // As Byway sees it, the shop's clock is ahead by an hour, or behind by ten minutes.
        Server.Clock.Now = TimeProvider.System.GetUtcNow() + TimeSpan.FromMinutes(minutes);
        var api = await Program();
        string customer,
            order;
        await using (var cut = await Open(api, ("BYWAY_URL", "http://127.0.0.1:9")))
        {
            (customer, order) = Ids(await cut.Order());
        }

        var happened = TimeProvider.System.GetUtcNow() - TimeSpan.FromMinutes(5);
        foreach (var file in folder.GetFiles("outbox/*.json"))
        {
            var message = JsonNode.Parse(await File.ReadAllTextAsync(file.FullName))!;
            message["HappenedAt"] = happened;
            await File.WriteAllTextAsync(file.FullName, message.ToJsonString());
        }

        await using var shop = await Open(api);
        await shop.Told($"customer {customer}");
        await shop.Told($"sale {order}");
        Assert.StartsWith("rewarded anna-id", await TeaShopTests.Said(api, order), StringComparison.Ordinal);
        Assert.Equal(Empty, await shop.Outbox());
        var told = DateTimeOffset.Parse(
            (await api.Get($"/v1/transactions/{order}")).Is(200)["data.created_at"]!,
            System.Globalization.CultureInfo.InvariantCulture,
            System.Globalization.DateTimeStyles.AssumeUniversal
        );
        var expected = saysWhen ? happened : Server.Clock.Now;
        Assert.InRange((told - expected).Duration(), TimeSpan.Zero, TimeSpan.FromSeconds(2));
    }

    [Fact]
    public async Task A_damaged_file_is_set_aside_and_one_that_cannot_be_read_is_waited_for()
    {
        var api = await Program();
        var outbox = folder.CreateSubdirectory("outbox").FullName;
        // All three are older than what is bought, by their names.
        await File.WriteAllTextAsync(Path.Combine(outbox, "0.json"), "{");
        await File.WriteAllTextAsync(Path.Combine(outbox, "00.json"), "{}");
        var dangling = Path.Combine(outbox, "000.json");
        File.CreateSymbolicLink(dangling, Path.Combine(outbox, "nothing"));
        await using var shop = await Open(api);
        var (_, order) = Ids(await shop.Order());
        await shop.Printed("The outbox cannot be read or written, and waits: ");
        Assert.Equal(0, await api.CountOf("transactions"));
        File.Delete(dangling);
        await shop.Told($"sale {order}");
        Assert.Equal(Rewarded, await TeaShopTests.Said(api, order));
        Assert.Equal("""{"waiting":0,"refused":2}""", await shop.Outbox());
    }

    [Fact]
    public async Task A_link_that_nobody_has_stops_nothing()
    {
        var api = await Program();
        await using var shop = await Open(api, ("SHOP_METHOD", "clicks"));
        var (_, order) = Ids(await shop.Order("/?aff=nobody"));
        Assert.Contains("not_found", await shop.Told("click"), StringComparison.Ordinal);
        await shop.Told($"sale {order}");
        Assert.Equal(Rewarded, await TeaShopTests.Said(api, order));
        Assert.Equal(Empty, await shop.Outbox());
    }

    [Theory]
    [InlineData("<html>We are back soon.</html>")]
    [InlineData("[]")]
    [InlineData("""{"data":1}""")]
    [InlineData("""{"data":{"active":"perhaps"}}""")]
    [InlineData("""{"data":{"active":true}}""")]
    [InlineData("")]
    public async Task What_a_code_takes_off_is_nothing_when_no_answer_of_Byways_comes(string text)
    {
        var api = await Program();
        await using var front = await LossyFront.Start(Server, isLossy: false);
        await using var shop = await Open(api, ("BYWAY_URL", front.Url));
        front.Instead = asked => HttpMethods.IsGet(asked.Method) ? (200, text) : null;
        var html = await shop.Order();
        Assert.Contains("no discount", html, StringComparison.Ordinal);
        var (_, order) = Ids(html);
        await shop.Told($"sale {order}");
        Assert.Equal("rewarded anna-id 12", await TeaShopTests.Said(api, order));
    }

    private static (string Customer, string Order) Ids(string html) =>
        (html.Split("data-customer=\"")[1].Split('"')[0], html.Split("data-order=\"")[1].Split('"')[0]);

    private async Task<ApiClient> Program()
    {
        var api = await Server.TestProgram();
        await api.Referrer("anna");
        await api.Coupon();
        await api.Code("ANNA25", "anna-id");
        return api;
    }

    private Task<TeaShop> Open(ApiClient api, params (string Name, string Value)[] more) =>
        TeaShop.Open(api, "server", [("SHOP_FOLDER", folder.FullName), .. more]);
}
