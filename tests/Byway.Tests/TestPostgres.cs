using System.Diagnostics;
using System.Globalization;
using Byway.Tests.Tidy;
using Npgsql;

namespace Byway.Tests;

/// <summary>
/// The private PostgreSQL of this run. <c>./do test</c> starts one and names it in <c>BYWAY_TEST_POSTGRES</c>; a run
/// started elsewhere starts its own with <c>./do postgres</c>, which ends with this process.
/// </summary>
public static class TestPostgres
{
    private static readonly Lazy<string> Server = new(FindOrStart);
    private static int databases;

    // Held on to: collected, it would close its input, and PostgreSQL would stop in the middle of the run.
    private static Process? started;

    /// <summary>How to connect to <paramref name="database"/> on it.</summary>
    public static string ConnectionString(string database = "postgres") =>
        new NpgsqlConnectionStringBuilder(Server.Value) { Database = database }.ConnectionString;

    /// <summary>
    /// Creates a database and returns how to connect to it: empty, or a copy of <paramref name="template"/>, to which
    /// nobody may be connected meanwhile (<see cref="NpgsqlConnection.ClearPool"/> after filling it).
    /// </summary>
    public static string CreateDatabase(string? template = null)
    {
        // The process id keeps runs apart that share one server: two suites, a suite and a bench.
        var number = Interlocked.Increment(ref databases);
        var name = string.Create(CultureInfo.InvariantCulture, $"test_{Environment.ProcessId}_{number}");
        var source = template is null ? "template0" : Quoted(template);
        Execute($"CREATE DATABASE {Quoted(name)} TEMPLATE {source}");
        return ConnectionString(name);
    }

    /// <summary>Drops the database of this connection string, whoever is still connected to it.</summary>
    public static void DropDatabase(string connectionString)
    {
        using (var connection = new NpgsqlConnection(connectionString))
        {
            NpgsqlConnection.ClearPool(connection);
        }

        var name = new NpgsqlConnectionStringBuilder(connectionString).Database;
        Execute($"DROP DATABASE IF EXISTS {Quoted(name ?? "")} WITH (FORCE)");
    }

    private static void Execute(string sql)
    {
        // Not pooled: a connection kept to the maintenance database would outlive what it was for.
        var unpooled = new NpgsqlConnectionStringBuilder(Server.Value) { Database = "postgres", Pooling = false };
        using var connection = new NpgsqlConnection(unpooled.ConnectionString);
        connection.Open();
        using var command = new NpgsqlCommand(sql, connection);
        command.ExecuteNonQuery();
    }

    private static string Quoted(string name) =>
        string.Concat("\"", name.Replace("\"", "\"\"", StringComparison.Ordinal), "\"");

    private static string FindOrStart()
    {
        var given = Environment.GetEnvironmentVariable("BYWAY_TEST_POSTGRES");
        return string.IsNullOrEmpty(given) ? Start() : given;
    }

    private static string Start()
    {
        // It works until its input ends, and that happens however this process ends, even by a kill.
        var start = new ProcessStartInfo(Path.Combine(SourceTree.Root, "do"), ["postgres"])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        started = Process.Start(start) ?? throw new InvalidOperationException("./do postgres did not start.");
        return started.StandardOutput.ReadLine()
            ?? throw new InvalidOperationException("./do postgres ended before it said how to connect.");
    }
}
