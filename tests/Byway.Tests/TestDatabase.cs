namespace Byway.Tests;

/// <summary>Which database this run is on: <c>BYWAY_TEST_DATABASE</c>, <c>sqlite</c> if not set.</summary>
public static class TestDatabase
{
    /// <summary>Whether this run is on PostgreSQL; otherwise it is on SQLite.</summary>
    public static bool IsPostgres { get; } = Reads(Environment.GetEnvironmentVariable("BYWAY_TEST_DATABASE"));

    private static bool Reads(string? name) =>
        name switch
        {
            null or "" or "sqlite" => false,
            "postgres" => true,
            _ => throw new InvalidOperationException($"BYWAY_TEST_DATABASE is \"{name}\": sqlite or postgres."),
        };
}
