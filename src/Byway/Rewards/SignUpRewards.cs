using Byway.Customers;
using Byway.Journal;
using Byway.Signals;
using Byway.Transactions;
using Byway.Turns;

namespace Byway.Rewards;

/// <summary>What a sign-up earns, in its own turn and entry.</summary>
public static class SignUpRewards
{
    /// <summary>
    /// Decides and books the rewards of a sign-up, before it is counted; null where no rule rewards sign-ups.
    /// </summary>
    /// <param name="turn">The turn.</param>
    /// <param name="customer">The customer, bound or not.</param>
    /// <param name="isNewlyBound">False when it was bound, and counted, before.</param>
    public static Decision? Earn(Turn turn, Customer customer, bool isNewlyBound)
    {
        // Signals hold the bonuses of goals too.
        var mayEarn =
            turn.Settings.Rules is { } rules
            && (rules.Needs.RewardsSignUps || (rules.Goals.Count > 0 && turn.Settings.Fraud is not null));
        if (!mayEarn || customer.ReferredBy is null)
        {
            return null;
        }

        // Facts
        var facts = SaleFacts.Of(turn, customer, customer.CreatedAt);
        if (isNewlyBound)
        {
            facts = facts with { Fraud = SignalBook.WithSignUp(turn, facts.Fraud, customer) };
        }

        // Decision
        var verdict = RewardRule.DecideSignUp(facts);

        // Effects
        var arithmetic = verdict
            .Rewards.Select(earned =>
                RewardPostings.Book(turn, earned, RewardPart.SignUp, customer.CreatedAt).Arithmetic
            )
            .ToList();
        return new()
        {
            Code = verdict.Code,
            Evidence = [.. verdict.Asked, .. verdict.Signals],
            Arithmetic = arithmetic,
        };
    }

    /// <summary>The sign-up's decision with what it earned, and with bonuses of goals it reached.</summary>
    /// <param name="attribution">Whom the customer was bound to, and why.</param>
    /// <param name="earned">What it earned.</param>
    /// <param name="bonuses">Goals.</param>
    public static Decision Explain(Decision attribution, Decision? earned, IReadOnlyList<Arithmetic> bonuses) =>
        (
            earned is null
                ? attribution
                : attribution with
                {
                    Evidence = [.. attribution.Evidence ?? [], .. earned.Evidence ?? []],
                }
        ).With([.. earned?.Arithmetic ?? [], .. bonuses]);
}
