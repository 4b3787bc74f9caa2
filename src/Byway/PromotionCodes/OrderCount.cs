using Byway.Transactions;
using Byway.Turns;

namespace Byway.PromotionCodes;

/// <summary>
/// How many sales of a customer stand, for codes of a first order. Asked only for these, and never far: one is enough.
/// </summary>
public static class OrderCount
{
    // What a turn takes back is subtracted from the answer, so so many more are looked for.
    private const string Ask =
        "select count(*) from (select 1 from transactions where program_id = @ProgramId and customer_number = @Number "
        + "and archived_at is null and deleted_at is null and is_credit = 0 limit 260) as standing";

    /// <summary>The count, without the sale at hand.</summary>
    /// <param name="turn">The turn.</param>
    /// <param name="customer">The customer's number.</param>
    /// <param name="sale">The sale at hand, as it is stored; null when it is not yet the customer's.</param>
    public static long Of(Turn turn, long customer, Transaction? sale)
    {
        var count = turn.CountOf(NameOf(turn, customer), Ask, new { turn.Program.ProgramId, Number = customer });
        return sale is { IsLive: true } ? count - 1 : count;
    }

    /// <summary>Keeps the count up within the turn.</summary>
    /// <param name="turn">The turn.</param>
    /// <param name="sale">The sale.</param>
    /// <param name="change">1 or −1.</param>
    public static void Add(Turn turn, Transaction sale, long change)
    {
        if (sale.CustomerNumber is { } customer)
        {
            turn.AddToCount(NameOf(turn, customer), change);
        }
    }

    private static string NameOf(Turn turn, long customer) => $"orders {turn.Program.ProgramId} {customer}";
}
