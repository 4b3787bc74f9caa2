using Byway.Programs;
using Xunit;

namespace Byway.Tests.Leads;

/// <summary>Leads: submit, list, get, convert, reject, delete.</summary>
public sealed class LeadTests(TestServer server) : ServerTests(server)
{
    private const string Carl = """{"name":"Carl Brown","email":"carl@example.net","partner":{"key":"anna"}}""";

    [Fact]
    public async Task A_lead_is_submitted_for_a_partner()
    {
        var api = await Server.Affiliate();
        await api.Post(
            "/v1/partners",
            """{"id":"p1","key":"anna","email":"a@example.com","name":"Anna","surname":"S"}"""
        );
        var reply = await api.Post(
            "/v1/leads",
            """
            {"name":"Carl Brown","email":"carl@example.net","partner":{"id":"p1"},
             "cfields":{"company":"Brown Ltd","products":["desk","chair"]}}
            """
        );
        Assert.Equal("done", reply.Is(201).Decision);
        Assert.Equal(
            """
            {"id":3,"status":"submitted","created_at":"2026-01-15","lead_info":{"name":"Carl Brown",
            "email":"carl@example.net"},"converted_to":null,"submitter":{"id":"p1","name":"Anna S",
            "email":"a@example.com"},"submission_form":[{"question":"Name",
            "answer":"Carl Brown"},{"question":"Email","answer":"carl@example.net"},{"question":"company",
            "answer":"Brown Ltd"},{"question":"products","answer":"desk, chair"}],"can_be_converted":true,
            "can_be_rejected":true}
            """.Replace("\n", "", StringComparison.Ordinal),
            reply["data"]
        );
        Assert.Equal(reply["data"], (await api.Get($"/v1/leads/{reply["data.id"]}")).Is(200)["data"]);
        var entry = await api.Explain(reply);
        Assert.Equal("lead.submitted", entry["data.kind"]);
        Assert.Equal(reply["data"], entry["data.answer"]);
    }

    [Theory]
    [InlineData("{}", "email,name,partner")]
    [InlineData("""{"name":"C","email":"c@example.com","partner":{}}""", "partner")]
    [InlineData("""{"name":"C","email":"no address","partner":{"key":"anna"}}""", "email")]
    [InlineData("""{"name":"C","email":"c@example.com","partner":{"key":"nobody"}}""", "partner")]
    [InlineData("""{"name":"C","email":"c@example.com","partner":{"key":"archived"}}""", "partner")]
    [InlineData("""{"name":"C","email":"c@example.com","partner":"anna"}""", "partner")]
    [InlineData("""{"name":[],"email":"c@example.com","partner":{"key":"anna"}}""", "name")]
    [InlineData("""{"name":"C","email":"c@example.com","partner":{"key":"anna"},"cfields":{"a":5}}""", "cfields.a")]
    [InlineData("""{"name":"C","email":"c@example.com","partner":{"key":"anna"},"cfields":["a"]}""", "cfields")]
    public async Task A_lead_that_cannot_be_is_refused(string body, string fields)
    {
        var api = await Server.Affiliate();
        await api.Referrer("anna");
        await api.Referrer("archived");
        await api.Post("/v1/partners/archived-id/archive");
        (await api.Post("/v1/leads", body)).IsRefused(422, "invalid_fields", fields.Split(','));
        Assert.Equal(0, await api.CountOf("leads"));
    }

    [Fact]
    public async Task What_is_no_number_names_no_lead()
    {
        var api = await Server.Affiliate();
        (await api.Post("/v1/leads/convert", """{"id":"x"}""")).IsRefused(404, "not_found");
        (await api.Get("/v1/leads/reject?id=x")).IsRefused(404, "not_found");
        (await api.Get("/v1/leads/reject")).IsRefused(422, "invalid_fields", "id");
    }

    [Theory]
    [InlineData("POST", true)]
    [InlineData("POST", false)]
    [InlineData("GET", true)]
    [InlineData("GET", false)]
    public async Task A_converted_lead_is_a_customer_of_its_partner_with_a_first_sale(string method, bool inBody)
    {
        var api = await WithLead();
        var lead = (await api.Get("/v1/leads")).Column("id");
        var reply = inBody
            ? await api.Send(
                method,
                "/v1/leads/convert",
                $$"""{"id":{{lead}},"commission_transaction_amount":"99.99"}"""
            )
            : await api.Send(method, $"/v1/leads/convert?id={lead}&commission_transaction_amount=99.99", null);
        Assert.Equal("attributed", reply.Is(200).Decision);
        Assert.Equal("3", reply.Header("Byway-Entry-Count"));
        Assert.Equal("converted", reply["data.status"]);
        Assert.Equal("false", reply["data.can_be_converted"]);
        Assert.Equal("false", reply["data.can_be_rejected"]);
        var key = reply["data.converted_to.key"]!;
        Assert.Matches("^[A-Za-z0-9]{12}$", key);
        Assert.Equal("Carl Brown", reply["data.converted_to.name"]);
        var customer = (await api.Get($"/v1/customers/{key}")).Is(200);
        Assert.Equal("anna-id", customer["data.partner"]);
        Assert.Equal("carl@example.net", customer["data.email"]);
        Assert.Equal("99.99", (await api.Get($"/v1/customers/{key}/transactions"))["data.0.amount"]);
        Assert.Equal("29.997", await api.Balance());
        Assert.Equal(reply["data"], (await api.Get($"/v1/leads/{lead}"))["data"]);
        Assert.Equal("lead.converted", (await api.Explain(reply))["data.kind"]);
        var before = await api.Sequence();
        (await api.Post("/v1/leads/convert", $$"""{"id":{{lead}}}""")).IsRefused(400, "action_failed");
        (await api.Get($"/v1/leads/reject?id={lead}")).IsRefused(400, "action_failed");
        Assert.Equal(before, await api.Sequence());
    }

    [Fact]
    public async Task Without_an_amount_no_sale_is_recorded()
    {
        var api = await WithLead();
        var lead = (await api.Get("/v1/leads")).Column("id");
        Assert.Equal("2", (await api.Post("/v1/leads/convert", $$"""{"id":{{lead}}}""")).Header("Byway-Entry-Count"));
        Assert.Equal(0, await api.CountOf("transactions"));
        Assert.Equal(1, await api.CountOf("customers"));
    }

    [Fact]
    public async Task A_conversion_with_a_faulty_amount_changes_nothing()
    {
        var api = await WithLead();
        var lead = (await api.Get("/v1/leads")).Column("id");
        var before = await api.Sequence();
        foreach (var amount in new[] { "-1", "\"x\"", "1e30", "{}" })
        {
            (
                await api.Post("/v1/leads/convert", $$"""{"id":{{lead}},"commission_transaction_amount":{{amount}}}""")
            ).IsRefused(422, "invalid_fields", "commission_transaction_amount");
        }

        (await api.Post("/v1/leads/convert")).IsRefused(422, "invalid_fields", "id");
        (await api.Post("/v1/leads/convert", """{"id":99}""")).IsRefused(404, "not_found");
        Assert.Equal(before, await api.Sequence());
    }

    [Fact]
    public async Task A_lead_of_a_partner_who_is_gone_becomes_a_customer_of_nobody()
    {
        var api = await WithLead();
        var lead = (await api.Get("/v1/leads")).Column("id");
        await api.Delete("/v1/partners/anna-id");
        var reply = await api.Post("/v1/leads/convert", $$"""{"id":{{lead}},"commission_transaction_amount":10}""");
        Assert.Equal("partner_inactive", reply.Is(200).Decision);
        Assert.Equal("null", (await api.Get($"/v1/customers/{reply["data.converted_to.key"]}"))["data.partner"]);
        Assert.Equal("0", await api.Balance());
    }

    [Fact]
    public async Task Sixteen_conversions_at_once_make_one_customer_and_one_sale()
    {
        var api = await WithLead();
        var lead = (await api.Get("/v1/leads")).Column("id");
        var body = $$"""{"id":{{lead}},"commission_transaction_amount":10}""";
        var replies = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => api.Post("/v1/leads/convert", body)));
        Assert.Single(replies, reply => reply.Status == 200);
        Assert.Equal(15, replies.Count(reply => reply.Code == "action_failed"));
        Assert.Equal(1, await api.CountOf("customers"));
        Assert.Equal("3", await api.Balance());
    }

    [Fact]
    public async Task The_same_submission_is_answered_again_by_its_idempotency_key()
    {
        var api = await Server.Affiliate();
        await api.Referrer("anna");
        var first = await api.Post("/v1/leads", Carl, "k");
        var again = await api.Post("/v1/leads", Carl, "k");
        Assert.True(again.IsReplay);
        Assert.Equal(first.Text, again.Text);
        Assert.Equal(1, await api.CountOf("leads"));
    }

    [Theory]
    [InlineData("GET")]
    [InlineData("POST")]
    public async Task A_rejected_lead_stays_rejected(string method)
    {
        var api = await WithLead();
        var lead = (await api.Get("/v1/leads")).Column("id");
        var reply = await api.Send(method, $"/v1/leads/reject?id={lead}", "[]");
        Assert.Equal("rejected", reply.Is(200)["data.status"]);
        Assert.Equal("false", reply["data.can_be_converted"]);
        Assert.Equal("lead.rejected", (await api.Explain(reply))["data.kind"]);
        (await api.Send(method, $"/v1/leads/reject?id={lead}", "[]")).IsRefused(400, "action_failed");
        (await api.Send(method, $"/v1/leads/convert?id={lead}", "[]")).IsRefused(400, "action_failed");
        Assert.Equal(0, await api.CountOf("customers"));
    }

    [Fact]
    public async Task A_deleted_lead_is_gone_and_its_customer_stays()
    {
        var api = await WithLead();
        var lead = (await api.Get("/v1/leads")).Column("id");
        await api.Post("/v1/leads/convert", $$"""{"id":{{lead}}}""");
        var reply = await api.Delete($"/v1/leads/{lead}", "[]");
        Assert.Equal("""{"status":1}""", reply.Is(200).Text);
        Assert.Equal("converted", (await api.Explain(reply))["data.answer.status"]);
        (await api.Delete($"/v1/leads/{lead}")).IsRefused(404, "not_found");
        (await api.Get($"/v1/leads/{lead}")).IsRefused(404, "not_found");
        (await api.Get("/v1/leads/x")).IsRefused(404, "not_found");
        (await api.Post("/v1/leads/reject", $$"""{"id":{{lead}}}""")).IsRefused(404, "not_found");
        Assert.Equal(0, (await api.Get("/v1/leads")).Count());
        Assert.Equal(1, (await api.Get("/v1/customers")).Count());
    }

    [Fact]
    public async Task A_key_that_may_only_read_cannot_convert_by_GET()
    {
        var api = await WithLead();
        var lead = (await api.Get("/v1/leads")).Column("id");
        var reader = await api.NewKey(ApiScope.Read);
        (await reader.Get($"/v1/leads/{lead}")).Is(200);
        (await reader.Get($"/v1/leads/convert?id={lead}")).IsRefused(403, "scope_missing");
        (await reader.Get($"/v1/leads/reject?id={lead}")).IsRefused(403, "scope_missing");
        (await reader.Post("/v1/leads/convert", $$"""{"id":{{lead}}}""")).IsRefused(403, "scope_missing");
    }

    [Fact]
    public async Task Another_programs_lead_cannot_be_touched()
    {
        var owner = await WithLead();
        var lead = (await owner.Get("/v1/leads")).Column("id");
        var api = await Server.Affiliate();
        (await api.Get($"/v1/leads/{lead}")).IsRefused(404, "not_found");
        (await api.Delete($"/v1/leads/{lead}")).IsRefused(404, "not_found");
        (await api.Get($"/v1/leads/convert?id={lead}")).IsRefused(404, "not_found");
        (await api.Post("/v1/leads/reject", $$"""{"id":{{lead}}}""")).IsRefused(404, "not_found");
        Assert.Equal(0, (await api.Get("/v1/leads")).Count());
        (await (await Server.ReferAFriend()).Get("/v1/leads")).IsRefused(403, "wrong_program_type");
        Assert.Equal("submitted", (await owner.Get($"/v1/leads/{lead}"))["data.status"]);
    }

    [Fact]
    public async Task The_list_is_newest_first_and_in_pages()
    {
        var api = await Server.Affiliate();
        await api.Referrer("anna");
        foreach (var name in new[] { "a", "b", "c" })
        {
            await api.Post("/v1/leads", Carl.Replace("Carl Brown", name, StringComparison.Ordinal));
        }

        var page = await api.Get("/v1/leads?limit=2");
        Assert.Equal("5,4", page.Column("id"));
        var next = page["links.next"]!.Replace(Server.Url, "", StringComparison.Ordinal);
        Assert.Equal("3", (await api.Get(next)).Column("id"));
        Assert.Equal("3,4,5", (await api.Get("/v1/leads?sort=asc")).Column("id"));
    }

    [Fact]
    public async Task The_details_say_what_a_sale_earns()
    {
        var percent = await Server.Affiliate();
        Assert.Equal(
            """
            {"leads_enabled":"true","program_leads_commission_type":"follow_program_settings",
            "leads_commission":{"currency":"USD","commission":30,"commission_type":"percent"},
            "leads_custom_form_fields":[]}
            """.Replace("\n", "", StringComparison.Ordinal),
            (await percent.Get("/v1/leads/details")).Is(200)["data"]
        );
        var constant = await Server.Affiliate(s =>
            s with
            {
                RewardPercentMicros = null,
                RewardFixedMicros = 12_500_000,
            }
        );
        Assert.Equal(
            """{"currency":"USD","commission":12.5,"commission_type":"fixed"}""",
            (await constant.Get("/v1/leads/details"))["data.leads_commission"]
        );
    }

    private async Task<ApiClient> WithLead()
    {
        var api = await Server.Affiliate();
        await api.Referrer("anna");
        (await api.Post("/v1/leads", Carl)).Is(201);
        return api;
    }
}
