using Xunit;

namespace Byway.Tests.Customers;

/// <summary>The shortest way through the engine.</summary>
public sealed class FirstSaleTests(TestServer server) : ServerTests(server)
{
    [Fact]
    public async Task A_partner_earns_from_a_referred_customers_sale()
    {
        var api = await Server.Affiliate();
        (await api.Post("/v1/partners", """{"key":"anna","email":"anna@example.com"}""")).Is(201);
        var customer = await api.Post("/v1/customers", """{"key":"c1","partner":{"key":"anna"}}""");
        Assert.Equal("attributed", customer.Is(201).Decision);
        var sale = await api.Post("/v1/transactions", """{"key":"o1","amount":99.99,"customer":{"key":"c1"}}""");
        Assert.Equal("29.997", sale.Is(200)["data.rewards.0.amount"]);
        Assert.Equal("rewarded", sale.Decision);
    }

    [Fact]
    public async Task A_referring_customer_earns_from_a_friends_sale()
    {
        var api = await Server.ReferAFriend();
        (await api.Post("/v1/customers", """{"id":"anna"}""")).Is(201);
        (await api.Post("/v1/customers", """{"id":"carl","referring_customer":{"id":"anna"}}""")).Is(201);
        var sale = await api.Post("/v1/transactions", """{"key":"o1","amount":99.99,"customer":{"id":"carl"}}""");
        Assert.Equal("29.997", sale.Is(200)["data.rewards.0.amount"]);
    }
}
