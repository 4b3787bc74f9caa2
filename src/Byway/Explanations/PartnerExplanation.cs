using Byway.Journal;
using Byway.Rewards;
using Byway.Values;

namespace Byway.Explanations;

/// <summary>
/// The redacted form of an explanation. It is put together of what partners may know, never by leaving things out of
/// the full form: what nobody thought of is not in it.
/// </summary>
public static class PartnerExplanation
{
    /// <summary>What is told of a sale or reward.</summary>
    /// <param name="deciding">The entry that decided; null when it is not known.</param>
    /// <param name="own">The person's own rewards.</param>
    /// <param name="told">The entries about those rewards, oldest first.</param>
    public static PartnerExplanationView Of(
        EntryBody? deciding,
        IReadOnlyList<Reward> own,
        IReadOnlyList<(JournalEntry Entry, EntryBody Body)> told
    )
    {
        var numbers = own.Select(reward => reward.Number).ToHashSet();
        IReadOnlyList<Arithmetic> sums = deciding is null
            ? []
            : OwnIn(deciding, numbers).Where(sum => sum.Rule != "reversal").ToList();
        return new()
        {
            Code = deciding is null ? DecisionCode.Done : CodeOf(deciding),
            Sentence = deciding is null
                ? string.Join(" ", own.Select(RewardStanding.Sentence))
                : PartnerSentence.Of(deciding.Decision, sums),
            OccurredAt = deciding is null ? null : UtcMicros.ToText(deciding.OccurredAt),
            DecidedAt = deciding is null ? null : UtcMicros.ToText(deciding.BookedAt),
            Arithmetic = EntryViews.Sums(new() { Code = DecisionCode.Rewarded, Arithmetic = sums }),
            Rewards = [.. own.Select(View)],
            History =
            [
                .. told.Where(entry => entry.Body.Sequence != deciding?.Sequence)
                    .Select(entry => new PartnerHistoryView(
                        UtcMicros.ToText(entry.Body.BookedAt),
                        CodeOf(entry.Body),
                        PartnerSentence.Of(entry.Body.Decision, OwnIn(entry.Body, numbers))
                    )),
            ],
        };
    }

    private static string CodeOf(EntryBody body) =>
        PartnerSentence.IsTold(body.Decision.Code) ? body.Decision.Code : DecisionCode.Done;

    private static List<Arithmetic> OwnIn(EntryBody body, HashSet<long> numbers) =>
        [.. (body.Decision.Arithmetic ?? []).Where(sum => numbers.Contains(sum.Reward))];

    private static PartnerRewardView View(Reward reward) =>
        new()
        {
            Number = reward.Number,
            Amount = Micros.ToText(reward.Amount),
            ReversedAmount = Micros.ToText(reward.ReversedAmount),
            StandingAmount = Micros.ToText(reward.StandingAmount),
            Unit = reward.Unit,
            Status = reward.Status,
            HeldUntil = reward.HeldUntil is { } until ? UtcMicros.ToText(until) : null,
            Paid = reward.IsPaid,
            Sentence = RewardStanding.Sentence(reward),
        };
}
