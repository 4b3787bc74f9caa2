using Npgsql;
using Xunit;

namespace Byway.Tests;

public sealed class TestPostgresTests
{
    [Fact]
    public void A_database_is_created_copied_and_dropped()
    {
        var isGiven = Environment.GetEnvironmentVariable("BYWAY_TEST_POSTGRES") is { Length: > 0 };
        Assert.SkipUnless(isGiven || TestDatabase.IsPostgres, "This run is on SQLite and knows no PostgreSQL.");
        var template = TestPostgres.CreateDatabase();
        Run(template, "CREATE TABLE t (x int)");
        using (var connection = new NpgsqlConnection(template))
        {
            NpgsqlConnection.ClearPool(connection);
        }

        var copy = TestPostgres.CreateDatabase(new NpgsqlConnectionStringBuilder(template).Database);
        Run(copy, "INSERT INTO t VALUES (1)");
        TestPostgres.DropDatabase(copy);
        TestPostgres.DropDatabase(template);
        Assert.Throws<PostgresException>(() => Run(copy, "SELECT 1"));
    }

    private static void Run(string connectionString, string sql)
    {
        using var connection = new NpgsqlConnection(connectionString);
        connection.Open();
        using var command = new NpgsqlCommand(sql, connection);
        command.ExecuteNonQuery();
    }
}
