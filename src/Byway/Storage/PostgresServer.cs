using System.Globalization;
using Npgsql;

namespace Byway.Storage;

/// <summary>How Byway connects to PostgreSQL.</summary>
public static class PostgresServer
{
    private const string WriterName = "byway writer";

    /// <summary>
    /// Connection string of the write connection: statements are prepared, and sequential scans are a last resort.
    /// </summary>
    /// <remarks>
    /// On young tables, before statistics exist, a cached plan would scan a whole table for every turn's look-ups;
    /// measured at a third of the throughput.
    /// </remarks>
    /// <param name="given">As the operator gave it.</param>
    public static string WriterString(string given) =>
        new NpgsqlConnectionStringBuilder(given)
        {
            ApplicationName = WriterName,
            Pooling = false,
            GssEncryptionMode = GssEncryptionMode.Disable,
            MaxAutoPrepare = 100,
            AutoPrepareMinUsages = 2,
            CommandTimeout = 30,
            Options = "-c enable_seqscan=off -c plan_cache_mode=force_generic_plan -c jit=off",
        }.ToString();

    /// <summary>Connection string of readers and of housekeeping.</summary>
    /// <param name="given">As the operator gave it.</param>
    public static string ReaderString(string given) =>
        new NpgsqlConnectionStringBuilder(given)
        {
            ApplicationName = "byway",
            GssEncryptionMode = GssEncryptionMode.Disable,
            MaxAutoPrepare = 100,
            AutoPrepareMinUsages = 2,
        }.ToString();

    /// <summary>True when the text is a PostgreSQL connection string.</summary>
    /// <param name="text">What the operator gave.</param>
    public static bool IsConnectionString(string text) =>
        text.StartsWith("postgres://", StringComparison.OrdinalIgnoreCase)
        || text.StartsWith("postgresql://", StringComparison.OrdinalIgnoreCase)
        || text.Contains("host=", StringComparison.OrdinalIgnoreCase)
        || text.Contains("server=", StringComparison.OrdinalIgnoreCase);

    /// <summary>
    /// Both spellings as one: <c>postgresql://user:password@host:port/name</c> becomes Npgsql's keywords.
    /// </summary>
    /// <param name="text">What the operator gave.</param>
    public static string Normalised(string text)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out var uri) || uri.Scheme is not ("postgres" or "postgresql"))
        {
            return text;
        }

        var user = uri.UserInfo.Split(':', 2);
        var builder = new NpgsqlConnectionStringBuilder
        {
            Host = uri.Host,
            Port = uri.Port > 0 ? uri.Port : 5432,
            Database = Uri.UnescapeDataString(uri.AbsolutePath.TrimStart('/')),
        };
        if (user[0].Length > 0)
        {
            builder.Username = Uri.UnescapeDataString(user[0]);
        }

        if (user.Length > 1)
        {
            builder.Password = Uri.UnescapeDataString(user[1]);
        }

        foreach (var pair in uri.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var (name, value) = pair.Split('=', 2) is [var left, var right]
                ? (left, Uri.UnescapeDataString(right))
                : (pair, "");
            builder[name.Equals("sslmode", StringComparison.OrdinalIgnoreCase) ? "SSL Mode" : name] = value;
        }

        return builder.ToString();
    }

    /// <summary>
    /// How many other write connections Byways have to the same database. A process that was killed is given the time
    /// it takes until its connection is gone.
    /// </summary>
    /// <param name="store">A write connection.</param>
    public static long OtherWriters(IStore store)
    {
        const int Patience = 25;
        for (var attempt = 1; ; attempt++)
        {
            var count = store.Query<long>(
                "select count(*) from pg_stat_activity where datname = current_database() "
                    + "and application_name = @WriterName and pid <> pg_backend_pid()",
                new { WriterName }
            )[0];
            if (count == 0 || attempt == Patience)
            {
                return count;
            }

            store.Execute("select 1 from pg_sleep(0.2)");
        }
    }

    /// <summary>Whether a server keeps what it acknowledges.</summary>
    /// <param name="store">The write connection.</param>
    /// <param name="now">The time here.</param>
    public static IReadOnlyList<Finding> Examine(IStore store, DateTimeOffset now)
    {
        const long OldestVersion = 150_000;
        const long MostSecondsApart = 5;
        var version = long.Parse(Setting("server_version_num"), CultureInfo.InvariantCulture);
        var serverMicros = store.Query<long>("select cast(extract(epoch from clock_timestamp()) * 1000000 as bigint)")[
            0
        ];
        var secondsApart = Math.Abs(serverMicros - Values.UtcMicros.Of(now)) / Values.UtcMicros.PerSecond;
        return
        [
            new("PostgreSQL is 15 or later", version >= OldestVersion, $"{version / 10_000}", "Upgrade PostgreSQL."),
            On("fsync"),
            On("full_page_writes"),
            On("synchronous_commit"),
            PostgresSearch.Examine(store),
            new(
                "the clocks of both machines agree",
                secondsApart <= MostSecondsApart,
                $"{secondsApart} s apart",
                "Let both machines keep their time by NTP."
            ),
        ];

        // Whatever else than off synchronous_commit is, it waits for the server's own disk at least.
        Finding On(string name) =>
            new($"{name} is on", Setting(name) != "off", Setting(name), $"Set {name} = on in postgresql.conf.");

        string Setting(string name) => store.Query<string>("select current_setting(@name)", new { name })[0];
    }
}
