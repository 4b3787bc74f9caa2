using Byway.Programs;
using Xunit;

namespace Byway.Tests.Wire;

/// <summary>
/// The requests of the public PHP client, recorded (php-client-requests.jsonl) and replayed as they were sent: method,
/// target, body and headers. Every answer has the exact content type and the members that clients read.
/// </summary>
public sealed class PhpClientTests(TestServer server) : ServerTests(server)
{
    private const string Partner =
        "approved,created_at,custom_fields,email,id,key,name,referral_link,referral_links,referrals_count,status,"
        + "surname,tags,tos,updated_at";
    private const string PartnerDetail =
        "approved,commissions,created_at,custom_field_values,custom_fields,email,id,key,name,referral_link,"
        + "referral_links,referrals,referrals_count,status,surname,tags,tos,updated_at";
    private const string PartnerItem = "approved,created_at,custom_fields,email,id,key,name,status,surname,updated_at";
    private const string Customer =
        "created_at,deleted,deleted_at,email,key,name,partner,status,surname,tags,updated_at";
    private const string Friend =
        "approved,created_at,custom_fields,email,id,metadata,name,referral_link,referral_links,referrals_count,"
        + "referring_customer,status,surname,updated_at";
    private const string Transaction =
        "action,amount,amount_units,created_at,credit,customer,deleted_at,is_currency,key,partner,rewards";
    private const string Reward =
        "action,amount,amount_units,created_at,credit,customer,deleted_at,is_currency,key,partner,product_type_data,"
        + "status";
    private const string FriendTransaction =
        "action,amount,amount_units,created_at,credit,customer,is_currency,key,referred_customer,rewards";

    private const string Webhook = "events,is_active,key,name,signature,url";
    private const string Subscriber =
        "approved,created_at,deleted_at,email,id,is_referred,marketing_consent,name,portal_link,referrals_count,"
        + "reward,share_link,status,tos,updated_at";

    [Fact]
    public void Every_recorded_call_is_replayed()
    {
        Assert.Equal(63, PhpCalls.All.Count);
        var written = PhpCalls.WrittenIn("PhpClientTests.cs").Concat(PhpCalls.WrittenIn("PhpLinkTests.cs")).ToList();
        Assert.Empty(PhpCalls.All.Keys.Except(written, StringComparer.Ordinal));

        // The same without what one of the classes replays.
        Assert.Contains(
            "partnerReferralLinks.create",
            PhpCalls.All.Keys.Except(PhpCalls.WrittenIn("PhpClientTests.cs"), StringComparer.Ordinal)
        );
    }

    [Fact]
    public async Task A_partners_calls_are_answered()
    {
        var api = await Server.Affiliate();
        Assert.Equal(api.Program.PublicId, (await PhpCalls.Replay(api, "test", 200))["data.program.pub_id"]);
        Assert.Equal(Partner, (await PhpCalls.Replay(api, "partners.create", 201)).Members("data"));
        Assert.Equal(PartnerItem, (await PhpCalls.Replay(api, "partners.list", 200)).Members("data.0"));
        Assert.Equal("10", (await PhpCalls.Replay(api, "partners.list(10)", 200))["meta.per_page"]);
        var one = await PhpCalls.Replay(api, "partners.find(key)", 200);
        Assert.Equal(PartnerDetail, one.Members("data"));
        Assert.Equal("clicks,paid_accounts,revenue,sales_count,signups", one.Members("data.referrals"));
        Assert.Equal("not_paid,paid,pending", one.Members("data.commissions"));
        Assert.Equal(one.Text, (await PhpCalls.Replay(api, "partners.find(null,email)", 200)).Text);
        var updated = await PhpCalls.Replay(api, "partners.update(key)", 200);
        Assert.Equal(Partner, updated.Members("data"));
        Assert.Equal("X", updated["data.name"]);
        Assert.Equal("pid", (await PhpCalls.Replay(api, "partners.search", 200)).Column("id"));
        Assert.Equal("""{"status":1}""", (await PhpCalls.Replay(api, "partners.delete(key)", 200)).Text);
        Assert.Equal("Partner not found", (await PhpCalls.Replay(api, "partners.delete(null,email)", 404))["message"]);
        Assert.Equal("data,links,meta,status", EnvelopeOf(await PhpCalls.Replay(api, "partners.list", 200)));
        var other = await Server.Affiliate();
        await PhpCalls.Replay(other, "partners.create", 201);
        await PhpCalls.Replay(other, "partners.delete(null,email)", 200);
    }

    [Fact]
    public async Task A_customers_calls_are_answered()
    {
        var api = await Server.Affiliate();
        await PhpCalls.Replay(api, "partners.create", 201);
        var created = await PhpCalls.Replay(api, "customers.create", 201);
        Assert.Equal(Customer, created.Members("data"));
        Assert.Equal("pid", created["data.partner"]);
        Assert.Equal(created.Text, (await PhpCalls.Replay(api, "customers.create+tx", 201)).Text);
        Assert.Equal("ck", (await PhpCalls.Replay(api, "customers.list(10,partner)", 200)).Column("key"));
        Assert.Equal("ck", (await PhpCalls.Replay(api, "customers.list(null,email)", 200)).Column("key"));
        Assert.Equal(created.Text, (await PhpCalls.Replay(api, "customers.find", 200)).Text);
        Assert.Equal("ck", (await PhpCalls.Replay(api, "customers.search", 200)).Column("key"));
        var sale = await PhpCalls.Replay(api, "transactions.create", 200);
        Assert.Equal(Transaction, sale.Members("data"));
        Assert.Equal(Reward, sale.Members("data.rewards.0"));
        Assert.Equal("product_id,product_type", sale.Members("data.rewards.0.product_type_data"));
        Assert.Equal("29.997", sale["data.rewards.0.amount"]);
        Assert.Equal("pid", sale["data.rewards.0.partner"]);
        Assert.Equal(sale.Text, (await PhpCalls.Replay(api, "transactions.create+partner", 200)).Text);
        Assert.Equal("29.997", await api.Balance(referrer: "pk"));
        Assert.Equal("""{"status":1}""", (await PhpCalls.Replay(api, "transactions.archive", 200)).Text);
        Assert.Equal("""{"status":1}""", (await PhpCalls.Replay(api, "transactions.revokeArchived", 200)).Text);
        Assert.Equal("""{"status":1}""", (await PhpCalls.Replay(api, "transactions.delete", 200)).Text);
        Assert.Equal("Transaction not found", (await PhpCalls.Replay(api, "transactions.delete", 404))["message"]);
        Assert.Equal("nk", (await PhpCalls.Replay(api, "customers.update", 200))["data.key"]);
        Assert.Equal("""{"status":1}""", (await PhpCalls.Replay(api, "customers.delete", 200)).Text);
        Assert.Equal("Customer not found", (await PhpCalls.Replay(api, "customers.find", 404))["message"]);
    }

    [Fact]
    public async Task The_singular_calls_are_answered()
    {
        var api = await Server.Affiliate();
        await PhpCalls.Replay(api, "partners.create", 201);
        Assert.Equal(Customer, (await PhpCalls.Replay(api, "customer(deprecated).create", 201)).Members("data"));
        Assert.Equal("29.997", await api.Balance(referrer: "pk"));
        Assert.Equal("ck", (await PhpCalls.Replay(api, "customer(deprecated).get", 200))["data.key"]);
        Assert.Equal("J", (await PhpCalls.Replay(api, "customer(deprecated).update", 200))["data.name"]);
        Assert.Equal("""{"status":1}""", (await PhpCalls.Replay(api, "customer(deprecated).delete", 200)).Text);
    }

    [Fact]
    public async Task A_referral_programs_calls_are_answered()
    {
        var api = await Server.ReferAFriend();
        (await api.Post("/v1/customers", """{"id":"r","key":"rk"}""")).Is(201);
        var referring = await PhpCalls.Replay(api, "referrals.createReferring", 201);
        Assert.Equal(Friend, referring.Members("data"));
        Assert.Equal("null", referring["data.referring_customer"]);
        var referred = await PhpCalls.Replay(api, "referrals.createReferred", 201);
        Assert.Equal(Friend, referred.Members("data.referring_customer"));
        Assert.Equal("r", referred["data.referring_customer.id"]);
        Assert.Equal("id2", (await PhpCalls.Replay(api, "referrals.list", 200)).Column("id"));
        Assert.Equal(referring.Text, (await PhpCalls.Replay(api, "referrals.find", 200)).Text);
        Assert.Equal("[]", (await PhpCalls.Replay(api, "referrals.listReferred", 200))["data"]);
        Assert.Equal("0", (await PhpCalls.Replay(api, "referrals.stats", 200))["data.referrals_count"]);
        Assert.Equal("id1", (await PhpCalls.Replay(api, "referrals.search", 200)).Column("id"));
        Assert.Equal("Mark", (await PhpCalls.Replay(api, "referrals.update", 200))["data.name"]);
        Assert.Equal("""{"status":1}""", (await PhpCalls.Replay(api, "referrals.invite", 200)).Text);
        var credited = await PhpCalls.Replay(api, "referrals.credit", 200);
        var balance = await PhpCalls.Replay(api, "referrals.balance", 200);
        Assert.Equal(credited.Text, balance.Text);
        Assert.Equal("""[{"amount":10,"amount_units":"USD","is_currency":true}]""", balance["data.balance.currency"]);
        await PhpCalls.Replay(api, "referrals.credit", 200);
        Assert.Equal("20", (await PhpCalls.Replay(api, "referrals.balance", 200))["data.balance.currency.0.amount"]);
        var sale = await api.Sale("tk", "99.99", "id2");
        Assert.Equal(FriendTransaction, sale.Members("data"));
        Assert.Equal("""{"status":1}""", (await PhpCalls.Replay(api, "referrals.delete", 200)).Text);
        Assert.Equal("Customer not found", (await PhpCalls.Replay(api, "referrals.find", 404))["message"]);
    }

    [Fact]
    public async Task Webhook_calls_are_answered()
    {
        var api = await Server.Affiliate();
        (
            await api.Post(
                "/v1/webhooks",
                """{"key":"wk","name":"W","url":"https://x","events":["partner.created"]}"""
            )
        ).Is(201);
        var created = await PhpCalls.Replay(api, "webhooks.create", 201);
        Assert.Equal(Webhook, created.Members("data"));
        Assert.Equal("https://x", created["data.url"]);
        Assert.Equal("50", (await PhpCalls.Replay(api, "webhooks.list", 200))["meta.per_page"]);
        Assert.Equal(Webhook, (await PhpCalls.Replay(api, "webhooks.find", 200)).Members("data"));
        Assert.Equal("D2", (await PhpCalls.Replay(api, "webhooks.update", 200))["data.name"]);
        Assert.Equal("""{"status":1}""", (await PhpCalls.Replay(api, "webhooks.delete", 200)).Text);
        Assert.Equal("Webhook not found", (await PhpCalls.Replay(api, "webhooks.find", 404))["message"]);
        Assert.Equal("Webhook not found", (await PhpCalls.Replay(api, "webhooks.delete", 404))["message"]);
    }

    [Theory]
    [MemberData(nameof(BothTypes))]
    public async Task Settings_the_client_makes_up_are_ignored(string type)
    {
        var api = await Server.NewProgram(type);
        Assert.Equal("1", (await PhpCalls.Replay(api, "settings.update", 200))["status"]);
    }

    [Fact]
    public async Task A_subscribers_calls_are_answered()
    {
        var api = await Server.NewProgram(ProgramType.Newsletter);
        (await api.Post("/v1/subscribers", """{"id":"sid","email":"r@e.c"}""")).Is(201);
        var created = await PhpCalls.Replay(api, "subscribers.create referred", 201);
        Assert.Equal(Subscriber, created.Members("data"));
        Assert.Equal("Active", created["data.status"]);
        Assert.Equal("true", created["data.is_referred"]);
        Assert.Equal("s@e.c", (await PhpCalls.Replay(api, "subscribers.list", 200)).Column("email"));
        var one = await PhpCalls.Replay(api, "subscribers.find(id)", 200);
        Assert.Equal("r@e.c", one["data.email"]);
        Assert.Equal("1", one["data.referrals_count"]);
        Assert.Equal(created.Text, (await PhpCalls.Replay(api, "subscribers.find(null,email)", 200)).Text);
        Assert.Equal("s@e.c", (await PhpCalls.Replay(api, "subscribers.search", 200)).Column("email"));
        var updated = await PhpCalls.Replay(api, "subscribers.update", 200);
        Assert.Equal("new", updated["data.id"]);
        Assert.Equal("false", updated["data.tos"]);
        Assert.Equal("Subscriber not found", (await PhpCalls.Replay(api, "subscribers.delete", 404))["message"]);
        Assert.Equal("""{"status":1}""", (await PhpCalls.Replay(api, "subscribers.delete(email)", 200)).Text);
        Assert.Equal("false", (await PhpCalls.Replay(api, "subscribers.create", 201))["data.is_referred"]);
    }

    [Fact]
    public async Task Calls_for_the_other_program_type_are_refused_in_a_way_the_client_survives()
    {
        var friends = await Server.ReferAFriend();
        foreach (var call in PhpCalls.All.Keys.Where(call => call.StartsWith("partners.", StringComparison.Ordinal)))
        {
            Assert.Equal("wrong_program_type", (await PhpCalls.Replay(friends, call, 403)).Code);
        }

        var affiliate = await Server.Affiliate();
        foreach (
            var call in new[] { "referrals.stats", "referrals.balance", "referrals.credit", "referrals.listReferred" }
        )
        {
            Assert.Equal("wrong_program_type", (await PhpCalls.Replay(affiliate, call, 403)).Code);
        }
    }

    private static string EnvelopeOf(Reply reply) =>
        string.Join(',', reply.Json.EnumerateObject().Select(member => member.Name));
}
