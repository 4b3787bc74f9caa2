using System.Numerics;
using Byway.Rates;
using Byway.Values;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Byway.Tests.Rates;

/// <summary>Rates as text, and what they make of an amount.</summary>
public sealed class ConversionRateTests
{
    [Theory]
    [InlineData("1.0843", "1.0843")]
    [InlineData(" 1 ", "1")]
    [InlineData("007.500", "7.5")]
    [InlineData("0.000001", "0.000001")]
    [InlineData("0.000000000001", "0.000000000001")]
    [InlineData("9000000", "9000000")]
    [InlineData("9000000.000", "9000000")]
    [InlineData("1.123456789012", "1.123456789012")]
    [InlineData("5.", "5")]
    public void A_rate_is_an_exact_decimal(string text, string written)
    {
        Assert.Null(RateText.Read(text, out var picos));
        Assert.Equal(written, RateText.Of(picos));
    }

    [Theory]
    [InlineData("0", "must be more than 0")]
    [InlineData("0.000", "must be more than 0")]
    [InlineData("-1.5", "must be more than 0")]
    [InlineData("9000000.000000000001", "must be at most 9000000")]
    [InlineData("99999999999999999999", "must be at most 9000000")]
    [InlineData("0.0000000000001", "has at most 12 decimals")]
    [InlineData("1.0e3", "must be a decimal number such as 1.0843")]
    [InlineData("1,5", "must be a decimal number such as 1.0843")]
    [InlineData(".5", "must be a decimal number such as 1.0843")]
    [InlineData("-", "must be a decimal number such as 1.0843")]
    [InlineData("1.5.0", "must be a decimal number such as 1.0843")]
    [InlineData("+1", "must be a decimal number such as 1.0843")]
    [InlineData("١", "must be a decimal number such as 1.0843")]
    [InlineData("much", "must be a decimal number such as 1.0843")]
    public void What_is_no_rate_has_a_sentence(string text, string wrong) =>
        Assert.Equal(wrong, RateText.Read(text, out _));

    [Fact]
    public void Any_share_of_any_amount_is_rounded_once_half_to_even_and_stops_just_beyond_a_balance()
    {
        var most = ConversionRate.MostWhole * ConversionRate.PerOne;
        var sizes = Gen.Elements(1L, 1000, 1_000_000, 1_000_000_000_000, long.MaxValue);
        var cases =
            from amount in Big(Micros.Largest, sizes)
            from share in Gen.Choose(0, 10_000_000)
            from picos in Big(most - 1, sizes)
            select (amount, (long)share, Math.Max(1, picos));
        var (beyond, within) = (0, 0);
        foreach (var (amount, share, picos) in cases.Sample(3000).Append((Micros.Largest, 10_000_000, most)))
        {
            var rate = new ConversionRate
            {
                From = "EUR",
                To = "USD",
                Picos = picos,
            };
            var scale = BigInteger.Pow(10, 18);
            var twice = ((BigInteger)amount * share * picos * 2) + scale;
            var rounded = BigInteger.Divide(twice, scale * 2);
            rounded -= twice % (scale * 2) == 0 && !rounded.IsEven ? 1 : 0;
            var expected = BigInteger.Min(rounded, Micros.Largest + 1);
            Assert.Equal((long)expected, rate.Of(amount, share));
            (beyond, within) = expected > Micros.Largest ? (beyond + 1, within) : (beyond, within + 1);
        }

        Assert.True(beyond > 10 && within > 10);
    }

    [Fact]
    public void The_youngest_rate_that_was_valid_holds()
    {
        var rates = new ConversionRates
        {
            List = [Rate("EUR", "USD", 1, null), Rate("EUR", "USD", 2, 100), Rate("EUR", "USD", 3, 200)],
        };
        Assert.Equal([1, 1, 2, 2, 3, 3], new long[] { -5, 99, 100, 199, 200, 900 }.Select(At));
        Assert.Null(rates.Find("USD", "EUR", 900));
        Assert.Null(new ConversionRates { List = [Rate("EUR", "USD", 2, 100)] }.Find("EUR", "USD", 99));

        long At(long when) => rates.Find("EUR", "USD", when)!.Picos;
    }

    private static ConversionRate Rate(string from, string to, long picos, long? since) =>
        new()
        {
            From = from,
            To = to,
            Picos = picos,
            ValidFrom = since,
        };

    private static Gen<long> Big(long most, Gen<long> sizes) =>
        from size in sizes
        from high in Gen.Choose(0, int.MaxValue)
        from low in Gen.Choose(0, int.MaxValue)
        select (((long)high << 31) | (long)low) % Math.Min(most, size) + 1;
}
