using Byway.Customers;
using Byway.Programs;
using Byway.Transactions;
using Byway.Turns;

namespace Byway.Rewards;

/// <summary>
/// How many of a customer's sales have a standing reward, for programs that reward the first N. Asked only there, and
/// never further than N, so that
/// the other programs pay nothing for it and nobody pays for a long history.
/// </summary>
public static class RewardedSales
{
    private const string Ask =
        "select count(*) from (select 1 from transactions t join rewards r on r.program_id = t.program_id "
        + "and r.transaction_number = t.number and r.part = 'main' and r.status not in ('reversed', 'rejected') "
        + "where t.program_id = @ProgramId and t.customer_number = @Number limit @most) as standing";

    // What a turn takes back is subtracted from the answer, so so many more are looked for.
    private const long MostTakenBackInOneTurn = 256;

    /// <summary>The count before the sale at hand; 0 where the program does not ask.</summary>
    /// <param name="turn">The turn.</param>
    /// <param name="customer">The buyer; null while unknown.</param>
    public static long Before(Turn turn, Customer? customer)
    {
        if (customer is null || turn.IsCollecting || MostOf(turn.Settings) is not (> 0 and var most))
        {
            return 0;
        }

        return turn.CountOf(
            NameOf(turn, customer.Number),
            Ask,
            new
            {
                turn.Program.ProgramId,
                customer.Number,
                most = most + MostTakenBackInOneTurn,
            }
        );
    }

    /// <summary>Keeps the count up within the turn.</summary>
    /// <param name="turn">The turn.</param>
    /// <param name="sale">The sale.</param>
    /// <param name="change">1, −1 or 0.</param>
    public static void Add(Turn turn, Transaction sale, long change)
    {
        if (change != 0 && sale.CustomerNumber is { } customer && MostOf(turn.Settings) > 0)
        {
            turn.AddToCount(NameOf(turn, customer), change);
        }
    }

    /// <summary>The most that the program's default or any rule asks for.</summary>
    private static long MostOf(ProgramSettings settings) =>
        Math.Max(
            settings.EarningPeriod == "sales" ? settings.EarningPeriodLength ?? 0 : 0,
            settings.Rules?.Needs.MostRewardedSales ?? 0
        );

    private static string NameOf(Turn turn, long customer) => $"rewarded sales {turn.Program.ProgramId} {customer}";
}
