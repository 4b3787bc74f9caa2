using Byway.Storage;

namespace Byway.Tests;

/// <summary>What must hold in the ledger at any moment, asked of the database itself.</summary>
public static class Books
{
    private static readonly (string Fault, string Sql)[] Checks =
    [
        (
            "the postings of a program and unit do not add up to zero",
            """
            select b.program_id from balances b join postings p on p.program_id = b.program_id and p.balance = b.number
            group by b.program_id, b.unit having sum(p.amount) <> 0
            """
        ),
        (
            "the postings of an entry and unit do not add up to zero",
            """
            select b.program_id from balances b join postings p on p.program_id = b.program_id and p.balance = b.number
            group by b.program_id, p.sequence, b.unit having sum(p.amount) <> 0
            """
        ),
        (
            "a balance is not the sum and number of its postings",
            """
            select b.program_id from balances b
            left join postings p on p.program_id = b.program_id and p.balance = b.number
            group by b.program_id, b.number, b.amount, b.postings
            having coalesce(sum(p.amount), 0) <> b.amount or count(p.position) <> b.postings
            """
        ),
        (
            "a balance is not what its last posting says",
            """
            select b.program_id from balances b
            left join postings p
                on p.program_id = b.program_id and p.balance = b.number and p.position = b.postings
            where p.balance_after is null or p.balance_after <> b.amount or p.hash <> b.hash
            """
        ),
        (
            "a posting does not continue from the one before",
            """
            select p.program_id from postings p
            left join postings q
                on q.program_id = p.program_id and q.balance = p.balance and q.position = p.position - 1
            where p.balance_after <> coalesce(q.balance_after, 0) + p.amount
                or (q.position is null and p.position <> 1)
            """
        ),
        (
            "a posting belongs to no balance or no entry",
            """
            select p.program_id from postings p
            left join balances b on b.program_id = p.program_id and b.number = p.balance
            left join journal_entries e on e.program_id = p.program_id and e.sequence = p.sequence
            where b.number is null or e.sequence is null
            """
        ),
        (
            "the journal's sequence has a gap",
            """
            select h.program_id from program_heads h
            left join journal_entries e on e.program_id = h.program_id
            group by h.program_id, h.sequence
            having count(e.sequence) <> h.sequence or coalesce(max(e.sequence), 0) <> h.sequence
            """
        ),
        (
            "an entry has no personal half",
            """
            select e.program_id from journal_entries e
            left join entry_personal p on p.program_id = e.program_id and p.sequence = e.sequence
            where p.sequence is null
            """
        ),
        (
            "a sale was taken back otherwise than its refunds and disputes count",
            """
            select t.program_id from transactions t
            left join refunds r on r.program_id = t.program_id and r.transaction_number = t.number
            group by t.program_id, t.number, t.refunded_amount, t.amount
            having t.refunded_amount <> coalesce(sum(r.counted_amount), 0) or t.refunded_amount > t.amount
            """
        ),
        (
            "a transaction key is claimed by two sales in a program that forbids it",
            """
            select t.program_id from transactions t
            join program_heads h on h.program_id = t.program_id
            join program_versions v on v.program_id = h.program_id and v.version = h.version
            where t.has_merchant_key = 1 and t.deleted_at is null
                and v.settings not like '%"allow_repeated_transaction_keys":true%'
            group by t.program_id, t.key having count(*) > 1
            """
        ),
    ];

    /// <summary>Every fault, as a sentence with the program's number.</summary>
    public static async Task<IReadOnlyList<string>> Faults(Database database)
    {
        var faults = new List<string>();
        foreach (var (fault, sql) in Checks)
        {
            faults.AddRange((await database.Query<long>(sql)).Select(program => $"Program {program}: {fault}."));
        }

        return faults;
    }
}
