using Byway.Values;
using Xunit;

namespace Byway.Tests.Values;

public sealed class UnitTests
{
    [Theory]
    [InlineData("USD", "USD")]
    [InlineData("usd", "USD")]
    [InlineData("Jpy", "JPY")]
    [InlineData("KWD", "KWD")]
    [InlineData("XYZ", null)]
    [InlineData("US", null)]
    [InlineData("USDT", null)]
    [InlineData("", null)]
    [InlineData("DEM", null)]
    public void A_currency_is_known_in_any_letter_case(string text, string? code) =>
        Assert.Equal(code, Unit.Currency(text)?.Code);

    [Theory]
    [InlineData(0, 17, "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF")]
    [InlineData(3, 7, "BHD IQD JOD KWD LYD OMR TND")]
    [InlineData(4, 2, "CLF UYW")]
    [InlineData(2, 140, "AUD BOV CHE CHW COU EUR GBP MXV USD USN XCD XCG ZWG")]
    public void A_currency_has_the_decimals_of_iso_4217(int decimals, int count, string codes)
    {
        Assert.Equal(count, Unit.Currencies.Count(code => new Unit(code).MinorDecimals == decimals));
        foreach (var code in codes.Split(' '))
        {
            Assert.Equal(code, Unit.Currency(code)?.Code);
            Assert.Equal(decimals, new Unit(code).MinorDecimals);
        }
    }

    [Theory]
    [InlineData("XAU")]
    [InlineData("XDR")]
    [InlineData("XTS")]
    public void What_has_no_minor_unit_is_no_currency(string code) => Assert.Null(Unit.Currency(code));

    [Theory]
    [InlineData("points", true)]
    [InlineData("Free months_2-x", true)]
    [InlineData("ünits", true)]
    [InlineData("usd", false)]
    [InlineData("", false)]
    [InlineData("a;b", false)]
    [InlineData("a\0", false)]
    [InlineData("😀", false)]
    [InlineData("0123456789abcdef0123456789abcdef", true)]
    [InlineData("0123456789abcdef0123456789abcdef0", false)]
    public void A_unit_of_ones_own_has_a_name(string text, bool isUnit)
    {
        Assert.Equal(isUnit ? text : null, Unit.Own(text)?.Code);
        Assert.False(new Unit("points").IsCurrency);
        Assert.True(new Unit("EUR").IsCurrency);
    }

    [Theory]
    [InlineData("a", null)]
    [InlineData("😀", null)]
    [InlineData(" ", null)]
    [InlineData("a\0", "NUL")]
    public void A_merchant_key_may_be_nearly_anything(string text, string? fault)
    {
        Assert.Contains(fault ?? "", MerchantKey.FaultOf(text) ?? "", StringComparison.Ordinal);
        Assert.Equal(fault is null, MerchantKey.FaultOf(text) is null);
        Assert.Null(MerchantKey.FaultOf(new string('k', 191)));
        Assert.Contains("192", MerchantKey.FaultOf(new string('k', 192)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(30_000_000, 300_000)]
    [InlineData(12_500_000, 125_000)]
    [InlineData(1, 0)]
    [InlineData(100, 1)]
    [InlineData(1_000_000_000, 10_000_000)]
    public void A_percentage_is_parts_per_million(long percentMicros, long parts) =>
        Assert.Equal(parts, Percent.OfMicros(percentMicros).PartsPerMillion);

    [Fact]
    public void Entry_ids_hold_their_sequence_and_sort_in_order()
    {
        var ids = new[] { 0L, 1, 31, 32, 1_000_000, (1L << 45) - 1 }.Select(n => (n, Ids.Entry(n, -1))).ToList();
        Assert.All(ids, id => Assert.Equal(id.n, Ids.SequenceOf(id.Item2)));
        Assert.Equal(ids.Select(id => id.Item2), ids.Select(id => id.Item2).Order(StringComparer.Ordinal));
        Assert.Null(Ids.SequenceOf("ent_"));
        Assert.Null(Ids.SequenceOf(ids[0].Item2 + "0"));
        Assert.Null(Ids.SequenceOf("ENT_" + ids[0].Item2[4..]));
        Assert.Null(Ids.SequenceOf("ent_u" + ids[0].Item2[5..]));
    }
}
