using System.Data.Common;
using Byway.Bench.Databases;
using Byway.Storage;
using Dapper;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace Byway.Bench.Lists;

/// <summary>
/// Puts a million people into programs by set-wise SQL: customers whom nearly everybody or nearly nobody was referred
/// by, subscribers, leads. Lists have to pass over those that are archived or deleted.
/// </summary>
internal static class ListRows
{
    private const long Chunk = 100_000;

    // n counts from 1; the ten oldest are the exceptions, the newest hundredth is deleted.
    private static readonly string[] Inserts =
    [
        """
            insert into customers (program_id, number, key, key_folded, email, email_folded, name, tags, status,
                is_provisional, referred_by, bound_at, created_at, updated_at, deleted_at)
            select @Affiliate, @AffiliateBase + n, 'Cust-' || n, 'cust-' || n,
                'user' || n || '@Example' || n % 97 || '.net',
                case when n > @Rows - @Rows / 100 then null else 'user' || n || '@example' || n % 97 || '.net' end,
                'Carl', '[]', case when n > @Rows - @Rows / 100 then 'deleted' else 'active' end, 0,
                case when n <= 10 then null else 2 + n % 100 end, 1, 1, 1,
                case when n > @Rows - @Rows / 100 then 1 else null end
            from numbers where n between @First and @Last order by n
            """,
        """
            insert into customers (program_id, number, key, key_folded, referral_key, email, email_folded, tags,
                status, is_provisional, referred_by, bound_at, created_at, updated_at)
            select @Friends, 1000 + n, 'f' || n, 'f' || n, 'Ref-' || n, 'f' || n || '@x.example',
                'f' || n || '@x.example',
                '[]', 'active', 0, case when n <= 10 and n > 1 then 1001 else null end, 1, 1, 1
            from numbers where n between @First and @Last order by n
            """,
        """
            insert into referral_keys (program_id, kind, key, folded, owner, role, created_at)
            select @Friends, 2, 'Ref-' || n, 'ref-' || n, 1000 + n, 'key', 1
            from numbers where n between @First and @Last order by n
            """,
        """
            insert into subscribers (program_id, number, id, id_folded, referral_key, email, email_folded, name,
                name_folded, status, is_approved, referred_by, created_at, updated_at)
            select @Newsletter, 1000 + n, 's' || n, 's' || n, 'k' || n, 's' || n || '@x.example',
                's' || n || '@x.example',
                'Sue ' || n, 'sue ' || n, 'active', 1, case when n <= 10 and n > 1 then 1001 else null end, 1, 1
            from numbers where n between @First and @Last order by n
            """,
        """
            insert into leads (program_id, number, name, email, answers, status, submitted_by, created_at, updated_at,
                deleted_at)
            select @Affiliate, 10000000 + n, 'L', 'l' || n || '@x.example', '{}', 'submitted', 2, 1, 1,
                case when n > @Rows - @Rows / 100 then 1 else null end
            from numbers where n between @First and @Last order by n
            """,
    ];

    /// <summary>Loads them.</summary>
    /// <param name="database">The database; nobody serves it.</param>
    /// <param name="programs">The numbers of the other two programs.</param>
    /// <param name="rows">How many of each.</param>
    public static void Load(BenchDatabase database, (long Friends, long Newsletter) programs, long rows)
    {
        using DbConnection connection = database.Connection is null
            ? new SqliteConnection(SqliteFile.WriterString(Path.Combine(database.Folder, SqliteFile.Name)))
            : new NpgsqlConnection(database.Connection);
        connection.Open();
        connection.Execute(
            database.Connection is null
                ? "pragma synchronous=off; pragma cache_size=-1048576;"
                : "set synchronous_commit = off"
        );
        connection.Execute("create temporary table numbers (n bigint not null primary key)");
        connection.Execute(
            "insert into numbers with recursive series (n) as (select 1 union all select n + 1 from series "
                + "where n < @rows) select n from series",
            new { rows },
            commandTimeout: 0
        );
        foreach (var sql in Inserts)
        {
            for (var first = 1L; first <= rows; first += Chunk)
            {
                using var transaction = connection.BeginTransaction();
                connection.Execute(
                    sql,
                    new
                    {
                        Affiliate = BenchDatabase.Program,
                        AffiliateBase = 20_000_000L,
                        programs.Friends,
                        programs.Newsletter,
                        Rows = rows,
                        First = first,
                        Last = Math.Min(first + Chunk - 1, rows),
                    },
                    transaction,
                    commandTimeout: 0
                );
                transaction.Commit();
            }
        }

        // What is newest is put away: a list has to pass over it.
        connection.Execute(
            "update transactions set archived_at = 1 where program_id = 1 and number > "
                + "(select max(number) from transactions where program_id = 1) - @away",
            new { away = rows / 100 },
            commandTimeout: 0
        );
        if (database.Connection is not null)
        {
            connection.Execute("vacuum (analyze)", commandTimeout: 0);
            NpgsqlConnection.ClearPool((NpgsqlConnection)connection);
        }
    }
}
