using Byway.Tests.Scenarios;
using Xunit;

namespace Byway.Tests.Integrations.Chargebee;

/// <summary>A coupon that belongs to a partner says who referred its buyer.</summary>
public sealed class CouponTests
{
    [Theory]
    [InlineData("anna", false, "24")]
    [InlineData("anna", true, "24")]
    [InlineData("nobody-has-this", false, "0")]
    public async Task A_partners_coupon_earns_where_nothing_else_says_who_referred(
        string partner,
        bool isSlowToHandOut,
        string earned
    )
    {
        var (site, server) = await FakeSite.Start();
        await using var _ = site;
        await using var __ = server;
        var api = await LifeCycleStory.Program(server);
        var path = await FakeSite.Connect(api);
        var coupon = Told.Text("coupon_created").Replace("\"anna\"", $"\"{partner}\"", StringComparison.Ordinal);
        var payment = LifeCycleStory
            .Dollars("payment_succeeded_coupon")
            .Replace("\"partner_key\"", "\"another_key\"", StringComparison.Ordinal);
        if (isSlowToHandOut)
        {
            // What came first is booked first, also when it comes back last.
            site.HandOutLater(coupon, than: payment);
        }

        await site.Tell(api, path, coupon, payment);
        Assert.Equal(1, await api.CountOf("transactions"));
        Assert.Equal(earned, await api.Balance());
        await server.BooksAreWhole();
    }
}
