using Byway.Programs;
using Xunit;

namespace Byway.Tests.Rates;

/// <summary>Rewards of sales in other currencies, through HTTP: what is converted, and what a refund undoes.</summary>
public sealed class ConvertedRewardTests(TestServer server) : ServerTests(server)
{
    private const string Eur = ""","amount_units":"EUR" """;

    [Theory]
    [MemberData(nameof(BothTypes))]
    public async Task A_share_is_paid_in_the_programs_currency_and_explained(string type)
    {
        var api = await Converting(type);
        await Rates(api, """{"from":"EUR","rate":"1.0843"}""");
        var sale = await api.Sale("o1", "99.99", "carl", Eur);
        Assert.Equal("EUR", sale["data.amount_units"]);
        Assert.Equal("32.525747", await api.Balance());
        Assert.Equal("0", await api.Balance(unit: "EUR"));
        var entry = await api.Explain(sale);
        Assert.Equal(
            "30 % of 99.99 EUR is 29.997 EUR, at 1.0843 USD per EUR is 32.525747 USD, by the program's default, "
                + "version 2; payable now.",
            entry["data.decision.sentence"]
        );
        Assert.Equal("99.99", entry["data.decision.arithmetic.0.base"]);
        Assert.Equal("USD", entry["data.decision.arithmetic.0.unit"]);
        Assert.Equal("""{"from":"EUR","to":"USD","rate":"1.0843"}""", entry["data.decision.arithmetic.0.rate"]);
        // Where micros cannot tell the share before it was converted, it is not told.
        Assert.Contains(
            "30 % of 0.000001 EUR, at 1.0843 USD per EUR is ",
            (await api.Explain(await api.Sale("o2", "1.000001", "carl", Eur)))["data.decision.sentence"]!.Replace(
                "1.000001",
                "0.000001",
                StringComparison.Ordinal
            ),
            StringComparison.Ordinal
        );
        await Server.BooksAreWhole();
    }

    [Fact]
    public async Task Without_a_rate_it_stays_in_the_sales_currency_and_the_entry_says_so()
    {
        var api = await Converting();
        var sale = await api.Sale("o1", "100", "carl", Eur);
        Assert.Equal("rewarded", sale.Decision);
        Assert.Equal("30", await api.Balance(unit: "EUR"));
        var entry = await api.Explain(sale);
        Assert.Equal("rate_missing", entry["data.decision.evidence.1.verdict"]);
        Assert.Equal("EUR to USD", entry["data.decision.evidence.1.note"]);
        Assert.Null(entry["data.decision.arithmetic.0.rate"]);
        // The control: in the program's own currency nothing is missing.
        var own = await api.Explain(await api.Sale("o2", "100", "carl"));
        Assert.DoesNotContain("rate_missing", own.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task By_default_rates_change_no_reward()
    {
        var api = await Server.Affiliate().WithCarl();
        await Rates(api, """{"from":"EUR","rate":"2"}""");
        var sale = await api.Sale("o1", "100", "carl", Eur);
        Assert.Equal("30", await api.Balance(unit: "EUR"));
        Assert.DoesNotContain("rate_missing", (await api.Explain(sale)).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refund_takes_back_what_was_given_whatever_the_rate_is_by_then()
    {
        var api = await Converting();
        await Rates(api, """{"from":"EUR","rate":"1.1"}""");
        await api.Sale("o1", "100", "carl", Eur);
        await Rates(api, """{"from":"EUR","rate":"7"}""");
        await api.Refund("o1", "r1", "25");
        Assert.Equal("24.75", await api.Balance());
        await Rates(api, "");
        await api.Refund("o1", "r2", "75");
        Assert.Equal("0", await api.Balance());
        await api.Sale("o2", "100", "carl", Eur);
        await Rates(api, """{"from":"EUR","rate":"9"}""");
        await api.Post("/v1/transactions/o2/archive");
        Assert.Equal("0", await api.Balance(unit: "EUR"));
        await api.Post("/v1/transactions/o2/revoke-archive");
        Assert.Equal("30", await api.Balance(unit: "EUR"));
        Assert.Equal("0", await api.Balance());
        await Server.BooksAreWhole();
    }

    [Fact]
    public async Task The_rate_that_held_when_the_sale_occurred_counts_to_the_microsecond()
    {
        var api = await Converting();
        await Rates(
            api,
            """
            {"from":"EUR","rate":"1","valid_from":"2026-01-01T00:00:00Z"},
            {"from":"EUR","rate":"2","valid_from":"2026-01-10T12:00:00.000001Z"}
            """
        );
        await api.Sale("o1", "1", "carl", $"{Eur},\"created_at\":\"2026-01-10T12:00:00.000001Z\"");
        Assert.Equal("0.6", await api.Balance());
        await api.Sale("o2", "10", "carl", $"{Eur},\"created_at\":\"2026-01-10T12:00:00Z\"");
        Assert.Equal("3.6", await api.Balance());
        await api.Sale("o3", "100", "carl", $"{Eur},\"created_at\":\"2025-12-31T23:59:59.999999Z\"");
        Assert.Equal("3.6", await api.Balance());
        Assert.Equal("30", await api.Balance(unit: "EUR"));
    }

    [Fact]
    public async Task A_sale_that_waited_is_converted_when_it_is_decided()
    {
        var api = await Converting();
        await api.Sale("o1", "100", "late", Eur);
        await Rates(api, """{"from":"EUR","rate":"1.5"}""");
        await api.SignUp("late", "anna");
        Assert.Equal("45", await api.Balance());
        await Server.BooksAreWhole();
    }

    [Theory]
    [InlineData("9000000000000", "1", "9000000000000")]
    [InlineData("9000000000000", "0.000000000001", "9")]
    [InlineData("0.000005", "0.5", "0.000002")]
    [InlineData("0.000007", "0.5", "0.000004")]
    [InlineData("0.000001", "9000000", "9")]
    public async Task Amounts_are_exact_at_both_ends(string amount, string rate, string reward)
    {
        var api = await Server
            .Affiliate(s => s with { RewardsInCurrency = true, RewardPercentMicros = 100_000_000 })
            .WithCarl();
        await Rates(api, $$"""{"from":"EUR","rate":"{{rate}}"}""");
        await api.Sale("o1", amount, "carl", Eur);
        Assert.Equal(reward, await api.Balance());
    }

    [Theory]
    [InlineData("9000000000000", "1.000000000001")]
    [InlineData("9000000000000", "9000000")]
    [InlineData("1000000.000001", "9000000")]
    public async Task What_no_balance_can_hold_is_refused_and_nothing_is_written(string amount, string rate)
    {
        var api = await Server
            .Affiliate(s => s with { RewardsInCurrency = true, RewardPercentMicros = 100_000_000 })
            .WithCarl();
        await Rates(api, $$"""{"from":"EUR","rate":"{{rate}}"}""");
        var before = await api.Sequence();
        var refused = await api.Post("/v1/transactions", api.SaleBody("o1", amount, "carl", Eur));
        refused.IsRefused(422, "balance_limit");
        Assert.Equal(before, await api.Sequence());
        Assert.Equal("0", await api.Balance());
    }

    private async Task<ApiClient> Converting(string type = ProgramType.Affiliate) =>
        await Server.NewProgram(type, s => s with { RewardsInCurrency = true }).WithCarl();

    private static async Task Rates(ApiClient api, string rates) =>
        (await api.Put("/v1/program/rates", $$"""{"rates":[{{rates}}]}""")).Is(200);
}
