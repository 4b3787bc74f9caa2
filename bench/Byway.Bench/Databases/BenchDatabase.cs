using Byway.Storage;

namespace Byway.Bench.Databases;

/// <summary>A database with a program, its partners and customers, and the API key that opens it.</summary>
/// <param name="Name">For people.</param>
/// <param name="Folder">The data folder.</param>
/// <param name="Connection">A PostgreSQL connection string; null for SQLite in the folder.</param>
/// <param name="Secret">The API key.</param>
internal sealed record BenchDatabase(string Name, string Folder, string? Connection, string Secret)
{
    /// <summary>The number of the only program.</summary>
    public const long Program = 1;

    /// <summary>Every sale's amount in micros: 99.99.</summary>
    public const long SaleMicros = 99_990_000;

    /// <summary>Every sale's reward in micros: 20 %.</summary>
    public const long RewardMicros = SaleMicros / 5;

    /// <summary>Opens it for reading.</summary>
    public Database Open() => Database.Open(Folder, Connection);
}
