using Byway.Programs;
using Byway.Rewards;
using Byway.Signals;
using Byway.Transactions;

namespace Byway.Journal;

/// <summary>
/// Whether the signals of a decision hold what it earned, and nothing else does; and whether each of them says
/// something under the settings it names. What a signal saw is taken from the decision: counts as they ran are not
/// made again.
/// </summary>
public static class SignalCheck
{
    /// <summary>What is wrong with an entry; null for nothing.</summary>
    /// <param name="body">The entry.</param>
    /// <param name="rows">The rows it wrote.</param>
    /// <param name="settings">The thresholds in force.</param>
    public static string? FaultOf(EntryBody body, IReadOnlyList<object> rows, FraudSettings? settings)
    {
        var evidence = (body.Decision.Evidence ?? []).Where(IsSignal).ToList();
        foreach (var signal in evidence)
        {
            var name = signal.Field[Signal.Field.Length..];
            var limit = FraudRule.LimitOf(name, settings ?? FraudSettings.None);
            if (
                !FraudRule.IsOn(name, settings ?? FraudSettings.None)
                || limit != signal.Limit
                || (limit is { } bound && !FraudRule.IsBeyond(name, signal.Seen ?? 0, bound))
            )
            {
                return $"{name} gives no signal in version {body.Version}";
            }
        }

        if (UnverifiedFault(body, rows, evidence) is { } unverified)
        {
            return unverified;
        }

        var names = Signal.HoldingIn(evidence);
        return rows.OfType<Reward>()
            .Where(reward => reward.Sequence == body.Sequence)
            .Where(reward => reward.Signals != names || (names is not null && reward.HeldUntil is not null))
            .Select(reward => $"reward {reward.Number} is held by {reward.Signals ?? "none"}, not {names ?? "none"}")
            .FirstOrDefault();
    }

    /// <summary>What a browser reported is held, and nothing else is held for that reason.</summary>
    private static string? UnverifiedFault(EntryBody body, IReadOnlyList<object> rows, List<Evidence> signals)
    {
        var isHeld = signals.Exists(signal => signal.Field == Signal.Field + SignalName.Unverified);
        var isReported = body.Kind switch
        {
            EntryKind.TransactionCreated or EntryKind.TransactionSettled => rows.OfType<Transaction>()
                .Any(sale => sale.Number == body.Subject && sale.IsUnverified),
            EntryKind.CustomerCreated => body.Actor == Caller.Browser,
            _ => false,
        };
        var earns = rows.OfType<Reward>().Any(reward => reward.Sequence == body.Sequence);
        return isHeld && !isReported ? $"{SignalName.Unverified} is of what browsers report"
            : isReported && earns && !isHeld ? $"what a browser reported is not held by {SignalName.Unverified}"
            : null;
    }

    /// <summary>True for evidence that is a signal, and no evidence about who referred anybody.</summary>
    /// <param name="evidence">The evidence.</param>
    public static bool IsSignal(Evidence evidence) =>
        evidence.Field.StartsWith(Signal.Field, StringComparison.Ordinal);
}
