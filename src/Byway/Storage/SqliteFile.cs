using Microsoft.Data.Sqlite;

namespace Byway.Storage;

/// <summary>How a SQLite file is opened: by its writer, and any number of times for reading only.</summary>
public static class SqliteFile
{
    /// <summary>The database's file name in the data folder.</summary>
    public const string Name = "byway.db";

    /// <summary>Connection string of the one writer, and of what copies its log back.</summary>
    /// <param name="path">The file.</param>
    public static string WriterString(string path) =>
        new SqliteConnectionStringBuilder
        {
            DataSource = path,
            Mode = SqliteOpenMode.ReadWriteCreate,
            Pooling = false,
        }.ToString();

    /// <summary>
    /// Makes the file when it is missing, readable by its owner only; SQLite gives its companions the same mode.
    /// </summary>
    /// <param name="path">The file.</param>
    public static void MakePrivately(string path)
    {
        if (!File.Exists(path))
        {
            using var made = PrivateFile.Open(path, FileMode.OpenOrCreate);
        }
    }

    /// <summary>Connection string of readers.</summary>
    /// <param name="path">The file.</param>
    public static string ReaderString(string path) =>
        new SqliteConnectionStringBuilder
        {
            DataSource = path,
            Mode = SqliteOpenMode.ReadOnly,
            Pooling = true,
            DefaultTimeout = 30,
        }.ToString();

    /// <summary>Whether a write connection keeps what it acknowledges.</summary>
    /// <param name="store">The write connection.</param>
    public static IReadOnlyList<Finding> Examine(IStore store)
    {
        var journalMode = store.Query<string>("pragma journal_mode")[0];
        var synchronous = store.Query<long>("pragma synchronous")[0];
        const int Full = 2;
        const string NotOurs = "Byway sets this itself: is the folder on a file system that SQLite can work on?";
        return
        [
            new("journal mode is WAL", journalMode == "wal", journalMode, NotOurs),
            new("every commit reaches the disk", synchronous >= Full, $"synchronous = {synchronous}", NotOurs),
        ];
    }
}
