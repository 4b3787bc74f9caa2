using System.Globalization;
using Byway.Bench.Servers;
using Byway.Storage;
using Npgsql;

namespace Byway.Bench.Databases;

/// <summary>
/// Where databases are made: a temporary folder and the private PostgreSQL of <c>./do bench</c>. All of it goes
/// when the run ends.
/// </summary>
internal sealed class Places : IDisposable
{
    private readonly Dictionary<bool, BenchDatabase> seeds = [];
    private readonly string postgres;
    private int made;

    /// <summary>Makes the folder.</summary>
    /// <exception cref="InvalidOperationException">There is no PostgreSQL.</exception>
    public Places()
    {
        postgres = Environment.GetEnvironmentVariable("BYWAY_BENCH_POSTGRES") is { Length: > 0 } given
            ? given
            : throw new InvalidOperationException("Start this with ./do bench, which starts a PostgreSQL for it.");
        Folder = Directory.CreateTempSubdirectory("byway-bench-").FullName;
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Dispose();
    }

    /// <summary>The folder.</summary>
    public string Folder { get; }

    /// <summary>The PostgreSQL server's version.</summary>
    public string PostgresVersion
    {
        get
        {
            using var connection = Maintenance();
            return connection.ServerVersion;
        }
    }

    /// <summary>A copy of a database that was seeded once.</summary>
    /// <param name="isPostgres">Which kind.</param>
    /// <param name="customers">How many customers.</param>
    public async Task<BenchDatabase> Make(bool isPostgres, int customers)
    {
        if (!seeds.TryGetValue(isPostgres, out var seed))
        {
            seeds[isPostgres] = seed = await Seed.Make(Empty(isPostgres), customers);
        }

        var copy = Empty(isPostgres, seed);
        if (!isPostgres)
        {
            // The log too: the last to close the file may have been a reader, and readers do not copy it back.
            foreach (var file in Directory.EnumerateFiles(seed.Folder, SqliteFile.Name + "*"))
            {
                if (!file.EndsWith("-shm", StringComparison.Ordinal))
                {
                    File.Copy(file, Path.Combine(copy.Folder, Path.GetFileName(file)));
                }
            }
        }

        return copy;
    }

    /// <summary>Removes a database that nobody uses any more.</summary>
    /// <param name="database">Which.</param>
    public void Drop(BenchDatabase database)
    {
        if (database.Connection is not null)
        {
            Execute($"drop database {new NpgsqlConnectionStringBuilder(database.Connection).Database} with (force)");
        }

        Directory.Delete(database.Folder, recursive: true);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (Directory.Exists(Folder))
        {
            Directory.Delete(Folder, recursive: true);
        }
    }

    private BenchDatabase Empty(bool isPostgres, BenchDatabase? seed = null)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"bench_{Environment.ProcessId}_{++made}");
        var folder = Directory.CreateDirectory(Path.Combine(Folder, name)).FullName;
        if (!isPostgres)
        {
            return new("SQLite", folder, null, seed?.Secret ?? "");
        }

        var template = seed is null ? "template0" : new NpgsqlConnectionStringBuilder(seed.Connection).Database;
        Execute($"create database {name} template {template}");
        var connection = new NpgsqlConnectionStringBuilder(postgres) { Database = name }.ConnectionString;
        return new("PostgreSQL", folder, connection, seed?.Secret ?? "");
    }

    private void Execute(string sql)
    {
        using var connection = Maintenance();
        using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 600 };
        command.ExecuteNonQuery();
    }

    private NpgsqlConnection Maintenance()
    {
        var connection = new NpgsqlConnection(
            new NpgsqlConnectionStringBuilder(postgres) { Database = "postgres", Pooling = false }.ConnectionString
        );
        connection.Open();
        return connection;
    }
}
