namespace Byway.Transactions;

/// <summary>
/// What reports about a dispute come to, in whatever order they arrive: opened comes before lost, and lost before won,
/// so a late report never undoes what is known. Pure.
/// </summary>
public static class DisputeRule
{
    /// <summary>The status after a further report.</summary>
    /// <param name="known">The status so far; null for none.</param>
    /// <param name="reported">The status reported.</param>
    public static string StatusOf(string? known, string reported) =>
        known is not null && RankOf(known) > RankOf(reported) ? known : reported;

    /// <summary>
    /// The amount after a further report. The report of the later status is right about it; one that names no amount
    /// says nothing about it.
    /// </summary>
    /// <param name="known">The amount so far in micros, and the status that came with it; null for none.</param>
    /// <param name="reported">The status reported.</param>
    /// <param name="amount">The amount reported in micros; null for none.</param>
    public static (long Amount, string? By) AmountOf((long Amount, string? By) known, string reported, long? amount) =>
        amount is { } said && (known.By is null || RankOf(reported) >= RankOf(known.By)) ? (said, reported) : known;

    private static int RankOf(string status) =>
        status switch
        {
            DisputeStatus.Won => 2,
            DisputeStatus.Lost => 1,
            _ => 0,
        };
}
