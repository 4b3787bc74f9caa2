using System.CommandLine;
using System.Text.Json.Nodes;
using Byway.Backups;
using Byway.Storage;
using Spectre.Console;

namespace Byway.Cli;

/// <summary>
/// <c>byway backup FILE</c>: everything in one file that either database can be made of again. Reads one picture of
/// the database, whatever is written meanwhile.
/// </summary>
public sealed class BackupCommand : ICommand
{
    /// <inheritdoc/>
    public string Name => "backup";

    /// <inheritdoc/>
    public bool LeavesSchema => true;

    /// <summary>How it is typed.</summary>
    public static Command Declare()
    {
        var file = new Argument<string>("FILE") { Description = "The file to write; there must be none yet" };
        var command = new Command("backup", "Write everything into one file, while the server runs or not") { file };
        command.SetAction(
            (parsed, _) =>
                CommandRun.Run(
                    new BackupCommand(),
                    // The server that may do it has another current folder.
                    new() { ["file"] = Path.GetFullPath(parsed.GetValue(file)!) },
                    Place.Of(parsed)
                )
        );
        return command;
    }

    /// <inheritdoc/>
    public Task<Outcome> Run(Work work) => Task.Run(() => Write(work), work.Stopping);

    /// <inheritdoc/>
    public void Show(JsonObject result, IAnsiConsole console)
    {
        console.WriteLine(
            $"{result["rows"]} rows of {result["tables"]} tables, {result["bytes"]} bytes: {result["file"]}"
        );
        SumsTable.Write(console, result["programs"]!.AsArray(), null);
        console.WriteLine("It holds personal data and the hashes of API keys: keep it where only you can read it.");
    }

    private static Outcome Write(Work work)
    {
        var file = work.Text("file")!;
        using var snapshot = work.Parts.Database.OpenSnapshot();
        var header = BackupWriter.Write(snapshot, file, work.Parts.Clock, work.Steps);
        return Outcome.Of(
            new()
            {
                ["file"] = file,
                ["bytes"] = new FileInfo(file).Length,
                ["tables"] = header.Tables.Count,
                ["rows"] = header.Rows,
                ["programs"] = header.Programs.DeepClone(),
            }
        );
    }
}
