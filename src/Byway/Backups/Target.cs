using Byway.Storage;

namespace Byway.Backups;

/// <summary>Where a database is to be made: a SQLite file, or an empty PostgreSQL.</summary>
/// <param name="File">The file; null for a PostgreSQL.</param>
/// <param name="Connection">The connection string; null for a file.</param>
public sealed record Target(string? File, string? Connection)
{
    /// <summary>A data folder, or a connection string when one is given.</summary>
    /// <param name="folder">The data folder.</param>
    /// <param name="connection">A PostgreSQL connection string.</param>
    public static Target OfPlace(string folder, string? connection) =>
        connection is null
            ? new(Path.GetFullPath(Path.Combine(folder, Database.FileName)), null)
            : new(null, connection);

    /// <summary>What was typed: a connection string, or a data folder.</summary>
    /// <param name="text">What was typed.</param>
    public static Target OfFolder(string text) => OfPlace(text, Database.IsConnection(text) ? text : null);

    /// <summary>What was typed: a connection string, or a file.</summary>
    /// <param name="text">What was typed.</param>
    /// <exception cref="StartException">It is a folder.</exception>
    public static Target OfFile(string text) =>
        Database.IsConnection(text) ? new(null, text)
        : Directory.Exists(text) ? throw new StartException($"{text} is a folder: name a file in it.")
        : new(Path.GetFullPath(text), null);

    /// <summary>The folder of the file; null for a PostgreSQL.</summary>
    public string? Folder => Path.GetDirectoryName(File);

    /// <summary>For people: without passwords.</summary>
    public string Description
    {
        get
        {
            if (File is not null)
            {
                return $"SQLite {File}";
            }

            using var database = OpenConnection();
            return database.Description;
        }
    }

    /// <summary>Opens the database that is there, or will be.</summary>
    public Database Open() => File is null ? OpenConnection() : Database.OfFile(File);

    /// <summary>Opens the PostgreSQL.</summary>
    public Database OpenConnection() => Database.Open("", Connection);
}
