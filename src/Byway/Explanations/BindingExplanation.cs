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
        var isDecided = false;
        (JournalEntry, EntryBody) deciding = default;
        foreach (var entry in told)
        {
            var row = KnownState
                .RowsOf(entry.Body, personalRows: null)
                .OfType<Customer>()
                .LastOrDefault(row => row.Number == told[0].Body.Subject);
            if (row is null)
            {
                continue;
            }

            var isSignUp = entry.Body.Kind is EntryKind.CustomerCreated or EntryKind.CustomerCompleted;
            var isOwners = entry.Body.Kind is EntryKind.CustomerReassigned or EntryKind.CustomerRebound;
            if (
                isOwners
                || (row.ReferredBy is not null && row.ReferredBy != bound)
                || (isSignUp && row.ReferredBy is null && !isDecided)
            )
            {
                deciding = entry;
            }

            isDecided |= isOwners;
            bound = row.ReferredBy;
        }

        return deciding;
    }
}
