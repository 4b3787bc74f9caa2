using Byway.Storage;
using Microsoft.Data.Sqlite;
using Xunit;

namespace Byway.Tests.Storage;

/// <summary>
/// SQLite's log is copied back into the file beside the turns: it stays bounded, and whatever was committed meanwhile
/// is there.
/// </summary>
public sealed class SqliteCheckpointTests : IDisposable
{
    private const int RowBytes = 512 * 1024;

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("byway-log-");

    private string Path => System.IO.Path.Combine(folder.FullName, SqliteFile.Name);

    private long LogBytes => new FileInfo($"{Path}-wal").Length;

    /// <inheritdoc/>
    public void Dispose() => folder.Delete(recursive: true);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void The_log_is_copied_back_while_turns_go_on(bool isHousekept)
    {
        Assert.SkipWhen(TestDatabase.IsPostgres, "It is the same on both runs.");
        const int Rows = 800; // 400 MB, three times what a log may hold before it is copied
        using (var store = new SqliteStore(Path))
        {
            store.Execute("create table rows (number integer primary key, text blob not null)");
            for (var number = 0; number < Rows; number++)
            {
                store.Begin();
                store.Execute("insert into rows values (@number, randomblob(@RowBytes))", new { number, RowBytes });
                store.Commit();
                if (isHousekept)
                {
                    store.AfterAnswers();
                }
            }

            // The control: without it the log holds all of it, and the file nothing.
            const long Whole = (long)Rows * RowBytes;
            Assert.Equal(isHousekept, LogBytes < Whole);
            Assert.Equal(isHousekept, new FileInfo(Path).Length > Whole / 4);
            Assert.Equal((Rows, "ok"), Seen());
        }

        Assert.Equal((Rows, "ok"), Seen());
    }

    private (long Rows, string Integrity) Seen()
    {
        using var reader = new SqliteConnection($"{SqliteFile.ReaderString(Path)};Pooling=False");
        reader.Open();
        using var command = reader.CreateCommand();
        command.CommandText = $"select count(*) from rows where length(text) = {RowBytes}";
        var rows = (long)command.ExecuteScalar()!;
        command.CommandText = "pragma integrity_check";
        return (rows, (string)command.ExecuteScalar()!);
    }
}
