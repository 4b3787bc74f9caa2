using Byway.Programs;
using Byway.Rewards;
using Byway.Tests.Portal;
using Byway.Tests.Webhooks;
using Byway.Transactions;
using Byway.Values;
using Byway.Webhooks;
using Xunit;

namespace Byway.Tests.Programs;

/// <summary>What goes by the program's clock once it has been moved, and what goes by the machine's.</summary>
public sealed class ProgramTimeTests(TestServer server) : ServerTests(server)
{
    [Theory]
    [MemberData(nameof(BothTypes))]
    public async Task A_sale_may_have_occurred_in_what_was_the_future(string type)
    {
        var api = await Server.TestProgram(type: type).WithCarl();
        const string May = ""","created_at":"2026-05-01T00:00:00Z" """;
        var early = await api.Post("/v1/transactions", api.SaleBody("o1", "100", "carl", May));
        early.IsRefused(422, "invalid_fields", "created_at");
        Assert.Equal("The created_at must not be in the future.", early["message"]);
        var batch = await api.Post(
            "/v1/transactions",
            $$"""
            {"customer":{"{{api.IdName()}}":"carl"},"transactions":[{"key":"a","amount":1},
            {"key":"b","amount":1,"created_at":"2026-05-01"}]}
            """
        );
        batch.IsRefused(422, "invalid_fields", "transactions.1.created_at");

        await api.MoveClock("""{"now":"2026-06-01T00:00:00Z"}""");
        Assert.Equal("2026-05-01T00:00:00.000000Z", (await api.Sale("o1", "100", "carl", May))["data.created_at"]);
        // Seconds ahead are now, a minute is not.
        var soon = await api.Sale("o2", "1", "carl", ""","created_at":"2026-06-01T00:00:30Z" """);
        Assert.Equal("2026-06-01T00:00:00.000000Z", soon["data.created_at"]);
        var late = api.SaleBody("o3", "1", "carl", ""","created_at":"2026-06-01T00:00:31Z" """);
        (await api.Post("/v1/transactions", late)).IsRefused(422, "invalid_fields", "created_at");
        var signUp = api.SignUpBody("dora", "anna", ""","created_at":"2026-06-02" """);
        (await api.Post("/v1/customers", signUp)).IsRefused(422, "invalid_fields", "created_at");
        const string Refund = """{"key":"r1","amount":1,"created_at":"2026-06-02"}""";
        (await api.Post("/v1/transactions/o1/refunds", Refund)).IsRefused(422, "invalid_fields", "created_at");
        await api.MoveClock("""{"days":1}""");
        (await api.Post("/v1/customers", signUp)).Is(201);
        (await api.Post("/v1/transactions/o1/refunds", Refund)).Is(200);
    }

    [Theory]
    [MemberData(nameof(BothTypes))]
    public async Task Held_rewards_are_released_in_order_when_the_answer_has_come(string type)
    {
        var api = await Server.TestProgram(s => s with { ReviewPeriodDays = 30 }, type).WithCarl();
        await api.Sale("o1", "100", "carl");
        await api.Sale("o2", "200", "carl", ""","created_at":"2026-01-14T12:00:00Z" """);
        await api.MoveClock("""{"days":28}""");
        await api.Sale("o3", "400", "carl");
        Assert.Equal("210", await api.Balance("held"));
        var before = await api.Sequence();
        await api.MoveClock("""{"days":2}""");
        Assert.Equal("120", await api.Balance("held"));
        Assert.Equal("90", await api.Balance());
        var released = await api.Get($"/v1/journal?after={before + 1}");
        Assert.Equal("rewards.released", released.Column("kind"));
        Assert.Equal("reward.2,reward.1", released.Column("field", "data.0.decision.evidence"));
        Assert.Equal("2026-02-14T12:00:00.000000Z", released["data.0.booked_at"]);
        await Server.RunJob<ReleaseHeldRewards>();
        Assert.Equal(before + 2, await api.Sequence());
    }

    [Fact]
    public async Task What_the_move_left_over_the_job_does_by_the_programs_clock()
    {
        var api = await Server.TestProgram(s => s with { ReviewPeriodDays = 30 }).WithCarl();
        await api.MoveClock("""{"days":100}""");
        await api.Sale("o1", "100", "carl");
        Server.Clock.Advance(TimeSpan.FromDays(30) - TimeSpan.FromTicks(10));
        await Server.RunJob<ReleaseHeldRewards>();
        Assert.Equal("30", await api.Balance("held"));
        Server.Clock.Advance(TimeSpan.FromTicks(10));
        await Server.RunJob<ReleaseHeldRewards>();
        Assert.Equal("30", await api.Balance());
    }

    [Fact]
    public async Task A_sale_waits_for_its_sign_up_by_the_programs_clock()
    {
        var api = await Server.TestProgram(s => s with { AwaitSignupDays = 30 });
        await api.Referrer("anna");
        await api.Sale("o1", "100", "carl");
        await api.Sale("o2", "100", "dora");
        await api.MoveClock("""{"days":30}""");
        Assert.Equal("rewarded", (await api.SignUp("carl", "anna")).Decision);
        await api.MoveClock("""{"now":"2026-02-14T12:00:01Z"}""");
        Assert.Equal("attributed", (await api.SignUp("dora", "anna")).Decision);
        await Server.RunJob<SettleWaitingSales>();
        Assert.Equal("30", await api.Balance());
    }

    [Fact]
    public async Task The_overviews_last_thirty_days_are_the_programs()
    {
        var api = await Server.TestProgram().WithCarl();
        await api.Sale("o1", "100", "carl");
        Assert.Equal("100", (await api.Get("/v1/program/overview"))["data.total_signups_growth"]);
        await api.MoveClock("""{"days":40}""");
        Assert.Equal("-100", (await api.Get("/v1/program/overview"))["data.total_signups_growth"]);
    }

    [Fact]
    public async Task A_late_repeat_is_noted_by_the_programs_clock()
    {
        var api = await Server.TestProgram().WithCarl();
        await api.Sale("o1", "100", "carl");
        await api.MoveClock("""{"days":2}""");
        var before = await api.Sequence();
        Assert.True((await api.Sale("o1", "100", "carl")).IsReplay);
        Assert.Equal("request.repeated", (await api.Get($"/v1/journal?after={before}")).Column("kind"));
    }

    [Fact]
    public async Task Credentials_and_stored_answers_age_by_the_machines_clock()
    {
        var api = await Server.TestProgram().WithCarl();
        var tomorrow = UtcMicros.Of(MovingClock.Start) + UtcMicros.PerDay;
        var expiring = await api.NewKey(ApiScope.Write, tomorrow);
        var body = api.SaleBody("", "10", "carl");
        var first = (await expiring.Post("/v1/transactions", body, "abc")).Is(200);
        var link = await Visitor.LinkOf(api);
        var code = (await api.Delete("/v1/program"))["data.confirmation_code"];
        await api.MoveClock("""{"months":12}""");
        var again = (await expiring.Post("/v1/transactions", body, "abc")).Is(200);
        Assert.True(again.IsReplay);
        Assert.Equal(first.Text, again.Text);
        using var anna = new Visitor(Server);
        await anna.SignIn(link);
        await anna.SignIn(await Visitor.LinkOf(api));
        Assert.Equal(200, (await anna.Open("/portal")).Status);
        (await api.Delete("/v1/program", $$"""{"confirmation_code":"{{code}}"}""")).Is(200);
        (await expiring.Post("/v1/transactions", body)).IsRefused(401, "unauthorized");
    }

    [Fact]
    public async Task Webhooks_are_sent_and_forgotten_by_the_machines_clock()
    {
        await using var receiver = await Receiver.Start();
        var api = await Server.TestProgram();
        var path = $"/v1/webhooks/{(await api.Subscribe(receiver.Url))["data.key"]}";
        await api.Referrer("a");
        await api.MoveClock("""{"months":12}""");
        (await api.Post($"{path}/rotate-secret")).Is(200);
        (await api.Post($"{path}/rotate-secret")).Is(200);
        await api.Referrer("b");
        await Server.Deliver();
        Assert.Equal(2, receiver.Ids.Count);
        var sent = UtcMicros.Of(MovingClock.Start) / UtcMicros.PerSecond;
        Assert.All(receiver.All, one => Assert.Equal($"{sent}", one.Headers["webhook-timestamp"]));
        await Server.RunJob<ForgetDeliveries>();
        Assert.Equal(2, (await api.Get($"{path}/deliveries")).Count());
        Assert.Equal(3, await api.CountOf("webhook_secrets"));
        Server.Clock.Advance(TimeSpan.FromDays(31));
        await Server.RunJob<ForgetDeliveries>();
        Assert.Equal(0, (await api.Get($"{path}/deliveries")).Count());
        Assert.Equal(2, await api.CountOf("webhook_secrets"));
    }
}
