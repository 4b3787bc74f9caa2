using Xunit;

namespace Byway.Tests.Scenarios;

/// <summary>A partner in the middle of a chain is suspended for a while, and what that does to the others.</summary>
public sealed class SuspendedPartnerStory(TestServer server) : ServerTests(server)
{
    [Fact]
    public async Task Who_is_suspended_earns_nothing_and_keeps_what_was_earned_and_the_place()
    {
        var api = await Server.Affiliate();
        await api.Referrer("cleo");
        await api.PartnerUnder("berta", "cleo");
        await api.PartnerUnder("anna", "berta");
        await api.SignUp("carl", "anna");
        await api.SignUp("dora", "berta");
        await api.Rules("""{"rules":[{"percent":20}],"levels":[{"percent":10},{"percent":5}]}""");
        await api.Sale("o1", "100", "carl");
        Assert.Equal("20 10 5", await api.Payable("anna", "berta", "cleo"));

        (await api.Post("/v1/partners/berta-id/suspend")).Is(200);
        var below = await api.Sale("o2", "100", "carl");
        Assert.Equal("anna-id,cleo-id", below.Column("partner", "data.rewards"));
        Assert.Equal("40 10 10", await api.Payable("anna", "berta", "cleo"));
        var own = await api.Sale("o3", "100", "dora");
        Assert.Equal("partner_inactive", own.Decision);
        Assert.Equal("[]", own["data.rewards"]);
        Assert.Equal(
            "The partner is not active at present, so the event does not count for it.",
            await api.Sentence(own)
        );

        // A sign-up with her key is recorded all the same, and bound to nobody.
        var signUp = await api.SignUp("erna", "berta");
        Assert.Equal("partner_inactive", signUp.Decision);

        // Refunds take back what was earned before, also from her.
        await api.Refund("o1", "r1", "50");
        Assert.Equal("30 5 7.5", await api.Payable("anna", "berta", "cleo"));

        (await api.Post("/v1/partners/berta-id/approve")).Is(200);
        await api.Sale("o4", "100", "carl");
        await api.Sale("o5", "100", "dora");
        Assert.Equal("50 35 22.5", await api.Payable("anna", "berta", "cleo"));
    }
}
