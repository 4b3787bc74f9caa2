using System.CommandLine;
using System.Text.Json.Nodes;
using Byway.Programs;
using Byway.Values;
using Spectre.Console;

namespace Byway.Cli;

/// <summary><c>byway program list</c>.</summary>
public sealed class ListProgramsCommand : ICommand
{
    /// <inheritdoc/>
    public string Name => "program-list";

    /// <summary>How it is typed.</summary>
    public static Command Declare()
    {
        var command = new Command("list", "List all programs");
        command.SetAction((parsed, _) => CommandRun.Run(new ListProgramsCommand(), [], Place.Of(parsed)));
        return command;
    }

    /// <inheritdoc/>
    public async Task<Outcome> Run(Work work)
    {
        var programs = new JsonArray();
        foreach (var program in await ProgramFinder.All(work.Parts.Database))
        {
            var settings = await work.Parts.Settings.InForce(program.ProgramId);
            programs.Add(
                new JsonObject
                {
                    ["id"] = program.ProgramId,
                    ["public_id"] = program.PublicId,
                    ["name"] = settings.Name,
                    ["type"] = program.Type,
                    ["mode"] = program.Mode,
                    ["website"] = settings.Website,
                    ["created_at"] = UtcMicros.ToText(program.CreatedAt),
                }
            );
        }

        return Outcome.Of(new() { ["programs"] = programs });
    }

    /// <inheritdoc/>
    public void Show(JsonObject result, IAnsiConsole console)
    {
        var table = Terminal.Table("ID", "Public id", "Name", "Type", "Mode", "Website");
        foreach (var program in result["programs"]!.AsArray())
        {
            table.Row(
                program!["id"],
                program["public_id"],
                program["name"],
                program["type"],
                program["mode"],
                program["website"]
            );
        }

        console.Write(table);
    }
}
