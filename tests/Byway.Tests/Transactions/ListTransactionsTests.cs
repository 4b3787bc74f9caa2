using Xunit;

namespace Byway.Tests.Transactions;

/// <summary>Lists of transactions.</summary>
public sealed class ListTransactionsTests(TestServer server) : ServerTests(server)
{
    [Theory]
    [MemberData(nameof(BothTypes))]
    public async Task A_list_is_newest_first_and_in_pages(string type)
    {
        var api = await Server.NewProgram(type).WithCarl();
        for (var number = 1; number <= 5; number++)
        {
            await api.Sale($"o{number}", "10", "carl");
        }

        var seen = new List<string>();
        var next = "/v1/transactions?limit=2";
        while (next is not "null")
        {
            var page = (await api.Get(next)).Is(200);
            seen.Add(page.Column("key"));
            next = page["links.next"]!.Replace(Server.Url, "", StringComparison.Ordinal);
        }

        Assert.Equal(["o5,o4", "o3,o2", "o1"], seen);
        var oldest = await api.Get("/v1/transactions", """{"sort":"asc","limit":1}""");
        Assert.Equal("o1", oldest.Column("key"));
        Assert.Equal("3", oldest["data.0.rewards.0.amount"]);
        Assert.Equal("o5,o4,o3,o2,o1", (await api.Get("/v1/customers/carl/transactions", "[]")).Column("key"));
    }

    [Theory]
    [InlineData("?key=o2", null, "o2")]
    [InlineData("", """{"key":"o2"}""", "o2")]
    [InlineData("?key=o", null, "")]
    [InlineData("?partner_key=bert", null, "o2")]
    [InlineData("?partner.key=bert", null, "o2")]
    [InlineData("?partner_email=bert@example.com", null, "o2")]
    [InlineData("", """{"partner":{"key":"bert"}}""", "o2")]
    [InlineData("?partner_key=nobody", null, "")]
    [InlineData("?customer.key=dora", null, "o2")]
    [InlineData("?customer_key=dora", null, "o2")]
    [InlineData("", """{"customer":{"key":"dora"}}""", "o2")]
    [InlineData("?customer_key=nobody", null, "")]
    [InlineData("?customer_key=dora&partner_key=anna", null, "")]
    public async Task A_list_is_filtered(string query, string? body, string keys)
    {
        var api = await Server.Affiliate().WithCarl();
        await api.Referrer("bert");
        await api.SignUp("dora", "bert");
        await api.Sale("o1", "10", "carl");
        await api.Sale("o2", "10", "dora");
        await api.Sale("o3", "10", "unknown");
        Assert.Equal(keys, (await api.Get("/v1/transactions" + query, body)).Is(200).Column("key"));
    }

    [Fact]
    public async Task All_sales_of_a_repeated_key_are_listed()
    {
        var api = await Server.Affiliate(s => s with { AllowRepeatedTransactionKeys = true }).WithCarl();
        foreach (var amount in new[] { "1", "2", "3", "4" })
        {
            await api.Sale("same", amount, "carl");
            await api.Sale("other", amount, "carl");
        }

        (await api.Delete("/v1/transactions/same")).Is(200);
        (await api.Post("/v1/transactions/same/archive")).Is(200);
        Assert.Equal("2,1", (await api.Get("/v1/transactions?key=same")).Column("amount"));
        Assert.Equal("1", (await api.Get("/v1/transactions?key=same&sort=asc&limit=1")).Column("amount"));
        Assert.Equal("1", (await api.Get("/v1/transactions?key=same&page=2&limit=1")).Column("amount"));
        Assert.Equal("4,3,2,1", (await api.Get("/v1/transactions?key=other")).Column("amount"));
    }

    [Fact]
    public async Task Another_programs_transactions_are_not_listed()
    {
        var other = await Server.Affiliate().WithCarl();
        await other.Sale("o1", "10", "carl");
        var api = await Server.Affiliate();
        Assert.Equal("[]", (await api.Get("/v1/transactions"))["data"]);
        Assert.Equal("[]", (await api.Get("/v1/transactions?key=o1"))["data"]);
    }
}
