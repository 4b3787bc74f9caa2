using Byway.Integrations.Stripe;
using Byway.Values;
using Xunit;

namespace Byway.Tests.Integrations.Stripe;

/// <summary>Stripe's smallest units, and the amounts of the Dashboard's exports.</summary>
public sealed class StripeMoneyTests
{
    // Stripe's page on currencies: ten of each is this much.
    [Theory]
    [InlineData("USD", "0.1")]
    [InlineData("JPY", "10")]
    [InlineData("KRW", "10")]
    [InlineData("MGA", "10")]
    [InlineData("KWD", "0.01")]
    [InlineData("TND", "0.01")]
    [InlineData("ISK", "0.1")]
    [InlineData("UGX", "0.1")]
    [InlineData("HUF", "0.1")]
    [InlineData("TWD", "0.1")]
    [InlineData("ZZZ", "0.1")]
    public void Ten_of_the_smallest_unit_is(string unit, string amount) =>
        Assert.Equal(amount, Micros.ToText(StripeMoney.ToMicros(10, unit)!.Value));

    // Where ISO 4217 and Stripe differ, somebody decided so; a currency that joins them has to be looked at.
    [Fact]
    public void Stripe_counts_like_ISO_4217_except_where_it_says_so()
    {
        var differing = Unit.Currencies.Where(code => new Unit(code).MinorDecimals != StripeMoney.DecimalsOf(code));
        Assert.Equal(["CLF", "IQD", "ISK", "LYD", "MGA", "UGX", "UYI", "UYW"], differing);
    }

    [Theory]
    [InlineData(long.MaxValue, "USD")]
    [InlineData(long.MinValue, "USD")]
    [InlineData(9_000_000_000_001, "JPY")]
    public void What_Byway_cannot_count_is_no_amount(long amount, string unit) =>
        Assert.Null(StripeMoney.ToMicros(amount, unit));

    [Theory]
    [InlineData("usd", "USD")]
    [InlineData("EUR", "EUR")]
    [InlineData("usdc", null)]
    [InlineData("u$d", null)]
    [InlineData("", null)]
    [InlineData(null, null)]
    public void A_currency_has_three_letters(string? currency, string? unit) =>
        Assert.Equal(unit, StripeMoney.UnitOf(currency));

    [Theory]
    [InlineData("19.99", "USD", "19.99")]
    [InlineData("19,99", "EUR", "19.99")]
    [InlineData("1,234.50", "USD", "1234.5")]
    [InlineData("1.234,50", "EUR", "1234.5")]
    [InlineData("1,234,567", "USD", "1234567")]
    [InlineData("1,000", "USD", "1000")]
    [InlineData("1,000", "JPY", "1000")]
    [InlineData("5,124", "KWD", "5.124")]
    [InlineData("1,234.567", "KWD", "1234.567")]
    [InlineData("0.00", "USD", "0")]
    [InlineData("-5.00", "USD", "-5")]
    [InlineData(" 7 ", "USD", "7")]
    [InlineData("", "USD", null)]
    [InlineData("$7", "USD", null)]
    [InlineData("1.2.3,4,5", "USD", null)]
    [InlineData("99999999999999999999", "USD", null)]
    public void An_exports_amount_is_read_with_either_separator(string text, string unit, string? amount) =>
        Assert.Equal(amount, StripeMoney.ReadMajor(text, unit) is { } micros ? Micros.ToText(micros) : null);
}
