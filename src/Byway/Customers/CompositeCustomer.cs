using Byway.Journal;
using Byway.Storage;
using Byway.Turns;

namespace Byway.Customers;

/// <summary>
/// That a customer is one buyer's record with one partner, in programs that attribute by transactions. The buyer's own
/// key stands in it hashed only, so that erasing the buyer finds all records.
/// </summary>
public sealed record CompositeCustomer
{
    /// <summary>Its table.</summary>
    public static readonly Table<CompositeCustomer> Table = new Table<CompositeCustomer>("composite_customers", Read)
        .Number("program_id", row => row.ProgramId)
        .Number("number", row => row.Number)
        .Text("base_hash", row => row.BaseHash)
        .Number("partner", row => row.Partner)
        .Key(row => new(row.ProgramId, row.Number), ("program_id", KeyPart.Program), ("number", KeyPart.A));

    /// <summary>All records of a buyer.</summary>
    public static readonly LookUp<CompositeCustomer> ByBase = Table.By(
        row => new(row.ProgramId, Text: row.BaseHash),
        ("program_id", KeyPart.Program),
        ("base_hash", KeyPart.Text)
    );

    /// <summary>The program.</summary>
    public required long ProgramId { get; init; }

    /// <summary>The customer's number.</summary>
    public required long Number { get; init; }

    /// <summary>The buyer's own key, hashed like every claim.</summary>
    public required string BaseHash { get; init; }

    /// <summary>The partner for whom it was made.</summary>
    public required long Partner { get; init; }

    /// <summary>The key of a buyer's record: <c>{customer}__pkey_{partner}</c>.</summary>
    /// <param name="customer">The buyer's key.</param>
    /// <param name="partner">The partner's key.</param>
    public static string KeyOf(string customer, string partner) => $"{customer}__pkey_{partner}";

    /// <summary>A buyer's record with a partner; null when there is none.</summary>
    /// <param name="turn">The turn.</param>
    /// <param name="customer">The buyer's key.</param>
    /// <param name="partner">The partner's number.</param>
    /// <param name="partnerKey">The partner's key.</param>
    public static Customer? Find(Turn turn, string customer, long partner, string partnerKey)
    {
        foreach (var row in turn.Find(ByBase, text: turn.HashOf(ClaimKind.Customer, customer)))
        {
            if (row.Partner == partner && turn.Get(Customer.Table, row.Number) is { DeletedAt: null } record)
            {
                return record;
            }
        }

        return
            Claims.Find(turn, ClaimKind.Customer, KeyOf(customer, partnerKey)) is { ReleasedAt: null } claim
            && turn.Get(Customer.Table, claim.Number) is { DeletedAt: null } own
            ? own
            : null;
    }

    /// <summary>Notes a record, before the entry that makes it.</summary>
    /// <param name="turn">The turn.</param>
    /// <param name="customer">The buyer's key.</param>
    /// <param name="partner">The partner's number.</param>
    public static void Note(Turn turn, string customer, long partner) =>
        turn.Put(
            Table,
            new()
            {
                ProgramId = turn.Program.ProgramId,
                Number = turn.NextNumber,
                BaseHash = turn.HashOf(ClaimKind.Customer, customer),
                Partner = partner,
            }
        );

    private static CompositeCustomer Read(RowReader row) =>
        new()
        {
            ProgramId = row.Number(0),
            Number = row.Number(1),
            BaseHash = row.Text(2),
            Partner = row.Number(3),
        };
}
