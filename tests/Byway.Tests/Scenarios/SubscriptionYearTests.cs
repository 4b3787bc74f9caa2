using System.Globalization;
using Xunit;

namespace Byway.Tests.Scenarios;

/// <summary>
/// A software company pays 20 % of every monthly invoice for the first twelve months, thirty days after each. Told by
/// its developer, who tries the year before it happens, with nothing but the API.
/// </summary>
public sealed class SubscriptionYearTests(TestServer server) : ServerTests(server)
{
    [Fact]
    public async Task Twelve_invoices_earn_and_the_thirteenth_does_not()
    {
        var api = await Server.TestProgram();
        const string Rules = """
            {"reward_percent":20,"earning_period":"months","earning_period_length":12,"review_period_days":30}
            """;
        (await api.Put("/v1/program/settings", Rules)).Is(200);
        (await api.Post("/v1/partners", """{"id":"anna","email":"anna@example.com"}""")).Is(201);
        (await api.Post("/v1/customers", """{"key":"acme","partner":{"id":"anna"}}""")).Is(201);
        await api.MoveClock("""{"now":"2027-01-31T09:00:00Z"}""");
        (await api.Post("/v1/customers", """{"key":"globex","partner":{"id":"anna"}}""")).Is(201);

        for (var month = 1; month <= 12; month++)
        {
            var invoice = await Invoice(api, month);
            Assert.Equal("rewarded", invoice.Decision);
            Assert.Equal("20", invoice["data.rewards.0.amount"]);
            Assert.Equal("review_period", invoice["data.rewards.0.status"]);
            // What is thirty days old has been released by the time the clock's answer has come.
            var (pending, payable) = await Earned(api);
            Assert.Equal(20 * month, pending + payable);
            Assert.InRange(pending, 20, 40);
            // 31 January, 28 February, 28 March …: a month later in the calendar, the last day where there is no 31st.
            await api.MoveClock("""{"months":1}""");
        }

        Assert.Equal("2028-01-28T09:00:00.000000Z", (await api.Get("/v1/test/clock"))["data.now"]);
        await api.MoveClock("""{"now":"2028-01-31T08:59:59.999999Z"}""");
        Assert.Equal("rewarded", (await Invoice(api, 99)).Decision);
        await api.MoveClock("""{"now":"2028-01-31T09:00:00Z"}""");
        var thirteenth = await Invoice(api, 13);
        Assert.Equal("earning_period_over", thirteenth.Decision);
        Assert.Equal("[]", thirteenth["data.rewards"]);
        // The other customer signed up a year before that one's clock was moved: its year was over long ago.
        Assert.Equal("earning_period_over", (await Invoice(api, 1, "acme")).Decision);

        await api.MoveClock("""{"days":31}""");
        Assert.Equal((0, 260), await Earned(api));
        var explained = await api.Explain(thirteenth);
        Assert.Equal("2028-01-31T09:00:00.000000Z", explained["data.booked_at"]);
    }

    private static async Task<Reply> Invoice(ApiClient api, int number, string customer = "globex")
    {
        var key = string.Create(CultureInfo.InvariantCulture, $"{customer}-{number}");
        return await api.Sale(key, "100", customer);
    }

    /// <summary>What the partner is told: still in its review period, and to be paid.</summary>
    private static async Task<(int Pending, int Payable)> Earned(ApiClient api)
    {
        var partner = (await api.Get("/v1/partners/anna")).Is(200);
        return (Amount("pending"), Amount("not_paid"));

        int Amount(string name) =>
            int.Parse(partner[$"data.commissions.{name}.0.amount"] ?? "0", CultureInfo.InvariantCulture);
    }
}
