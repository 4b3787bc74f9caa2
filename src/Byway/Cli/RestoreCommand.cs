using System.CommandLine;
using System.Text.Json.Nodes;
using Byway.Backups;
using Byway.Storage;
using Spectre.Console;

namespace Byway.Cli;

/// <summary>
/// <c>byway restore FILE</c>: makes a database of a backup, in an empty data folder or an empty PostgreSQL, and brings
/// an older one up to date.
/// </summary>
public static class RestoreCommand
{
    /// <summary>How it is typed.</summary>
    public static Command Declare()
    {
        var file = new Argument<string>("FILE") { Description = "A backup" };
        var command = new Command("restore", "Make a database of a backup, in an empty folder or PostgreSQL") { file };
        command.SetAction(
            (parsed, stopping) =>
            {
                var place = Place.Of(parsed);
                return CommandRun.Alone(steps => Run(parsed.GetValue(file)!, place, steps), Show, place, stopping);
            }
        );
        return command;
    }

    /// <summary>Does it.</summary>
    /// <param name="file">The backup.</param>
    /// <param name="place">Where to.</param>
    /// <param name="steps">Told how far it is.</param>
    public static Outcome Run(string file, Place place, Steps steps)
    {
        var target = Target.OfPlace(place.DataFolder, place.Database);
        using var held = CommandRun.Hold(target);
        var (header, programs) = Restore.Run(file, target, TimeProvider.System, steps);
        return Outcome.Of(
            new()
            {
                ["file"] = Path.GetFullPath(file),
                ["made_at"] = header.MadeAt,
                ["into"] = target.Description,
                ["tables"] = header.Tables.Count,
                ["rows"] = header.Rows,
                ["before"] = header.Programs.DeepClone(),
                ["after"] = programs,
            }
        );
    }

    private static void Show(JsonObject result, IAnsiConsole console)
    {
        console.WriteLine(
            $"{result["rows"]} rows of {result["tables"]} tables, as of {result["made_at"]}, are in {result["into"]}."
        );
        SumsTable.Write(console, result["before"]!.AsArray(), result["after"]!.AsArray());
        console.WriteLine("Check it with byway verify. Whoever was erased since then has to be erased again.");
    }
}
