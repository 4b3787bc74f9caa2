using Byway.Values;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Byway.Tests.Values;

public sealed class UtcMicrosTests
{
    [Theory]
    [InlineData("0", 0)]
    [InlineData("1700000000", 1_700_000_000_000_000)]
    [InlineData("1700000000.123456", 1_700_000_000_123_456)]
    [InlineData("1700000000.1234565", 1_700_000_000_123_456)]
    [InlineData("1.7e9", 1_700_000_000_000_000)]
    [InlineData("1700000000123", 1_700_000_000_123_000)]
    [InlineData("1970-01-01T00:00:00Z", 0)]
    [InlineData("2023-11-14T22:13:20.000000Z", 1_700_000_000_000_000)]
    [InlineData("2023-11-14T22:13:20.1234567Z", 1_700_000_000_123_456)]
    [InlineData("2023-11-14T23:13:20+01:00", 1_700_000_000_000_000)]
    [InlineData("2023-11-14T22:13:20", 1_700_000_000_000_000)]
    [InlineData("2023-11-14 22:13:20", 1_700_000_000_000_000)]
    [InlineData("2023-11-14", 1_699_920_000_000_000)]
    [InlineData("2024-02-29", 1_709_164_800_000_000)]
    public void A_time_is_read(string text, long micros) => Assert.Equal(micros, UtcMicros.Read(text));

    [Theory]
    [InlineData("")]
    [InlineData("-1")]
    [InlineData("1969-12-31T23:59:59Z")]
    [InlineData("1e400")]
    [InlineData("99999999999999999")]
    [InlineData("yesterday")]
    [InlineData("2023-02-29")]
    [InlineData("2023-13-01")]
    [InlineData("2023-11-14T25:00:00Z")]
    [InlineData("10:30")]
    [InlineData("\0")]
    public void What_is_no_time_is_not_read(string text) => Assert.Null(UtcMicros.Read(text));

    [Fact]
    public void It_is_written_with_six_decimals_and_a_Z()
    {
        Assert.Equal("2023-11-14T22:13:20.000000Z", UtcMicros.ToText(1_700_000_000_000_000));
        Assert.Equal("2023-11-14T22:13:20.123456Z", UtcMicros.ToText(1_700_000_000_123_456));
        Assert.Equal("2023-11-14", UtcMicros.ToDay(1_700_000_000_123_456));
    }

    [Fact]
    public void What_is_written_is_read_back() =>
        Prop.ForAll(
                Gen.Choose(0, int.MaxValue).Two().ToArbitrary(),
                pair =>
                {
                    var micros = ((long)pair.Item1 * 1_000_000) + (pair.Item2 % 1_000_000);
                    return UtcMicros.Read(UtcMicros.ToText(micros)) == micros;
                }
            )
            .QuickCheckThrowOnFailure();
}
