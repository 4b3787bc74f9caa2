using Byway.Journal;
using Byway.Signals;

namespace Byway.Explanations;

/// <summary>
/// Decisions in the words for whoever earned, or did not: nothing about customers, other partners, or how the merchant
/// looks for fraud. What is not in this list is told in general words only.
/// </summary>
public static class PartnerSentence
{
    private const string General = "It was decided by the program's rules.";

    private static readonly Dictionary<long, string> Nobody = [];

    private static readonly Dictionary<string, string> Words = new(StringComparer.Ordinal)
    {
        [DecisionCode.Rewarded] = "This earned nothing for you.",
        [DecisionCode.RewardGiven] = "This earned nothing for you.",
        [DecisionCode.CustomerNotReferred] = "Nobody is known to have referred the customer.",
        [DecisionCode.CustomerUnknown] = "The customer's sign-up has not come yet. It is decided when it comes.",
        [DecisionCode.CustomerProvisional] = "The customer's sign-up has not come yet. It is decided when it comes.",
        [DecisionCode.PartnerInactive] = "You were not active then, so it does not count for you.",
        [DecisionCode.CustomerSuspended] = "The program did not count this customer then.",
        [DecisionCode.EarningPeriodOver] = "The time during which this customer's sales earn you a reward is over.",
        [DecisionCode.NotRewardable] = "The program's owner said that this sale earns nothing.",
        [DecisionCode.SelfReferral] = "It looks like a purchase of your own, which the program does not reward.",
        [DecisionCode.RewardIsZero] = "The program's rules give nothing for this sale.",
        [DecisionCode.Reversed] = "The sale was taken back.",
        [DecisionCode.PartlyReversed] = "A part of the sale was refunded.",
        [DecisionCode.RefundExceedsSale] = "The sale was refunded.",
        [DecisionCode.Disputed] = "The payment of the sale is disputed.",
        [DecisionCode.DisputeWon] = "The dispute over the sale's payment was won.",
        [DecisionCode.DisputeLost] = "The dispute over the sale's payment was lost.",
        [DecisionCode.Restored] = "The sale stands again.",
        [DecisionCode.Released] = "The review period is over.",
        [DecisionCode.RewardApproved] = "The program's owner ended the review period.",
        [DecisionCode.RewardRejected] = "The program's owner rejected it.",
        [DecisionCode.PayoutPaid] = "It was paid out.",
        [DecisionCode.GivenByHand] = "The program's owner gave it by hand.",
    };

    /// <summary>True when partners are told this code; else it is <see cref="DecisionCode.Done"/> to them.</summary>
    /// <param name="code">A <see cref="DecisionCode"/>.</param>
    public static bool IsTold(string code) => Words.ContainsKey(code);

    /// <summary>The sentence.</summary>
    /// <param name="decision">The decision.</param>
    /// <param name="own">What was computed of one's own rewards.</param>
    public static string Of(Decision decision, IReadOnlyList<Arithmetic> own)
    {
        var held = HeldIn(decision);
        var isEarned = own.Any(sum => sum.Rule is not ("reversal" or "rejection"));
        var sums =
            own.Count == 0
                ? ""
                : DecisionSentence.Of(
                    new()
                    {
                        Code = DecisionCode.Rewarded,
                        Arithmetic = own,
                        Evidence = held,
                    },
                    Nobody
                );
        return isEarned ? sums : $"{Words.GetValueOrDefault(decision.Code, General)} {sums}".TrimEnd();
    }

    /// <summary>That something holds a reward, and not what; null when nothing does.</summary>
    /// <param name="decision">The decision.</param>
    public static IReadOnlyList<Evidence>? HeldIn(Decision decision) =>
        Signal.HoldingIn(decision.Evidence) is null
            ? null
            : [new(Signal.Field + "review", DecisionCode.HeldForReview)];
}
