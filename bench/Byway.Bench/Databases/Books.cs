using System.Globalization;
using Byway.Bench.Servers;

namespace Byway.Bench.Databases;

/// <summary>
/// Checks all that a measured database holds: each sale once, each reward exact, the books balanced.
/// </summary>
internal static class Books
{
    // Each counts what must not be there, in program 1. Grouped, because SQLite without statistics would scan all rewards
    // for each sale.
    private static readonly (string Fault, string Count)[] Rules =
    [
        (
            "journal entries missing",
            """
            select (select sequence from program_heads where program_id = 1)
                - (select count(*) from journal_entries where program_id = 1)
            """
        ),
        (
            "journal entries without their erasable half",
            """
            select (select count(*) from journal_entries where program_id = 1)
                - (select count(*) from entry_personal where program_id = 1)
            """
        ),
        (
            "sales without a claim on their key",
            """
            select (select count(*) from transactions where program_id = 1)
                - (select count(*) from claims where program_id = 1 and kind = 2)
            """
        ),
        (
            "sales with another amount",
            "select count(*) from transactions where program_id = 1 and (amount <> @SaleMicros or unit <> 'USD')"
        ),
        (
            "sales without their reward, or with a wrong one",
            """
            select count(*) from transactions t
            join customers c on c.program_id = t.program_id and c.number = t.customer_number
            left join (
                select transaction_number, min(amount) as amount, min(beneficiary) as beneficiary
                from rewards where program_id = 1 and unit = 'USD' and status = 'ok' group by transaction_number
            ) r on r.transaction_number = t.number
            where t.program_id = 1 and (
                r.amount is null or r.amount <> @RewardMicros
                or r.beneficiary <> c.referred_by or t.referred_by <> c.referred_by
            )
            """
        ),
        (
            "rewards beyond one a sale",
            """
            select (select count(*) from rewards where program_id = 1)
                - (select count(*) from transactions where program_id = 1)
            """
        ),
        (
            "micros of reward beyond 20 % of the sales",
            """
            select (select coalesce(cast(sum(amount) as bigint), 0) from rewards where program_id = 1)
                - (select count(*) from transactions where program_id = 1) * @RewardMicros
            """
        ),
        (
            "micros by which postings miss zero",
            "select coalesce(cast(sum(amount) as bigint), 0) from postings where program_id = 1"
        ),
        (
            "micros by which balances miss zero",
            "select coalesce(cast(sum(amount) as bigint), 0) from balances where program_id = 1"
        ),
        (
            "balances that are not the sum of their postings",
            """
            select count(*) from balances b
            left join (
                select balance, cast(sum(amount) as bigint) as amount, count(*) as postings, max(position) as last
                from postings where program_id = 1 group by balance
            ) p on p.balance = b.number
            where b.program_id = 1 and (
                p.balance is null or b.amount <> p.amount or b.postings <> p.postings or b.postings <> p.last
            )
            """
        ),
        (
            "partners whose balance is not the sum of their rewards",
            """
            select count(*) from (
                select beneficiary, cast(sum(amount) as bigint) as amount
                from rewards where program_id = 1 group by beneficiary
            ) r
            left join balances b on b.program_id = 1 and b.owner = r.beneficiary
                and b.account = 'payable' and b.unit = 'USD'
            where b.number is null or b.amount <> r.amount
            """
        ),
        (
            "sales by which the program's totals are wrong",
            """
            select abs(coalesce(cast(sum(sales) as bigint), 0)
                    - (select count(*) from transactions where program_id = 1))
                + abs(coalesce(cast(sum(rewarded_sales) as bigint), 0)
                    - (select count(*) from rewards where program_id = 1))
                + abs(coalesce(cast(sum(reward_amount) as bigint), 0) - (
                    select coalesce(cast(sum(amount) as bigint), 0) from rewards where program_id = 1
                ))
            from totals where program_id = 1 and owner = 0 and unit = 'USD'
            """
        ),
    ];

    /// <summary>What is wrong; nothing when all adds up.</summary>
    /// <param name="server">The server whose database it is.</param>
    public static async Task<IReadOnlyList<string>> FaultsOf(ServerProcess server)
    {
        var faults = new List<string>();
        var amounts = new { BenchDatabase.SaleMicros, BenchDatabase.RewardMicros };
        foreach (var (fault, count) in Rules)
        {
            var found = (await server.Query<long>(count, amounts))[0];
            if (found != 0)
            {
                faults.Add(string.Create(CultureInfo.InvariantCulture, $"{server.Database.Name}: {found} {fault}"));
            }
        }

        return faults;
    }

    /// <summary>How many sales there are.</summary>
    /// <param name="server">The server whose database it is.</param>
    public static async Task<long> SalesIn(ServerProcess server) =>
        (await server.Query<long>("select count(*) from transactions where program_id = 1"))[0];
}
