using Byway.Rates;
using Byway.Signals;
using Byway.Values;

namespace Byway.Journal;

/// <summary>Decisions as one plain sentence, made from the stored decision alone.</summary>
public static class DecisionSentence
{
    /// <summary>The sentence.</summary>
    /// <param name="decision">The decision.</param>
    /// <param name="owners">Ids of partners and customers by number.</param>
    public static string Of(Decision decision, IReadOnlyDictionary<long, string> owners)
    {
        var signals = Signal.HoldingIn(decision.Evidence);
        var computed = (decision.Arithmetic ?? []).Select(each => Of(each, signals));
        var isSaidByTheSums =
            decision.Code is DecisionCode.Rewarded or DecisionCode.RewardGiven or DecisionCode.GivenByHand
            && decision.Arithmetic is { Count: > 0 };
        return string.Join(" ", isSaidByTheSums ? computed : computed.Prepend(Plain(decision, owners)));
    }

    private static string Plain(Decision decision, IReadOnlyDictionary<long, string> owners) =>
        decision.Code switch
        {
            DecisionCode.Rewarded => "A reward was earned.",
            DecisionCode.RewardGiven => "The request said what is earned.",
            DecisionCode.GivenByHand => "A reward was given by hand.",
            DecisionCode.Attributed => Bound(decision, owners),
            DecisionCode.CustomerNotReferred => "Nobody referred the customer, so nobody is rewarded.",
            DecisionCode.CustomerUnknown =>
                "No customer has this key yet. The sale waits and is decided when the sign-up comes.",
            DecisionCode.CustomerErased => "The customer was erased, so the sale counts for nobody.",
            DecisionCode.CustomerProvisional => "The customer awaits the sign-up. The sale is decided when it comes.",
            DecisionCode.PartnerKeyUnknown => "The referral key, id or e-mail leads to nobody in this program.",
            DecisionCode.PartnerKeyMalformed => "What stood for the referral key cannot be one.",
            DecisionCode.PartnerInactive =>
                "The partner is not active at present, so the event does not count for it.",
            DecisionCode.AlreadyBound => "The customer was bound before, and a customer is bound once.",
            DecisionCode.Reassigned => Reassigned(decision, owners),
            DecisionCode.Unbound => "The program's owner said that the customer belongs to nobody.",
            DecisionCode.Merged => "Two records of one customer were merged; later sales find the one that stands.",
            DecisionCode.CustomerSuspended => "The customer is suspended or archived, so the sale earns nothing.",
            DecisionCode.EarningPeriodOver => OfRule(decision, DecisionCode.EarningPeriodOver) is { } over
                ? $"The time during which {over} rewards this customer's sales is over."
                : "The time during which this customer earns a reward is over.",
            DecisionCode.NotRewardable => "The request said that this sale earns nothing.",
            DecisionCode.SelfReferral =>
                "Buyer and referrer have the same e-mail address; the program does not reward that.",
            DecisionCode.RewardIsZero => OfRule(decision, "resolved") is { } zero
                ? $"By {zero} this earns nothing."
                : "The program gives nothing for this.",
            DecisionCode.Done => "Done as asked.",
            DecisionCode.Reversed => "The sale was taken back, and its rewards with it.",
            DecisionCode.PartlyReversed =>
                "A part of the sale was refunded, and the same part of its rewards was taken back.",
            DecisionCode.Restored => "The sale stands again, and its rewards with it.",
            DecisionCode.TransactionUnknown => "The sale is not known yet. The refund or dispute waits for it.",
            DecisionCode.Disputed =>
                "The sale is disputed. Until that is settled, as much of its rewards is taken back.",
            DecisionCode.DisputeWon => "The dispute was won; the sale stands as far as it was not refunded.",
            DecisionCode.DisputeLost => "The dispute was lost; what it took back stays taken back.",
            DecisionCode.RefundExceedsSale =>
                "More was refunded than the sale had left; what is beyond the sale does not count.",
            DecisionCode.RepeatedLate =>
                "The same request came again more than a day later and was answered as before.",
            DecisionCode.AlreadyReported =>
                "Another request had reported this invoice, charge or order; it is one sale.",
            DecisionCode.Released => "The review period is over; the rewards are payable.",
            DecisionCode.Credited => "Value was put on the balance by hand.",
            DecisionCode.RewardApproved => "The review period was ended by hand; the reward is payable.",
            DecisionCode.SignalsCleared => "What signals held was approved by hand; the review period goes on.",
            DecisionCode.HeldForReview => "A signal holds what was earned until the owner approves or rejects it.",
            DecisionCode.RewardRejected => "The reward was rejected by hand.",
            DecisionCode.PayoutRequested =>
                "What was payable, in whole minor units, was set aside for a payout; the rest stays on the balance.",
            DecisionCode.PayoutApproved => "The payout was approved by hand.",
            DecisionCode.PayoutPaid => "The payout was made.",
            DecisionCode.PayoutRejected => "The payout was rejected by hand; its amount is payable again.",
            DecisionCode.MilestoneReached => "The subscriber has brought as many others as the milestone asks for.",
            DecisionCode.WebhookGone => "The receiver answered 410: it is gone for good, and is sent nothing more.",
            DecisionCode.WebhookFailing =>
                "The receiver has failed for five days. Events wait until the webhook is active again.",
            _ => OfEvidence(decision.Code),
        };

    /// <summary>What is told of clicks, promotion codes and partner keys; of sign-ups it is the decision.</summary>
    private static string OfEvidence(string code) =>
        code switch
        {
            DecisionCode.ClickUnknown => "There is no such click in this program.",
            DecisionCode.ClickTooOld => "The click is older than the program's window, so it does not count.",
            DecisionCode.ClickAfterSignUp => "The click came after the sign-up, so it did not bring it.",
            DecisionCode.ClickBot => "The click was a machine's, so it does not count.",
            DecisionCode.PromotionCodeUnknown => "Nobody has made this promotion code here.",
            DecisionCode.PromotionCodeInactive => "The promotion code or its coupon is switched off.",
            DecisionCode.PromotionCodeExpired => "The promotion code or its coupon had ended by then.",
            DecisionCode.PromotionCodeUsedUp => "The promotion code or its coupon was redeemed as often as it may be.",
            DecisionCode.PromotionCodeNotForCustomer => "The promotion code is for other customers.",
            DecisionCode.PromotionCodeNotFirstOrder => "The promotion code is for a customer's first order.",
            DecisionCode.PromotionCodeUsedBefore =>
                "The customer has used the promotion code's coupon before, and its time is over.",
            DecisionCode.PromotionCodeBelowMinimum => "The order does not reach the promotion code's least amount.",
            DecisionCode.PromotionCodeWithoutPartner => "The promotion code is bound to no partner.",
            DecisionCode.PromotionCodeShared =>
                "The promotion code is bound to several partners, so nobody can say whose sale it is.",
            DecisionCode.CustomerBased => "The program goes by customers; a sale's partner key counts for nothing.",
            _ => code,
        };

    private static string Bound(Decision decision, IReadOnlyDictionary<long, string> owners)
    {
        var found = decision.Evidence?.FirstOrDefault(evidence => evidence.Verdict == "resolved");
        var who = found?.Leads is { } owner ? owners.GetValueOrDefault(owner) : null;
        return $"{found?.Field ?? "The request"} leads to {who ?? "somebody"}, to whom the customer belongs "
            + "from now on.";
    }

    private static string Reassigned(Decision decision, IReadOnlyDictionary<long, string> owners)
    {
        string? Who(string verdict) =>
            decision.Evidence?.FirstOrDefault(evidence => evidence.Verdict == verdict)?.Leads is { } owner
                ? owners.GetValueOrDefault(owner) ?? "somebody"
                : null;
        return $"Reassigned by the program's owner: the customer belonged to {Who("noted") ?? "nobody"}, and belongs "
            + $"to {Who("resolved")} from now on. Earlier sales stay as they were.";
    }

    private static string Of(Arithmetic arithmetic, string? signals)
    {
        var result = $"{Micros.ToText(Math.Abs(arithmetic.Result))} {arithmetic.Unit}";
        if (arithmetic.Rule is "reversal" or "rejection")
        {
            var verb = arithmetic.Result <= 0 ? "taken back" : "given again";
            return $"{result} of reward {arithmetic.Reward} {verb}.";
        }

        if (arithmetic.Rule == "by_hand")
        {
            return $"{result}, given by hand; payable now.";
        }

        var when =
            signals is not null ? $"held until it is approved ({signals.Replace(",", ", ", StringComparison.Ordinal)})"
            : arithmetic.HeldUntil is { } until ? $"payable from {UtcMicros.ToDay(until)}"
            : "payable now";
        return arithmetic.Rule == "given" ? $"{Share(arithmetic, result)}, version {arithmetic.Version}; {when}."
            : arithmetic.Rule == "default"
                ? $"{Share(arithmetic, result)}, by the program's default, version {arithmetic.Version}; {when}."
            : $"{Share(arithmetic, result)} by {arithmetic.Rule}{Quoted(arithmetic.Name)}, version "
                + $"{arithmetic.Version}; {when}.";
    }

    private static string Share(Arithmetic arithmetic, string result)
    {
        var how = arithmetic switch
        {
            { Rule: "given" } => $"{result} as the request said",
            { PartsPerMillion: { } parts, Base: { } amount, Rate: { } rate } =>
                $"{Micros.ToText(new Percent(parts).PercentMicros)} % of {Micros.ToText(amount)} "
                    + Converted(amount, parts, rate)
                    + $" is {result}"
                    + Cut(arithmetic),
            { PartsPerMillion: { } parts, Base: { } amount, Share: { } share } =>
                $"{Micros.ToText(new Percent(parts).PercentMicros)} % of {Micros.ToText(amount)}"
                    // A share in points is of a sale in another unit, which the entry's own rows tell.
                    + $"{(new Unit(arithmetic.Unit).IsCurrency ? $" {arithmetic.Unit}" : "")} is "
                    + $"{Micros.ToText(share)} {arithmetic.Unit}"
                    + Cut(arithmetic, result),
            { Rule: "default" } => $"{result} for each sale" + Cut(arithmetic),
            _ => result + Cut(arithmetic),
        };
        return how
            + arithmetic.Side switch
            {
                "referred" => " for the referred customer",
                "level" => $" for the partner {arithmetic.Level} above",
                _ => "",
            };
    }

    /// <summary>What rounding and the cap made of it; the cap has the last word.</summary>
    private static string Cut(Arithmetic arithmetic, string? result = null)
    {
        var to = result is null ? "" : $" to {result}";
        return arithmetic.IsCapped ? $", cut{to} by its cap"
            : arithmetic.IsRoundedUp ? $", rounded up{to}"
            : "";
    }

    /// <summary>The first rule with a verdict; null where the default decided.</summary>
    private static string? OfRule(Decision decision, string verdict) =>
        decision
            .Evidence?.FirstOrDefault(evidence =>
                evidence.Verdict == verdict && evidence.Field.StartsWith("rule ", StringComparison.Ordinal)
            )
            ?.Field;

    /// <summary>
    /// The share before it was converted is told where micros can tell it exactly: rounding happens once, at the end.
    /// </summary>
    private static string Converted(long amount, long share, ConversionRate rate)
    {
        var (before, rest) = Int128.DivRem((Int128)amount * share, Micros.PerWhole);
        return rate.From
            + (rest == 0 && before <= Micros.Largest ? $" is {Micros.ToText((long)before)} {rate.From}" : "")
            + $", at {rate.Text} {rate.To} per {rate.From}";
    }

    private static string Quoted(string? name) => name is null ? "" : $" '{name}'";
}
