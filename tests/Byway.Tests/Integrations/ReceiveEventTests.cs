using Xunit;

namespace Byway.Tests.Integrations;

/// <summary>What arrives at the address of a provider: taken once, or refused and not kept.</summary>
public sealed class ReceiveEventTests(TestServer server) : ServerTests(server)
{
    private const string SignUp = """{"fact":"sign_up","customer":"carl","buyer":"cus_1","partner":"anna"}""";

    private const string Sale = """{"fact":"sale","key":"in_1","invoice_id":"in_1","buyer":"cus_1","amount":100}""";

    [Fact]
    public async Task What_is_not_signed_is_refused_counted_and_not_kept()
    {
        var api = await Server.Affiliate().Connected();
        var body = api.EventBody("e1", Sale);
        (await api.SendEvent(body, "")).IsRefused(400, "bad_signature");
        (await api.SendEvent(body, TestProvider.Sign(body + " ", BillingShop.Secret))).IsRefused(400, "bad_signature");
        (await api.SendEvent("no json", TestProvider.Sign("json", BillingShop.Secret))).IsRefused(
            400,
            "bad_signature"
        );
        Assert.Equal(0, await api.CountOf("provider_events"));
        Assert.Contains("\"refused_requests\":3", (await api.Get("/v1/integrations")).Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("no json at all")]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("")]
    [InlineData("""{"id":"","type":"x"}""")]
    [InlineData("""{"id":5,"type":"x"}""")]
    public async Task What_is_signed_and_no_event_is_refused(string body)
    {
        var api = await Server.Affiliate().Connected();
        (await api.SendEvent(body)).IsRefused(400, "unreadable_body");
        Assert.Equal(0, await api.CountOf("provider_events"));
    }

    [Fact]
    public async Task What_is_too_long_is_refused()
    {
        var api = await Server.Affiliate().Connected();
        (await api.SendEvent($$"""{"id":"e1","type":"{{new string('x', 1_000_001)}}"}""")).IsRefused(
            413,
            "body_too_large"
        );
    }

    [Fact]
    public async Task There_is_nothing_where_nothing_is_connected()
    {
        var api = await Server.Affiliate();
        (await api.SendEvent(api.EventBody("e1"))).IsRefused(404, "not_found");
        await api.Connect();
        var path = $"/integrations/test/{api.Program.PublicId}";
        (await api.Send("POST", "/integrations/test/NOBODY12/webhook", "{}")).IsRefused(404, "not_found");
        (await api.Send("POST", "/integrations/acme/NOBODY12/webhook", "{}")).IsRefused(404, "not_found");
        (await api.Send("POST", $"{path}/secret/webhook", "{}")).IsRefused(404, "not_found");
        (await api.Send("GET", $"{path}/webhook", null)).IsRefused(405, "method_not_allowed");
    }

    [Fact]
    public async Task Another_programs_secret_opens_nothing()
    {
        var api = await Server.Affiliate().Connected();
        var other = await Server.Affiliate().Connected();
        (await other.Put("/v1/integrations/test", """{"webhook_secrets":["its_own_secret"]}""")).Is(200);
        var body = api.EventBody("e1");
        (await other.SendEvent(body)).IsRefused(400, "bad_signature");
        (await api.SendEvent(body)).Is(200);
        (await other.SendEvent(body, TestProvider.Sign(body, "its_own_secret"))).Is(200);
    }

    [Fact]
    public async Task A_provider_that_signs_nothing_has_a_secret_address()
    {
        var api = await Server.Affiliate();
        var made = (await api.Put("/v1/integrations/chargebee", """{"webhook_secrets":["a:b"]}""")).Is(200);
        var path = new Uri(made["data.webhook_url"]!).AbsolutePath;
        var event1 = """{"id":"ev_1","event_type":"customer_created","occurred_at":1767225600,"content":{}}""";
        (await api.Send("POST", path, event1, ("Authorization", "Basic YTpi"))).Is(200);
        (await api.Send("POST", path, event1, ("Authorization", "Basic eDp5"))).IsRefused(400, "bad_signature");
        var open = $"/integrations/chargebee/{api.Program.PublicId}/webhook";
        (await api.Send("POST", open, event1, ("Authorization", "Basic YTpi"))).IsRefused(404, "not_found");
        var again = (await api.Put("/v1/integrations/chargebee", """{"webhook_secrets":["a:b"]}""")).Is(200);
        Assert.DoesNotContain(path, again.Text, StringComparison.Ordinal);
        (await api.Put("/v1/integrations/chargebee", """{"rotate_path":true}""")).Is(200);
        (await api.Send("POST", path, event1, ("Authorization", "Basic YTpi"))).IsRefused(404, "not_found");
        // Nothing is believed that was not fetched again.
        await Server.Book();
        Assert.Equal("failed", (await api.Get("/v1/integrations/chargebee/events/ev_1")).Is(200)["data.status"]);
    }

    [Fact]
    public async Task A_hundred_copies_at_once_are_one_event_and_one_sale()
    {
        var api = await Server.Affiliate().Connected();
        await api.Tell("e1", SignUp);
        var body = api.EventBody("e2", Sale);
        var replies = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => api.SendEvent(body)));
        Assert.All(replies, reply => reply.Is(200));
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Server.Book()));
        Assert.Equal(2, await api.CountOf("provider_events"));
        Assert.Equal(1, await api.CountOf("transactions"));
        Assert.Equal("30", await api.Balance());
    }
}
