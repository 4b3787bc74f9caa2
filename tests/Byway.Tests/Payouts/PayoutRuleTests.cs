using System.Globalization;
using Byway.Payouts;
using Byway.Values;
using Xunit;

namespace Byway.Tests.Payouts;

/// <summary>How much a payout pays, case by case.</summary>
public sealed class PayoutRuleTests
{
    [Theory]
    [InlineData("29.997", "USD", "29.99")]
    [InlineData("29.99", "USD", "29.99")]
    [InlineData("0.01", "USD", "0.01")]
    [InlineData("0.009999", "USD", "0")]
    [InlineData("0", "USD", "0")]
    [InlineData("-5", "USD", "0")]
    [InlineData("-0.000001", "USD", "0")]
    [InlineData("1234.999999", "JPY", "1234")]
    [InlineData("0.999999", "JPY", "0")]
    [InlineData("1", "JPY", "1")]
    [InlineData("1.234567", "KWD", "1.234")]
    [InlineData("0.000999", "KWD", "0")]
    [InlineData("0.001", "KWD", "0.001")]
    [InlineData("9000000000000", "EUR", "9000000000000")]
    public void A_payout_pays_whole_minor_units(string payable, string currency, string amount)
    {
        Assert.Equal(MicrosRead.Read, Micros.Read(payable, out var micros));
        Assert.Equal(amount, Micros.ToText(PayoutRule.AmountOf(micros, Unit.Currency(currency)!.Value)));
    }

    [Theory]
    [InlineData("USD", 2)]
    [InlineData("JPY", 0)]
    [InlineData("KWD", 3)]
    public void A_currency_has_its_decimals(string currency, int decimals) =>
        Assert.Equal(
            decimals.ToString(CultureInfo.InvariantCulture),
            Unit.Currency(currency)!.Value.MinorDecimals.ToString(CultureInfo.InvariantCulture)
        );
}
