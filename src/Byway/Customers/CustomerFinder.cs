using Byway.Http;
using Byway.Journal;
using Byway.Links;
using Byway.Programs;
using Byway.Storage;
using Byway.Turns;
using Byway.Values;

namespace Byway.Customers;

/// <summary>Finds customers by what callers have of them. Deleted ones are not found.</summary>
public static class CustomerFinder
{
    /// <summary>
    /// By merchant key or id (former ones too), else referral key, else e-mail, where the oldest counts.
    /// </summary>
    /// <param name="turn">The turn.</param>
    /// <param name="named">What the caller has.</param>
    public static Customer? Find(Turn turn, NamedCustomer named)
    {
        var found = Record(turn, named);
        return found is { DeletedAt: not null } ? MergedCustomer.Standing(turn, found.Number) : found;
    }

    /// <summary>
    /// The same, but a record that was merged into another one is found as itself, if that one stands.
    /// </summary>
    /// <param name="turn">The turn.</param>
    /// <param name="named">What the caller has.</param>
    public static Customer? Record(Turn turn, NamedCustomer named)
    {
        foreach (var text in named.Ids(turn.IsAffiliate))
        {
            if (
                Claims.Find(turn, ClaimKind.Customer, text) is { ReleasedAt: null } claim
                && Live(turn, claim.Number) is { } byId
            )
            {
                return byId;
            }
        }

        if (!turn.IsAffiliate)
        {
            foreach (var text in named.Keys)
            {
                if (
                    ReferralKeys.OwnerOfKey(turn, OwnerKind.Customer, text) is { } owner
                    && Live(turn, owner) is { } byKey
                )
                {
                    return byKey;
                }
            }
        }

        return (named.Email ?? named.Any) is not { } email
            ? null
            : turn.Find(Customer.ByEmail, text: Email.Folded(email))
                .OrderBy(customer => customer.DeletedAt is null ? 0 : 1)
                .ThenBy(customer => customer.Number)
                .FirstOrDefault(customer => Live(turn, customer.Number) is not null);
    }

    /// <summary>For reads, the same.</summary>
    /// <param name="database">Where.</param>
    /// <param name="program">The program.</param>
    /// <param name="named">What the caller has.</param>
    public static async Task<Customer?> Find(Database database, ReferralProgram program, NamedCustomer named)
    {
        var isAffiliate = program.Type == ProgramType.Affiliate;
        var numbers = new List<long>();
        foreach (var text in named.Ids(isAffiliate))
        {
            numbers.AddRange(await ClaimFinder.Numbers(database, program, ClaimKind.Customer, text));
        }

        if (!isAffiliate)
        {
            foreach (var text in named.Keys)
            {
                numbers.AddRange(
                    await ReferralKeyFinder.Owners(database, new(program.ProgramId), OwnerKind.Customer, null, text)
                );
            }
        }

        foreach (var number in numbers)
        {
            if (await MergedCustomer.Standing(database, program.ProgramId, number) is { } customer)
            {
                return customer;
            }
        }

        if ((named.Email ?? named.Any) is not { } email)
        {
            return null;
        }

        var of = new { program.ProgramId, email = Email.Folded(email) };
        return await database.First(
                Customer.Table,
                "where program_id = @ProgramId and email_folded = @email and deleted_at is null "
                    + "order by number limit 1",
                of
            )
            // Nobody has it any more; somebody who had it may have become somebody else.
            ?? await database.First(
                Customer.Table,
                "where program_id = @ProgramId and deleted_at is null and number in (select m.survivor "
                    + "from customers c join merged_customers m on m.program_id = c.program_id "
                    + "and m.number = c.number "
                    + "where c.program_id = @ProgramId and c.email_folded = @email) order by number limit 1",
                of
            );
    }

    /// <summary>The record, unless it is deleted or was merged into one that is.</summary>
    private static Customer? Live(Turn turn, long number) =>
        MergedCustomer.Standing(turn, number) is { DeletedAt: null } ? turn.Get(Customer.Table, number) : null;
}

/// <summary>How a caller names a customer.</summary>
/// <param name="Id">An id.</param>
/// <param name="Key">A key: the merchant's in affiliate programs, the referral key in refer-a-friend programs.</param>
/// <param name="Email">An address.</param>
/// <param name="Any">A path segment: one of the three.</param>
public sealed record NamedCustomer(string? Id, string? Key, string? Email, string? Any = null)
{
    /// <summary>A customer in a path.</summary>
    public static readonly FieldNote PathNote = FieldNote.Key(
        "key",
        "The customer's key (affiliate) or id (refer-a-friend); its referral key, a former key, or its e-mail do as "
            + "well. Of customers who share an e-mail it is the oldest.",
        "customer_1"
    );

    /// <summary>A customer in a body or a query: one of them is enough.</summary>
    public static readonly IReadOnlyList<FieldNote> Notes =
    [
        FieldNote.Key("key", "The merchant's key; in refer-a-friend programs the referral key.", "customer_1"),
        FieldNote.Key("id", "The id; in affiliate programs the same as the key.", "customer_1"),
        FieldNote.Text("email", "Its e-mail; of several customers the oldest.", "carl@example.net"),
    ];

    /// <summary>True when nothing was said.</summary>
    public bool IsEmpty => Id is null && Key is null && Email is null && Any is null;

    /// <summary>What may be a referral key.</summary>
    public IEnumerable<string> Keys => new[] { Key, Any }.OfType<string>();

    /// <summary>From fields <c>id</c>, <c>key</c> and <c>email</c>.</summary>
    /// <param name="fields">Where they stand.</param>
    public static NamedCustomer Of(Fields fields) => new(fields.Key("id"), fields.Key("key"), EmailOf(fields));

    /// <summary>The path's customer when there is one, else the body's.</summary>
    /// <param name="call">The call.</param>
    public static NamedCustomer Of(ApiCall call) =>
        call.Http.Request.RouteValues.ContainsKey("key")
            ? new(null, null, null, call.PathKey("key"))
            : Of(call.Fields);

    private static string? EmailOf(Fields fields) =>
        fields.Anything("email").ValueKind == System.Text.Json.JsonValueKind.Undefined
            ? fields.Text("email")
            : CustomerFields.EmailOf(fields);

    /// <summary>What may be the merchant's id, in the order in which it counts.</summary>
    /// <param name="isAffiliate">In affiliate programs the key is one.</param>
    public IEnumerable<string> Ids(bool isAffiliate) =>
        (isAffiliate ? new[] { Key, Id, Any } : [Id, Any, Key]).OfType<string>().Distinct(StringComparer.Ordinal);
}
