using Xunit;

namespace Byway.Tests.Scenarios;

/// <summary>A reward is held for thirty days, becomes payable at their very end, and is paid once.</summary>
public sealed class HoldReleasedOnceTests(TestServer server) : ServerTests(server)
{
    private const string Payout = """
        {"partner":{"id":"anna"},"amount_units":"USD",
        "gateway":"paypal","payout_settings":{"username":"anna@example.com"}}
        """;

    [Fact]
    public async Task It_is_payable_to_the_microsecond_and_once()
    {
        var api = await Server.TestProgram();
        (await api.Put("/v1/program/settings", """{"reward_percent":20,"review_period_days":30}""")).Is(200);
        (await api.Post("/v1/partners", """{"id":"anna","email":"anna@example.com"}""")).Is(201);
        (await api.Post("/v1/customers", """{"key":"acme","partner":{"id":"anna"}}""")).Is(201);
        var began = (await api.Get("/v1/test/clock"))["data.now"];
        Assert.Equal("2026-01-15T12:00:00.000000Z", began);
        await api.Sale("order", "100", "acme");

        await api.MoveClock("""{"now":"2026-02-14T11:59:59.999999Z"}""");
        Assert.Equal("review_period", (await api.Get("/v1/transactions/order"))["data.rewards.0.status"]);
        (await api.Post("/v1/payout_requests", Payout)).IsRefused(400, "action_failed");

        // Whoever moves the clock there, and however many do.
        const string There = """{"now":"2026-02-14T12:00:00Z"}""";
        await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => api.MoveClock(There)));
        Assert.Equal("ok", (await api.Get("/v1/transactions/order"))["data.rewards.0.status"]);
        await api.MoveClock("""{"months":12}""");
        var journal = await api.Get("/v1/journal?limit=100");
        Assert.Equal(1, journal.Column("kind").Split(',').Count(kind => kind == "rewards.released"));

        var approved = (await api.Get("/v1/events?after=0")).Column("event");
        Assert.Equal(1, approved.Split(',').Count(name => name == "reward.approved"));
        Assert.Equal("20", (await api.Post("/v1/payout_requests", Payout)).Is(201)["data.amount"]);
        (await api.Post("/v1/payout_requests", Payout)).IsRefused(400, "action_failed");
    }
}
