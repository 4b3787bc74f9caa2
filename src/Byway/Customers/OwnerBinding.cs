using Byway.Storage;
using Byway.Turns;

namespace Byway.Customers;

/// <summary>
/// That the program's owner decided whom a customer is bound to. Nothing but the owner changes it any more, and for
/// whom the sign-up was counted stays as it was.
/// </summary>
public sealed record OwnerBinding
{
    /// <summary>
    /// Days on which customers were bound to <c>@owner</c>, as they were counted: what was bound by hand afterwards
    /// changes nothing of it.
    /// </summary>
    public const string SignUpsSql =
        "select day, cast(sum(bound) as bigint) from (select c.bound_at / 86400000000 as day, count(*) as bound "
        + "from customers c where c.program_id = @ProgramId and c.referred_by = @owner and c.bound_at is not null "
        + "and not exists (select 1 from owner_bindings b where b.program_id = c.program_id "
        + "and b.customer = c.number) group by c.bound_at / 86400000000 union all "
        + "select counted_at / 86400000000 as day, count(*) as bound from owner_bindings "
        + "where program_id = @ProgramId and counted_for = @owner group by counted_at / 86400000000) as counted "
        + "group by day";

    /// <summary>Its table.</summary>
    public static readonly Table<OwnerBinding> Table = new Table<OwnerBinding>("owner_bindings", Read)
        .Number("program_id", row => row.ProgramId)
        .Number("customer", row => row.Customer)
        .Number("counted_for", row => row.CountedFor)
        .Number("counted_at", row => row.CountedAt)
        .Number("decided_at", row => row.DecidedAt)
        .Number("sequence", row => row.Sequence)
        .Key(row => new(row.ProgramId, row.Customer), ("program_id", KeyPart.Program), ("customer", KeyPart.A));

    /// <summary>The program.</summary>
    public required long ProgramId { get; init; }

    /// <summary>The customer.</summary>
    public required long Customer { get; init; }

    /// <summary>For whom its sign-up was counted; null when it was not.</summary>
    public long? CountedFor { get; init; }

    /// <summary>When; Unix microseconds.</summary>
    public long? CountedAt { get; init; }

    /// <summary>When the owner decided last; Unix microseconds.</summary>
    public required long DecidedAt { get; init; }

    /// <summary>The entry of that.</summary>
    public required long Sequence { get; init; }

    /// <summary>Of a customer; null when the owner never decided.</summary>
    /// <param name="turn">The turn.</param>
    /// <param name="customer">The customer.</param>
    public static OwnerBinding? Of(Turn turn, Customer customer) => turn.Get(Table, customer.Number);

    /// <summary>True when the owner has said that a customer belongs to nobody: no evidence binds it.</summary>
    /// <param name="turn">The turn.</param>
    /// <param name="customer">The customer; null while unknown.</param>
    public static bool IsUnbound(Turn turn, Customer? customer) =>
        customer is { ReferredBy: null } && Of(turn, customer) is not null;

    /// <summary>Notes that the entry at hand decides.</summary>
    /// <param name="turn">The turn.</param>
    /// <param name="before">The customer as it was.</param>
    /// <param name="after">The customer as it is from now on.</param>
    /// <param name="isCounted">True when its sign-up is counted now, for whom it is bound to.</param>
    public static void Note(Turn turn, Customer before, Customer after, bool isCounted)
    {
        var known = Of(turn, before);
        turn.Put(
            Table,
            new()
            {
                ProgramId = turn.Program.ProgramId,
                Customer = after.Number,
                CountedFor =
                    isCounted ? after.ReferredBy
                    : known is not null ? known.CountedFor
                    : before.ReferredBy,
                CountedAt =
                    isCounted ? after.BoundAt
                    : known is not null ? known.CountedAt
                    : before.BoundAt,
                DecidedAt = turn.Now,
                Sequence = turn.NextNumber,
            }
        );
    }

    private static OwnerBinding Read(RowReader row) =>
        new()
        {
            ProgramId = row.Number(0),
            Customer = row.Number(1),
            CountedFor = row.NumberOrNull(2),
            CountedAt = row.NumberOrNull(3),
            DecidedAt = row.Number(4),
            Sequence = row.Number(5),
        };
}
