using System.Text.Json.Serialization;
using Byway.Values;

namespace Byway.Rates;

/// <summary>A program's rates as they are read and set.</summary>
public sealed record RatesView
{
    /// <summary>The settings' version, of which the rates are a part; also the ETag.</summary>
    public required long Version { get; init; }

    /// <summary>Ordered by currencies and by from when they hold.</summary>
    public required IReadOnlyList<RateView> Rates { get; init; }

    /// <summary>The view of a version.</summary>
    /// <param name="version">The version.</param>
    /// <param name="rates">Its rates; null for none.</param>
    public static RatesView Of(long version, ConversionRates? rates) =>
        new() { Version = version, Rates = [.. (rates?.List ?? []).Select(RateView.Of)] };
}

/// <summary>One rate.</summary>
public sealed record RateView
{
    /// <summary>ISO 4217: what is converted.</summary>
    public required string From { get; init; }

    /// <summary>ISO 4217: into what.</summary>
    public required string To { get; init; }

    /// <summary>How much of the one is one whole of the other: an exact decimal as text.</summary>
    public required string Rate { get; init; }

    /// <summary>ISO 8601: from when it holds; left out for ever.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? ValidFrom { get; init; }

    /// <summary>A rate's view.</summary>
    /// <param name="rate">The rate.</param>
    public static RateView Of(ConversionRate rate) =>
        new()
        {
            From = rate.From,
            To = rate.To,
            Rate = rate.Text,
            ValidFrom = rate.ValidFrom is { } since ? UtcMicros.ToText(since) : null,
        };
}
