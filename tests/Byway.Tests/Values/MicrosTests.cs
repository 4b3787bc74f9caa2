using System.Globalization;
using System.Numerics;
using Byway.Values;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Byway.Tests.Values;

/// <summary>Decimal numbers as millionths: tables of the edges, and properties against other arithmetic.</summary>
public sealed class MicrosTests
{
    [Theory]
    [InlineData("0", 0)]
    [InlineData("-0", 0)]
    [InlineData("-0.0e5", 0)]
    [InlineData("1", 1_000_000)]
    [InlineData("+1", 1_000_000)]
    [InlineData(" 1 ", 1_000_000)]
    [InlineData("007", 7_000_000)]
    [InlineData("1.", 1_000_000)]
    [InlineData(".5", 500_000)]
    [InlineData("-1.5", -1_500_000)]
    [InlineData("99.99", 99_990_000)]
    [InlineData("59.970000000000006", 59_970_000)]
    [InlineData("0.0000005", 0)]
    [InlineData("0.0000015", 2)]
    [InlineData("0.0000025", 2)]
    [InlineData("-0.0000015", -2)]
    [InlineData("-0.0000025", -2)]
    [InlineData("0.0000024999999999999999999999999999999999999999", 2)]
    [InlineData("0.0000025000000000000000000000000000000000000000", 2)]
    [InlineData("0.0000025000000000000000000000000000000000000001", 3)]
    [InlineData("-0.0000025000000000000000000000000000000000000001", -3)]
    [InlineData("1e2", 100_000_000)]
    [InlineData("1E+2", 100_000_000)]
    [InlineData("1e-2", 10_000)]
    [InlineData("12345e-5", 123_450)]
    [InlineData("0e999999999999999999999", 0)]
    [InlineData("1e-400", 0)]
    [InlineData("1e-999999999999999999999", 0)]
    [InlineData("5e-7", 0)]
    [InlineData("15e-7", 2)]
    [InlineData("9223372036854.775807", long.MaxValue)]
    [InlineData("-9223372036854.775807", -long.MaxValue)]
    [InlineData("100000000000000000000000000000000000000e-38", 1_000_000)]
    [InlineData("0.00000000000000000000000000000000000000000001e44", 1_000_000)]
    public void A_number_is_read(string text, long micros)
    {
        Assert.Equal(MicrosRead.Read, Micros.Read(text, out var read));
        Assert.Equal(micros, read);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("-")]
    [InlineData("+")]
    [InlineData(".")]
    [InlineData("-.")]
    [InlineData("e5")]
    [InlineData("1e")]
    [InlineData("1e+")]
    [InlineData("1e+-5")]
    [InlineData("1e-+5")]
    [InlineData("1e5.5")]
    [InlineData("1e5x")]
    [InlineData("1 000")]
    [InlineData("1,5")]
    [InlineData("1.2.3")]
    [InlineData("--1")]
    [InlineData("0x10")]
    [InlineData("NaN")]
    [InlineData("Infinity")]
    [InlineData("٣")]
    [InlineData("１")]
    [InlineData("1\0")]
    public void What_is_no_number_is_not_read(string text)
    {
        Assert.Equal(MicrosRead.NotANumber, Micros.Read(text, out var read));
        Assert.Equal(0, read);
    }

    [Theory]
    [InlineData("9223372036854.775808")]
    [InlineData("-9223372036854.775808")]
    [InlineData("1e13")]
    [InlineData("1e400")]
    [InlineData("-1e400")]
    [InlineData("1e99999999999999999999")]
    [InlineData("123456789012345678901234567890123456789012345678901234567890")]
    public void What_is_too_large_is_told_apart(string text) =>
        Assert.Equal(MicrosRead.TooLarge, Micros.Read(text, out _));

    [Fact]
    public void A_text_of_any_length_is_read_in_bounded_time()
    {
        Assert.Equal(MicrosRead.Read, Micros.Read("1." + new string('0', 390) + "1", out var one));
        Assert.Equal(1_000_000, one);
        Assert.Equal(MicrosRead.NotANumber, Micros.Read(new string('1', 401), out _));
    }

    [Theory]
    [InlineData(0, "0")]
    [InlineData(1, "0.000001")]
    [InlineData(-1, "-0.000001")]
    [InlineData(29_997_000, "29.997")]
    [InlineData(100_000_000, "100")]
    [InlineData(-500_000, "-0.5")]
    [InlineData(1_010_000, "1.01")]
    [InlineData(long.MaxValue, "9223372036854.775807")]
    [InlineData(long.MinValue, "-9223372036854.775808")]
    public void It_is_written_without_trailing_zeros(long micros, string text) =>
        Assert.Equal(text, Micros.ToText(micros));

    [Theory]
    [InlineData(99_990_000, 300_000, 1_000_000, 29_997_000)]
    [InlineData(5, 1, 2, 2)]
    [InlineData(7, 1, 2, 4)]
    [InlineData(-5, 1, 2, -2)]
    [InlineData(-7, 1, 2, -4)]
    [InlineData(1, 1, 3, 0)]
    [InlineData(2, 1, 3, 1)]
    [InlineData(long.MaxValue, long.MaxValue, long.MaxValue, long.MaxValue)]
    public void A_share_is_rounded_half_to_even(long value, long times, long by, long share) =>
        Assert.Equal(share, Micros.MultiplyDivide(value, times, by));

    [Fact]
    public void A_share_that_does_not_fit_is_an_error() =>
        Assert.Throws<OverflowException>(() => Micros.MultiplyDivide(long.MaxValue, 2, 1));

    [Fact]
    public void What_is_written_is_read_back() =>
        Prop.ForAll(
                AnyLong(),
                micros =>
                    micros == long.MinValue
                    || (Micros.Read(Micros.ToText(micros), out var read) == MicrosRead.Read && read == micros)
            )
            .QuickCheckThrowOnFailure();

    [Fact]
    public void Reading_rounds_as_decimal_arithmetic_does() =>
        Prop.ForAll(
                AnyLong(),
                Gen.Choose(0, 18).ToArbitrary(),
                (digits, scale) =>
                {
                    var number = new decimal(digits / 1000) / (decimal)BigInteger.Pow(10, scale);
                    var expected = decimal.Round(number, 6, MidpointRounding.ToEven);
                    var text = number.ToString(CultureInfo.InvariantCulture);
                    return expected is > 9_000_000_000_000m or < -9_000_000_000_000m
                        || (
                            Micros.Read(text, out var micros) == MicrosRead.Read
                            && micros == (long)(expected * 1_000_000)
                        );
                }
            )
            .QuickCheckThrowOnFailure();

    [Fact]
    public void A_share_agrees_with_arithmetic_of_any_size() =>
        Prop.ForAll(
                AnyLong(),
                Gen.Choose(0, 2_000_000).ToArbitrary(),
                Gen.Choose(1, 1_000_000).ToArbitrary(),
                (value, times, by) =>
                {
                    var exact = (BigInteger)(value / 4) * times;
                    var floor = BigInteger.Divide(exact - (((exact % by) + by) % by), by);
                    var rest = exact - (floor * by);
                    var isUp = rest * 2 > by || (rest * 2 == by && !floor.IsEven);
                    var expected = floor + (isUp ? 1 : 0);
                    return BigInteger.Abs(expected) > long.MaxValue
                        || Micros.MultiplyDivide(value / 4, times, by) == (long)expected;
                }
            )
            .QuickCheckThrowOnFailure();

    private static Arbitrary<long> AnyLong() =>
        Gen.OneOf(
                Gen.Choose(-1000, 1000).Select(small => (long)small),
                Gen.Choose(int.MinValue, int.MaxValue).Select(middle => (long)middle),
                ArbMap.Default.GeneratorFor<DoNotSize<long>>().Select(any => any.Item)
            )
            .ToArbitrary();
}
