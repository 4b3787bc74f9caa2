using Xunit;

namespace Byway.Tests.Wire;

/// <summary>
/// Requests in the shapes of the public Python client: flat updates, path identifiers, nulls for what is not known, a
/// content type on requests without a body. It reads the status (200 and 201 only), the JSON body and, of refusals,
/// the message.
/// </summary>
public sealed class PythonClientTests(TestServer server) : ServerTests(server)
{
    [Fact]
    public async Task Partners_and_customers_live_their_life()
    {
        var api = await Server.Affiliate();
        var created = await Call(
            api,
            "POST",
            "partners",
            """{"email":"ann@example.com","name":"Ann","password":"Passw0rd1","id":null,"key":null}"""
        );
        var id = created["data.id"]!;
        var key = created["data.key"]!;
        Assert.NotEqual(id, key);
        Assert.Equal(id, (await Call(api, "GET", "partners?limit=15&page=1")).Column("id"));
        Assert.Equal(id, (await Call(api, "GET", "partners:search?email=ann%40example.com")).Column("id"));
        Assert.Equal(id, (await Call(api, "GET", "partners:search?name=Ann")).Column("id"));
        Assert.Equal(id, (await Call(api, "GET", $"partners:search?id={id}")).Column("id"));
        var renamed = await Call(api, "PUT", $"partners/{id}", """{"name":"Anna","surname":"Smith"}""");
        Assert.Equal("Anna", renamed["data.name"]);
        Assert.Equal("ann@example.com", renamed["data.email"]);

        var customer = await Call(
            api,
            "POST",
            "customers",
            $$"""{"partner":{"key":"{{key}}"},"key":"c_1","email":"carl@example.net","name":"Carl"}"""
        );
        Assert.Equal(id, customer["data.partner"]);
        Assert.Equal("c_1", (await Call(api, "GET", "customers?limit=15&page=1")).Column("key"));
        Assert.Equal("c_1", (await Call(api, "GET", "customers:search?key=c_1")).Column("key"));
        Assert.Equal("Karl", (await Call(api, "PUT", "customers/c_1", """{"name":"Karl"}"""))["data.name"]);

        var sale = await Call(
            api,
            "POST",
            "transactions",
            """
            {"customer":{"key":"c_1"},"key":"t_1","amount":99.99,"product_id":"p_1","product_type":"monthly",
             "action":"sale"}
            """
        );
        Assert.Equal("29.997", sale["data.rewards.0.amount"]);
        Assert.Equal("t_1", (await Call(api, "GET", "transactions?limit=15&page=1")).Column("key"));
        Assert.Equal("t_1", (await Call(api, "GET", "customers/c_1/transactions?limit=15&page=1")).Column("key"));
        await Call(api, "DELETE", "transactions/t_1");
        await Call(api, "DELETE", "customers/c_1");
        await Call(api, "DELETE", $"partners/{id}");
        Assert.Equal("Partner not found", (await Send(api, "DELETE", $"partners/{id}", null)).Is(404)["message"]);
    }

    [Fact]
    public async Task Webhooks_live_their_life()
    {
        var api = await Server.Affiliate();
        var created = await Call(
            api,
            "POST",
            "webhooks",
            """{"name":"w","url":"https://shop.example/hook","events":["partner.created"],"is_active":true}"""
        );
        var key = created["data.key"]!;
        Assert.Equal(16, created["data.signature"]!.Length);
        Assert.Equal(key, (await Call(api, "GET", "webhooks?limit=10&page=1")).Column("key"));
        Assert.Equal(created["data"], (await Call(api, "GET", $"webhooks/{key}"))["data"]);
        var updated = await Call(
            api,
            "PUT",
            $"webhooks/{key}",
            """{"is_active":false,"events":["partner.updated"]}"""
        );
        Assert.Equal("false", updated["data.is_active"]);
        Assert.Equal("""["partner.updated"]""", updated["data.events"]);
        Assert.Equal(created["data.signature"], updated["data.signature"]);
        await Call(api, "DELETE", $"webhooks/{key}");
        (await Send(api, "GET", $"webhooks/{key}", null)).Is(404);
    }

    [Fact]
    public async Task Coupons_and_promotion_codes_live_their_life()
    {
        var api = await Server.Affiliate();
        var coupon = await Call(
            api,
            "POST",
            "coupons",
            """
            {"name":"Spring","coupon_discount_type":"percent","coupon_discount_amount":25.0,
             "coupon_duration_type":"months","coupon_duration_value":3,"redemption_times_value":24}
            """
        );
        var uuid = coupon["data.uuid_code"]!;
        Assert.Equal(uuid, (await Call(api, "GET", "coupons?limit=15&page=1")).Column("uuid_code"));
        Assert.Equal("Spring", (await Call(api, "GET", $"coupons/{uuid}"))["data.name"]);
        var updated = await Call(api, "PUT", $"coupons/{uuid}", """{"name":"Summer","active":false}""");
        Assert.Equal("Summer", updated["data.name"]);
        Assert.Equal("false", updated["data.active"]);

        var code = await Call(
            api,
            "POST",
            "promotion-codes",
            $$"""{"coupon_id":"{{uuid}}","code":"SPRING-25","minimum_order_status":true,"minimum_order_value":50}"""
        );
        Assert.Equal("SPRING-25", code["data.code"]);
        Assert.Equal("SPRING-25", (await Call(api, "GET", "promotion-codes?limit=15&page=1")).Column("code"));
        Assert.Equal("SPRING-25", (await Call(api, "GET", "promotion-codes/SPRING-25"))["data.code"]);
        await Call(api, "PUT", "promotion-codes/SPRING-25", """{"metadata":{"channel":"podcast"}}""");
        await Call(api, "DELETE", "promotion-codes/SPRING-25");
        (await Send(api, "GET", "promotion-codes/SPRING-25", null)).Is(404);
        await Call(api, "DELETE", $"coupons/{uuid}");
        (await Send(api, "GET", $"coupons/{uuid}", null)).Is(404);
    }

    private static async Task<Reply> Call(ApiClient api, string method, string target, string? body = null)
    {
        var reply = await Send(api, method, target, body);
        Assert.True(reply.Status is 200 or 201, $"{method} {target}: {reply.Status} {reply.Text}");
        return reply;
    }

    private static Task<Reply> Send(ApiClient api, string method, string target, string? body) =>
        api.SendBytes(
            method,
            $"/v1/{target}",
            new ByteArrayContent(body is null ? [] : System.Text.Encoding.UTF8.GetBytes(body)),
            ("Accept", "*/*")
        );
}
