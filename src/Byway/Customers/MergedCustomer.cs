using Byway.Storage;
using Byway.Turns;

namespace Byway.Customers;

/// <summary>
/// That a customer's record was merged into another one. Its keys lead to that one; what it bought and earned stays
/// booked under its own number.
/// </summary>
/// <param name="ProgramId">The program.</param>
/// <param name="Number">The record that is no more.</param>
/// <param name="Survivor">The record that stands.</param>
/// <param name="MergedAt">Unix microseconds.</param>
public sealed record MergedCustomer(long ProgramId, long Number, long Survivor, long MergedAt)
{
    /// <summary>The most records that become one: some answers read all of them.</summary>
    public const int Most = 100;

    /// <summary>Its table.</summary>
    public static readonly Table<MergedCustomer> Table = new Table<MergedCustomer>("merged_customers", Read)
        .Number("program_id", row => row.ProgramId)
        .Number("number", row => row.Number)
        .Number("survivor", row => row.Survivor)
        .Number("merged_at", row => row.MergedAt)
        .Key(row => new(row.ProgramId, row.Number), ("program_id", KeyPart.Program), ("number", KeyPart.A));

    /// <summary>Those that were merged into one.</summary>
    public static readonly LookUp<MergedCustomer> BySurvivor = Table.By(
        row => new(row.ProgramId, row.Survivor),
        ("program_id", KeyPart.Program),
        ("survivor", KeyPart.A)
    );

    /// <summary>The customer of a number, or the one it was merged into; deleted ones too.</summary>
    /// <param name="turn">The turn.</param>
    /// <param name="number">The number.</param>
    public static Customer? Standing(Turn turn, long number)
    {
        var customer = turn.Get(Customer.Table, number);
        // Who stands was never merged, so that most look-ups are one.
        return customer is { DeletedAt: not null } && turn.Get(Table, number) is { } merged
            ? turn.Get(Customer.Table, merged.Survivor)
            : customer;
    }

    /// <summary>For reads, the same; deleted ones are not found.</summary>
    /// <param name="database">Where.</param>
    /// <param name="program">The program.</param>
    /// <param name="number">The number.</param>
    public static async Task<Customer?> Standing(Database database, long program, long number) =>
        await database.First(
            Customer.Table,
            "where program_id = @program and number = @number and deleted_at is null",
            new { program, number }
        )
        ?? await database.First(
            Customer.Table,
            "where program_id = @program and deleted_at is null and number in (select survivor from merged_customers "
                + "where program_id = @program and number = @number)",
            new { program, number }
        );

    /// <summary>For reads, of several: each number with itself, or with the number it was merged into.</summary>
    /// <param name="database">Where.</param>
    /// <param name="program">The program.</param>
    /// <param name="numbers">The numbers.</param>
    public static async Task<IReadOnlyDictionary<long, long>> Standing(
        Database database,
        long program,
        IReadOnlyList<long> numbers
    )
    {
        var merged = (
            await database.List(Table, "where program_id = @program and number in @numbers", new { program, numbers })
        ).ToDictionary(row => row.Number, row => row.Survivor);
        return numbers.Distinct().ToDictionary(number => number, number => merged.GetValueOrDefault(number, number));
    }

    /// <summary>Whom a customer's sales count for: who it is bound to, or who that one has become.</summary>
    /// <param name="turn">The turn.</param>
    /// <param name="customer">The customer; null while unknown.</param>
    public static long? ReferrerOf(Turn turn, Customer? customer) =>
        customer?.ReferredBy is not { } owner ? null
        : turn.IsAffiliate ? owner
        : Standing(turn, owner)?.Number ?? owner;

    /// <summary>A customer and all that were merged into it: under these numbers its history is booked.</summary>
    /// <param name="turn">The turn.</param>
    /// <param name="customer">The customer.</param>
    public static IReadOnlyList<long> Numbers(Turn turn, Customer customer) =>
        [customer.Number, .. turn.Find(BySurvivor, customer.Number).Select(merged => merged.Number).Order()];

    /// <summary>For reads, the same.</summary>
    /// <param name="database">Where.</param>
    /// <param name="program">The program.</param>
    /// <param name="number">The customer.</param>
    public static async Task<IReadOnlyList<long>> Numbers(Database database, long program, long number) =>
        [
            number,
            .. await database.Query<long>(
                "select number from merged_customers where program_id = @program and survivor = @number "
                    + "order by number",
                new { program, number }
            ),
        ];

    private static MergedCustomer Read(RowReader row) =>
        new(row.Number(0), row.Number(1), row.Number(2), row.Number(3));
}
