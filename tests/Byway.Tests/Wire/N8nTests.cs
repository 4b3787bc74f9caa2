using System.Text.Json;
using Xunit;

namespace Byway.Tests.Wire;

/// <summary>
/// Requests in the shapes of the public n8n node: every visible field is sent, the unset ones as empty texts; lists
/// are followed by <c>links.next</c> to their end with the query sent again beside it; <c>data</c> is lifted out of
/// every answer.
/// </summary>
public sealed class N8nTests(TestServer server) : ServerTests(server)
{
    [Fact]
    public async Task Fields_left_empty_are_as_if_not_sent()
    {
        var api = await Server.Affiliate();
        var partner = (
            await api.Post(
                "/v1/partners",
                """{"email":"ann@example.com","name":"","surname":"","id":"","key":"","password":""}"""
            )
        ).Is(201);
        Assert.NotEqual("", partner["data.id"]);
        var key = partner["data.key"]!;
        var customer = await api.Post(
            "/v1/customers",
            $$"""{"key":"u1","email":"","name":"","surname":"","partner":{"key":"{{key}}"},"tags":""}"""
        );
        Assert.Equal(partner["data.id"], customer.Is(201)["data.partner"]);
        var sale = (
            await api.Post(
                "/v1/transactions",
                """
                {"customer":{"key":"u1"},"amount":99.99,"key":"","action":"sale","created_at":"","amount_units":"",
                 "discount_amount":0,"discount_code":"","gross_amount":0,"product_id":"","rewardable":true}
                """
            )
        ).Is(200);
        Assert.Equal("29.997", sale["data.rewards.0.amount"]);
        Assert.Equal("USD", sale["data.amount_units"]);
        Assert.NotEqual("", sale["data.key"]);
        Assert.Equal(
            "Anna",
            (await api.Put($"/v1/partners/{partner["data.id"]}", """{"name":"Anna"}"""))["data.name"]
        );
    }

    [Fact]
    public async Task A_partner_is_found_by_whatever_is_known()
    {
        var api = await Server.Affiliate();
        await api.Referrer("anna");
        foreach (var query in new[] { "key=anna", "email=anna%40example.com", "id=anna-id" })
        {
            Assert.Equal("anna-id", (await api.Get($"/v1/partner?{query}")).Is(200)["data.id"]);
        }

        (await api.Get("/v1/partner?key=nobody")).Is(404);
        var links = await api.Get("/v1/partners/anna-id/referral_links?limit=50");
        Assert.Equal("https://shop.example?aff=anna", links.Is(200)["data.0.url"]);
        var url = await api.Post("/v1/partners:sign-in-url", """{"key":"anna","expires_in":120}""");
        Assert.StartsWith("http", url.Is(200)["data.url"], StringComparison.Ordinal);
        (await api.Post("/v1/partners:sign-in-url", """{"key":"anna","expires_in":1000}""")).Is(422);
        var bonus = await api.Post("/v1/partners/anna-id/reward", """{"amount":5,"date":"","note":""}""");
        Assert.Equal("5", bonus["data.amount"]);
        (await api.Post("/v1/partners/anna-id/archive", "{}")).Is(200);
        (await api.Post("/v1/partners/anna-id/revoke-archive", "{}")).Is(200);
    }

    [Theory]
    [InlineData("/v1/partners")]
    [InlineData("/v1/customers")]
    [InlineData("/v1/customers:search?email=example.net")]
    [InlineData("/v1/customers?partner_key=anna")]
    [InlineData("/v1/transactions?partner_key=anna")]
    [InlineData("/v1/leads")]
    public async Task Return_all_follows_links_next_to_the_end(string path)
    {
        const int Many = 230;
        var api = await Server.Affiliate();
        await api.Referrer("anna");
        for (var number = 0; number < Many; number++)
        {
            await api.SignUp($"c{number}", "anna", $$""","email":"c{{number}}@example.net" """);
            switch (path)
            {
                case "/v1/partners" when number > 0:
                    await api.Referrer($"p{number}");
                    break;
                case "/v1/leads":
                    await api.Post("/v1/leads", """{"name":"L","email":"l@example.net","partner":{"key":"anna"}}""");
                    break;
                case "/v1/transactions?partner_key=anna":
                    await api.Sale($"t{number}", "1", $"c{number}");
                    break;
            }
        }

        var seen = new List<string>();
        var sent = $"{(path.Contains('?', StringComparison.Ordinal) ? '&' : '?')}limit=100&sort=desc";
        var next = Server.Url + path;
        for (var page = 0; next is not null; page++)
        {
            Assert.True(page < 10, "the list has no end");
            Assert.True(next.Length < 400, next);
            var glue = next.Contains('?', StringComparison.Ordinal) ? "&" : "?";
            var reply = (await api.Get(next[Server.Url.Length..] + glue + sent[1..])).Is(200);
            seen.AddRange(reply.Json.GetProperty("data").EnumerateArray().Select(item => item.GetRawText()));
            next = reply["links.next"] is "null" ? null : reply["links.next"];
        }

        Assert.Equal(Many, seen.Distinct(StringComparer.Ordinal).Count());
        Assert.Equal(Many, seen.Count);
    }

    [Fact]
    public async Task A_customer_is_archived_and_restored_and_found_by_key_id_or_email()
    {
        var api = await Server.Affiliate();
        await api.Referrer("anna");
        await api.SignUp("carl", "anna", ""","email":"carl@example.net" """);
        foreach (var known in new[] { "carl", "carl%40example.net" })
        {
            Assert.Equal("carl", (await api.Get($"/v1/customers/{known}")).Is(200)["data.key"]);
            (await api.Get($"/v1/customers/{known}/transactions")).Is(200);
        }

        (await api.Post("/v1/customers/carl/archive", "{}")).Is(200);
        (await api.Post("/v1/customers/carl/revoke-archive", "{}")).Is(200);
        Assert.Equal("carl", (await api.Get("/v1/customers:search?key=carl&email=&id=")).Is(200).Column("key"));
    }

    [Fact]
    public async Task A_lead_is_created_converted_and_rejected()
    {
        var api = await Server.Affiliate();
        await api.Referrer("anna");
        const string Lead = """{"partner":{"key":"anna"},"name":"Dora","email":"dora@example.net"}""";
        var first = (await api.Post("/v1/leads", Lead)).Is(201);
        Assert.Equal(JsonValueKind.Number, first.Json.GetProperty("data").GetProperty("id").ValueKind);
        var id = first["data.id"];
        Assert.Equal("submitted", (await api.Get($"/v1/leads/{id}")).Is(200)["data.status"]);
        var converted = await api.Post("/v1/leads/convert", $$"""{"id":{{id}},"commission_transaction_amount":100}""");
        Assert.Equal("converted", converted.Is(200)["data.status"]);
        Assert.Equal("30", await api.Balance());
        var second = (await api.Post("/v1/leads", Lead))["data.id"];
        Assert.Equal("rejected", (await api.Post("/v1/leads/reject", $$"""{"id":{{second}}}"""))["data.status"]);
        (await api.Delete($"/v1/leads/{second}")).Is(200);
        (await api.Get($"/v1/leads/{second}")).Is(404);
    }

    [Fact]
    public async Task A_payout_is_requested_approved_and_paid()
    {
        var api = await Server.Affiliate().WithCarl();
        await api.Sale("t1", "100", "carl");
        var requested = await api.Post(
            "/v1/payout_requests",
            """
            {"partner":{"key":"anna"},"amount_units":"usd","gateway":"paypal",
             "payout_settings":{"username":"anna@example.com"}}
            """
        );
        Assert.Equal("requested", requested["data.status"]);
        Assert.Equal("30", requested["data.amount"]);
        var id = requested["data.id"];
        Assert.Equal(id, (await api.Get("/v1/payout_requests?limit=50&sort=desc")).Is(200).Column("id"));
        var search = "/v1/payout_requests:search?status=requested&amount_units=usd&partner_key=anna&limit=50";
        Assert.Equal(id, (await api.Get(search)).Is(200).Column("id"));
        (await api.Post($"/v1/payout_requests/{id}/mark_as_paid", "{}")).Is(400);
        Assert.Equal("approved", (await api.Post($"/v1/payout_requests/{id}/approve", "{}"))["data.status"]);
        Assert.Equal("finished", (await api.Post($"/v1/payout_requests/{id}/mark_as_paid", "{}"))["data.status"]);
        Assert.Equal("finished", (await api.Get($"/v1/payout_requests/{id}"))["data.status"]);
        Assert.Equal("0", await api.Balance());
    }

    [Fact]
    public async Task A_trigger_registers_looks_and_deletes_itself()
    {
        var api = await Server.Affiliate();
        var created = await api.Post(
            "/v1/webhooks",
            """
            {"name":"n8n – My workflow","url":"https://n8n.example/webhook/1/webhook",
             "events":["customer.created","transaction.created","lead.submitted"],"is_active":true}
            """
        );
        Assert.Equal(201, created.Status);
        var key = created["data.key"];
        Assert.NotNull(created["data.signature"]);
        (await api.Get($"/v1/webhooks/{key}")).Is(200);
        (await api.Delete($"/v1/webhooks/{key}")).Is(200);
        (await api.Get($"/v1/webhooks/{key}")).Is(404);
        var wrong =
            """{"name":"n8n","url":"https://n8n.example/1","events":["subscriber.created"],"is_active":true}""";
        (await api.Post("/v1/webhooks", wrong)).Is(422);
    }
}
