using Byway.Journal;
using Byway.Values;

namespace Byway.Customers;

/// <summary>
/// Which clicks count for a sign-up: those within the program's window, and of these the last or the first. Pure. A
/// key without a time is vouched for by whoever sends it, and no window is looked at.
/// </summary>
/// <param name="At">When the sign-up occurred; Unix microseconds.</param>
/// <param name="WindowDays">Days from a click to the sign-up within which it counts.</param>
/// <param name="Model"><c>last_click</c> or <c>first_click</c>.</param>
public sealed record ClickRule(long At, long WindowDays, string Model)
{
    /// <summary>The verdict about a good click beside which another one counts.</summary>
    public const string Superseded = "superseded";

    // The merchant's clock is another one than ours: a click may seem to follow its sign-up.
    private const long ToleranceMicros = 3600 * UtcMicros.PerSecond;

    /// <summary>True for evidence that is a recorded click, by its path.</summary>
    /// <param name="path">Where it stands in the request.</param>
    public static bool IsClick(string path) =>
        path.EndsWith("click_id", StringComparison.Ordinal)
        || path.EndsWith("bw_click", StringComparison.Ordinal)
        || path.Contains("click_ids.", StringComparison.Ordinal)
        || path.Contains("visitor.", StringComparison.Ordinal);

    /// <summary>What is to be said of each candidate because of clicks; null for nothing.</summary>
    /// <param name="candidates">The evidence, in order.</param>
    public IReadOnlyList<string?> Verdicts(IReadOnlyList<Candidate> candidates)
    {
        var verdicts = candidates.Select(FaultOf).ToList();
        var counts = -1;
        for (var at = 0; at < candidates.Count; at++)
        {
            if (
                IsClick(candidates[at].Path)
                && candidates[at].IsActive
                && verdicts[at] is null
                && (counts < 0 || IsBetter(candidates[at], candidates[counts]))
            )
            {
                if (counts >= 0)
                {
                    verdicts[counts] = Superseded;
                }

                counts = at;
            }
            else if (counts >= 0 && IsClick(candidates[at].Path) && candidates[at].IsActive && verdicts[at] is null)
            {
                verdicts[at] = Superseded;
            }
        }

        return verdicts;
    }

    private bool IsBetter(Candidate one, Candidate other) =>
        Model == "first_click" ? one.ClickedAt < other.ClickedAt : one.ClickedAt >= other.ClickedAt;

    private string? FaultOf(Candidate candidate)
    {
        var isClick = IsClick(candidate.Path);
        if (isClick && (candidate.Owner is null || !candidate.IsWellFormed))
        {
            return DecisionCode.ClickUnknown;
        }

        if (isClick && candidate.IsBot)
        {
            return DecisionCode.ClickBot;
        }

        return candidate.ClickedAt is not { } at || candidate.Owner is null ? null
            : at > At + ToleranceMicros ? DecisionCode.ClickAfterSignUp
            // The longest window in microseconds would be no number any more.
            : (At - at - 1) / UtcMicros.PerDay >= WindowDays ? DecisionCode.ClickTooOld
            : null;
    }
}
