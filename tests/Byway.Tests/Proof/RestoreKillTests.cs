using System.Security.Cryptography;
using Byway.Backups;
using Byway.Cli;
using Byway.Storage;
using Byway.Tests.Backups;
using Byway.Tests.Cli;
using Xunit;

namespace Byway.Tests.Proof;

/// <summary>
/// Promise R9 under SIGKILL: a restore or a move that is killed, whenever that is, leaves nothing or everything, and
/// can be done again. The control is a copy that shows itself while it is made.
/// </summary>
public sealed class RestoreKillTests : IDisposable
{
    private const int Kills = 8;
    private const int MoreRows = 60_000;

    private readonly CliPlace original = new();
    private readonly string folder = Directory.CreateTempSubdirectory("byway-kill-").FullName;

    public RestoreKillTests()
    {
        RestoreCommand.Run(OldBackup.File, new(original.Folder, original.Connection, IsJson: true), Steps.Untold);
        original.Execute(
            "insert into idempotency_keys (program_id, key_hash, request_hash, status, body, has_secret, entry_count, "
                + "created_at) with recursive series (n) as (select 1 union all select n + 1 from series where n < "
                + $"{MoreRows}) select 1, 'key-' || n, 'hash', 200, 'a body of some length', 0, 1, 5 from series"
        );
    }

    [Theory]
    [InlineData("restore")]
    [InlineData("move")]
    public async Task A_killed_copy_leaves_nothing_or_everything(string command)
    {
        var file = Path.Combine(folder, "whole.backup");
        var (exit, _, error) = await original.Run("backup", file);
        Assert.True(exit == 0, error);
        using var target = new CliPlace();
        var (nothing, everything) = (0, 0);
        for (var kill = 0; kill < Kills || nothing == 0; kill++)
        {
            Empty(target);
            string[] arguments =
                command == "restore"
                    ? ["restore", file, .. target.Options]
                    : ["move", "--to", target.Connection ?? target.Folder, .. original.Options];
            using (var process = Serving.Process(arguments))
            {
                await Task.Delay(RandomNumberGenerator.GetInt32(100, 1500));
                process.Kill();
                await process.WaitForExitAsync();
            }

            _ = IsWhole(target) ? everything++ : nothing++;
        }

        // And then it can be done.
        Empty(target);
        RestoreCommand.Run(file, new(target.Folder, target.Connection, IsJson: true), Steps.Untold);
        Assert.True(IsWhole(target));
        Assert.Equal(0, (await target.Run(new VerifyCommand())).ExitCode);

        // The control: half of it is noticed.
        target.Execute("delete from idempotency_keys where key_hash = 'key-7'");
        Assert.ThrowsAny<Exception>(() => IsWhole(target));
        Assert.True(nothing > 0, $"None of {everything} kills came in time: they proved nothing.");
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        original.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    /// <summary>True when everything is there, false when nothing is; anything between is a failure.</summary>
    private static bool IsWhole(CliPlace place)
    {
        if (place.Connection is null && !Database.IsFileThere(place.Folder))
        {
            return false;
        }

        using var database = Database.Open(place.Folder, place.Connection);
        using var store = database.OpenStore();
        var tables = database.Tables(store);
        var rows = tables.Sum(table => store.Query<long>($"select count(*) from {table.Name}")[0]);
        if (rows == 0)
        {
            return false;
        }

        var kept = store.Query<long>("select count(*) from idempotency_keys")[0];
        var entries = store.Query<long>("select count(*) from journal_entries")[0];
        Assert.Equal((MoreRows + 1, 39), (kept, entries));
        return true;
    }

    private static void Empty(CliPlace place)
    {
        if (place.Connection is null)
        {
            File.Delete(Path.Combine(place.Folder, Database.FileName));
            return;
        }

        using var database = Database.Open(place.Folder, place.Connection);
        using var store = database.OpenStore();
        foreach (var table in database.Tables(store))
        {
            store.Execute($"delete from {table.Name}");
        }
    }
}
