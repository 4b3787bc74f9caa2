using Byway.Payouts;
using Byway.Values;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Byway.Tests.Payouts;

/// <summary>Payouts in every currency there is, and several units side by side.</summary>
public sealed class PayoutUnitsTests(TestServer server) : ServerTests(server)
{
    [Fact]
    public void Payouts_in_every_currency_pay_whole_minor_units_and_lose_no_micro()
    {
        var amounts =
            from digits in Gen.Choose(1, 18)
            from high in Gen.Choose(0, int.MaxValue)
            from low in Gen.Choose(0, int.MaxValue)
            select (((long)high << 31) | (long)low) % (long)Math.Pow(10, digits);
        foreach (var code in Unit.Currencies)
        {
            var unit = Unit.Currency(code)!.Value;
            var minor = Enumerable.Repeat(10L, 6 - unit.MinorDecimals).Aggregate(1L, (one, ten) => one * ten);
            var (earned, paid, left) = ((Int128)0, (Int128)0, 0L);
            foreach (var amount in amounts.Sample(40))
            {
                (earned, left) = (earned + amount, left + amount);
                var payout = PayoutRule.AmountOf(left, unit);
                Assert.True(payout % minor == 0 && payout >= 0, $"{code}: {payout}");
                (paid, left) = (paid + payout, left - payout);
                Assert.InRange(left, 0, minor - 1);
                Assert.Equal(earned, paid + left);
            }
        }
    }

    [Theory]
    [InlineData("USD", "33.333333", "33.33", "0.003333", "$33.33")]
    [InlineData("JPY", "33.333333", "33", "0.333333", "33")]
    [InlineData("KWD", "33.333333", "33.333", "0.000333", "33.333 KWD")]
    [InlineData("BHD", "33.333333", "33.333", "0.000333", "33.333 BHD")]
    [InlineData("CLF", "33.333333", "33.3333", "0.000033", "33.3333 CLF")]
    public async Task Each_unit_is_rewarded_refunded_paid_and_told_by_itself(
        string unit,
        string reward,
        string payout,
        string rest,
        string shown
    )
    {
        var api = await Server.Affiliate(s => s with { RewardPercentMicros = 33_333_300 }).WithCarl();
        var more = $$""","amount_units":"{{unit}}" """;
        // Others beside it, of which nothing may get into it.
        await api.Sale("points", "10", "carl", ""","amount_units":"points","is_currency":false""");
        await api.Sale("euros", "10", "carl", ""","amount_units":"EUR" """);
        await api.Sale("o1", "200.000199", "carl", more);
        await api.Refund("o1", "r1", "100.000098");
        Assert.Equal(reward, await api.Balance(unit: unit));
        Assert.Equal("3.33333", await api.Balance(unit: "points"));

        var requested = await api.Post(
            "/v1/payout_requests",
            $$$"""
            {"partner":{"key":"anna"},"amount_units":"{{{unit}}}","gateway":"paypal",
            "payout_settings":{"username":"anna@pay.example"}}
            """
        );
        Assert.Equal(payout, requested.Is(201)["data.amount"]);
        (await api.Post($"/v1/payout_requests/{requested["data.id"]}/approve")).Is(200);
        (await api.Post($"/v1/payout_requests/{requested["data.id"]}/mark_as_paid")).Is(200);
        Assert.Equal(rest, await api.Balance(unit: unit));
        Assert.Equal(payout, await api.Balance("paid", unit));
        Assert.Equal("3.33333", await api.Balance(unit: "EUR"));

        // The rest of the sale is taken back after it was paid: the balance owes, to the micro.
        await api.Refund("o1", "r2", "100.000101");
        Assert.Equal($"-{payout}", await api.Balance(unit: unit));
        (
            await api.Post(
                "/v1/payout_requests",
                $$$"""
                {"partner":{"key":"anna"},"amount_units":"{{{unit}}}","gateway":"paypal",
                "payout_settings":{"username":"anna@pay.example"}}
                """
            )
        ).IsRefused(400, "action_failed");

        var statement = (await api.Get("/v1/partners/anna-id/statement")).Is(200);
        var total = statement
            .Json.GetProperty("data")
            .GetProperty("totals")
            .EnumerateArray()
            .Single(line => line.GetProperty("unit").GetString() == unit);
        Assert.Equal($"-{payout}", total.GetProperty("closing").GetString());
        Assert.Contains(shown, MoneyText.Of(33_333_333, unit), StringComparison.Ordinal);
        (await api.Get("/v1/program/overview")).Is(200);
        (await api.Get("/v1/partners/anna-id")).Is(200);
        await Server.BooksAreWhole();
    }

    [Fact]
    public async Task Rewards_are_rounded_up_to_whole_units_whatever_the_decimals()
    {
        var api = await Server.Affiliate(s => s with { RoundUpRewards = true }).WithCarl();
        foreach (var unit in new[] { "JPY", "KWD", "CLF", "USD" })
        {
            await api.Sale(unit, "33.334", "carl", $$""","amount_units":"{{unit}}" """);
            Assert.Equal("11", await api.Balance(unit: unit));
        }
    }
}
