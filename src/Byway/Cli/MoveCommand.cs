using System.CommandLine;
using System.Text.Json.Nodes;
using Byway.Backups;
using Byway.Programs;
using Byway.Storage;
using Byway.Values;
using Spectre.Console;

namespace Byway.Cli;

/// <summary>
/// <c>byway move --to CONNECTION|FOLDER</c>: everything from SQLite to PostgreSQL or back, credentials too, compared
/// row by row. Nobody may write meanwhile: it wants the servers stopped. The original stays as it is.
/// </summary>
public static class MoveCommand
{
    /// <summary>How it is typed.</summary>
    public static Command Declare()
    {
        var to = new Option<string>("--to")
        {
            Description = "Where to: a PostgreSQL connection string, or a data folder for SQLite; empty",
            HelpName = "CONNECTION|DIR",
            Required = true,
        };
        var command = new Command("move", "Move everything to another database; the server must be stopped") { to };
        command.SetAction(
            (parsed, stopping) =>
            {
                var place = Place.Of(parsed);
                return CommandRun.Alone(
                    steps => Run(place, Target.OfFolder(parsed.GetValue(to)!), steps),
                    Show,
                    place,
                    stopping
                );
            }
        );
        return command;
    }

    /// <summary>Does it.</summary>
    /// <param name="place">From where.</param>
    /// <param name="target">Where to.</param>
    /// <param name="steps">Told how far it is.</param>
    public static Outcome Run(Place place, Target target, Steps steps)
    {
        var from = Target.OfPlace(place.DataFolder, place.Database);
        if (from.File is not null && !File.Exists(from.File))
        {
            return Outcome.Refuse(
                $"There is no database in {from.Folder}. Name its folder with --data or BYWAY_DATA."
            );
        }

        if (from.File is not null && from.File == target.File)
        {
            return Outcome.Refuse("The database is there already.");
        }

        using var held = CommandRun.Hold(from);
        using var heldToo = CommandRun.Hold(target);
        using var database = from.Open();
        using var store = database.OpenStore();
        if (database.OtherWriters(store) > 0)
        {
            return Outcome.Refuse(
                $"A Byway server works on {database.Description}. Stop it: what it wrote while everything is moved "
                    + "would be left behind."
            );
        }

        Migrator.Apply(store, database.IsFile, TimeProvider.System);
        // A PostgreSQL server that is started meanwhile waits for these with its first change.
        store.Begin();
        store.LockGlobally(CreateProgram.OneAtATime);
        store.LockHeads(
            [
                .. store
                    .Query<long>("select program_id from programs order by 1")
                    .Select(number => new ProgramId(number)),
            ],
            isPatient: true
        );
        using var snapshot = database.OpenSnapshot();
        var (tables, before, after) = Copy.Run(snapshot, target, TimeProvider.System, steps);
        store.Rollback();
        return Outcome.Of(
            new()
            {
                ["from"] = from.Description,
                ["to"] = target.Description,
                ["tables"] = tables.Count,
                ["rows"] = tables.Sum(table => table.Rows),
                ["before"] = before.DeepClone(),
                ["after"] = after,
            }
        );
    }

    private static void Show(JsonObject result, IAnsiConsole console)
    {
        console.WriteLine(
            $"{result["rows"]} rows of {result["tables"]} tables are in {result["to"]}, compared one by one."
        );
        SumsTable.Write(console, result["before"]!.AsArray(), result["after"]!.AsArray());
        console.WriteLine(
            $"Start the server there. {result["from"]} is as it was: do not start a server on it again, and remove it "
                + "when you are content."
        );
    }
}
