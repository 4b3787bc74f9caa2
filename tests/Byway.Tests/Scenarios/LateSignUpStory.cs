using Xunit;

namespace Byway.Tests.Scenarios;

/// <summary>Sales that come before their customer has signed up: in time, and too late.</summary>
public sealed class LateSignUpStory(TestServer server) : ServerTests(server)
{
    [Fact]
    public async Task A_sign_up_in_time_settles_what_was_sold_and_one_too_late_does_not()
    {
        var api = await Server.Affiliate(s => s with { AwaitSignupDays = 10, ReviewPeriodDays = 5 });
        await api.Referrer("anna");
        var early = await api.Sale("o1", "100", "carl");
        Assert.Equal("customer_unknown", early.Decision);
        Assert.Equal("null", early["data.partner"]);
        await api.Refund("o1", "r1", "20");
        await api.Sale("o2", "100", "dora");

        // The rules that count are those in force at the sign-up; the hold began with the sale.
        await api.Days(4);
        await api.Rules("""{"rules":[{"name":"New","percent":10}]}""");
        await api.SignUp("carl", "anna");
        Assert.Equal("8", await api.Balance("held"));
        await api.Days(1);
        Assert.Equal("8", await api.Balance());
        var settled = (await api.Get("/v1/journal?limit=250")).Is(200);
        Assert.Contains("transaction.settled", settled.Column("kind"), StringComparison.Ordinal);

        // Eleven days after her sale Dora signs up. Her sale stays nobody's; her next one is Anna's.
        await api.Days(6);
        await api.SignUp("dora", "anna");
        Assert.Equal("null", (await api.Get("/v1/transactions/o2"))["data.partner"]);
        var next = await api.Sale("o3", "100", "dora");
        Assert.Equal("anna-id", next["data.partner"]);
        await api.Days(5);
        Assert.Equal("18", await api.Balance());
    }

    [Fact]
    public async Task A_refund_waits_for_its_sale_as_long()
    {
        var api = await Server.Affiliate(s => s with { AwaitSignupDays = 10 }).WithCarl();
        Assert.Equal(
            "The sale is not known yet. The refund or dispute waits for it.",
            await api.Sentence(await api.Refund("o1", "r1", "40"))
        );
        await api.Refund("o2", "r1", "40");
        await api.Days(9);
        var sale = await api.Sale("o1", "100", "carl");
        Assert.Equal("partly_reversed", sale.Decision);
        Assert.Equal("18", await api.Balance());
        await api.Days(2);
        await api.Sale("o2", "100", "carl");
        Assert.Equal("48", await api.Balance());
    }
}
