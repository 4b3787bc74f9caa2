using Byway.Customers;
using Byway.Integrations;
using Byway.Programs;
using Byway.PromotionCodes;
using Byway.Rewards;
using Byway.Transactions;

namespace Byway.Journal;

/// <content>Sales, sign-ups, actions, reversals.</content>
public sealed partial class Redecision
{
    private Break? OfSale(ReadEntry entry, Transaction sale)
    {
        var before = known.SaleOf(sale.Number);
        var expected = new DecisionText();
        var stored = DecisionText.Stored(entry.Decision, entry.Rows);
        var sold = facts.OfSale(
            sale,
            entry.Settings,
            entry.Now,
            rewards.RewardedSalesOf(sale.CustomerNumber ?? 0),
            entry.Evidence
        );
        if (facts.IsMailboxUnknown(sale.CustomerNumber, sale.ReferredBy))
        {
            Skip("whether buyer and referrer are one: the person was erased");
            sold = sold with { IsSelfReferral = entry.Decision.Code == DecisionCode.SelfReferral };
        }

        var asked = RewardRule.Decide(sold);
        ForWhom(expected, stored, entry, sale, asked);

        expected.Code = asked.Code;
        expected.Evidence(asked.Asked);
        foreach (var earned in asked.Rewards)
        {
            expected.Earn(earned, RewardPart.Of(earned), entry.Body.Version);
            // What was refunded or archived while the sale waited was taken back at once.
            var target = ReversalRule.TargetOf(earned.Amount, sale.Amount, sale.RefundedAmount, sale.IsLive);
            if (entry.Body.Kind == EntryKind.TransactionSettled && target != 0)
            {
                expected.Adjust(stored.NumberOf(expected.EarnedCount), -target);
            }
        }

        Billed(expected, stored, entry, sale);
        stored.Evidence(entry.Evidence.Skip(1).TakeLast(asked.Asked.Count));
        Goals(expected, entry, counts.Count(entry.Settings, entry.Now, before, known.After(sale, entry.Rows)));
        return Compared(expected, stored, facts.WhyUnknown(entry.Settings, sale.ReferredBy, entry.IsErased));
    }

    /// <summary>
    /// For whom the sale counts is decided again from what its partner key and promotion code led to; what came of the
    /// customer itself the reward's own code tells.
    /// </summary>
    private void ForWhom(
        DecisionText expected,
        DecisionText stored,
        ReadEntry entry,
        Transaction sale,
        RewardVerdict asked
    )
    {
        var evidence = entry.Evidence.SkipLast(asked.Asked.Count).ToList();
        var key = evidence.Find(each => each.Field.EndsWith("partner_key", StringComparison.Ordinal));
        var code = evidence.Find(each => each.Field == SaleAttributionDecision.CodeField);
        var customer = known.PersonOf(sale.CustomerNumber ?? 0);
        var attribution = SaleAttributionDecision.Of(
            new()
            {
                IsCustomerKnown = customer is not null,
                BoundTo = known.ReferrerOf(customer),
                PartnerKey = key is null ? null : KeyOf(key, entry.Settings),
                Code = code is null
                    ? null
                    : Judged(code, new(true, sale.CreatedAt, sale.CustomerNumber, customer?.ReferredBy)),
                IsCodeFirst = entry.Settings.PromotionCodeWins,
            }
        );
        expected.Evidence(attribution.Evidence("").Where(IsSaid));
        stored.Evidence(evidence.Where(IsSaid));
        expected.Say($"counts for {attribution.Owner ?? 0}");
        stored.Say($"counts for {sale.ReferredBy ?? 0}");

        // Sales of an erased customer's key, and of former versions, name the customer only.
        static bool IsSaid(Evidence each) => each.Field is not ("customer" or "customer.referred_by");
    }

    private Candidate Judged(Evidence evidence, CodeContext use) =>
        known.Codes.Judge(evidence, use, IsActive) ?? new(evidence.Field);

    private Candidate KeyOf(Evidence evidence, ProgramSettings inForce) =>
        CandidateOf(evidence) with
        {
            Fault = inForce.IsTransactionBased ? null : DecisionCode.CustomerBased,
        };

    private Candidate CandidateOf(Evidence evidence) =>
        new(
            evidence.Field,
            evidence.Verdict != DecisionCode.PartnerKeyMalformed,
            evidence.Leads,
            evidence.Leads is { } owner && IsActive(owner)
        )
        {
            ClickedAt = evidence.Fact,
            IsBot = evidence.Verdict == DecisionCode.ClickBot,
        };

    private bool IsActive(long owner) => known.PersonOf(owner)?.IsActive == true;

    private Break? OfReversal(ReadEntry entry, Transaction sale)
    {
        var before = known.SaleOf(sale.Number)!;
        var expected = new DecisionText();
        var stored = DecisionText.Stored(entry.Decision, entry.Rows);
        foreach (var reward in rewards.OfSale(sale.Number))
        {
            var target = reward.Target(
                ReversalRule.TargetOf(reward.Amount, sale.Amount, sale.RefundedAmount, sale.IsLive)
            );
            if (target != reward.Reversed)
            {
                expected.Adjust(reward.Number, reward.Reversed - target);
            }
        }

        Goals(expected, entry, counts.Count(entry.Settings, entry.Now, before, known.After(sale, entry.Rows)));
        var verdict = entry.Refund is { } refund
            ? RefundRule.Decide(
                sale.Amount,
                known.RefundsOf(sale.Number).Where(other => other.Number != refund.Number),
                refund.ToGivenBack()
            )
            : null;
        expected.Code =
            verdict?.Code
            ?? (
                expected.IsWithoutArithmetic ? DecisionCode.Done
                : sale.IsLive ? DecisionCode.Restored
                : DecisionCode.Reversed
            );
        expected.Say($"refunded {verdict?.Refunded ?? before.Refunded}");
        stored.Say($"refunded {sale.RefundedAmount}");
        Billed(expected, stored, entry, sale);
        return Compared(expected, stored);
    }

    /// <summary>
    /// What a billing provider told: a sale's amount is made again of what was charged, and what is refunded or
    /// disputed of it, of all that is known of the payment.
    /// </summary>
    private static void Billed(DecisionText expected, DecisionText stored, ReadEntry entry, Transaction sale)
    {
        if (
            entry.Body.Kind == EntryKind.TransactionCreated
            && entry.Settings.Integrations?.FirstOrDefault(each => each.Provider == sale.Source) is { } settings
            && entry.Body.Actor == $"integration:{sale.Source}"
        )
        {
            var amount = BillingRule.AmountOf(
                sale.GrossAmount ?? 0,
                sale.TaxAmount ?? 0,
                sale.ShippingAmount ?? 0,
                settings
            );
            expected.Say($"amount {amount}");
            stored.Say($"amount {sale.Amount}");
        }

        if (
            entry.Refund is { } told
            && entry.Rows.OfType<BillingPayment>().LastOrDefault(row => row.Sale == sale.Number) is { } payment
        )
        {
            expected.Say($"billed {payment.AmountOf(told.Number, sale)}");
            stored.Say($"billed {told.Amount}");
        }
    }

    /// <summary>
    /// What each piece of evidence led to is taken from the entry; whether that one counted, whom the customer is
    /// bound to for it, and what the sign-up earns, is decided again.
    /// </summary>
    private Break? OfSignUp(ReadEntry entry, Customer customer)
    {
        var (settings, now) = (entry.Settings, entry.Now);
        var boundBefore = known.PersonOf(customer.Number)?.ReferredBy;
        var expected = new DecisionText();
        var stored = DecisionText.Stored(entry.Decision, entry.Rows);
        var earns =
            !customer.IsProvisional
            && entry.Body.Kind != EntryKind.CustomerBound
            && customer.ReferredBy is not null
            && settings.Rules?.Needs.RewardsSignUps == true;
        IReadOnlyList<Evidence> asked = [];
        if (earns)
        {
            var verdict = RewardRule.DecideSignUp(FactsOf(entry, customer));
            asked = verdict.Asked;
            foreach (var earned in verdict.Rewards)
            {
                expected.Earn(earned, RewardPart.SignUp, entry.Body.Version);
            }
        }

        var evidence = entry.Evidence.SkipLast(asked.Count).ToList();
        var attribution = AttributionDecision.Of(
            [
                .. evidence.Select(each =>
                    known.Codes.Judge(each, UseIn(entry, customer, each), IsActive) ?? CandidateOf(each)
                ),
            ],
            boundBefore,
            new(entry.Body.OccurredAt, settings.AttributionWindowDays, settings.AttributionModel),
            boundBefore is null && known.Bindings.IsDecided(customer.Number)
        );
        expected.Code = attribution.Decision.Code;
        expected.Evidence([.. attribution.Decision.Evidence ?? [], .. asked]);
        stored.Evidence(entry.Evidence);
        expected.Say($"bound to {attribution.Owner ?? 0}");
        stored.Say($"bound to {customer.ReferredBy ?? 0}");
        if (customer.ReferredBy is { } bound && boundBefore is null)
        {
            Goals(expected, entry, counts.SignedUp(settings, now, bound, customer.BoundAt ?? now));
        }

        return Compared(expected, stored, earns ? WhyUnknown(entry, customer) : null);
    }

    /// <summary>
    /// The code of a sale that makes or binds a customer is judged as the sale's, of whose time the evidence tells.
    /// </summary>
    private CodeContext UseIn(ReadEntry entry, Customer customer, Evidence evidence)
    {
        var before = known.PersonOf(customer.Number);
        var soldAt = UsedCode.In(evidence)?.SoldAt;
        return new(
            soldAt is not null,
            soldAt ?? entry.Body.OccurredAt,
            before is null ? null : customer.Number,
            before?.ReferredBy
        );
    }

    /// <summary>What it was and how often it was done before is counted along; what its rows say must agree.</summary>
    private Break? OfAction(ReadEntry entry, ActionCount told)
    {
        var referrer = known.ReferrerOf(known.PersonOf(told.Owner));
        var expected = new DecisionText();
        var stored = DecisionText.Stored(entry.Decision, entry.Rows);
        var asked = facts.OfAction(told, entry.Settings, entry.Now, entry.Body.OccurredAt);
        if (facts.IsMailboxUnknown(told.Owner, referrer))
        {
            Skip("whether buyer and referrer are one: the person was erased");
            asked = asked with { IsSelfReferral = entry.Decision.Code == DecisionCode.SelfReferral };
        }

        var verdict = RewardRule.DecideAction(asked);
        expected.Code = verdict.Code;
        expected.Evidence([
            new("customer.referred_by", PostAction.EvidenceOf(verdict.Code), referrer),
            .. verdict.Asked,
        ]);
        stored.Evidence(entry.Evidence);
        foreach (var earned in verdict.Rewards)
        {
            expected.Earn(earned, RewardPart.Action, entry.Body.Version);
        }

        var whyUnknown = facts.WhyUnknown(entry.Settings, referrer, isErased: false);
        known.Actions.Count(told, referrer);
        foreach (var count in entry.Rows.OfType<ActionCount>())
        {
            expected.Say($"time {known.Actions.Of(count.Owner, count.Side, count.Action)} for {count.Owner}");
            stored.Say($"time {count.Happened} for {count.Owner}");
        }

        return Compared(expected, stored, whyUnknown);
    }

    private RewardFacts FactsOf(ReadEntry entry, Customer customer)
    {
        var signUp = facts.OfSignUp(customer, entry.Settings, entry.Now, entry.IsErased);
        return entry.IsErased || facts.IsMailboxUnknown(null, customer.ReferredBy)
            ? signUp with
            {
                // A sign-up that earned nothing leaves no code of its own: what it earned tells.
                IsSelfReferral = !entry.Rows.OfType<Reward>().Any(),
            }
            : signUp;
    }

    private string? WhyUnknown(ReadEntry entry, Customer customer) =>
        facts.WhyUnknown(entry.Settings, customer.ReferredBy, isErased: false)
        ?? (
            entry.IsErased || facts.IsMailboxUnknown(null, customer.ReferredBy)
                ? "whether the one who signed up and the referrer are one: the person was erased"
                : null
        );

    private void Goals(DecisionText expected, ReadEntry entry, IReadOnlyList<GoalStep> steps)
    {
        foreach (var step in steps)
        {
            if (step.IsEarned)
            {
                expected.Earn(step.Bonus, RewardPart.Goal, entry.Body.Version);
            }
            else if (rewards.BonusOf(step.Bonus.Beneficiary, step.Goal, step.Step) is { } bonus)
            {
                var target = bonus.Target(step.Stands ? 0 : bonus.Amount);
                if (target != bonus.Reversed)
                {
                    expected.Adjust(bonus.Number, bonus.Reversed - target);
                }
            }
        }
    }

    private Break? Compared(DecisionText expected, DecisionText stored, string? whyUnknown = null)
    {
        if (whyUnknown is not null)
        {
            Skip(whyUnknown);
            return null;
        }

        return Count(Break.If(place, "decision", expected.ToString(), stored.ToString()));
    }
}
