using Byway.Programs;
using Xunit;

namespace Byway.Tests.Programs;

/// <summary><c>GET</c> and <c>PUT /v1/program/settings</c>, and <c>GET /v1/test</c>.</summary>
public sealed class SettingsTests(TestServer server) : ServerTests(server)
{
    [Fact]
    public async Task A_key_can_be_tried()
    {
        var api = await Server.NewProgram(ProgramType.Affiliate, mode: "test");
        var reply = (await api.Get("/v1/test", "[]")).Is(200);
        Assert.Equal(api.Program.PublicId, reply["data.program.pub_id"]);
        Assert.Equal("affiliate", reply["data.program.type"]);
        Assert.Equal("test", reply["data.program.mode"]);
        Assert.StartsWith($"bw_test_{api.Program.PublicId}_", api.Secret, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Settings_are_read_with_their_version()
    {
        var api = await Server.Affiliate();
        var reply = (await api.Get("/v1/program/settings")).Is(200);
        Assert.Equal("1", reply["data.version"]);
        Assert.Equal("\"1\"", reply.Header("ETag"));
        Assert.Equal("30", reply["data.reward_percent"]);
        Assert.Equal("null", reply["data.reward_fixed"]);
        Assert.Equal(
            "allow_self_referral,approve_partners,attribution_model,attribution_window_days,await_signup_days,"
                + "browser_privacy_signals,browser_signups,browser_transactions,"
                + "currency,earning_period,earning_period_length,fraud_disposable_domains,fraud_disposable_email,"
                + "fraud_free_mail_domains,fraud_paid_clicks,fraud_refund_percent,fraud_refund_sales,"
                + "fraud_sale_seconds,fraud_sales,fraud_same_company,fraud_sign_ups,fraud_window_days,"
                + "invitation_subject,invitation_text,link_form,"
                + "link_parameter,name,payout_choose_rewards,payout_threshold,promotion_code_wins,"
                + "repeat_transaction_keys,review_period_days,reward_currency,reward_fixed,reward_percent,"
                + "round_up_rewards,"
                + "store_unreferred,unknown_partner,version,website",
            reply.Members("data")
        );
    }

    [Theory]
    [InlineData("name", "\"New\"", "New")]
    [InlineData("website", "\"https://new.example/\"", "https://new.example")]
    [InlineData("website", "\"new.example\"", "https://new.example")]
    [InlineData("currency", "\"eur\"", "EUR")]
    [InlineData("link_parameter", "\"via\"", "via")]
    [InlineData("link_form", "\"Path\"", "path")]
    [InlineData("approve_partners", "\"manual\"", "manual")]
    [InlineData("invitation_subject", "\"Hi {{name}}\"", "Hi {{name}}")]
    [InlineData("invitation_text", "\" {{link}} \"", "{{link}}")]
    [InlineData("reward_percent", "12.5", "12.5")]
    [InlineData("reward_percent", "\"0\"", "0")]
    [InlineData("reward_fixed", "5", "5")]
    [InlineData("review_period_days", "\"14\"", "14")]
    [InlineData("round_up_rewards", "true", "true")]
    [InlineData("reward_currency", "\"program\"", "program")]
    [InlineData("repeat_transaction_keys", "\"allow\"", "allow")]
    [InlineData("unknown_partner", "\"reject\"", "reject")]
    [InlineData("store_unreferred", "\"key_only\"", "key_only")]
    [InlineData("await_signup_days", "0", "0")]
    [InlineData("attribution_window_days", "90", "90")]
    [InlineData("attribution_model", "\"first_click\"", "first_click")]
    [InlineData("promotion_code_wins", "1", "true")]
    [InlineData("allow_self_referral", "\"true\"", "true")]
    public async Task Every_setting_is_set_by_an_entry(string name, string given, string shown)
    {
        var api = await Server.Affiliate();
        var before = await api.Sequence();
        var reply = (await api.Put("/v1/program/settings", $$"""{"{{name}}":{{given}}}""")).Is(200);
        Assert.Equal(shown, reply[$"data.{name}"]);
        Assert.Equal("2", reply["data.version"]);
        Assert.Equal("\"2\"", reply.Header("ETag"));
        Assert.Equal(before + 1, await api.Sequence());
        var entry = await api.Explain(reply);
        Assert.Equal("settings.changed", entry["data.kind"]);
        Assert.NotNull(entry[$"data.request.compared.{name}"]);
        Assert.Equal(shown, (await api.Get("/v1/program/settings"))[$"data.{name}"]);
        // Set to what it is, it makes no new version.
        var again = (await api.Put("/v1/program/settings", $$"""{"settings":{"{{name}}":{{given}}} }""")).Is(200);
        Assert.Equal("2", again["data.version"]);
        Assert.Equal(before + 1, await api.Sequence());
    }

    [Theory]
    [InlineData("""{"currency":"XYZ"}""", "currency")]
    [InlineData("""{"link_form":"x"}""", "link_form")]
    [InlineData("""{"link_parameter":"a b"}""", "link_parameter")]
    [InlineData("""{"website":"ftp://x.example"}""", "website")]
    [InlineData("""{"website":"https://"}""", "website")]
    [InlineData("""{"reward_percent":-1}""", "reward_percent")]
    [InlineData("""{"reward_percent":1001}""", "reward_percent")]
    [InlineData("""{"reward_percent":5,"reward_fixed":5}""", "reward_fixed")]
    [InlineData("""{"earning_period":"days"}""", "earning_period_length")]
    [InlineData("""{"earning_period":"days","earning_period_length":0}""", "earning_period_length")]
    [InlineData("""{"earning_period":"weeks"}""", "earning_period")]
    [InlineData("""{"review_period_days":1.5}""", "review_period_days")]
    [InlineData("""{"review_period_days":36501}""", "review_period_days")]
    [InlineData("""{"await_signup_days":-1}""", "await_signup_days")]
    [InlineData("""{"round_up_rewards":"maybe"}""", "round_up_rewards")]
    [InlineData("""{"unknown_partner":"x","store_unreferred":"y"}""", "store_unreferred,unknown_partner")]
    [InlineData("""{"settings":{"name":{}}}""", "settings.name")]
    [InlineData("""{"name":"ok","currency":5.5}""", "currency")]
    public async Task A_setting_that_cannot_be_is_refused(string body, string fields)
    {
        var api = await Server.Affiliate();
        var before = await api.Sequence();
        var reply = await api.Put("/v1/program/settings", body);
        Assert.Equal(422, reply.Status);
        Assert.Contains(fields.Split(',')[0], reply.Faults);
        Assert.Equal(before, await api.Sequence());
        Assert.Equal("1", (await api.Get("/v1/program/settings"))["data.version"]);
    }

    [Fact]
    public async Task A_percentage_and_a_fixed_reward_replace_each_other()
    {
        var api = await Server.Affiliate();
        var fixedReward = await api.Put("/v1/program/settings", """{"reward_fixed":"5"}""");
        Assert.Equal("null", fixedReward["data.reward_percent"]);
        var percent = await api.Put("/v1/program/settings", """{"reward_percent":10}""");
        Assert.Equal("null", percent["data.reward_fixed"]);
        Assert.Equal("10", percent["data.reward_percent"]);
    }

    [Fact]
    public async Task If_match_refuses_a_change_over_somebody_elses()
    {
        var api = await Server.Affiliate();
        Task<Reply> Put(string name, string tag) =>
            api.Send("PUT", "/v1/program/settings", $$"""{"name":"{{name}}"}""", ("If-Match", tag));
        (await Put("one", "\"1\"")).Is(200);
        (await Put("two", "\"1\"")).IsRefused(409, "version_conflict");
        (await Put("two", "\"2\"")).Is(200);
        (await Put("three", "*")).Is(200);
        var replies = await Task.WhenAll(Enumerable.Range(0, 16).Select(number => Put($"n{number}", "\"4\"")));
        Assert.Single(replies, reply => reply.Status == 200);
        Assert.Equal(15, replies.Count(reply => reply.Code == "version_conflict"));
    }

    [Theory]
    [MemberData(nameof(BothTypes))]
    public async Task A_change_counts_for_later_decisions_only(string type)
    {
        var api = await Server.NewProgram(type).WithCarl();
        await api.Sale("o1", "100", "carl");
        await api.Put("/v1/program/settings", """{"reward_percent":10,"currency":"EUR"}""");
        var sale = await api.Sale("o2", "100", "carl");
        Assert.Equal("10", sale["data.rewards.0.amount"]);
        Assert.Equal("EUR", sale["data.amount_units"]);
        Assert.Equal("2", (await api.Explain(sale))["data.decision.version"]);
        Assert.Equal("30", (await api.Get("/v1/transactions/o1"))["data.rewards.0.amount"]);
        // A refund takes back at the original amount, in the original currency.
        await api.Refund("o1", "r", "50");
        Assert.Equal("15", await api.Balance());
        Assert.Equal("10", await api.Balance(unit: "EUR"));
    }

    [Fact]
    public async Task Programs_have_settings_of_their_own()
    {
        var one = await Server.Affiliate();
        var other = await Server.Affiliate();
        await one.Put("/v1/program/settings", """{"name":"Other"}""");
        Assert.Equal("Test", (await other.Get("/v1/program/settings"))["data.name"]);
    }
}
