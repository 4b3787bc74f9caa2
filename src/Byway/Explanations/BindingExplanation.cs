using Byway.Customers;
using Byway.Journal;

namespace Byway.Explanations;

/// <summary>Which entry says whom a customer is bound to.</summary>
public static class BindingExplanation
{
    /// <summary>
    /// The last entry that bound the customer to somebody else than before; for one who was never bound, the last
    /// sign-up.
    /// </summary>
    /// <param name="told">The entries about the customer, oldest first.</param>
    public static (JournalEntry Entry, EntryBody Body) Deciding(
        IReadOnlyList<(JournalEntry Entry, EntryBody Body)> told
    )
    {
        long? bound = null;
        (JournalEntry, EntryBody) deciding = default;
        foreach (var entry in told)
        {
            var now = KnownState
                .RowsOf(entry.Body, personalRows: null)
                .OfType<Customer>()
                .LastOrDefault(row => row.Number == told[0].Body.Subject)
                ?.ReferredBy;
            var isSignUp = entry.Body.Kind is EntryKind.CustomerCreated or EntryKind.CustomerCompleted;
            if ((now is not null && now != bound) || (isSignUp && bound is null))
            {
                deciding = entry;
            }

            bound = now ?? bound;
        }

        return deciding;
    }
}
