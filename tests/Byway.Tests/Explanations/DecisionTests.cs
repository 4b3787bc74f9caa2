using System.Globalization;
using Byway.Rewards;
using Xunit;

namespace Byway.Tests.Explanations;

/// <summary>Why a sale, a reward, a binding came out so, in one call.</summary>
public sealed class DecisionTests(TestServer server) : ServerTests(server)
{
    [Theory]
    [MemberData(nameof(BothTypes))]
    public async Task A_sale_is_explained_from_the_decision_to_today(string type)
    {
        var api = await Server.NewProgram(type, s => s with { ReviewPeriodDays = 30 }).WithCarl();
        await api.Sale("o1", "99.99", "carl");
        await api.Refund("o1", "r1", "49.995");
        (await api.Post("/v1/rewards/1/approve")).Is(200);
        var why = (await api.Get("/v1/transactions/o1/decision")).Is(200);
        Assert.Equal("rewarded", why["data.code"]);
        Assert.StartsWith("30 % of 99.99 USD is 29.997 USD, by the program's default", why["data.sentence"]);
        Assert.Equal("29.997", why["data.decided_by.decision.arithmetic.0.result"]);
        Assert.Equal("29.997", why["data.decided_by.decision.arithmetic.0.share"]);
        Assert.Equal("customer.referred_by", why["data.decided_by.decision.evidence.0.field"]);
        Assert.Equal("anna-id", why["data.decided_by.decision.evidence.0.leads_to"]);
        Assert.StartsWith("key_", why["data.decided_by.actor"]);
        Assert.Equal("transaction.created,transaction.refunded,reward.approved", why.Column("kind", "data.history"));
        Assert.Equal("-14.9985", why["data.history.1.arithmetic.0.result"]);
        Assert.Equal("14.9985", why["data.rewards.0.standing_amount"]);
        Assert.Equal("anna-id", why["data.rewards.0.beneficiary"]);
        Assert.Equal(
            "29.997 USD earned; 14.9985 taken back, 14.9985 stands, payable.",
            why["data.rewards.0.sentence"]
        );
        Assert.Equal("true", why["data.history_is_whole"]);

        var reward = (await api.Get("/v1/rewards/1/decision")).Is(200);
        Assert.Equal(why["data.sentence"], reward["data.sentence"]);
        Assert.Equal(why.Column("entry", "data.history"), reward.Column("entry", "data.history"));
    }

    [Fact]
    public async Task Everything_that_changed_a_reward_stands_in_its_history_whatever_did_it()
    {
        var api = await Server.Affiliate(s => s with { ReviewPeriodDays = 14 }).WithCarl();
        await api.Sale("o1", "100", "carl");
        await api.Post("/v1/transactions/o1/archive");
        await api.Post("/v1/transactions/o1/revoke-archive");
        Server.Clock.Advance(TimeSpan.FromDays(14));
        await Server.RunJob<ReleaseHeldRewards>();
        var requested = await api.Post(
            "/v1/payout_requests",
            """
            {"partner":{"key":"anna"},"amount_units":"USD","gateway":"paypal",
             "payout_settings":{"username":"anna@example.com"}}
            """
        );
        var path = $"/v1/payout_requests/{requested.Is(201)["data.id"]}";
        (await api.Post($"{path}/approve")).Is(200);
        (await api.Post($"{path}/mark_as_paid")).Is(200);
        await api.Sale("o2", "5", "carl");
        var why = (await api.Get("/v1/transactions/o1/decision")).Is(200);
        Assert.Equal(
            "transaction.created,transaction.archived,transaction.restored,rewards.released,reward.paid",
            why.Column("kind", "data.history")
        );
        Assert.Equal("30 USD earned; all of it stands, paid.", why["data.rewards.0.sentence"]);
        Assert.Equal("job:ReleaseHeldRewards", why["data.history.3.actor"]);
        (await api.Delete("/v1/transactions/o1")).Is(200);
        (await api.Get("/v1/transactions/o1/decision")).IsRefused(404, "not_found");
        var reward = (await api.Get("/v1/rewards/1/decision")).Is(200);
        Assert.EndsWith("transaction.deleted", reward.Column("kind", "data.history"));
        Assert.Equal("30 USD earned, all of it taken back.", reward["data.rewards.0.sentence"]);
    }

    [Fact]
    public async Task A_sale_that_waited_is_explained_by_what_settled_it()
    {
        var api = await Server.Affiliate();
        await api.Referrer("anna");
        (await api.Refund("o1", "r1", "20")).Is(200);
        await api.Sale("o1", "100", "carl");
        await api.Sale("o2", "100", "dora");
        var before = (await api.Get("/v1/transactions/o1/decision")).Is(200);
        Assert.Equal("customer_unknown", before["data.code"]);
        await api.SignUp("carl", "anna");
        await api.SignUp("dora");
        var why = (await api.Get("/v1/transactions/o1/decision")).Is(200);
        Assert.Equal("transaction.settled", why["data.decided_by.kind"]);
        Assert.Equal("rewarded", why["data.code"]);
        Assert.Equal(
            "refund.waiting,transaction.created,transaction.refunded,transaction.settled",
            why.Column("kind", "data.history")
        );
        var nothing = (await api.Get("/v1/transactions/o2/decision")).Is(200);
        Assert.Equal("customer_not_referred", nothing["data.code"]);
        Assert.Equal("transaction.created,transaction.settled", nothing.Column("kind", "data.history"));
    }

    [Fact]
    public async Task Each_of_sixteen_rules_says_why_it_did_not_match()
    {
        var api = await Server.Affiliate().WithCarl();
        var rules = """
            {"rules":[
             {"name":"a","conditions":{"partner":["bert-id"]},"percent":1},
             {"name":"b","conditions":{"partner_tag":["gold"]},"percent":1},
             {"name":"c","conditions":{"customer_tag":["vip"]},"percent":1},
             {"name":"d","conditions":{"product_id":["p1","p2"]},"percent":1},
             {"name":"e","conditions":{"product_type":["plan"]},"percent":1},
             {"name":"f","conditions":{"action":["renewal"]},"percent":1},
             {"name":"g","conditions":{"amount_from":50},"percent":1},
             {"name":"h","conditions":{"amount_until":40},"percent":1},
             {"name":"i","conditions":{"first_sale":false},"percent":1},
             {"name":"j","conditions":{"customer_days_from":30},"percent":1},
             {"name":"k","conditions":{"partner_days_from":365},"percent":1},
             {"name":"l","conditions":{"promotion_code":["SAVE"]},"percent":1},
             {"name":"m","conditions":{"metadata":{"plan":"pro"}},"percent":1},
             {"name":"n","conditions":{"running":[{"of":"customers","from":20}]},"percent":1},
             {"name":"o","conditions":{"running":[{"of":"revenue","from":1000,"window_days":365}]},"percent":1},
             {"name":"Gold partners","percent":30,"cap":10}]}
            """;
        (await api.Put("/v1/program/rules", rules)).Is(200);
        await api.Sale("o1", "40", "carl", ""","product_id":"p3","product_type":"box" """);
        var why = (await api.Get("/v1/transactions/o1/decision")).Is(200);
        var reasons = why.Column("reason", "data.decided_by.decision.rules");
        Assert.Equal(16, why.Count("data.decided_by.decision.rules"));
        foreach (
            var reason in new[]
            {
                "The partner or referring customer is not 'bert-id'.",
                "The product is 'p3', not any of 'p1', 'p2'.",
                "The action is 'sale', not 'renewal'.",
                "The amount, 40 USD, is below 50 USD.",
                "The amount, 40 USD, is not below 40 USD.",
                "It is the customer's first sale.",
                "The time from the sign-up, 0 days, is below 30 days.",
                "The metadata is not 'plan = pro'.",
                "What was brought before (customers), 0, is below 20.",
                "What was brought before (revenue USD 365 days), 0 USD, is below 1000 USD.",
                "Its conditions hold, and it is the first of which they do.",
            }
        )
        {
            Assert.Contains(reason, reasons, StringComparison.Ordinal);
        }

        Assert.Equal("40", why["data.decided_by.decision.rules.6.given"]);
        Assert.Equal("50", why["data.decided_by.decision.rules.6.from"]);
        Assert.Equal("true", why["data.decided_by.decision.rules.15.matched"]);
        Assert.Equal("Gold partners", why["data.decided_by.decision.rules.15.name"]);
        Assert.Equal("12", why["data.decided_by.decision.arithmetic.0.share"]);
        Assert.Equal("10", why["data.decided_by.decision.arithmetic.0.cap"]);
        Assert.Contains("cut to 10 USD by its cap by rule 16 'Gold partners'", why["data.sentence"]);
        // The list keeps what the evidence holds; one entry has every rule.
        var entry = why["data.decided_by.id"];
        Assert.Equal("16", Counted(await api.Get($"/v1/journal/{entry}"), "data.decision.rules"));
        var sequence = long.Parse(why["data.decided_by.sequence"]!, CultureInfo.InvariantCulture);
        Assert.Null((await api.Get($"/v1/journal?after={sequence - 1}"))["data.0.decision.rules"]);
    }

    [Theory]
    [InlineData("not_rewardable", ""","rewardable":false""")]
    [InlineData("reward_is_zero", ""","reward":0""")]
    [InlineData("partner_inactive", "")]
    [InlineData("customer_suspended", "")]
    [InlineData("self_referral", "")]
    [InlineData("earning_period_over", "")]
    [InlineData("customer_not_referred", "")]
    [InlineData("customer_unknown", "")]
    [InlineData("customer_provisional", "")]
    public async Task Every_sale_without_a_reward_says_why(string code, string more)
    {
        var api = await Server.Affiliate(s =>
            code == "earning_period_over" ? s with { EarningPeriod = "days", EarningPeriodLength = 1 } : s
        );
        await api.Referrer("anna");
        var mail = code == "self_referral" ? ""","email":"anna@example.com" """ : "";
        await api.SignUp("carl", code == "customer_not_referred" ? null : "anna", mail);
        if (code == "partner_inactive")
        {
            (await api.Post("/v1/partners/anna/suspend")).Is(200);
        }
        else if (code == "customer_suspended")
        {
            (await api.Post("/v1/customers/carl/suspend")).Is(200);
        }

        Server.Clock.Advance(TimeSpan.FromDays(2));
        var buyer = code is "customer_unknown" or "customer_provisional" ? "nobody" : "carl";
        more += code == "customer_provisional" ? ""","options":{"create_customer":true}""" : "";
        var sale = await api.Sale("o1", "100", buyer, more);
        Assert.Equal(code, sale.Decision);
        var why = (await api.Get("/v1/transactions/o1/decision")).Is(200);
        Assert.Equal(code, why["data.code"]);
        Assert.EndsWith(".", why["data.sentence"], StringComparison.Ordinal);
        Assert.Equal("[]", why["data.rewards"]);
        var told = (await api.Get("/v1/transactions/o1/decision?for=partner")).Is(200);
        Assert.Equal(code, told["data.code"]);
        Assert.EndsWith(".", told["data.sentence"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_rule_whose_earning_period_is_over_is_named()
    {
        var api = await Server.Affiliate().WithCarl();
        var rules = """{"rules":[{"name":"Start","percent":10,"first":{"sales":1}}]}""";
        var set = await api.Put("/v1/program/rules", rules);
        if (set.Status != 200)
        {
            set = await api.Put(
                "/v1/program/rules",
                """{"rules":[{"name":"Start","percent":10,"earning_period":"sales","earning_period_length":1}]}"""
            );
        }

        set.Is(200);
        await api.Sale("o1", "100", "carl");
        await api.Sale("o2", "100", "carl");
        var why = (await api.Get("/v1/transactions/o2/decision")).Is(200);
        Assert.Equal("earning_period_over", why["data.code"]);
        Assert.StartsWith("The time during which rule 1 rewards", why["data.sentence"], StringComparison.Ordinal);
        Assert.Equal("true", why["data.decided_by.decision.rules.0.matched"]);
        Assert.Contains("period is over", why["data.decided_by.decision.rules.0.reason"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_binding_is_explained_and_so_is_none()
    {
        var api = await Server.Affiliate();
        await api.Referrer("anna");
        var early = await api.Post(
            "/v1/transactions",
            """{"key":"o1","amount":5,"customer":{"key":"carl"},"options":{"create_customer":true}}"""
        );
        early.Is(200);
        await api.SignUp("carl", "anna");
        await api.SignUp("dora", "nobody-has-this");
        (await api.Put("/v1/customers/carl", """{"name":"Carl"}""")).Is(200);
        var carl = (await api.Get("/v1/customers/carl/decision")).Is(200);
        Assert.Equal("attributed", carl["data.code"]);
        Assert.Equal("anna-id", carl["data.bound_to"]);
        Assert.Equal("customer.completed", carl["data.decided_by.kind"]);
        Assert.Equal("customer.created,customer.completed,customer.updated", carl.Column("kind", "data.history"));
        var dora = (await api.Get("/v1/customers/dora/decision")).Is(200);
        Assert.Equal("partner_key_unknown", dora["data.code"]);
        Assert.Equal("nobody-has-this", dora["data.decided_by.decision.evidence.0.given"]);
        Assert.Null(dora["data.bound_to"]);
    }

    [Fact]
    public async Task Another_programs_things_are_not_explained()
    {
        var api = await Server.Affiliate().WithCarl();
        var other = await Server.Affiliate();
        await api.Sale("o1", "100", "carl");
        foreach (var path in new[] { "transactions/o1", "rewards/1", "customers/carl", "rewards/none" })
        {
            (await other.Get($"/v1/{path}/decision")).IsRefused(404, "not_found");
        }

        (await api.Get("/v1/rewards/1/decision?for=everybody")).IsRefused(422, "invalid_fields", "for");
    }

    [Fact]
    public async Task A_decision_is_explained_when_its_personal_half_is_gone()
    {
        var api = await Server.Affiliate().WithCarl();
        await api.Sale("o1", "99.99", "carl");
        var before = (await api.Get("/v1/rewards/1/decision")).Is(200);
        // Put aside, as erasing would remove them, and back: the harness would miss them.
        var aside = $"update entry_personal set sequence = -sequence where program_id = {api.Program.ProgramId}";
        await Server.Execute(aside);
        var after = (await api.Get("/v1/rewards/1/decision")).Is(200);
        await Server.Execute(aside);
        Assert.Equal(before["data.sentence"], after["data.sentence"]);
        Assert.Equal(before["data.decided_by.decision"], after["data.decided_by.decision"]);
        Assert.Equal(before["data.history"], after["data.history"]);
        Assert.Equal("null", after["data.decided_by.request"]);
    }

    private static string Counted(Reply reply, string path) =>
        reply.Is(200).Count(path).ToString(CultureInfo.InvariantCulture);
}
