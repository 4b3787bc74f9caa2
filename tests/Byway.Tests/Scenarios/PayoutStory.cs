using Xunit;

namespace Byway.Tests.Scenarios;

/// <summary>A partner is paid every month: in whole cents, with the rest kept and refunds netted.</summary>
public sealed class PayoutStory(TestServer server) : ServerTests(server)
{
    [Fact]
    public async Task What_is_below_a_cent_waits_and_what_was_refunded_is_netted()
    {
        var api = await Server.Affiliate().WithCarl();

        // January: 30 % of 99.99 is 29.997, of which whole cents are paid.
        await api.Sale("january", "99.99", "carl");
        Assert.Equal("29.99", await api.PayOut());
        Assert.Equal("0.007", await api.Balance());

        // February: the rest of January comes along, and two rests make a cent.
        await api.Days(30);
        await api.Sale("february", "99.99", "carl");
        Assert.Equal("30", await api.PayOut());
        Assert.Equal("0.004", await api.Balance());

        // March: January is given back in full, and little is sold; nothing can be paid.
        await api.Days(30);
        await api.Refund("january", "r1", "99.99");
        await api.Sale("march", "20", "carl");
        Assert.Equal("-23.993", await api.Balance());
        (
            await api.Post(
                "/v1/payout_requests",
                """{"partner":{"key":"anna"},"gateway":"paypal","payout_settings":{"username":"a@pay.example"}}"""
            )
        ).IsRefused(422, "invalid_fields", "amount_units");

        // April: what is earned first fills the hole.
        await api.Days(30);
        await api.Sale("april", "100", "carl");
        Assert.Equal("6", await api.PayOut());
        Assert.Equal("0.007", await api.Balance());
        Assert.Equal("65.99", await api.Balance("paid"));
    }
}
