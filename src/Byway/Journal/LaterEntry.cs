using Byway.Customers;
using Byway.Rewards;
using Byway.Storage;
using Byway.Transactions;

namespace Byway.Journal;

/// <summary>
/// That an entry changed something after the entry that made it. A new thing has none of these, so a sale costs
/// nothing for it; what happened to it later is found without reading the journal through.
/// </summary>
/// <param name="ProgramId">The program.</param>
/// <param name="Kind">What was changed, one of <see cref="LaterKind"/>.</param>
/// <param name="Number">Its number.</param>
/// <param name="Sequence">The entry.</param>
public sealed record LaterEntry(long ProgramId, string Kind, long Number, long Sequence)
{
    /// <summary>Its table.</summary>
    public static readonly Table<LaterEntry> Table = new Table<LaterEntry>("later_entries", Read)
        .Number("program_id", row => row.ProgramId)
        .Text("kind", row => row.Kind)
        .Number("number", row => row.Number)
        .Number("sequence", row => row.Sequence)
        .Key(
            row => new(row.ProgramId, row.Number, row.Sequence, row.Kind),
            ("program_id", KeyPart.Program),
            ("kind", KeyPart.Text),
            ("number", KeyPart.A),
            ("sequence", KeyPart.B)
        );

    /// <summary>What an entry's row says about the thing it belongs to; null when the entry made it.</summary>
    /// <param name="row">A row that the entry writes.</param>
    /// <param name="sequence">The entry.</param>
    public static LaterEntry? Of(object row, long sequence)
    {
        var (program, kind, number, made) = row switch
        {
            Transaction sale => (sale.ProgramId, LaterKind.Transaction, sale.Number, sale.Number),
            Reward reward => (reward.ProgramId, LaterKind.Reward, reward.Number, reward.Sequence),
            Customer customer => (customer.ProgramId, LaterKind.Customer, customer.Number, customer.Number),
            _ => (0, "", 0, sequence),
        };
        return made == sequence ? null : new(program, kind, number, sequence);
    }

    private static LaterEntry Read(RowReader row) => new(row.Number(0), row.Text(1), row.Number(2), row.Number(3));
}

/// <summary>What a <see cref="LaterEntry"/> changed. The texts are stored and stable.</summary>
public static class LaterKind
{
    /// <summary>A customer.</summary>
    public const string Customer = "customer";

    /// <summary>A sale.</summary>
    public const string Transaction = "transaction";

    /// <summary>A reward.</summary>
    public const string Reward = "reward";
}
