using System.Text.Json.Serialization;
using Byway.Values;

namespace Byway.Rates;

/// <summary>What one whole of a currency is worth in another, as the merchant says. Exact.</summary>
public sealed record ConversionRate
{
    /// <summary>What a rate is counted in: 10⁻¹².</summary>
    public const long PerOne = 1_000_000_000_000;

    /// <summary>The largest rate, in whole units.</summary>
    public const long MostWhole = 9_000_000;

    /// <summary>ISO 4217: what is converted.</summary>
    public required string From { get; init; }

    /// <summary>ISO 4217: into what.</summary>
    public required string To { get; init; }

    /// <summary>So much of <see cref="To"/> is one whole of <see cref="From"/>, × 10¹².</summary>
    public required long Picos { get; init; }

    /// <summary>From when it holds, Unix microseconds, by when a sale occurred; null for ever.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? ValidFrom { get; init; }

    /// <summary>The rate as people write it: <c>1.0843</c>.</summary>
    [JsonIgnore]
    public string Text => RateText.Of(Picos);

    /// <summary>An amount in the other currency, half to even to the micro.</summary>
    /// <param name="amount">Micros of <see cref="From"/>.</param>
    public long Of(long amount) => Of(amount, Micros.PerWhole);

    /// <summary>
    /// A share of an amount in the other currency, rounded once, half to even to the micro. What no balance can hold
    /// comes out as just beyond that.
    /// </summary>
    /// <param name="amount">Micros of <see cref="From"/>; not negative.</param>
    /// <param name="partsPerMillion">The share.</param>
    public long Of(long amount, long partsPerMillion)
    {
        // The product of all three can need 150 bits. Where the outcome fits a balance it needs 123.
        var share = (Int128)amount * partsPerMillion;
        var scale = (Int128)Micros.PerWhole * PerOne;
        if (share > Micros.Largest * scale / Picos)
        {
            return Micros.Largest + 1;
        }

        var (quotient, rest) = Int128.DivRem(share * Picos, scale);
        var isMore = rest * 2 > scale || (rest * 2 == scale && Int128.IsOddInteger(quotient));
        return (long)quotient + (isMore ? 1 : 0);
    }
}
