using Xunit;

namespace Byway.Tests.Scenarios;

/// <summary>A program in yen, which have no cents, with points on top.</summary>
public sealed class YenStory(TestServer server) : ServerTests(server)
{
    [Fact]
    public async Task Yen_are_paid_whole_and_points_are_counted_apart()
    {
        var api = await Server.Affiliate(s => s with { Currency = "JPY" }).WithCarl();
        await api.Rules(
            """
            {"rules":[{"name":"Standard","percent":"12.5"}],
             "rewards":[{"name":"Points","trigger":"sale","every":2,
              "referring":{"percent":1,"unit":"points","cap":50}}]}
            """
        );
        var sale = await api.Sale("o1", "1999", "carl");
        Assert.Equal("JPY", sale["data.amount_units"]);
        Assert.Equal(
            "12.5 % of 1999 JPY is 249.875 JPY by rule 1 'Standard', version 2; payable now.",
            await api.Sentence(sale)
        );

        // Every second sale brings points, a hundredth of the amount, fifty at most.
        var second = await api.Sale("o2", "2500", "carl");
        Assert.Equal("points", second["data.rewards.1.amount_units"]);
        Assert.Equal("false", second["data.rewards.1.is_currency"]);
        Assert.Equal("25", await api.Balance(unit: "points"));
        await api.Sale("o3", "1", "carl");
        Assert.Contains(
            "50 points, cut by its cap",
            await api.Sentence(await api.Sale("o4", "9999", "carl")),
            StringComparison.Ordinal
        );
        Assert.Equal("75", await api.Balance(unit: "points"));
        Assert.Equal("1812.375", await api.Balance(unit: "JPY"));
        Assert.Equal("1812", await api.PayOut(unit: "JPY"));
        Assert.Equal("0.375", await api.Balance(unit: "JPY"));

        // A sale in euros earns euros; nobody converts them.
        await api.Sale("o5", "80", "carl", ""","amount_units":"EUR" """);
        Assert.Equal("10", await api.Balance(unit: "EUR"));
        Assert.Equal("0.375", await api.Balance(unit: "JPY"));
        await api.Refund("o2", "r1", "2500");
        Assert.Equal("50", await api.Balance(unit: "points"));
        Assert.Equal("-312.125", await api.Balance(unit: "JPY"));
    }
}
