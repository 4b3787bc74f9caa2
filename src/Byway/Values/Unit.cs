using System.Collections.Frozen;

namespace Byway.Values;

/// <summary>
/// What an amount is counted in: an ISO 4217 currency (<c>USD</c>) or the program's own unit (<c>points</c>).
/// </summary>
/// <param name="Code">The code as it is stored and answered: currencies in upper case, own units as they were first
/// written.</param>
public readonly record struct Unit(string Code)
{
    // ISO 4217, currencies and funds by decimals of the minor unit; source: list one as SIX published it for ISO in
    // 2025. Codes without a minor unit (metals, XDR …) are not money that anybody is paid in. What a
    // later amendment takes off the list stays here, for there are amounts in it: ANG (XCG since 2025), BGN (EUR since
    // 2026).
    private const string FourDecimals = "CLF UYW";

    private const string ThreeDecimals = "BHD IQD JOD KWD LYD OMR TND";

    private const string TwoDecimals =
        "AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BMD BND BOB BOV BRL BSD BTN BWP BYN BZD CAD CDF CHE "
        + "CHF CHW CNY COP COU CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD "
        + "HNL HTG HUF IDR ILS INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP "
        + "MRU MUR MVR MWK MXN MXV MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD "
        + "SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD USN UYU UZS "
        + "VED VES WST XCD XCG YER ZAR ZMW ZWG";

    private const string NoDecimals = "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF";

    private static readonly FrozenDictionary<string, int> Decimals = TwoDecimals
        .Split(' ')
        .Select(code => KeyValuePair.Create(code, 2))
        .Concat(NoDecimals.Split(' ').Select(code => KeyValuePair.Create(code, 0)))
        .Concat(ThreeDecimals.Split(' ').Select(code => KeyValuePair.Create(code, 3)))
        .Concat(FourDecimals.Split(' ').Select(code => KeyValuePair.Create(code, 4)))
        .ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    /// <summary>The code of every currency, in order.</summary>
    public static IReadOnlyList<string> Currencies { get; } = [.. Decimals.Keys.Order(StringComparer.Ordinal)];

    /// <summary>True for a currency, false for a program's own unit.</summary>
    public bool IsCurrency => Decimals.ContainsKey(Code);

    /// <summary>
    /// How many decimals the smallest coin has: 2 for USD, 0 for JPY, 3 for KWD, 4 for CLF; 2 for a program's own
    /// unit.
    /// </summary>
    public int MinorDecimals => Decimals.GetValueOrDefault(Code, 2);

    /// <summary>The currency with this code in any letter case, or null when ISO 4217 knows none.</summary>
    /// <param name="code">Three letters.</param>
    public static Unit? Currency(string code) => Decimals.ContainsKey(code) ? new Unit(code.ToUpperInvariant()) : null;

    /// <summary>
    /// A program's own unit: 1 to 32 letters, digits, dash, underscore or space, and no currency's code; otherwise
    /// null.
    /// </summary>
    /// <param name="code">The unit's name.</param>
    public static Unit? Own(string code) =>
        code.Length is > 0 and <= 32
        && !Decimals.ContainsKey(code)
        && code.All(c => char.IsLetterOrDigit(c) || c is '-' or '_' or ' ')
            ? new Unit(code)
            : null;

    /// <inheritdoc/>
    public override string ToString() => Code;
}
