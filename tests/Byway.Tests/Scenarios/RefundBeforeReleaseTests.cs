using Xunit;

namespace Byway.Tests.Scenarios;

/// <summary>Customers change their minds before the thirty days are over: what is released is what is left.</summary>
public sealed class RefundBeforeReleaseTests(TestServer server) : ServerTests(server)
{
    [Fact]
    public async Task What_is_refunded_in_time_is_never_payable()
    {
        var api = await Server.TestProgram();
        (await api.Put("/v1/program/settings", """{"reward_percent":20,"review_period_days":30}""")).Is(200);
        (await api.Post("/v1/partners", """{"id":"anna","email":"anna@example.com"}""")).Is(201);
        (await api.Post("/v1/customers", """{"key":"acme","partner":{"id":"anna"}}""")).Is(201);
        await api.Sale("kept", "50", "acme");
        await api.Sale("partly", "100", "acme");
        await api.Sale("back", "200", "acme");
        Assert.Equal(("70", null), await Earned(api));

        await api.MoveClock("""{"days":10}""");
        await api.Refund("partly", "r1", "40");
        Assert.Equal(("62", null), await Earned(api));
        await api.MoveClock("""{"now":"2026-02-14T11:59:59Z"}""");
        await api.Refund("back", "r2", "200");
        Assert.Equal(("22", null), await Earned(api));

        await api.MoveClock("""{"now":"2026-02-14T12:00:00Z"}""");
        Assert.Equal((null, "22"), await Earned(api));
        Assert.Equal("ok", (await api.Get("/v1/transactions/partly"))["data.rewards.0.status"]);
        Assert.Equal("reversed", (await api.Get("/v1/transactions/back"))["data.rewards.0.status"]);

        // A refund after that takes back what was payable, at the rate the sale had earned.
        await api.MoveClock("""{"months":3}""");
        (await api.Put("/v1/program/settings", """{"reward_percent":50}""")).Is(200);
        await api.Refund("partly", "r3", "60");
        Assert.Equal((null, "10"), await Earned(api));
        await api.MoveClock("""{"months":12}""");
        Assert.Equal((null, "10"), await Earned(api));
    }

    /// <summary>What the partner is told: still in its review period, and to be paid; null for nothing.</summary>
    private static async Task<(string? Pending, string? Payable)> Earned(ApiClient api)
    {
        var partner = (await api.Get("/v1/partners/anna")).Is(200);
        return (Amount("pending"), Amount("not_paid"));

        string? Amount(string name) =>
            partner[$"data.commissions.{name}.0.amount"] is { } some and not "0" ? some : null;
    }
}
