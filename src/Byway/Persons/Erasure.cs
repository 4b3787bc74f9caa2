using Byway.Customers;
using Byway.Http;
using Byway.Journal;
using Byway.Storage;
using Byway.Turns;

namespace Byway.Persons;

/// <summary>
/// That somebody was erased, and by which entry. Whoever decides again from what is stored sees here whose requests
/// are gone.
/// </summary>
public sealed record Erasure
{
    /// <summary>Its table.</summary>
    public static readonly Table<Erasure> Table = new Table<Erasure>("erasures", Read)
        .Number("program_id", row => row.ProgramId)
        .Number("person", row => row.Person)
        .Number("sequence", row => row.Sequence)
        .Number("erased_at", row => row.ErasedAt)
        .Key(row => new(row.ProgramId, row.Person), ("program_id", KeyPart.Program), ("person", KeyPart.A));

    /// <summary>The program.</summary>
    public required long ProgramId { get; init; }

    /// <summary>The partner, customer, lead or subscriber.</summary>
    public required long Person { get; init; }

    /// <summary>The entry.</summary>
    public required long Sequence { get; init; }

    /// <summary>Unix microseconds.</summary>
    public required long ErasedAt { get; init; }

    /// <summary>True when somebody was erased.</summary>
    /// <param name="turn">The turn.</param>
    /// <param name="person">The number.</param>
    public static bool Is(Turn turn, long person) => turn.Get(Table, person) is not null;

    /// <summary>True when what a caller has of a customer was the key of somebody who was erased.</summary>
    /// <param name="turn">The turn.</param>
    /// <param name="named">What the caller has.</param>
    public static bool Is(Turn turn, NamedCustomer named) =>
        named
            .Ids(turn.IsAffiliate)
            .Any(key => Claims.Find(turn, ClaimKind.Customer, key) is { } claim && Is(turn, claim.Number));

    /// <summary>The refusal of a key that belonged to somebody who was erased.</summary>
    /// <param name="path">Where the key stands in the request.</param>
    public static Answer Refuse(string path) =>
        Answer.Fault(
            path,
            "This key belonged to a customer who was erased, and is not used again.",
            RefusalCode.KeyErased
        );

    private static Erasure Read(RowReader row) =>
        new()
        {
            ProgramId = row.Number(0),
            Person = row.Number(1),
            Sequence = row.Number(2),
            ErasedAt = row.Number(3),
        };
}
