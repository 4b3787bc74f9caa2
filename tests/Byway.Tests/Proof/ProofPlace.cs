using Byway.Storage;

namespace Byway.Tests.Proof;

/// <summary>Where a proof's data is: a folder on SQLite, a database on PostgreSQL. It outlives the servers.</summary>
public sealed class ProofPlace : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("byway-proof-").FullName;
    private readonly string? connection = TestDatabase.IsPostgres ? TestPostgres.CreateDatabase() : null;

    /// <summary>The options that lead there.</summary>
    public string[] Options => connection is null ? ["--data", folder] : ["--data", folder, "--database", connection];

    /// <summary>Opens it for reading and, with <see cref="Database.OpenStore"/>, for damage.</summary>
    public Database Open() => Database.Open(folder, connection);

    /// <inheritdoc/>
    public void Dispose()
    {
        if (connection is not null)
        {
            TestPostgres.DropDatabase(connection);
        }

        Directory.Delete(folder, recursive: true);
    }
}
