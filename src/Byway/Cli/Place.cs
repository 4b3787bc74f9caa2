using System.CommandLine;

namespace Byway.Cli;

/// <summary>Which database a command is about, and how it speaks: the options that every command has.</summary>
/// <param name="DataFolder">The data folder.</param>
/// <param name="Database">A PostgreSQL connection string; null for SQLite in the data folder.</param>
/// <param name="IsJson">True to print one JSON document.</param>
public sealed record Place(string DataFolder, string? Database, bool IsJson)
{
    private static readonly Option<string?> Data = new("--data")
    {
        Description = "The data folder (BYWAY_DATA; otherwise ./data)",
        HelpName = "DIR",
        Recursive = true,
    };

    private static readonly Option<string?> Connection = new("--database")
    {
        Description = "A PostgreSQL connection string (BYWAY_DATABASE; otherwise SQLite in the data folder)",
        HelpName = "CONNECTION",
        Recursive = true,
    };

    private static readonly Option<bool> Json = new("--json")
    {
        Description = "Print one JSON document on stdout",
        Recursive = true,
    };

    /// <summary>The options, for the root command.</summary>
    public static IReadOnlyList<Option> Options { get; } = [Data, Connection, Json];

    /// <summary>As typed, or as the environment says.</summary>
    /// <param name="parsed">The command line.</param>
    public static Place Of(ParseResult parsed) =>
        new(
            parsed.GetValue(Data) ?? Variable("BYWAY_DATA") ?? "data",
            parsed.GetValue(Connection) ?? Variable("BYWAY_DATABASE"),
            parsed.GetValue(Json)
        );

    /// <summary>An environment variable; empty is as good as not set.</summary>
    /// <param name="name">Which.</param>
    public static string? Variable(string name) =>
        Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;
}
