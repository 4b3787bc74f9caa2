using System.Text;
using System.Text.Json;
using Byway.Tests.Tidy;
using Xunit;

namespace Byway.Tests.Wire;

/// <summary>
/// The referral link requests of the public PHP client, recorded (php-client-link-requests.jsonl) and replayed as they
/// were sent.
/// </summary>
public sealed class PhpLinkTests(TestServer server) : ServerTests(server)
{
    private const string Link =
        "default,direct_tracking,direct_tracking_redirect,direct_tracking_redirect_url,id,is_additional,key,url";

    private static readonly Dictionary<string, JsonElement> Calls = File.ReadLines(
            Path.Combine(SourceTree.Root, "tests/Byway.Tests/Wire/php-client-link-requests.jsonl")
        )
        .Select(line => JsonElement.Parse(line))
        .ToDictionary(call => Text(call, "call"), StringComparer.Ordinal);

    private readonly HashSet<string> replayed = [];

    [Fact]
    public async Task A_partners_link_calls_are_answered()
    {
        var api = await Server.Affiliate();
        Assert.Equal("Partner not found", (await Replay(api, "partnerReferralLinks.create", 404))["message"]);
        Assert.Equal("Partner not found", (await Replay(api, "partnerReferralLinks.list", 404))["message"]);
        (await api.Post("/v1/partners", """{"id":"pid","key":"pk","email":"p@example.com"}""")).Is(201);
        var created = await Replay(api, "partnerReferralLinks.create", 201);
        Assert.Equal(Link, created.Members("data"));
        Assert.Equal("https://shop.example?aff=lk", created["data.url"]);
        var list = await Replay(api, "partnerReferralLinks.list", 200);
        Assert.Equal("lk,pk", list.Column("id"));
        Assert.Equal("20", list["meta.per_page"]);
        Assert.Equal("lk", (await Replay(api, "partnerReferralLinks.search", 200)).Column("key"));
        Assert.Equal("Referral link not found", (await Replay(api, "partnerReferralLinks.get", 404))["message"]);
        await Replay(api, "partnerReferralLinks.update", 404);
        await Replay(api, "partnerReferralLinks.delete", 404);
        (await api.Put("/v1/partner_referral_links/lk", """{"key":"lid"}""")).Is(200);
        Assert.Equal("lid", (await Replay(api, "partnerReferralLinks.get", 200))["data.id"]);
        var updated = await Replay(api, "partnerReferralLinks.update", 200);
        Assert.Equal("lk2", updated["data.key"]);
        Assert.Equal("true", updated["data.default"]);
        Assert.Equal("true", updated["data.direct_tracking"]);
        await Replay(api, "partnerReferralLinks.delete", 400);
        (await api.Put("/v1/partner_referral_links/pk", """{"default":true}""")).Is(200);
        Assert.Equal("""{"status":1}""", (await Replay(api, "partnerReferralLinks.delete", 200)).Text);
        AssertAll("partnerReferralLinks.");
    }

    [Fact]
    public async Task A_customers_link_calls_are_answered()
    {
        var api = await Server.ReferAFriend();
        Assert.Equal("Customer not found", (await Replay(api, "customerReferralLinks.create", 404))["message"]);
        Assert.Equal("Customer not found", (await Replay(api, "customerReferralLinks.list", 404))["message"]);
        (await api.Post("/v1/customers", """{"id":"cid","key":"ck"}""")).Is(201);
        Assert.Equal(Link, (await Replay(api, "customerReferralLinks.create", 201)).Members("data"));
        Assert.Equal("lk,ck", (await Replay(api, "customerReferralLinks.list", 200)).Column("key"));
        Assert.Equal("lk", (await Replay(api, "customerReferralLinks.search", 200)).Column("key"));
        AssertAll("customerReferralLinks.");
    }

    private static string Text(JsonElement call, string name) => call.GetProperty(name).GetString()!;

    private async Task<Reply> Replay(ApiClient api, string call, int status)
    {
        replayed.Add(call);
        var recorded = Calls[call];
        var reply = await api.SendBytes(
            Text(recorded, "method"),
            Text(recorded, "target"),
            new ByteArrayContent(Encoding.UTF8.GetBytes(Text(recorded, "body"))),
            ("User-Agent", "partnero-php/v1"),
            ("Sdk-Version", "v1.0.23"),
            ("Accept", "application/json")
        );
        return reply.Is(status);
    }

    private void AssertAll(string prefix) =>
        Assert.Empty(Calls.Keys.Where(call => call.StartsWith(prefix, StringComparison.Ordinal)).Except(replayed));
}
