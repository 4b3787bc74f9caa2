using System.Text.Json;
using Byway.Values;

namespace Byway.Integrations.Chargebee;

/// <summary>
/// Amounts of one object. Chargebee writes whole numbers "in cents": hundredths of every currency, also of those with
/// three decimals, but whole units of those without decimals (JPY 15 is 15).
/// </summary>
/// <param name="unit">The object's currency.</param>
public sealed class ChargebeeMoney(Unit unit)
{
    private const long PerCent = Micros.PerWhole / 100;

    private readonly long perStep = unit.MinorDecimals == 0 ? Micros.PerWhole : PerCent;

    /// <summary>ISO 4217, upper case.</summary>
    public string Unit { get; } = unit.Code;

    /// <summary>For an object with a <c>currency_code</c> that exists; otherwise null.</summary>
    /// <param name="named">The object.</param>
    public static ChargebeeMoney? Of(JsonElement named) =>
        named.Text("currency_code") is { } code && Values.Unit.Currency(code) is { } unit ? new(unit) : null;

    /// <summary>An amount in micros; 0 when there is none, null when it is no amount that can be booked.</summary>
    /// <param name="parent">Where it stands.</param>
    /// <param name="name">Its name.</param>
    public long? Of(JsonElement parent, string name) =>
        !parent.Has(name) ? 0
        : parent.Whole(name) is { } steps and >= 0 && steps <= Micros.Largest / perStep ? steps * perStep
        : null;

    /// <summary>
    /// An amount of more than nothing, in micros; null when there is none or none that can be booked.
    /// </summary>
    /// <param name="parent">Where it stands.</param>
    /// <param name="name">Its name.</param>
    public long? MoreThanNothing(JsonElement parent, string name) =>
        Of(parent, name) is > 0 and var amount ? amount : null;
}
