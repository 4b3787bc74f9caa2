using Microsoft.Data.Sqlite;
using Xunit;

namespace Byway.Tests.Storage;

/// <summary>
/// Two connections may copy SQLite's log back only from 3.51.3 on (https://sqlite.org/wal.html#walresetbug), whatever
/// a bundle of packages brings.
/// </summary>
public sealed class SqliteVersionTests
{
    private static readonly Version Oldest = new(3, 51, 3);

    [Fact]
    public void The_library_is_new_enough_for_a_second_connection()
    {
        using var connection = new SqliteConnection("Data Source=:memory:");
        connection.Open();
        Assert.True(Version.Parse(connection.ServerVersion) >= Oldest, connection.ServerVersion);
    }
}
