using Byway.Http;
using Byway.Journal;
using Byway.Programs;
using Byway.Storage;
using Byway.Turns;

namespace Byway.Transactions;

/// <summary>
/// Finds transactions by key; where keys may repeat, the newest that is not deleted. Deleted ones are not found.
/// </summary>
public static class TransactionFinder
{
    /// <summary>A transaction in a path.</summary>
    public static readonly FieldNote PathNote = FieldNote.Key(
        "key",
        "The transaction's key; where keys may repeat, the newest one's.",
        "order_1"
    );

    /// <summary>Inside a turn.</summary>
    /// <param name="turn">The turn.</param>
    /// <param name="key">The merchant's key or ours.</param>
    public static Transaction? Find(Turn turn, string key)
    {
        var next = Claims.Find(turn, ClaimKind.Transaction, key) is { ReleasedAt: null } claim
            ? claim.Number
            : (long?)null;
        while (next is { } number && turn.Get(Transaction.Table, number) is { } found)
        {
            if (found.DeletedAt is null)
            {
                return found;
            }

            next = found.PreviousNumber;
        }

        return null;
    }

    /// <summary>For reads.</summary>
    /// <param name="database">Where.</param>
    /// <param name="program">The program.</param>
    /// <param name="key">The merchant's key or ours.</param>
    public static async Task<Transaction?> Find(Database database, ReferralProgram program, string key)
    {
        var numbers = await ClaimFinder.Numbers(database, program, ClaimKind.Transaction, key);
        var next = numbers.Count == 0 ? (long?)null : numbers[0];
        while (next is { } number)
        {
            var found = await database.First(
                Transaction.Table,
                "where program_id = @ProgramId and number = @number",
                new { program.ProgramId, number }
            );
            if (found is null or { DeletedAt: null })
            {
                return found;
            }

            next = found.PreviousNumber;
        }

        return null;
    }
}
