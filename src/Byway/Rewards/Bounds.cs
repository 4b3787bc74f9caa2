namespace Byway.Rewards;

/// <summary>A range, half-open: from (included) until (excluded); null is open.</summary>
/// <param name="From">The least value that is in it.</param>
/// <param name="Until">The least value that is beyond it.</param>
public sealed record Bounds(long? From, long? Until)
{
    /// <summary>True for a value in it.</summary>
    /// <param name="value">The value.</param>
    public bool Holds(long value) => !(value < From) && !(value >= Until);

    /// <summary>True when every value of the other range is in this one.</summary>
    /// <param name="other">The other; null is everything.</param>
    public bool Covers(Bounds? other) =>
        (From is not { } from || other?.From >= from) && (Until is not { } until || other?.Until <= until);

    /// <summary>
    /// True when the two share values and neither covers the other: one of them is probably mistyped.
    /// </summary>
    /// <param name="other">The other.</param>
    public bool Straddles(Bounds other) =>
        !Covers(other) && !other.Covers(this) && !(other.Until <= From) && !(Until <= other.From);
}
