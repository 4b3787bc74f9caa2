using Xunit;

namespace Byway.Tests.Scenarios;

/// <summary>
/// A buyer's bank takes the money back weeks later: sometimes the merchant wins, and sometimes the reward has been
/// paid out before anybody knew.
/// </summary>
public sealed class DisputeStory(TestServer server) : ServerTests(server)
{
    [Fact]
    public async Task A_dispute_lost_after_the_payout_is_netted_by_the_next_one()
    {
        var api = await Server.Affiliate(s => s with { ReviewPeriodDays = 14 }).WithCarl();
        await api.Sale("o1", "100", "carl");
        await api.Days(14);
        Assert.Equal("30", await api.PayOut());
        Assert.Equal("0", await api.Balance());

        // Five weeks after the sale the bank asks for everything back. Nobody takes money out of Anna's pocket.
        await api.Days(21);
        var opened = await api.Dispute("o1", "dp_1", "opened");
        Assert.Equal(
            "The sale is disputed. Until that is settled, as much of its rewards is taken back. "
                + "30 USD of reward 1 taken back.",
            await api.Sentence(opened)
        );
        Assert.Equal("-30", await api.Balance());
        Assert.Equal("30", await api.Balance("paid"));

        // She sells on meanwhile. The dispute is lost: nothing more changes.
        await api.Sale("o2", "250", "carl");
        await api.Days(14);
        Assert.Equal("45", await api.Balance());
        var lost = await api.Dispute("o1", "dp_1", "lost");
        Assert.Equal("The dispute was lost; what it took back stays taken back.", await api.Sentence(lost));
        Assert.Equal("45", await api.PayOut());
        Assert.Equal("0", await api.Balance());
        Assert.Equal("75", await api.Balance("paid"));
    }

    [Fact]
    public async Task A_dispute_that_is_won_leaves_everybody_where_they_were()
    {
        var api = await Server.Affiliate(s => s with { ReviewPeriodDays = 14 });
        await api.Referrer("berta");
        await api.PartnerUnder("anna", "berta");
        await api.SignUp("carl", "anna");
        await api.Rules(
            """
            {"rules":[{"name":"All","percent":20}],"levels":[{"percent":5}],
             "goals":[{"name":"Hundred","of":"revenue","at":100,"bonus":{"fixed":7}}]}
            """
        );
        await api.Sale("o1", "120", "carl");
        Assert.Equal("31", await api.Balance("held"));
        Assert.Equal("6", await api.Balance("held", referrer: "berta"));

        // Opened while all is held; the review ends while the dispute is open, and nothing is released.
        var opened = await api.Dispute("o1", "dp_1", "opened", "60");
        Assert.Contains("7 USD of reward 3 taken back.", await api.Sentence(opened), StringComparison.Ordinal);
        Assert.Equal("12", await api.Balance("held"));
        await api.Dispute("o1", "dp_2", "opened");
        Assert.Equal("0", await api.Balance("held"));
        await api.Days(15);
        Assert.Equal("0 0", await api.Payable("anna", "berta"));

        await api.Dispute("o1", "dp_2", "won");
        await api.Days(0);
        Assert.Equal("12 3", await api.Payable("anna", "berta"));
        var won = await api.Dispute("o1", "dp_1", "won");
        Assert.Contains("12 USD of reward 1 given again.", await api.Sentence(won), StringComparison.Ordinal);
        await api.Days(0);
        Assert.Equal("31 6", await api.Payable("anna", "berta"));
    }

    [Fact]
    public async Task What_the_bank_says_arrives_before_the_sale_and_backwards()
    {
        var api = await Server.Affiliate().WithCarl();
        Assert.Equal("transaction_unknown", (await api.Dispute("o1", "dp_1", "won")).Decision);
        await api.Dispute("o1", "dp_2", "lost", "25");
        await api.Sale("o1", "100", "carl");
        Assert.Equal("22.5", await api.Balance());
        await api.Dispute("o1", "dp_1", "opened");
        await api.Dispute("o1", "dp_2", "opened", "25");
        Assert.Equal("22.5", await api.Balance());
    }
}
