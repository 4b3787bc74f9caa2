using Byway.Customers;
using Byway.Journal;
using Byway.Rewards;
using Byway.Transactions;
using Byway.Values;

namespace Byway.Explanations;

/// <summary>Which entry decided a sale, and what those who earned by it are told.</summary>
public static class SaleExplanation
{
    /// <summary>The entry that decided: the sale's own, or the one that settled it when its sign-up came.</summary>
    /// <param name="told">The entries about it and its rewards.</param>
    /// <param name="sale">The sale.</param>
    public static (JournalEntry Entry, EntryBody Body) Deciding(ToldEntries told, Transaction sale) =>
        told.Of(ToldEntries.Of(sale))
            .LastOrDefault(entry =>
                entry.Body.Subject == sale.Number
                && entry.Body.Kind is EntryKind.TransactionCreated or EntryKind.TransactionSettled
            );

    /// <summary>What whoever the sale counts for is told of it.</summary>
    /// <param name="told">The entries about it and its rewards.</param>
    /// <param name="sale">The sale.</param>
    /// <param name="rewards">Its rewards, everybody's.</param>
    /// <param name="decided">What the owner has said of its customer; null for nothing.</param>
    public static PartnerExplanationView ForWhomItCounts(
        ToldEntries told,
        Transaction sale,
        IEnumerable<Reward> rewards,
        OwnersWord? decided
    )
    {
        var deciding = Deciding(told, sale).Body;
        var own = rewards.Where(reward => reward.Beneficiary == sale.ReferredBy).ToList();
        return PartnerExplanation.Of(deciding, own, own.Count == 0 ? [] : told.Of(own.Select(ToldEntries.Of))) with
        {
            Binding = deciding is null ? null : decided?.Sentence(sale, deciding),
        };
    }
}
