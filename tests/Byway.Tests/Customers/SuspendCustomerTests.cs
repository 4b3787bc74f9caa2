using Xunit;

namespace Byway.Tests.Customers;

/// <summary>Suspended and archived customers: what their sales earn, who sees them, and what cannot be done.</summary>
public sealed class SuspendCustomerTests(TestServer server) : ServerTests(server)
{
    [Fact]
    public async Task A_suspended_customers_sales_earn_nothing_until_approved()
    {
        var api = await Server.Affiliate().WithCarl();
        await api.Sale("o1", "100", "carl");
        var suspended = (await api.Post("/v1/customers/carl/suspend")).Is(200);
        Assert.Equal("""{"status":1}""", suspended.Text);
        var entry = await api.Explain(suspended);
        Assert.Equal("customer.suspended", entry["data.kind"]);
        Assert.Equal("suspended", entry["data.answer.status"]);
        Assert.Equal("suspended", (await api.Get("/v1/customers/carl"))["data.status"]);

        var sale = await api.Sale("o2", "100", "carl");
        Assert.Equal("customer_suspended", sale.Decision);
        Assert.Equal("[]", sale["data.rewards"]);
        Assert.Equal("anna-id", sale.CountsFor());
        Assert.Equal("30", await api.Balance());

        var approved = (await api.Post("/v1/customers/carl/approve")).Is(200);
        Assert.Equal("customer.approved", (await api.Explain(approved))["data.kind"]);
        Assert.Equal("rewarded", (await api.Sale("o3", "100", "carl")).Decision);
        Assert.Equal("60", await api.Balance());
        Assert.Equal("customer_suspended", (await api.Sale("o2", "100", "carl")).Decision);
    }

    [Fact]
    public async Task What_a_suspended_customer_gives_back_is_taken_back()
    {
        var api = await Server.Affiliate().WithCarl();
        await api.Sale("o1", "100", "carl");
        await api.Post("/v1/customers/carl/suspend");
        await api.Refund("o1", "r1", "50");
        Assert.Equal("15", await api.Balance());
    }

    [Theory]
    [MemberData(nameof(BothTypes))]
    public async Task An_archived_customer_is_left_out_of_lists_and_earns_nothing(string type)
    {
        var api = await Server.NewProgram(type);
        await api.Referrer("anna");
        await api.SignUp("carl", "anna");
        await api.SignUp("dora", "anna");
        await api.Sale("o1", "100", "carl");
        var archived = (await api.Post("/v1/customers/carl/archive")).Is(200);
        Assert.Equal("customer.archived", (await api.Explain(archived))["data.kind"]);
        var name = api.IdName();
        Assert.DoesNotContain("carl", (await api.Get("/v1/customers")).Column(name), StringComparison.Ordinal);
        Assert.Equal("", (await api.Get($"/v1/customers:search?{name}=carl")).Column(name));
        Assert.Equal("carl", (await api.Get("/v1/customers?status=archived")).Column(name));
        Assert.Equal("archived", (await api.Get("/v1/customers/carl"))["data.status"]);
        Assert.Equal("o1", (await api.Get("/v1/customers/carl/transactions")).Column("key"));
        Assert.Equal("customer_suspended", (await api.Sale("o2", "100", "carl")).Decision);
        Assert.Equal("30", await api.Balance());

        var restored = (await api.Post("/v1/customers/carl/revoke-archive")).Is(200);
        Assert.Equal("customer.restored", (await api.Explain(restored))["data.kind"]);
        Assert.Contains("carl", (await api.Get("/v1/customers")).Column(name), StringComparison.Ordinal);
        Assert.Equal("rewarded", (await api.Sale("o3", "100", "carl")).Decision);
    }

    [Fact]
    public async Task An_archived_referring_customer_gets_no_friends_and_no_rewards()
    {
        var api = await Server.ReferAFriend().WithCarl();
        await api.Post("/v1/customers/anna-id/archive");
        Assert.Equal("partner_inactive", (await api.SignUp("dora", "anna")).Decision);
        Assert.Equal("partner_inactive", (await api.Sale("o1", "100", "carl")).Decision);
        Assert.Equal("0", await api.Balance());
    }

    [Fact]
    public async Task A_restored_customer_is_what_it_was_before()
    {
        var api = await Server.Affiliate().WithCarl();
        await api.Post("/v1/customers/carl/suspend");
        (await api.Post("/v1/customers/carl/archive")).Is(200);
        (await api.Post("/v1/customers/carl/revoke-archive")).Is(200);
        Assert.Equal("suspended", (await api.Get("/v1/customers/carl"))["data.status"]);
    }

    [Theory]
    [InlineData("", "approve")]
    [InlineData("", "revoke-archive")]
    [InlineData("suspend", "suspend")]
    [InlineData("suspend", "revoke-archive")]
    [InlineData("archive", "archive")]
    [InlineData("archive", "approve")]
    [InlineData("archive", "suspend")]
    public async Task What_cannot_be_done_is_refused_and_writes_nothing(string before, string action)
    {
        var api = await Server.Affiliate().WithCarl();
        if (before.Length > 0)
        {
            (await api.Post($"/v1/customers/carl/{before}")).Is(200);
        }

        var sequence = await api.Sequence();
        (await api.Post($"/v1/customers/carl/{action}")).IsRefused(400, "action_failed");
        Assert.Equal(sequence, await api.Sequence());
    }

    [Theory]
    [InlineData("suspend")]
    [InlineData("approve")]
    [InlineData("archive")]
    [InlineData("revoke-archive")]
    public async Task Nobody_and_another_programs_customer_are_not_found(string action)
    {
        var api = await Server.Affiliate();
        var other = await Server.Affiliate().WithCarl();
        (await api.Post($"/v1/customers/carl/{action}")).IsRefused(404, "not_found");
        Assert.Equal("active", (await other.Get("/v1/customers/carl"))["data.status"]);
        var friends = await Server.ReferAFriend();
        var isArchive = action.Contains("archive", StringComparison.Ordinal);
        (await friends.Post($"/v1/customers/carl/{action}")).IsRefused(
            isArchive ? 404 : 403,
            isArchive ? "not_found" : "wrong_program_type"
        );
    }

    [Fact]
    public async Task Sixteen_suspensions_at_once_are_one()
    {
        var api = await Server.Affiliate().WithCarl();
        var replies = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => api.Post("/v1/customers/carl/suspend")));
        Assert.Single(replies, reply => reply.Status == 200);
        Assert.Equal(15, replies.Count(reply => reply.Code == "action_failed"));
    }
}
