namespace Byway.Values;

/// <summary>A percentage in parts per million: 30 % is 300,000.</summary>
/// <param name="PartsPerMillion">0 to 1,000,000 and beyond.</param>
public readonly record struct Percent(long PartsPerMillion)
{
    private const long MicrosPerPart = 100;

    /// <summary>
    /// From a number of percent in micros (30 % = 30,000,000); a part per million is the smallest step.
    /// </summary>
    /// <param name="percentMicros">Percent × 10⁶.</param>
    public static Percent OfMicros(long percentMicros) => new(Micros.MultiplyDivide(percentMicros, 1, MicrosPerPart));

    /// <summary>The percentage as micros of a percent, for writing.</summary>
    public long PercentMicros => PartsPerMillion * MicrosPerPart;

    /// <summary>This share of an amount, half to even to the micro.</summary>
    /// <param name="amountMicros">The amount in micros.</param>
    public long Of(long amountMicros) => Micros.MultiplyDivide(amountMicros, PartsPerMillion, Micros.PerWhole);
}
