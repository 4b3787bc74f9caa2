using Xunit;

namespace Byway.Tests.Partners;

/// <summary>Pending, approved, rejected, suspended partners: who counts, and what cannot be done.</summary>
public sealed class ApprovePartnerTests(TestServer server) : ServerTests(server)
{
    [Fact]
    public async Task With_manual_approval_a_new_partner_counts_only_once_approved()
    {
        var api = await Server.Affiliate(s => s with { ApprovePartnersByHand = true });
        var anna = await api.Referrer("anna");
        Assert.Equal("pending", anna["data.status"]);
        Assert.Equal("false", anna["data.approved"]);
        Assert.Equal("partner_inactive", (await api.SignUp("early", "anna")).Decision);
        Assert.Equal("customer_not_referred", (await api.Sale("o1", "100", "early")).Decision);

        var approved = (await api.Post("/v1/partners/anna/approve")).Is(200);
        Assert.Equal("""{"status":1}""", approved.Text);
        var entry = await api.Explain(approved);
        Assert.Equal("partner.approved", entry["data.kind"]);
        Assert.Equal("active", entry["data.answer.status"]);
        Assert.Equal("anna-id", entry["data.answer.id"]);

        Assert.Equal("attributed", (await api.SignUp("late", "anna")).Decision);
        Assert.Equal("rewarded", (await api.Sale("o2", "100", "late")).Decision);
        Assert.Equal("30", await api.Balance());
    }

    [Fact]
    public async Task Entries_about_a_partner_have_all_its_links()
    {
        var api = await Server.Affiliate().WithCarl();
        (
            await api.Post(
                "/v1/partner_referral_links",
                """{"key":"summer","url":"https://shop.example/summer","default":true,"partner":{"key":"anna"}}"""
            )
        ).Is(201);
        var shown = (await api.Get("/v1/partners/anna")).Is(200);
        foreach (var action in new[] { "suspend", "approve", "archive", "revoke-archive" })
        {
            var entry = await api.Explain((await api.Post($"/v1/partners/anna/{action}")).Is(200));
            Assert.Equal("https://shop.example/summer?aff=summer", entry["data.answer.referral_link"]);
            Assert.Equal(shown["data.referral_links"], entry["data.answer.referral_links"]);
        }
    }

    [Fact]
    public async Task Without_the_setting_a_new_partner_is_active()
    {
        var api = await Server.Affiliate();
        Assert.Equal("active", (await api.Referrer("anna"))["data.status"]);
    }

    [Fact]
    public async Task A_suspended_partner_earns_nothing_until_approved_again()
    {
        var api = await Server.Affiliate().WithCarl();
        await api.Sale("o1", "100", "carl");
        var suspended = (await api.Post("/v1/partners/anna-id/suspend")).Is(200);
        Assert.Equal("partner.suspended", (await api.Explain(suspended))["data.kind"]);
        Assert.Equal("suspended", (await api.Get("/v1/partners/anna"))["data.status"]);
        Assert.Equal("partner_inactive", (await api.Sale("o2", "100", "carl")).Decision);
        Assert.Equal("partner_inactive", (await api.SignUp("dora", "anna")).Decision);
        Assert.Equal("30", await api.Balance());
        (await api.Post("/v1/partners/anna@example.com/approve")).Is(200);
        Assert.Equal("rewarded", (await api.Sale("o3", "100", "carl")).Decision);
        Assert.Equal("60", await api.Balance());
    }

    [Theory]
    [InlineData("", "approve")]
    [InlineData("", "reject")]
    [InlineData("suspend", "suspend")]
    [InlineData("suspend", "reject")]
    [InlineData("archive", "approve")]
    [InlineData("archive", "suspend")]
    [InlineData("archive", "reject")]
    [InlineData("pending", "suspend")]
    [InlineData("pending,reject", "reject")]
    [InlineData("pending,reject", "suspend")]
    [InlineData("pending,approve", "approve")]
    public async Task What_cannot_be_done_is_refused_and_writes_nothing(string before, string action)
    {
        var api = await Server.Affiliate(s => s with { ApprovePartnersByHand = before.Contains("pending") });
        await api.Referrer("anna");
        foreach (var step in before.Split(',').Where(step => step is not ("" or "pending")))
        {
            (await api.Post($"/v1/partners/anna/{step}")).Is(200);
        }

        var sequence = await api.Sequence();
        (await api.Post($"/v1/partners/anna/{action}")).IsRefused(400, "action_failed");
        Assert.Equal(sequence, await api.Sequence());
    }

    [Theory]
    [InlineData("approve")]
    [InlineData("reject")]
    [InlineData("suspend")]
    public async Task Nobody_and_another_programs_partner_are_not_found(string action)
    {
        var api = await Server.Affiliate(s => s with { ApprovePartnersByHand = true });
        var other = await Server.Affiliate(s => s with { ApprovePartnersByHand = true });
        await other.Referrer("anna");
        (await api.Post($"/v1/partners/anna/{action}")).IsRefused(404, "not_found");
        (await (await Server.ReferAFriend()).Post($"/v1/partners/anna/{action}")).IsRefused(403, "wrong_program_type");
        Assert.Equal("pending", (await other.Get("/v1/partners/anna"))["data.status"]);
    }

    [Fact]
    public async Task A_restored_partner_is_what_it_was_before()
    {
        var api = await Server.Affiliate(s => s with { ApprovePartnersByHand = true });
        await api.Referrer("anna");
        (await api.Post("/v1/partners/anna/archive")).Is(200);
        (await api.Post("/v1/partners/anna/revoke-archive")).Is(200);
        Assert.Equal("pending", (await api.Get("/v1/partners/anna"))["data.status"]);
    }

    [Fact]
    public async Task Partners_are_listed_by_status()
    {
        var api = await Server.Affiliate(s => s with { ApprovePartnersByHand = true });
        await api.Referrer("anna");
        await api.Referrer("bert");
        await api.Referrer("cora");
        await api.Post("/v1/partners/bert/approve");
        await api.Post("/v1/partners/cora/reject");
        Assert.Equal("cora-id,bert-id,anna-id", (await api.Get("/v1/partners")).Column("id"));
        Assert.Equal("anna-id", (await api.Get("/v1/partners?status=pending")).Column("id"));
        Assert.Equal("bert-id", (await api.Get("/v1/partners", """{"status":"active"}""")).Column("id"));
        (await api.Get("/v1/partners?status=bored")).IsRefused(422, "invalid_fields", "status");
    }

    [Fact]
    public async Task Sixteen_approvals_at_once_are_one()
    {
        var api = await Server.Affiliate(s => s with { ApprovePartnersByHand = true });
        await api.Referrer("anna");
        var before = await api.Sequence();
        var replies = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => api.Post("/v1/partners/anna/approve")));
        Assert.Single(replies, reply => reply.Status == 200);
        Assert.Equal(before + 1, await api.Sequence());
    }

    [Fact]
    public async Task A_repeated_Idempotency_Key_answers_as_before()
    {
        var api = await Server.Affiliate().WithCarl();
        (await api.Post("/v1/partners/anna/suspend", null, "once")).Is(200);
        var again = (await api.Post("/v1/partners/anna/suspend", null, "once")).Is(200);
        Assert.True(again.IsReplay);
    }
}
