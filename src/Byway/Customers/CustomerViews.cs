using Byway.Http;
using Byway.Links;
using Byway.Programs;
using Byway.Storage;

namespace Byway.Customers;

/// <summary>Views of customers read outside a turn, with everything they name looked up in one go.</summary>
public static class CustomerViews
{
    /// <summary>Of an affiliate program.</summary>
    /// <param name="call">The call.</param>
    /// <param name="customers">The customers.</param>
    public static async Task<IReadOnlyList<CustomerView>> Of(ApiCall call, IReadOnlyList<Customer> customers)
    {
        var partners = (
            await call.Database.Query<(long Number, string Id)>(
                "select number, id from partners where program_id = @ProgramId and number in @numbers",
                new { call.Program.ProgramId, numbers = Referrers(customers) }
            )
        ).ToDictionary(row => row.Number, row => row.Id);
        return
        [
            .. customers.Select(customer =>
                CustomerView.Of(
                    customer,
                    customer.ReferredBy is { } number ? partners.GetValueOrDefault(number) : null
                )
            ),
        ];
    }

    /// <summary>Of a refer-a-friend program.</summary>
    /// <param name="call">The call.</param>
    /// <param name="customers">The customers.</param>
    public static async Task<IReadOnlyList<FriendView>> OfFriends(ApiCall call, IReadOnlyList<Customer> customers) =>
        await OfFriends(call.Database, await call.Settings(), call.Program.ProgramId, customers);

    /// <summary>Of a refer-a-friend program, where nobody has called.</summary>
    /// <param name="database">Where.</param>
    /// <param name="settings">For the links.</param>
    /// <param name="program">The program.</param>
    /// <param name="customers">The customers.</param>
    public static async Task<IReadOnlyList<FriendView>> OfFriends(
        Database database,
        ProgramSettings settings,
        long program,
        IReadOnlyList<Customer> customers
    )
    {
        var standing = await MergedCustomer.Standing(database, program, Referrers(customers));
        var referrers = (
            await database.List(
                Customer.Table,
                "where program_id = @program and number in @numbers",
                new { program, numbers = standing.Values.Distinct().ToList() }
            )
        ).ToDictionary(customer => customer.Number);
        var counts = await Counts(
            database,
            program,
            [.. customers.Select(customer => customer.Number), .. referrers.Keys]
        );
        var links = await LinkAddresses.Of(
            database,
            settings,
            program,
            customers.Concat(referrers.Values).Select(customer => (customer.Number, customer.ReferralKey ?? ""))
        );
        return
        [
            .. customers.Select(customer =>
                FriendView.Of(
                    customer,
                    settings,
                    counts.GetValueOrDefault(customer.Number),
                    customer.ReferredBy is { } number && referrers.TryGetValue(standing[number], out var referrer)
                        ? FriendView.Of(
                            referrer,
                            settings,
                            counts.GetValueOrDefault(referrer.Number),
                            null,
                            links[referrer.Number]
                        )
                        : null,
                    links[customer.Number]
                )
            ),
        ];
    }

    private static List<long> Referrers(IReadOnlyList<Customer> customers) =>
        [.. customers.Select(customer => customer.ReferredBy).OfType<long>().Distinct()];

    private static async Task<Dictionary<long, long>> Counts(
        Database database,
        long program,
        IReadOnlyList<long> owners
    ) =>
        (
            await database.Query<(long Owner, long Count)>(
                "select owner, cast(sum(sign_ups) as bigint) from totals where program_id = @program and "
                    + "owner in @owners group by owner",
                new { program, owners }
            )
        ).ToDictionary(row => row.Owner, row => row.Count);
}
