using Xunit;

namespace Byway.Tests.Customers;

/// <summary>Whom an invitation makes and finds, and what is refused; what is mailed is in Mail/.</summary>
public sealed class InviteCustomerTests(TestServer server) : ServerTests(server)
{
    private const string Path = "/v1/customers:invite";

    [Theory]
    [InlineData("""{"email":"zoe@example.com"}""")]
    [InlineData("""{"customer":{"email":"zoe@example.com","name":"Zoë"}}""")]
    [InlineData("""{"id":"zoe","email":"zoe@example.com","personalization":{"a":1,"b":null}}""")]
    [InlineData("""{"key":"zoe","email":"zoe@example.com","personalization":[]}""")]
    public async Task An_unknown_customer_is_made_and_awaits_its_sign_up(string body)
    {
        var api = await Server.ReferAFriend();
        (await api.Post(Path, body)).Is(200);
        Assert.Equal(1, await api.CountOf("mails"));
        Assert.Equal("1", (await api.Get("/v1/program"))["data.stats.total_customers"]);
        var id = (await api.Get("/v1/customers:search?email=zoe"))["data.0.id"]!;
        await api.Referrer("anna");
        var completed = await api.SignUp(id, "anna", ""","email":"zoe@example.com" """);
        Assert.Equal("attributed", completed.Decision);
    }

    [Theory]
    [InlineData("""{"email":"ANNA@example.com"}""")]
    [InlineData("""{"id":"anna-id"}""")]
    [InlineData("""{"key":"anna"}""")]
    [InlineData("""{"id":"anna-id","email":"other@example.com","name":"Other"}""")]
    public async Task A_known_customer_is_found_and_stays_as_it_is(string body)
    {
        var api = await Server.ReferAFriend();
        await api.Referrer("anna");
        var before = (await api.Get("/v1/customers/anna")).Text;
        (await api.Post(Path, body)).Is(200);
        Assert.Equal(1, await api.CountOf("customers"));
        Assert.Equal(1, await api.CountOf("mails"));
        Assert.Equal(before, (await api.Get("/v1/customers/anna")).Text);
    }

    [Theory]
    [InlineData("{}", "email")]
    [InlineData("""{"email":"no address"}""", "email")]
    [InlineData("""{"customer":{"email":"x"}}""", "customer.email")]
    [InlineData("""{"id":"new"}""", "email")]
    [InlineData("""{"id":"nomail"}""", "email")]
    [InlineData("""{"email":"z@example.com","personalization":"x"}""", "personalization")]
    [InlineData("""{"email":"z@example.com","personalization":{"a":{}}}""", "personalization")]
    public async Task What_cannot_be_is_refused_and_writes_nothing(string body, string field)
    {
        var api = await Server.ReferAFriend();
        await api.Referrer("anna");
        await api.SignUp("nomail");
        var before = await api.Sequence();
        (await api.Post(Path, body)).IsRefused(422, "invalid_fields", field);
        Assert.Equal(before, await api.Sequence());
        Assert.Equal(0, await api.CountOf("mails"));
    }

    [Fact]
    public async Task An_archived_customer_is_not_invited()
    {
        var api = await Server.ReferAFriend();
        await api.Referrer("anna");
        await api.Post("/v1/customers/anna/archive");
        (await api.Post(Path, """{"key":"anna"}""")).IsRefused(400, "action_failed");
        Assert.Equal(0, await api.CountOf("mails"));
    }

    [Fact]
    public async Task Affiliate_programs_invite_nobody()
    {
        var api = await Server.Affiliate();
        (await api.Post(Path, """{"email":"z@example.com"}""")).IsRefused(403, "wrong_program_type");
    }

    [Fact]
    public async Task A_repeated_Idempotency_Key_sends_one_mail_and_no_key_sends_two()
    {
        var api = await Server.ReferAFriend();
        const string Body = """{"email":"z@example.com"}""";
        await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => api.Post(Path, Body, "once")));
        Assert.Equal(1, await api.CountOf("mails"));
        await api.Post(Path, Body);
        Assert.Equal(2, await api.CountOf("mails"));
        Assert.Equal(1, await api.CountOf("customers"));
    }

    [Fact]
    public async Task Where_nothing_of_the_unreferred_is_kept_the_journal_has_no_address()
    {
        var api = await Server.ReferAFriend(s => s with { StoreUnreferredKeyOnly = true });
        await api.Post(Path, """{"id":"z","email":"zoe@example.com","name":"Zoe"}""");
        Assert.DoesNotContain("zoe@example.com", (await api.Get("/v1/journal")).Text, StringComparison.Ordinal);
        Assert.Equal(1, await api.CountOf("mails"));
    }
}
