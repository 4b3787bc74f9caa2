using Byway.Balances;
using Byway.Customers;
using Byway.Storage;
using Byway.Turns;

namespace Byway.Transactions;

/// <summary>A referred customer who has bought; made with the first sale, so that paying customers need no counting.
/// </summary>
public sealed record Buyer
{
    /// <summary>Its table.</summary>
    public static readonly Table<Buyer> Table = new Table<Buyer>("buyers", Read)
        .Number("program_id", row => row.ProgramId)
        .Number("number", row => row.Number)
        .Number("since", row => row.Since)
        .Key(row => new(row.ProgramId, row.Number), ("program_id", KeyPart.Program), ("number", KeyPart.A))
        .Remembered(_ => true);

    /// <summary>The program.</summary>
    public required long ProgramId { get; init; }

    /// <summary>The customer's number.</summary>
    public required long Number { get; init; }

    /// <summary>When the first sale was booked; Unix microseconds.</summary>
    public required long Since { get; init; }

    /// <summary>Counts a customer who buys for the first time since somebody referred it.</summary>
    /// <param name="turn">The turn.</param>
    /// <param name="customer">Who buys; null while unknown.</param>
    public static void Count(Turn turn, Customer? customer)
    {
        if (customer?.ReferredBy is not null && turn.Get(Table, customer.Number) is null)
        {
            turn.Put(
                Table,
                new()
                {
                    ProgramId = customer.ProgramId,
                    Number = customer.Number,
                    Since = turn.Now,
                }
            );
            Tally.Add(turn, Tally.Paying);
        }
    }

    /// <summary>Counts one buyer where two customers turn out to be one.</summary>
    /// <param name="turn">The turn.</param>
    /// <param name="duplicate">The record that is no more.</param>
    /// <param name="survivor">The record that stands.</param>
    public static void Merge(Turn turn, long duplicate, long survivor)
    {
        if (turn.Get(Table, duplicate) is not { } bought)
        {
            return;
        }

        if (turn.Get(Table, survivor) is null)
        {
            turn.Put(Table, bought with { Number = survivor });
        }
        else
        {
            Tally.Add(turn, Tally.Paying, -1);
        }
    }

    private static Buyer Read(RowReader row) =>
        new()
        {
            ProgramId = row.Number(0),
            Number = row.Number(1),
            Since = row.Number(2),
        };
}
