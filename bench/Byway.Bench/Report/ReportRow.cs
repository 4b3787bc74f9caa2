using System.Globalization;
using Byway.Bench.Load;

namespace Byway.Bench.Report;

/// <summary>One line of the table, as text.</summary>
/// <param name="Cells">One for each of <see cref="Titles"/>.</param>
internal sealed record ReportRow(params IReadOnlyList<string> Cells)
{
    /// <summary>The table's head.</summary>
    public static readonly IReadOnlyList<string> Titles =
    [
        "what",
        "connections",
        "measured",
        "of the ceiling",
        "p50 ms",
        "p99 ms",
        "not 2xx",
        "in the database",
    ];

    /// <summary>A case's line.</summary>
    /// <param name="load">The case.</param>
    /// <param name="ceiling">The ceiling at the same connections.</param>
    public static ReportRow Of(LoadCase load, LoadCase ceiling) =>
        new(
            load.Label,
            Number(load.Connections),
            $"{Number(load.Rate())} {(load.Sales == 1 ? "requests" : "sales")}/s",
            load == ceiling ? "1" : Ratio(load.RatioTo(ceiling)),
            Milliseconds(load.MedianMs()),
            Milliseconds(load.P99Ms()),
            Refusals(load),
            !load.IsStored ? "nothing, as meant"
                : load.Faults.Count == 0 ? "✓"
                : "✗"
        );

    /// <summary>A line with one figure.</summary>
    /// <param name="what">What it is.</param>
    /// <param name="measured">The figure with its unit.</param>
    public static ReportRow Of(string what, string measured) => new(what, "", measured, "", "", "", "", "");

    /// <summary>A line with times.</summary>
    /// <param name="what">What it is.</param>
    /// <param name="measured">The figure with its unit.</param>
    /// <param name="times">Milliseconds.</param>
    public static ReportRow Of(string what, string measured, IReadOnlyList<double> times) =>
        new(what, "", measured, "", Milliseconds(Figures.Median(times)), Milliseconds(Figures.P99(times)), "", "");

    /// <summary>A whole number with separators.</summary>
    /// <param name="value">The number.</param>
    public static string Number(double value) => value.ToString("#,0", CultureInfo.InvariantCulture);

    /// <summary>A ratio with two digits.</summary>
    /// <param name="value">The ratio.</param>
    public static string Ratio(double value) => value.ToString("0.00", CultureInfo.InvariantCulture);

    /// <summary>Milliseconds, with a digit more where they are few.</summary>
    /// <param name="value">Milliseconds.</param>
    public static string Milliseconds(double value) =>
        value.ToString(value < 10 ? "0.00" : "#,0.0", CultureInfo.InvariantCulture);

    private static string Refusals(LoadCase load)
    {
        var (refused, broken) = (load.Runs.Sum(run => run.Refused), load.Runs.Sum(run => run.Broken));
        return broken == 0 ? Number(refused) : $"{Number(refused)} + {Number(broken)} broken";
    }
}
