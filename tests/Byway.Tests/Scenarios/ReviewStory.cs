using Xunit;

namespace Byway.Tests.Scenarios;

/// <summary>
/// The owner looks at rewards before their review period ends: one is approved early, one rejected, the rest released
/// by itself.
/// </summary>
public sealed class ReviewStory(TestServer server) : ServerTests(server)
{
    [Fact]
    public async Task Approved_rejected_and_left_alone()
    {
        var api = await Server.Affiliate(s => s with { ReviewPeriodDays = 30 }).WithCarl();
        await api.Sale("o1", "100", "carl");
        await api.Sale("o2", "200", "carl");
        await api.Sale("o3", "300", "carl");
        Assert.Equal("180", await api.Balance("held"));

        await api.Days(3);
        var approved = (await api.Post("/v1/rewards/1/approve")).Is(200);
        Assert.Equal("The review period was ended by hand; the reward is payable.", await api.Sentence(approved));
        (await api.Post("/v1/rewards/2/reject", """{"reason":"Own order"}""")).Is(200);
        Assert.Equal("30", await api.Balance());
        Assert.Equal("90", await api.Balance("held"));

        // A refund of the rejected one takes nothing twice, and a dispute that is won does not bring it back.
        await api.Refund("o2", "r1", "100");
        await api.Dispute("o2", "dp_1", "opened");
        await api.Dispute("o2", "dp_1", "won");
        Assert.Equal("90", await api.Balance("held"));

        // The approved one is paid, then half of it is refunded.
        Assert.Equal("30", await api.PayOut());
        await api.Refund("o1", "r1", "50");
        Assert.Equal("-15", await api.Balance());
        await api.Days(27);
        Assert.Equal("75", await api.Balance());
        Assert.Equal("0", await api.Balance("held"));
        Assert.Equal("reversed,ok,rejected", await Statuses(api, "o3"));
    }

    /// <summary>The statuses of the three sales' rewards, after the last one was taken back too.</summary>
    private static async Task<string> Statuses(ApiClient api, string last)
    {
        (await api.Post($"/v1/transactions/{last}/archive")).Is(200);
        var sales = new[] { last, "o1", "o2" };
        var statuses = new List<string>();
        foreach (var sale in sales)
        {
            statuses.Add((await api.Get($"/v1/transactions/{sale}"))["data.rewards.0.status"]!);
        }

        return string.Join(',', statuses);
    }
}
