using Byway.Payouts;
using Xunit;

namespace Byway.Tests.Payouts;

/// <summary>Payout requests from the request to the money, through HTTP, with the books beside them.</summary>
public sealed class PayoutTests(TestServer server) : ServerTests(server)
{
    private const string PayPal = """ "gateway":"paypal","payout_settings":{"username":"anna@pay.example"}""";

    [Fact]
    public async Task A_payout_is_requested_approved_and_paid()
    {
        var api = await Server.Affiliate().WithCarl();
        await api.Sale("o1", "99.99", "carl");
        var requested = (await Request(api)).Is(201);
        Assert.Equal("payout_requested", requested.Decision);
        Assert.Equal(
            "amount,amount_units,approved_at,created_at,gateway,id,paid_at,partner,payout_settings,reason,reward_ids,"
                + "status,updated_at",
            requested.Members("data")
        );
        Assert.Equal("requested", requested["data.status"]);
        Assert.Equal("29.99", requested["data.amount"]);
        Assert.Equal("USD", requested["data.amount_units"]);
        Assert.Equal("anna-id", requested["data.partner"]);
        Assert.Equal("paypal", requested["data.gateway"]);
        Assert.Equal("anna@pay.example", requested["data.payout_settings.username"]);
        Assert.Equal("0.007", await api.Balance());
        await AssertCommissions(api, "0", "29.997");
        var id = requested["data.id"];
        Assert.Equal(requested["data"], (await api.Get($"/v1/payout_requests/{id}")).Is(200)["data"]);

        (await api.Post($"/v1/payout_requests/{id}/mark_as_paid")).IsRefused(400, "action_failed");
        var approved = (await api.Post($"/v1/payout_requests/{id}/approve")).Is(200);
        Assert.Equal("approved", approved["data.status"]);
        Assert.Equal("payout_approved", approved.Decision);
        Assert.Equal("0", await api.Balance("paid"));
        Assert.Equal("false", (await api.Get("/v1/rewards/1"))["data.paid"]);

        Server.Clock.Advance(TimeSpan.FromHours(1));
        var paid = (await api.Post($"/v1/payout_requests/{id}/mark_as_paid")).Is(200);
        Assert.Equal("finished", paid["data.status"]);
        Assert.Equal("2026-01-15T13:00:00.000000Z", paid["data.paid_at"]);
        Assert.Equal("payout_paid", paid.Decision);
        Assert.Equal("29.99", await api.Balance("paid"));
        Assert.Equal("0.007", await api.Balance());
        await AssertCommissions(api, "29.99", "0.007");
        var reward = await api.Get("/v1/rewards/1");
        Assert.Equal("true", reward["data.paid"]);
        Assert.Equal(id, reward["data.payout_request"]);
        Assert.Equal("ok", reward["data.status"]);
        (await api.Post($"/v1/payout_requests/{id}/mark_as_paid")).IsRefused(400, "action_failed");
        (await api.Post($"/v1/payout_requests/{id}/reject")).IsRefused(400, "action_failed");
    }

    [Fact]
    public async Task Every_step_is_an_entry_that_answers_the_request_and_each_reward_has_one_too()
    {
        var api = await Server.Affiliate().WithCarl();
        await api.Sale("o1", "10", "carl");
        await api.Sale("o2", "10", "carl");
        var before = await api.Sequence();
        var id = (await Request(api)).Is(201)["data.id"];
        await api.Post($"/v1/payout_requests/{id}/approve");
        var paid = await api.Post($"/v1/payout_requests/{id}/mark_as_paid");
        Assert.Equal("3", paid.Header("Byway-Entry-Count"));
        var journal = await api.Get($"/v1/journal?after={before}");
        Assert.Equal("payout.requested,payout.approved,reward.paid,reward.paid,payout.paid", journal.Column("kind"));
        Assert.Equal("requested", journal["data.0.answer.status"]);
        Assert.Equal("1", journal["data.2.answer.number"]);
        Assert.Equal("true", journal["data.3.answer.paid"]);
        Assert.Equal("finished", journal["data.4.answer.status"]);
        Assert.Equal(paid.Entry, journal["data.4.id"]);
        Assert.Equal("-6", journal["data.0.postings.0.amount"]);
        Assert.Equal("payout_clearing", journal["data.0.postings.1.account"]);
        Assert.Equal("program", journal["data.0.postings.1.owner"]);
    }

    [Fact]
    public async Task A_rejected_payout_gives_its_amount_back_and_another_may_follow()
    {
        var api = await Server.Affiliate().WithCarl();
        await api.Sale("o1", "10", "carl");
        foreach (var isApproved in new[] { false, true })
        {
            var id = (await Request(api)).Is(201)["data.id"];
            Assert.Equal("0", await api.Balance());
            if (isApproved)
            {
                (await api.Post($"/v1/payout_requests/{id}/approve")).Is(200);
            }

            var rejected = await api.Post($"/v1/payout_requests/{id}/reject", """{"reason":"Wrong wallet."}""");
            Assert.Equal("rejected", rejected.Is(200)["data.status"]);
            Assert.Equal("Wrong wallet.", rejected["data.reason"]);
            Assert.Equal("3", await api.Balance());
            var refused = await api.Post($"/v1/payout_requests/{id}/approve");
            Assert.Contains("rejected", refused.IsRefused(400, "action_failed")["message"], StringComparison.Ordinal);
            Assert.Equal("false", (await api.Get("/v1/rewards/1"))["data.paid"]);
        }
    }

    [Fact]
    public async Task Only_what_is_payable_is_paid()
    {
        var api = await Server.Affiliate(s => s with { ReviewPeriodDays = 3 }).WithCarl();
        await api.Sale("o1", "100", "carl");
        var refused = (await Request(api)).IsRefused(400, "action_failed");
        Assert.Contains("nothing to pay", refused["message"], StringComparison.Ordinal);
        await api.Post("/v1/rewards/1/approve");
        await api.Sale("o2", "100", "carl");
        await api.Sale("o3", "100", "carl", ""","amount_units":"EUR" """);
        Assert.Equal("30", (await Request(api))["data.amount"]);
        Assert.Equal("30", await api.Balance("held"));
    }

    [Fact]
    public async Task What_is_taken_back_after_a_payout_is_netted_by_the_next()
    {
        var api = await Server.Affiliate().WithCarl();
        await api.Sale("o1", "100", "carl");
        await Pay(api);
        await api.Refund("o1", "r1", "50");
        await AssertCommissions(api, "30", "-15");
        (await Request(api)).IsRefused(400, "action_failed");
        await api.Sale("o2", "100", "carl");
        Assert.Equal("15", await Pay(api));
        Assert.Equal("45", await api.Balance("paid"));
        Assert.Equal("0", await api.Balance());
        Assert.Equal("true,true", (await api.Get("/v1/rewards")).Column("paid").ToLowerInvariant());
    }

    [Fact]
    public async Task What_is_taken_back_between_request_and_payment_is_netted_too()
    {
        var api = await Server.Affiliate().WithCarl();
        await api.Sale("o1", "100", "carl");
        var id = (await Request(api))["data.id"];
        await api.Post("/v1/rewards/1/reject");
        Assert.Equal("-30", await api.Balance());
        await api.Post($"/v1/payout_requests/{id}/approve");
        Assert.Equal("30", (await api.Post($"/v1/payout_requests/{id}/mark_as_paid")).Is(200)["data.amount"]);
        Assert.Equal("-30", await api.Balance());
        Assert.Equal("30", await api.Balance("paid"));
    }

    [Fact]
    public async Task Paid_accounts_are_customers_who_have_paid_and_not_got_all_of_it_back()
    {
        var api = await Server.Affiliate().WithCarl();
        await api.SignUp("dora", "anna");
        await api.SignUp("ed", "anna");
        await api.Sale("o1", "10", "carl");
        await api.Sale("o2", "0", "dora");
        await api.Sale("o3", "10", "ed");
        await api.Refund("o3", "r1", "9");
        Assert.Equal("2", (await api.Get("/v1/partners/anna-id"))["data.referrals.paid_accounts"]);
        await api.Refund("o3", "r2", "1");
        Assert.Equal("1", (await api.Get("/v1/partners/anna-id"))["data.referrals.paid_accounts"]);
    }

    [Fact]
    public async Task The_rest_below_a_minor_unit_is_paid_once_it_adds_up()
    {
        var api = await Server.Affiliate(s => s with { Currency = "JPY" }).WithCarl();
        await api.Sale("o1", "9", "carl");
        Assert.Equal("2", await Pay(api, "jpy"));
        Assert.Equal("0.7", await api.Balance(unit: "JPY"));
        await api.Sale("o2", "1", "carl");
        Assert.Equal("1", await Pay(api, "JPY"));
        Assert.Equal("0", await api.Balance(unit: "JPY"));
        Assert.Equal("3", await api.Balance("paid", "JPY"));
    }

    [Fact]
    public async Task Currencies_are_paid_apart()
    {
        var api = await Server.Affiliate().WithCarl();
        await api.Sale("o1", "100", "carl");
        await api.Sale("o2", "1.23456", "carl", ""","amount_units":"KWD" """);
        (await Request(api)).Is(201);
        Assert.Equal("0.37", (await Request(api, "kwd")).Is(201)["data.amount"]);
        var refused = (await Request(api)).IsRefused(400, "action_failed");
        Assert.Contains("is requested", refused["message"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Sixteen_requests_and_payments_at_once_pay_once()
    {
        var api = await Server.Affiliate().WithCarl();
        await api.Sale("o1", "100", "carl");
        var requests = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Request(api)));
        var requested = Assert.Single(requests, reply => reply.Status == 201);
        Assert.Equal(15, requests.Count(reply => reply.Code == "action_failed"));
        var id = requested["data.id"];
        await api.Post($"/v1/payout_requests/{id}/approve");
        var outcomes = await Task.WhenAll(
            Enumerable
                .Range(0, 16)
                .Select(at => api.Post($"/v1/payout_requests/{id}/{(at % 2 == 0 ? "mark_as_paid" : "reject")}"))
        );
        var won = Assert.Single(outcomes, reply => reply.Status == 200);
        var isPaid = won["data.status"] == "finished";
        Assert.Equal(isPaid ? "30" : "0", await api.Balance("paid"));
        Assert.Equal(isPaid ? "0" : "30", await api.Balance());
    }

    [Fact]
    public async Task A_threshold_holds_in_the_programs_currency()
    {
        var api = await Server.Affiliate(s => s with { PayoutThresholdMicros = 50_000_000 }).WithCarl();
        await api.Sale("o1", "100", "carl");
        await api.Sale("o2", "10", "carl", ""","amount_units":"EUR" """);
        var refused = (await Request(api)).IsRefused(400, "action_failed");
        Assert.Contains("30 USD is less than the program's threshold, 50", refused["message"]);
        (await Request(api, "EUR")).Is(201);
        await api.Sale("o3", "100", "carl");
        Assert.Equal("60", (await Request(api)).Is(201)["data.amount"]);
    }

    [Fact]
    public async Task A_partner_who_is_not_active_is_not_paid()
    {
        var api = await Server.Affiliate().WithCarl();
        await api.Sale("o1", "100", "carl");
        await api.Post("/v1/partners/anna-id/archive");
        var refused = (await Request(api)).IsRefused(400, "action_failed");
        Assert.Contains("archived", refused["message"], StringComparison.Ordinal);
        await api.Delete("/v1/partners/anna-id");
        (await Request(api)).IsRefused(404, "not_found");
    }

    [Fact]
    public async Task A_partner_may_choose_where_the_program_allows_it()
    {
        var api = await Server.Affiliate(s => s with { ReviewPeriodDays = 5 }).WithCarl();
        await api.Referrer("bert");
        await api.SignUp("dora", "bert");
        await api.Put("/v1/program/settings", """{"review_period_days":0}""");
        await api.Sale("o1", "100", "carl");
        await api.Sale("o2", "50", "carl");
        await api.Sale("o3", "10", "carl", ""","amount_units":"EUR" """);
        await api.Sale("o4", "10", "dora");
        await api.Put("/v1/program/settings", """{"review_period_days":5}""");
        await api.Sale("o5", "10", "carl");
        (await Request(api, "USD", ",\"reward_ids\":[2]")).IsRefused(422, "invalid_fields", "reward_ids");
        await api.Put("/v1/program/settings", """{"payout_choose_rewards":true}""");
        (await Request(api, "USD", ",\"reward_ids\":[2,3,4,5,99]")).IsRefused(
            422,
            "invalid_fields",
            "reward_ids.1",
            "reward_ids.2",
            "reward_ids.3",
            "reward_ids.4"
        );
        var chosen = (await Request(api, "USD", ",\"reward_ids\":[2]")).Is(201);
        Assert.Equal("15", chosen["data.amount"]);
        Assert.Equal("[2]", chosen["data.reward_ids"]);
        var id = chosen["data.id"];
        await api.Post($"/v1/payout_requests/{id}/approve");
        await api.Post($"/v1/payout_requests/{id}/mark_as_paid");
        Assert.Equal("True", (await api.Get("/v1/rewards?transaction_key=o2")).Column("paid"));
        Assert.Equal("False", (await api.Get("/v1/rewards?transaction_key=o1")).Column("paid"));
        (await Request(api, "USD", ",\"reward_ids\":[2]")).IsRefused(422, "invalid_fields", "reward_ids.0");
        Assert.Equal("30", await Pay(api));
        Assert.Equal("True", (await api.Get("/v1/rewards?transaction_key=o1")).Column("paid"));
        Assert.Equal("45", await api.Balance("paid"));
    }

    [Fact]
    public async Task Many_rewards_are_noted_part_by_part()
    {
        var api = await Server.Affiliate().WithCarl();
        var sales = string.Join(',', Enumerable.Range(1, 600).Select(n => $$"""{"key":"o{{n}}","amount":1}"""));
        (await api.Post("/v1/transactions", $$"""{"customer":{"key":"carl"},"transactions":[{{sales}}]}""")).Is(200);
        Assert.Equal("180", await Pay(api));
        Assert.Equal("250", await Paid(api));
        await Server.RunJob<NotePaidRewards>();
        Assert.Equal("600", await Paid(api));
        var before = await api.Sequence();
        await Server.RunJob<NotePaidRewards>();
        Assert.Equal(before, await api.Sequence());
        await api.Sale("more", "1", "carl");
        Assert.Equal("0.3", await Pay(api));
        Assert.Equal("601", await Paid(api));
    }

    private static async Task<string> Paid(ApiClient api) =>
        (
            await api.Server.Query<string>(
                "select cast(count(*) as text) from rewards where program_id = @ProgramId and payout is not null",
                new { api.Program.ProgramId }
            )
        )[0];

    private static Task<Reply> Request(ApiClient api, string unit = "USD", string more = "") =>
        api.Post(
            "/v1/payout_requests",
            $$"""{"partner":{"key":"anna"},"amount_units":"{{unit}}",{{PayPal}}{{more}}}"""
        );

    /// <summary>Pays everything, and answers how much it was.</summary>
    private static async Task<string> Pay(ApiClient api, string unit = "USD")
    {
        var requested = (await Request(api, unit)).Is(201);
        (await api.Post($"/v1/payout_requests/{requested["data.id"]}/approve")).Is(200);
        return (await api.Post($"/v1/payout_requests/{requested["data.id"]}/mark_as_paid")).Is(200)["data.amount"]!;
    }

    private static async Task AssertCommissions(ApiClient api, string paid, string notPaid)
    {
        var partner = await api.Get("/v1/partners/anna-id");
        Assert.Equal(paid, partner["data.commissions.paid"]);
        Assert.Equal(notPaid, partner["data.commissions.not_paid.0.amount"]);
    }
}
