using System.Data;
using System.Data.Common;
using Byway.Storage;
using Dapper;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace Byway.Bench.Databases;

/// <summary>
/// Puts millions of sales into a seeded database by set-wise SQL: in the same program, number ranges and index places
/// as those that are measured afterwards, with texts as long as real ones, balances and totals that add up, and hashes
/// that are copies.
/// </summary>
internal static class BulkRows
{
    private const long Chunk = 100_000;

    // The order of SQLite and of PostgreSQL's C locale: hashes made from it in order land in order, and real ones land
    // everywhere between.
    private const string HashAlphabet = "+/0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

    // Where the loaded sales attach: the last seeded sale is their template, and each customer stands with its
    // partner's balance.
    private static readonly string[] Preparations =
    [
        "create temporary table load_numbers (n bigint not null primary key)",
        """
            insert into load_numbers
            with recursive series (n) as (select 0 union all select n + 1 from series where n < @Chunk - 1)
            select n from series
            """,
        """
            create temporary table load_customers (
                ordinal bigint not null primary key, number bigint not null, partner bigint not null,
                balance bigint not null, amount bigint not null, postings bigint not null
            )
            """,
        """
            insert into load_customers
            select (row_number() over (partition by c.referred_by order by c.number) - 1) * @Partners
                    + dense_rank() over (order by c.referred_by) - 1,
                c.number, c.referred_by, b.number, b.amount, b.postings
            from customers c
            join balances b on b.program_id = 1 and b.owner = c.referred_by and b.account = 'payable'
            where c.program_id = 1 and c.key like @Shared
            """,
        // Claims have no index by number.
        "create temporary table load_claim (request_hash text not null, claimed_at bigint not null)",
        """
            insert into load_claim
            select k.request_hash, k.claimed_at
            from claims k join program_heads h on h.program_id = 1 and h.sequence = k.number
            where k.program_id = 1 and k.kind = 2
            """,
    ];

    // k.n numbers the loaded sales from 0; t is the template.
    private const string Numbers =
        "(select n + @First as n from load_numbers where n < @Count) k cross join (select * from {0}) t";

    private static readonly (string Into, string Select, string Template)[] Chunks =
    [
        (
            "journal_entries (program_id, sequence, id, body, hash)",
            "1, @Base + 1 + k.n, t.id, '{\"loaded\":' || k.n || ',' || substr(t.body, 2), t.hash",
            "journal_entries where program_id = 1 and sequence = @Template"
        ),
        (
            "entry_personal (program_id, sequence, person, salt, request, answer, personal_rows)",
            "1, @Base + 1 + k.n, null, t.salt, t.request, t.answer, t.personal_rows",
            "entry_personal where program_id = 1 and sequence = @Template"
        ),
        (
            "claims (program_id, kind, key_hash, number, sequence, request_hash, claimed_at)",
            """
            1, 2, substr(@HashAlphabet, cast(k.n * 16777216 / @Rows / 262144 % 64 as integer) + 1, 1)
                || substr(@HashAlphabet, cast(k.n * 16777216 / @Rows / 4096 % 64 as integer) + 1, 1)
                || substr(@HashAlphabet, cast(k.n * 16777216 / @Rows / 64 % 64 as integer) + 1, 1)
                || substr(@HashAlphabet, cast(k.n * 16777216 / @Rows % 64 as integer) + 1, 1)
                || cast(100000000000000000 + k.n as text),
            @Base + 1 + k.n, @Base + 1 + k.n, t.request_hash, t.claimed_at
            """,
            "load_claim"
        ),
        (
            """
            transactions (program_id, number, key, has_merchant_key, customer_number, referred_by, amount, unit,
                action, source, is_rewardable, is_rewarded, is_credit, refunded_amount, created_at)
            """,
            """
            1, @Base + 1 + k.n, 'load-' || k.n, 1, c.number, c.partner, t.amount, t.unit, t.action,
            t.source, 1, 0, 0, 0, t.created_at
            """,
            "transactions where program_id = 1 and number = @Template"
        ),
        (
            """
            rewards (program_id, number, transaction_number, beneficiary, unit, amount, reversed_amount,
                status, account, version, created_at, updated_at)
            """,
            """
            1, @RewardBase + 1 + k.n, @Base + 1 + k.n, c.partner, t.unit, t.amount, 0, t.status, t.account,
            t.version, t.created_at, t.updated_at
            """,
            "rewards where program_id = 1 and transaction_number = @Template"
        ),
        (
            "postings (program_id, balance, position, sequence, reward, amount, balance_after, hash)",
            """
            1, c.balance, c.postings + k.n / @Partners + 1, @Base + 1 + k.n, @RewardBase + 1 + k.n, @RewardMicros,
            c.amount + (k.n / @Partners + 1) * @RewardMicros, t.hash
            """,
            "balances where program_id = 1 and owner = 0 and account = 'reward_expense'"
        ),
        (
            "postings (program_id, balance, position, sequence, reward, amount, balance_after, hash)",
            """
            1, t.number, t.postings + k.n + 1, @Base + 1 + k.n, @RewardBase + 1 + k.n, -@RewardMicros,
            t.amount - (k.n + 1) * @RewardMicros, t.hash
            """,
            "balances where program_id = 1 and owner = 0 and account = 'reward_expense'"
        ),
    ];

    private static readonly string[] Endings =
    [
        """
            update balances set amount = amount + @Rows / @Partners * @RewardMicros,
            postings = postings + @Rows / @Partners
            where program_id = 1 and account = 'payable' and owner in (select partner from load_customers)
            """,
        """
            update balances set amount = amount - @Rows * @RewardMicros, postings = postings + @Rows
            where program_id = 1 and owner = 0 and account = 'reward_expense'
            """,
        """
            update totals set sales = sales + @Rows / @Partners,
            sales_amount = sales_amount + @Rows / @Partners * @SaleMicros,
                rewarded_sales = rewarded_sales + @Rows / @Partners,
                reward_amount = reward_amount + @Rows / @Partners * @RewardMicros
            where program_id = 1 and unit = 'USD' and owner in (select partner from load_customers)
            """,
        """
            update totals set sales = sales + @Rows, sales_amount = sales_amount + @Rows * @SaleMicros,
                rewarded_sales = rewarded_sales + @Rows, reward_amount = reward_amount + @Rows * @RewardMicros
            where program_id = 1 and unit = 'USD' and owner = 0
                and day = (select max(day) from totals where program_id = 1 and unit = 'USD' and owner = 0)
            """,
        """
            update totals set sales = sales + @Rows, sales_amount = sales_amount + @Rows * @SaleMicros
            where program_id = 1 and unit = 'USD' and owner = -4
                and day = (select max(day) from totals where program_id = 1 and unit = 'USD' and owner = -4)
            """,
        """
            update program_heads set sequence = sequence + @Rows, reward_number = reward_number + @Rows
            where program_id = 1
            """,
    ];

    /// <summary>Loads sales into a database nobody serves.</summary>
    /// <param name="database">The database, seeded.</param>
    /// <param name="rows">How many, a multiple of the number of partners.</param>
    /// <param name="tell">Told how many are there, now and then.</param>
    public static void Load(BenchDatabase database, long rows, Action<long> tell)
    {
        using var connection = Open(database);
        var fixedValues = new
        {
            Chunk,
            Seed.Partners,
            Shared = Seed.Shared + "%",
        };
        foreach (var sql in Preparations)
        {
            connection.Execute(sql, fixedValues);
        }

        var head = connection.QuerySingle<(long Sequence, long Reward)>(
            "select sequence, reward_number from program_heads where program_id = 1"
        );
        var values = new DynamicParameters(
            new
            {
                Seed.Partners,
                HashAlphabet,
                Rows = rows,
                Base = head.Sequence,
                RewardBase = head.Reward,
                Template = head.Sequence,
                BenchDatabase.SaleMicros,
                BenchDatabase.RewardMicros,
                Customers = connection.QuerySingle<long>("select count(*) from load_customers"),
            }
        );
        for (var first = 0L; first < rows; first += Chunk)
        {
            values.Add("First", first);
            values.Add("Count", Math.Min(Chunk, rows - first));
            using var transaction = connection.BeginTransaction();
            foreach (var (into, select, template) in Chunks)
            {
                connection.Execute(ChunkText(into, select, template), values, transaction, commandTimeout: 0);
            }

            transaction.Commit();
            tell(Math.Min(first + Chunk, rows));
        }

        foreach (var sql in Endings)
        {
            connection.Execute(sql, values, commandTimeout: 0);
        }

        Close(connection, database);
    }

    private static string ChunkText(string into, string select, string template)
    {
        var numbers = Numbers.Replace("{0}", template, StringComparison.Ordinal);
        var customers = select.Contains("c.", StringComparison.Ordinal)
            ? " join load_customers c on c.ordinal = k.n % @Customers"
            : "";
        return $"insert into {into} select {select} from {numbers}{customers} order by k.n";
    }

    private static DbConnection Open(BenchDatabase database)
    {
        DbConnection connection = database.Connection is null
            ? new SqliteConnection(SqliteFile.WriterString(Path.Combine(database.Folder, SqliteFile.Name)))
            : new NpgsqlConnection(database.Connection);
        connection.Open();
        // Nothing here has to survive a crash; it is on disk before anything is measured.
        connection.Execute(
            database.Connection is null
                ? "pragma journal_mode=off; pragma synchronous=off; pragma cache_size=-1048576;"
                : "set synchronous_commit = off"
        );
        return connection;
    }

    private static void Close(DbConnection connection, BenchDatabase database)
    {
        if (database.Connection is not null)
        {
            connection.Execute("vacuum (analyze)", commandTimeout: 0);
            connection.Execute("checkpoint;", commandTimeout: 0, commandType: CommandType.Text);
            NpgsqlConnection.ClearPool((NpgsqlConnection)connection);
            return;
        }

        connection.Execute("pragma journal_mode=wal");
        connection.Close();
        using var file = new FileStream(Path.Combine(database.Folder, SqliteFile.Name), FileMode.Open);
        file.Flush(flushToDisk: true);
    }
}
