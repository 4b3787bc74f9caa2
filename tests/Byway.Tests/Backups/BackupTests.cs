using System.IO.Compression;
using System.Text;
using System.Text.Json.Nodes;
using Byway.Backups;
using Byway.Cli;
using Byway.Customers;
using Byway.Journal;
using Byway.Programs;
using Byway.Storage;
using Byway.Tests.Cli;
using Byway.Transactions;
using Byway.Values;
using Xunit;

namespace Byway.Tests.Backups;

/// <summary>
/// Backup, restore and move: what goes in comes out, on whichever database, or nothing does. Promise R9.
/// </summary>
public sealed class BackupTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("byway-backup-").FullName;

    private string BackupFile => Path.Combine(folder, "byway.backup");

    [Fact]
    public async Task A_backup_of_the_first_schema_becomes_a_database_of_today_with_the_same_books()
    {
        using var place = new CliPlace();
        var outcome = RestoreCommand.Run(OldBackup.File, PlaceOf(place), Steps.Untold);
        Assert.True(JsonNode.DeepEquals(OldBackup.Programs, outcome.Result!["after"]));
        Assert.True(JsonNode.DeepEquals(outcome.Result["before"], outcome.Result["after"]));

        var verified = await place.Run(new VerifyCommand());
        Assert.Equal(0, verified.ExitCode);
        using var open = place.Open();
        Assert.Equal(
            Migrator.Known.Select(file => file.Number),
            await open.Server.Database.Query<long>("select number from schema_migrations order by number")
        );
        // And it works: a repeat is one, and the next sale goes on from where the books were.
        var shop = (await ProgramFinder.Find(open.Server.Database, "1"))!;
        const string First = """{"key":"o1","amount":99.99,"customer":{"key":"carl"}}""";
        await open.Do(PostTransaction.Handle, shop, First);
        await open.Do(PostTransaction.Handle, shop, """{"key":"o99","amount":10,"customer":{"key":"erna"}}""");
        Assert.Null((await new VerifyCommand().Run(new(open.Server, [], _ => { }))).Result!["break"]);
    }

    [Theory]
    [InlineData("update balances set amount = amount + 1 where program_id = 1 and number = 2")]
    [InlineData("update rewards set amount = amount + 1 where program_id = 1")]
    [InlineData("update refunds set counted_amount = counted_amount + 1, dispute = 'won' where program_id = 1")]
    public async Task An_upgrade_that_changed_the_books_would_be_seen(string damage)
    {
        using var place = new CliPlace();
        RestoreCommand.Run(OldBackup.File, PlaceOf(place), Steps.Untold);
        using (var open = place.Open())
        {
            Assert.Empty(await Books.Faults(open.Server.Database));
        }

        place.Execute(damage);
        using var damaged = place.Open();
        var isSeenByVerify = (await new VerifyCommand().Run(new(damaged.Server, [], _ => { }))).ExitCode != 0;
        var isSeenByBooks = (await Books.Faults(damaged.Server.Database)).Count > 0;
        Assert.True(isSeenByVerify || isSeenByBooks);
    }

    [Fact]
    public async Task A_backup_restored_is_the_same_database()
    {
        using var original = new CliPlace();
        Fill(original);
        var written = await Backup(original);
        Assert.False(PrivateFile.IsOpenToOthers(BackupFile));
        Assert.True(JsonNode.DeepEquals(OldBackup.Programs, written["programs"]));

        using var restored = new CliPlace();
        RestoreCommand.Run(BackupFile, PlaceOf(restored), Steps.Untold);
        AssertSame(original, restored);
        // A key is still that key: its hash came along.
        Assert.Equal(KeysOf(original), KeysOf(restored));

        // The control: the comparison sees a single changed value.
        restored.Execute("update api_keys set name = 'x' where program_id = 1");
        Assert.Contains("api_keys: id", Assert.Single(Differences(original, restored)), StringComparison.Ordinal);
        restored.Execute("delete from api_keys where program_id = 1");
        Assert.Contains(
            "is not in the copy",
            Assert.Single(Differences(original, restored)),
            StringComparison.Ordinal
        );
        Assert.Contains("in the copy only", Assert.Single(Differences(restored, original)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Everything_moves_to_the_other_database_and_back()
    {
        using var original = new CliPlace();
        Fill(original);
        var file = Path.Combine(folder, "moved");
        var moved = MoveCommand.Run(PlaceOf(original), Target.OfFolder(file), Steps.Untold);
        Assert.True(JsonNode.DeepEquals(moved.Result!["before"], moved.Result["after"]));
        Assert.False(PrivateFile.IsOpenToOthers($"{file}/byway.db"));

        using var back = new CliPlace();
        var target = Target.OfPlace(back.Folder, back.Connection);
        MoveCommand.Run(new(file, null, true), target, Steps.Untold);
        AssertSame(original, back);
        Assert.Equal(0, (await back.Run(new VerifyCommand())).ExitCode);
        Assert.Equal(KeysOf(original), KeysOf(back));
    }

    [Fact]
    public void A_place_that_is_not_empty_is_left_alone()
    {
        using var place = new CliPlace();
        Fill(place);
        using var other = new CliPlace();
        Fill(other);
        var refusal = Assert.Throws<StartException>(() =>
            RestoreCommand.Run(OldBackup.File, PlaceOf(place), Steps.Untold)
        );
        Assert.Matches("already|not empty", refusal.Message);
        Assert.Throws<StartException>(() =>
            MoveCommand.Run(PlaceOf(place), Target.OfPlace(other.Folder, other.Connection), Steps.Untold)
        );
        AssertSame(place, other);
    }

    [Fact]
    public void A_database_in_use_is_not_moved()
    {
        using var place = new CliPlace();
        Fill(place);
        using var held = TestDatabase.IsPostgres ? null : DataLock.TryTake(place.Folder);
        using var open = TestDatabase.IsPostgres ? place.Open() : null;
        var to = Target.OfFolder(Path.Combine(folder, "elsewhere"));
        var sentence = "";
        try
        {
            sentence = MoveCommand.Run(PlaceOf(place), to, Steps.Untold).Refusal;
        }
        catch (StartException refusal)
        {
            sentence = refusal.Message;
        }

        Assert.Contains("Another Byway works on|A Byway server works on".Split('|'), word => sentence!.Contains(word));
        Assert.False(File.Exists(to.File));
    }

    [Theory]
    [InlineData("one byte", "damaged")]
    [InlineData("its end", "damaged")]
    [InlineData("a row", "damaged")]
    [InlineData("a newer schema", "newer Byway")]
    [InlineData("another schema", "another one")]
    [InlineData("a newer form", "newer Byway")]
    [InlineData("nothing of ours", "no backup")]
    public void A_damaged_or_foreign_backup_touches_nothing(string what, string sentence)
    {
        var lines = File.ReadAllLines(OldBackup.File).ToList();
        switch (what)
        {
            case "one byte":
                var at = lines.FindIndex(line => line.StartsWith("[1,", StringComparison.Ordinal));
                lines[at] = "[2," + lines[at][3..];
                break;
            case "its end":
                lines.RemoveAt(lines.Count - 1);
                break;
            case "a row":
                lines.RemoveAt(40);
                break;
            case "a newer schema":
                lines[0] = lines[0].Replace("\"number\":1,", "\"number\":9999,", StringComparison.Ordinal);
                Sealed(lines);
                break;
            case "another schema":
                lines[0] = lines[0].Replace("\"checksum\":\"", "\"checksum\":\"0", StringComparison.Ordinal);
                Sealed(lines);
                break;
            case "a newer form":
                lines[0] = lines[0].Replace("\"byway_backup\":1", "\"byway_backup\":2", StringComparison.Ordinal);
                break;
            default:
                lines = ["""{"some":"json"}"""];
                break;
        }

        Write(lines);
        using var place = new CliPlace();
        var refusal = Assert.Throws<StartException>(() =>
            RestoreCommand.Run(BackupFile, PlaceOf(place), Steps.Untold)
        );
        Assert.Contains(sentence, refusal.Message, StringComparison.Ordinal);
        AssertEmpty(place);
    }

    [Fact]
    public void A_cut_off_file_is_damaged()
    {
        Write([.. File.ReadAllLines(OldBackup.File)]);
        var bytes = File.ReadAllBytes(BackupFile);
        foreach (var length in new[] { 0, 1, 2, 20, bytes.Length / 2, bytes.Length - 100 })
        {
            File.WriteAllBytes(BackupFile, bytes[..length]);
            Assert.Throws<StartException>(() => new BackupReader(BackupFile).Check(Steps.Untold));
        }
    }

    [Fact]
    public async Task A_backup_of_books_in_motion_is_whole()
    {
        using var place = new CliPlace();
        Fill(place);
        using var open = place.Open();
        var shop = (await ProgramFinder.Find(open.Server.Database, "1"))!;
        using var done = new CancellationTokenSource();
        var writing = Task.Run(async () =>
        {
            for (var number = 0; !done.IsCancellationRequested; number++)
            {
                var sale = $$"""{"customer":{"key":"erna"},"key":"moving-{{number}}","amount":10}""";
                await open.Do(PostTransaction.Handle, shop, sale);
            }
        });
        for (var round = 0; round < 3; round++)
        {
            var file = $"{BackupFile}{round}";
            await new BackupCommand().Run(new(open.Server, new() { ["file"] = file }, _ => { }));
            using var restored = new CliPlace();
            RestoreCommand.Run(file, PlaceOf(restored), Steps.Untold);
            Assert.Equal(0, (await restored.Run(new VerifyCommand())).ExitCode);
        }

        await done.CancelAsync();
        await writing;
    }

    [Fact]
    public async Task A_backup_never_replaces_a_file()
    {
        using var place = new CliPlace();
        Fill(place);
        await File.WriteAllTextAsync(BackupFile, "precious");
        await Assert.ThrowsAsync<StartException>(() => Backup(place));
        Assert.Equal("precious", await File.ReadAllTextAsync(BackupFile));
    }

    [Fact]
    public void Text_of_every_kind_survives()
    {
        const string Text = "\u2028\u0085\u001f\\\"'<>&é𝄞\ud83d\ude00\r\n\t";
        using var place = new CliPlace();
        Fill(place);
        place.Execute("update partners set name = @Text where program_id = 1", new { Text });
        var file = Path.Combine(folder, "moved");
        MoveCommand.Run(PlaceOf(place), Target.OfFolder(file), Steps.Untold);
        using var moved = Database.OfFile($"{file}/byway.db");
        using var snapshot = moved.OpenSnapshot();
        Assert.Equal(Text, snapshot.Rows<string>("select name from partners where program_id = 1").First());
    }

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(folder, recursive: true);

    private static Place PlaceOf(CliPlace place) => new(place.Folder, place.Connection, IsJson: true);

    private static void Fill(CliPlace place) => RestoreCommand.Run(OldBackup.File, PlaceOf(place), Steps.Untold);

    private async Task<JsonObject> Backup(CliPlace place)
    {
        using var open = place.Open();
        var outcome = await new BackupCommand().Run(new(open.Server, new() { ["file"] = BackupFile }, _ => { }));
        return outcome.Result!;
    }

    private static void AssertSame(CliPlace one, CliPlace other) => Assert.Empty(Differences(one, other));

    private static List<string> Differences(CliPlace one, CliPlace other)
    {
        using var left = Database.Open(one.Folder, one.Connection);
        using var right = Database.Open(other.Folder, other.Connection);
        using var original = left.OpenSnapshot();
        using var copy = right.OpenSnapshot();
        return
        [
            .. original
                .Tables()
                .Select(table => TableComparison.Of(original, copy, table, Steps.Untold).Difference)
                .OfType<string>(),
        ];
    }

    private static List<string> KeysOf(CliPlace place)
    {
        using var database = Database.Open(place.Folder, place.Connection);
        using var snapshot = database.OpenSnapshot();
        return [.. snapshot.Rows<string>("select hash from api_keys order by id")];
    }

    private static void AssertEmpty(CliPlace place)
    {
        if (place.Connection is null)
        {
            Assert.DoesNotContain(
                Directory.GetFiles(place.Folder),
                file => Path.GetFileName(file).StartsWith(Database.FileName, StringComparison.Ordinal)
            );
            return;
        }

        using var database = Database.Open(place.Folder, place.Connection);
        using var store = database.OpenStore();
        Assert.All(database.Tables(store), table => Assert.Empty(store.Query<long>($"select 1 from {table.Name}")));
    }

    /// <summary>Gives changed lines the hash that belongs to them.</summary>
    private static void Sealed(List<string> lines)
    {
        var bytes = Encoding.UTF8.GetBytes(string.Concat(lines.SkipLast(1).Select(line => line + "\n")));
        var end = JsonNode.Parse(lines[^1])!;
        end["sha256"] = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(bytes));
        lines[^1] = end.ToJsonString();
    }

    private void Write(List<string> lines)
    {
        using var file = File.Create(BackupFile);
        using var packed = new GZipStream(file, CompressionLevel.Fastest);
        packed.Write(Encoding.UTF8.GetBytes(string.Concat(lines.Select(line => line + "\n"))));
    }
}
