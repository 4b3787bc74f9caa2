using Byway.Programs;
using Byway.Rewards;
using Xunit;

namespace Byway.Tests.Transactions;

/// <summary>Sales that arrive before their sign-up, and refunds that arrive before their sale.</summary>
public sealed class WaitingSalesTests(TestServer server) : ServerTests(server)
{
    [Theory]
    [MemberData(nameof(BothTypes))]
    public async Task A_sale_before_its_sign_up_is_decided_when_it_comes(string type)
    {
        var api = await Server.NewProgram(type);
        await api.Referrer("anna");
        await api.Sale("o1", "100", "carl");
        Server.Clock.Advance(TimeSpan.FromDays(30) - TimeSpan.FromSeconds(1));
        var signUp = await api.SignUp("carl", "anna");
        Assert.Equal("rewarded", signUp.Decision);
        Assert.Equal("2", signUp.Header("Byway-Entry-Count"));
        var sale = await api.Get("/v1/transactions/o1");
        Assert.Equal("30", sale["data.rewards.0.amount"]);
        Assert.Equal("anna-id", sale.CountsFor());
        Assert.Equal("30", await api.Balance());
        var entry = await api.Explain(signUp);
        Assert.Equal("transaction.settled", entry["data.kind"]);
        Assert.Equal("2026-01-15T12:00:00.000000Z", entry["data.occurred_at"]);
    }

    [Theory]
    [MemberData(nameof(BothTypes))]
    public async Task A_sale_by_email_is_decided_when_the_sign_up_comes(string type)
    {
        var api = await Server.NewProgram(type);
        await api.Referrer("anna");
        await api.Post("/v1/transactions", """{"key":"o1","amount":100,"customer":{"email":"Carl@Example.net"}}""");
        await api.SignUp("carl", "anna", ""","email":"carl@example.net" """);
        Assert.Equal("30", await api.Balance());
        Assert.Equal(
            "carl",
            (await api.Get("/v1/customers/carl/transactions"))[
                api.IsAffiliate ? "data.0.customer" : "data.0.referred_customer"
            ]
        );
    }

    [Theory]
    [MemberData(nameof(BothTypes))]
    public async Task A_sale_waits_no_longer_than_the_program_says(string type)
    {
        var api = await Server.NewProgram(type, settings => settings with { AwaitSignupDays = 2 });
        await api.Referrer("anna");
        await api.Sale("o1", "100", "carl");
        Server.Clock.Advance(TimeSpan.FromDays(2) + TimeSpan.FromTicks(10));
        var signUp = await api.SignUp("carl", "anna");
        Assert.Equal("attributed", signUp.Decision);
        Assert.Equal("0", await api.Balance());
        Assert.Equal("3", (await api.Sale("o2", "10", "carl"))["data.rewards.0.amount"]);
    }

    [Theory]
    [MemberData(nameof(BothTypes))]
    public async Task A_sale_is_decided_once(string type)
    {
        var api = await Server.NewProgram(type);
        await api.Referrer("anna");
        await api.Sale("o1", "100", "carl");
        await api.SignUp("carl", "anna");
        await Server.RunJob<Byway.Transactions.SettleWaitingSales>();
        var before = await api.Sequence();
        Assert.True((await api.SignUp("carl", "anna")).IsReplay);
        await Server.RunJob<Byway.Transactions.SettleWaitingSales>();
        Assert.Equal(before, await api.Sequence());
        Assert.Equal("30", await api.Balance());
        Assert.Equal("[]", (await api.Sale("o1", "100", "carl"))["data.rewards"]);
    }

    [Theory]
    [MemberData(nameof(BothTypes))]
    public async Task A_sign_up_that_nobody_referred_decides_its_sales_too(string type)
    {
        var api = await Server.NewProgram(type);
        await api.Sale("o1", "100", "carl");
        Assert.Equal("customer_not_referred", (await api.SignUp("carl")).Decision);
        Assert.Equal("o1", (await api.Get("/v1/customers/carl/transactions")).Column("key"));
    }

    [Theory]
    [MemberData(nameof(BothTypes))]
    public async Task A_waiting_sale_is_decided_by_the_rules_in_force_at_the_sign_up(string type)
    {
        var api = await Server.NewProgram(type);
        await api.Referrer("anna");
        await api.Sale("o1", "100", "carl");
        (await api.Put("/v1/program/settings", """{"reward_percent":10,"review_period_days":5}""")).Is(200);
        Server.Clock.Advance(TimeSpan.FromDays(3));
        var signUp = await api.SignUp("carl", "anna");
        Assert.Equal("10", await api.Balance("held"));
        var entry = await api.Explain(signUp);
        Assert.Equal("2", entry["data.decision.version"]);
        // The hold counts from the sale's own time.
        Assert.Equal("2026-01-20T12:00:00.000000Z", entry["data.decision.arithmetic.0.held_until"]);
    }

    [Fact]
    public async Task A_sale_before_the_binding_counts_as_day_zero()
    {
        var api = await Server.Affiliate(s => s with { EarningPeriod = "days", EarningPeriodLength = 1 });
        await api.Referrer("anna");
        await api.Sale("o1", "100", "carl", ""","created_at":"2025-12-01" """);
        await api.SignUp("carl", "anna");
        Assert.Equal("30", await api.Balance());
    }

    [Theory]
    [MemberData(nameof(BothTypes))]
    public async Task More_than_a_thousand_waiting_sales_are_decided_by_the_job(string type)
    {
        var api = await Server.NewProgram(type);
        await api.Referrer("anna");
        for (var part = 0; part < 3; part++)
        {
            var sales = string.Join(
                ',',
                Enumerable.Range(part * 400, 400).Select(key => $$"""{"key":"k{{key}}","amount":1}""")
            );
            var body = $$"""{"customer":{"{{api.IdName()}}":"carl"},"transactions":[{{sales}}]}""";
            (await api.Post("/v1/transactions", body)).Is(200);
        }

        await api.SignUp("carl", "anna");
        Assert.Equal("300", await api.Balance());
        await Server.RunJob<Byway.Transactions.SettleWaitingSales>();
        Assert.Equal("360", await api.Balance());
    }

    [Theory]
    [MemberData(nameof(BothTypes))]
    public async Task What_became_of_a_waiting_sale_counts_when_it_is_decided(string type)
    {
        var api = await Server.NewProgram(type);
        await api.Referrer("anna");
        await api.Sale("refunded", "100", "carl");
        await api.Sale("archived", "100", "carl");
        await api.Sale("deleted", "100", "carl");
        await api.Sale("stands", "100", "carl");
        await api.Refund("refunded", "r1", "40");
        await api.Post("/v1/transactions/archived/archive");
        await api.Delete("/v1/transactions/deleted");
        await api.SignUp("carl", "anna");
        Assert.Equal("48", await api.Balance());
        (await api.Post("/v1/transactions/archived/revoke-archive")).Is(200);
        Assert.Equal("78", await api.Balance());
    }

    [Theory]
    [MemberData(nameof(BothTypes))]
    public async Task A_refund_before_its_sale_waits_for_it(string type)
    {
        var api = await Server.NewProgram(type).WithCarl();
        var waiting = await api.Refund("o1", "r1", "25");
        Assert.Equal("transaction_unknown", waiting.Decision);
        Assert.Equal("25", waiting["data.amount"]);
        Assert.Equal("o1", waiting["data.transaction_key"]);
        Assert.True((await api.Refund("o1", "r1", "25.0")).IsReplay);
        (await api.Post("/v1/transactions/o1/refunds", """{"key":"r1","amount":26}""")).IsRefused(
            422,
            "key_reused",
            "key"
        );
        (await api.Post("/v1/transactions/o1/refunds", """{"key":"r2"}""")).IsRefused(422, "invalid_fields", "amount");
        var sale = await api.Sale("o1", "100", "carl");
        Assert.Equal("30", sale["data.rewards.0.amount"]);
        Assert.Equal("2", sale.Header("Byway-Entry-Count"));
        Assert.Equal("partly_reversed", sale.Decision);
        Assert.Equal("22.5", await api.Balance());
        Assert.True((await api.Sale("o1", "100", "carl")).IsReplay);
        Assert.Equal("22.5", await api.Balance());
    }

    [Theory]
    [MemberData(nameof(BothTypes))]
    public async Task Refund_then_sale_then_sign_up_ends_like_the_other_order(string type)
    {
        var one = await Server.NewProgram(type);
        await one.Referrer("anna");
        await one.Refund("o1", "r1", "33.33");
        await one.Sale("o1", "100", "carl");
        await one.Refund("o1", "r2", "11.11");
        await one.SignUp("carl", "anna");
        var other = await Server.NewProgram(type).WithCarl();
        await other.Sale("o1", "100", "carl");
        await other.Refund("o1", "r2", "11.11");
        await other.Refund("o1", "r1", "33.33");
        Assert.Equal("16.668", await one.Balance());
        Assert.Equal("16.668", await other.Balance());
    }

    [Theory]
    [InlineData(ProgramType.Affiliate)]
    [InlineData(ProgramType.ReferAFriend)]
    public async Task Sixteen_sign_ups_at_once_decide_a_waiting_sale_once(string type)
    {
        var api = await Server.NewProgram(type, settings => settings with { ReviewPeriodDays = 1 });
        await api.Referrer("anna");
        await api.Sale("o1", "100", "carl");
        await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => api.SignUp("carl", "anna")));
        Assert.Equal("30", await api.Balance("held"));
        Server.Clock.Advance(TimeSpan.FromDays(1));
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Server.RunJob<ReleaseHeldRewards>()));
        Assert.Equal("0", await api.Balance("held"));
        Assert.Equal("30", await api.Balance());
    }
}
