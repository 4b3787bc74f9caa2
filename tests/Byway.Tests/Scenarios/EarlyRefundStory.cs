using Xunit;

namespace Byway.Tests.Scenarios;

/// <summary>
/// Everything arrives the wrong way round: refund, sale, sign-up. It ends as if it had come in order.
/// </summary>
public sealed class EarlyRefundStory(TestServer server) : ServerTests(server)
{
    private const string Rules = """
        {"rules":[{"percent":20}],"levels":[{"percent":10}],
         "rewards":[{"trigger":"sale","referring":{"fixed":8,"unit":"points"}}],
         "goals":[{"name":"Fifty","of":"revenue","at":50,"bonus":{"fixed":5}}]}
        """;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Backwards_is_as_forwards(bool isBackwards)
    {
        var api = await Server.Affiliate();
        await api.Referrer("berta");
        await api.PartnerUnder("anna", "berta");
        await api.Rules(Rules);
        Func<Task>[] story =
        [
            () => api.SignUp("carl", "anna"),
            () => api.Sale("o1", "100", "carl"),
            () => api.Refund("o1", "r1", "25"),
        ];
        foreach (var step in isBackwards ? story.Reverse() : story)
        {
            await step();
        }

        Assert.Equal("20 7.5", await api.Payable("anna", "berta"));
        Assert.Equal("6", await api.Balance("payable", "points"));
        await api.Refund("o1", "r2", "75");
        Assert.Equal("0 0", await api.Payable("anna", "berta"));
        Assert.Equal("0", await api.Balance("payable", "points"));
    }
}
