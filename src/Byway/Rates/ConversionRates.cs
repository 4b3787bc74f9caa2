using System.Text.Json.Serialization;

namespace Byway.Rates;

/// <summary>
/// The merchant's rates: the only ones by which anything is converted. A part of the settings' versions, so that what
/// was decided by one of them can be decided again.
/// </summary>
public sealed class ConversionRates
{
    private Dictionary<(string From, string To), List<ConversionRate>>? byPair;

    /// <summary>All of them, ordered by currencies and by from when they hold.</summary>
    public required IReadOnlyList<ConversionRate> List { get; init; }

    /// <summary>True when there is none.</summary>
    [JsonIgnore]
    public bool IsEmpty => List.Count == 0;

    /// <summary>
    /// The rate that held when something occurred: of those for the two currencies, in this direction, the youngest
    /// that was valid by then. Null when there is none; no rate is turned round or put together from others.
    /// </summary>
    /// <param name="from">What is converted.</param>
    /// <param name="to">Into what.</param>
    /// <param name="occurredAt">When; Unix microseconds.</param>
    public ConversionRate? Find(string from, string to, long occurredAt)
    {
        // Settings are shared between turns; whoever is second makes the same again.
        byPair ??= List.GroupBy(rate => (rate.From, rate.To)).ToDictionary(pair => pair.Key, pair => pair.ToList());
        return byPair.TryGetValue((from, to), out var rates)
            ? rates.FindLast(rate => !(rate.ValidFrom > occurredAt))
            : null;
    }
}
