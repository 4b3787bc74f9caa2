using Byway.Values;
using Xunit;

namespace Byway.Tests.Values;

/// <summary>Amounts as people read them.</summary>
public sealed class MoneyTextTests
{
    [Theory]
    [InlineData("0", "USD", "$0.00")]
    [InlineData("1337.47", "USD", "$1,337.47")]
    [InlineData("29.997", "EUR", "€30.00")]
    [InlineData("-0.5", "GBP", "-£0.50")]
    [InlineData("-0.001", "USD", "$0.00")]
    [InlineData("0.005", "USD", "$0.00")]
    [InlineData("0.015", "USD", "$0.02")]
    [InlineData("1234.5", "JPY", "¥1,234")]
    [InlineData("1.2345", "KWD", "1.234 KWD")]
    [InlineData("12", "points", "12.00 points")]
    [InlineData("9000000000000", "CHF", "9,000,000,000,000.00 CHF")]
    [InlineData("-9000000000000", "USD", "-$9,000,000,000,000.00")]
    public void An_amount_is_written_for_people(string amount, string unit, string text)
    {
        Assert.Equal(MicrosRead.Read, Micros.Read(amount, out var micros));
        Assert.Equal(text, MoneyText.Of(micros, unit));
    }
}
