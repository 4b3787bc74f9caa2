using System.Data.Common;

namespace Byway.Bench.Servers;

/// <summary>A balance as it stands.</summary>
/// <param name="Number">Its number.</param>
/// <param name="Amount">Micros.</param>
/// <param name="Postings">How many.</param>
/// <param name="Hash">Hash of the last one.</param>
internal sealed record StandingBalance(long Number, long Amount, long Postings, string Hash);

/// <summary>What booking one sale has to know, read under the lock.</summary>
internal sealed record SaleFacts
{
    /// <summary>Reads the head, $1 being the program. PostgreSQL needs <see cref="ForUpdate"/> behind it.</summary>
    public const string LockHead =
        "select sequence, hash, version, reward_number from program_heads where program_id = $1";

    /// <summary>What makes the read of the head a lock.</summary>
    public const string ForUpdate = " for no key update";

    /// <summary>Customer, partner, balances: $1 is the program, $2 the customer key's hash, $3 the unit.</summary>
    public const string Select = """
        select c.number, p.number, p.id, e.number, e.amount, e.postings, e.hash, b.number, b.amount, b.postings, b.hash
        from claims k
        join customers c on c.program_id = k.program_id and c.number = k.number
        join partners p on p.program_id = k.program_id and p.number = c.referred_by
        join balances e on e.program_id = k.program_id and e.owner = 0 and e.account = 'reward_expense' and e.unit = $3
        join balances b on b.program_id = k.program_id and b.owner = p.number and b.account = 'payable' and b.unit = $3
        where k.program_id = $1 and k.kind = 1 and k.key_hash = $2
        """;

    /// <summary>The last entry.</summary>
    public required long Sequence { get; init; }

    /// <summary>Its hash.</summary>
    public required string Hash { get; init; }

    /// <summary>The settings version.</summary>
    public required long Version { get; init; }

    /// <summary>The last reward.</summary>
    public required long RewardNumber { get; init; }

    /// <summary>The customer.</summary>
    public required long Customer { get; init; }

    /// <summary>The partner.</summary>
    public required long Partner { get; init; }

    /// <summary>The partner's public id.</summary>
    public required string PartnerId { get; init; }

    /// <summary>What rewards have cost the program.</summary>
    public required StandingBalance Expense { get; init; }

    /// <summary>What the partner can be paid.</summary>
    public required StandingBalance Payable { get; init; }

    /// <summary>Reads both answers.</summary>
    /// <param name="head">Reads the answer to <see cref="LockHead"/>.</param>
    /// <param name="next">Leads to the reader of the answer to <see cref="Select"/>.</param>
    public static async Task<SaleFacts> Read(DbDataReader head, Func<Task<DbDataReader>> next)
    {
        await Row(head);
        var (sequence, hash) = (head.GetInt64(0), head.GetString(1));
        var (version, reward) = (head.GetInt64(2), head.GetInt64(3));
        var row = await next();
        await Row(row);
        return new()
        {
            Sequence = sequence,
            Hash = hash,
            Version = version,
            RewardNumber = reward,
            Customer = row.GetInt64(0),
            Partner = row.GetInt64(1),
            PartnerId = row.GetString(2),
            Expense = new(row.GetInt64(3), row.GetInt64(4), row.GetInt64(5), row.GetString(6)),
            Payable = new(row.GetInt64(7), row.GetInt64(8), row.GetInt64(9), row.GetString(10)),
        };
    }

    private static async Task Row(DbDataReader reader)
    {
        if (!await reader.ReadAsync())
        {
            throw new InvalidOperationException("The sale's program, customer, partner or balances are not there.");
        }
    }
}
