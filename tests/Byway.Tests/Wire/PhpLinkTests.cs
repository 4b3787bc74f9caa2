using Xunit;

namespace Byway.Tests.Wire;

/// <summary>
/// The referral link requests of the public PHP client, recorded and replayed as they
/// were sent.
/// </summary>
public sealed class PhpLinkTests(TestServer server) : ServerTests(server)
{
    private const string Link =
        "default,direct_tracking,direct_tracking_redirect,direct_tracking_redirect_url,id,is_additional,key,url";

    [Fact]
    public async Task A_partners_link_calls_are_answered()
    {
        var api = await Server.Affiliate();
        Assert.Equal("Partner not found", (await PhpCalls.Replay(api, "partnerReferralLinks.create", 404))["message"]);
        Assert.Equal("Partner not found", (await PhpCalls.Replay(api, "partnerReferralLinks.list", 404))["message"]);
        (await api.Post("/v1/partners", """{"id":"pid","key":"pk","email":"p@example.com"}""")).Is(201);
        var created = await PhpCalls.Replay(api, "partnerReferralLinks.create", 201);
        Assert.Equal(Link, created.Members("data"));
        Assert.Equal("https://shop.example?aff=lk", created["data.url"]);
        var list = await PhpCalls.Replay(api, "partnerReferralLinks.list", 200);
        Assert.Equal("lk,pk", list.Column("id"));
        Assert.Equal("20", list["meta.per_page"]);
        Assert.Equal("lk", (await PhpCalls.Replay(api, "partnerReferralLinks.search", 200)).Column("key"));
        Assert.Equal(
            "Referral link not found",
            (await PhpCalls.Replay(api, "partnerReferralLinks.get", 404))["message"]
        );
        await PhpCalls.Replay(api, "partnerReferralLinks.update", 404);
        await PhpCalls.Replay(api, "partnerReferralLinks.delete", 404);
        (await api.Put("/v1/partner_referral_links/lk", """{"key":"lid"}""")).Is(200);
        Assert.Equal("lid", (await PhpCalls.Replay(api, "partnerReferralLinks.get", 200))["data.id"]);
        var updated = await PhpCalls.Replay(api, "partnerReferralLinks.update", 200);
        Assert.Equal("lk2", updated["data.key"]);
        Assert.Equal("true", updated["data.default"]);
        Assert.Equal("true", updated["data.direct_tracking"]);
        await PhpCalls.Replay(api, "partnerReferralLinks.delete", 400);
        (await api.Put("/v1/partner_referral_links/pk", """{"default":true}""")).Is(200);
        Assert.Equal("""{"status":1}""", (await PhpCalls.Replay(api, "partnerReferralLinks.delete", 200)).Text);
    }

    [Fact]
    public async Task A_customers_link_calls_are_answered()
    {
        var api = await Server.ReferAFriend();
        Assert.Equal(
            "Customer not found",
            (await PhpCalls.Replay(api, "customerReferralLinks.create", 404))["message"]
        );
        Assert.Equal("Customer not found", (await PhpCalls.Replay(api, "customerReferralLinks.list", 404))["message"]);
        (await api.Post("/v1/customers", """{"id":"cid","key":"ck"}""")).Is(201);
        Assert.Equal(Link, (await PhpCalls.Replay(api, "customerReferralLinks.create", 201)).Members("data"));
        Assert.Equal("lk,ck", (await PhpCalls.Replay(api, "customerReferralLinks.list", 200)).Column("key"));
        Assert.Equal("lk", (await PhpCalls.Replay(api, "customerReferralLinks.search", 200)).Column("key"));
    }
}
