using Byway.Customers;
using Byway.Journal;
using Byway.Storage;
using Byway.Transactions;
using Byway.Values;

namespace Byway.Explanations;

/// <summary>That the owner has said to whom the customer of a sale belongs, and to whom it belongs now.</summary>
/// <param name="Binding">What was said last.</param>
/// <param name="ReferredBy">To whom the customer belongs; null for nobody.</param>
public sealed record OwnersWord(OwnerBinding Binding, long? ReferredBy)
{
    /// <summary>What the owner has said of the customers of sales, by the sales' numbers.</summary>
    /// <param name="database">Where.</param>
    /// <param name="program">The program.</param>
    /// <param name="sales">The sales.</param>
    public static async Task<IReadOnlyDictionary<long, OwnersWord>> On(
        Database database,
        long program,
        IReadOnlyList<Transaction> sales
    )
    {
        var customers = sales.Select(sale => sale.CustomerNumber).OfType<long>().Distinct().ToList();
        if (customers.Count == 0)
        {
            return new Dictionary<long, OwnersWord>();
        }

        var of = new { program, customers };
        var rows = await database.List(
            OwnerBinding.Table,
            "where program_id = @program and customer in @customers",
            of
        );
        var owners = (
            await database.Query<(long Number, long? Owner)>(
                "select number, referred_by from customers where program_id = @program and number in @customers",
                of
            )
        ).ToDictionary(row => row.Number, row => row.Owner);
        var words = rows.ToDictionary(row => row.Customer, row => new OwnersWord(row, owners[row.Customer]));
        return sales
            .Where(sale => sale.CustomerNumber is { } customer && words.ContainsKey(customer))
            .ToDictionary(sale => sale.Number, sale => words[sale.CustomerNumber!.Value]);
    }

    /// <summary>
    /// What whoever a sale counts for is told of it; null when it changed nothing for them, as when a promotion code
    /// brought the sale, or when the customer belongs to them as before.
    /// </summary>
    /// <param name="sale">The sale.</param>
    /// <param name="deciding">The entry that decided it.</param>
    public string? Sentence(Transaction sale, EntryBody deciding)
    {
        var day = UtcMicros.ToDay(Binding.DecidedAt);
        var isEarlier = Binding.Sequence < deciding.Sequence;
        var isTheirs = ReferredBy == sale.ReferredBy;
        return isEarlier && isTheirs
                ? $"Reassigned by the program's owner on {day}: the customer's sales count for you since then."
            : !isEarlier && !isTheirs
                ? $"Reassigned by the program's owner on {day}: "
                    + "later sales of the customer do not count as this one did."
            : null;
    }
}
