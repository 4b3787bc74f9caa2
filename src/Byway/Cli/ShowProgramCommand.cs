using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using Byway.Http;
using Byway.Programs;
using Byway.Values;
using Spectre.Console;

namespace Byway.Cli;

/// <summary><c>byway program show</c>: a program and its settings in force.</summary>
public sealed class ShowProgramCommand : ICommand
{
    /// <inheritdoc/>
    public string Name => "program-show";

    /// <summary>How it is typed.</summary>
    public static Command Declare()
    {
        var id = ProgramArgument.Declare();
        var command = new Command("show", "Show a program and its settings") { id };
        command.SetAction(
            (parsed, _) =>
                CommandRun.Run(new ShowProgramCommand(), new() { ["program"] = parsed.GetValue(id) }, Place.Of(parsed))
        );
        return command;
    }

    /// <inheritdoc/>
    public Task<Outcome> Run(Work work) =>
        ProgramArgument.With(
            work,
            async program =>
            {
                var (version, settings) = await work.Parts.Settings.WithVersion(program.ProgramId);
                var view = SettingsView.Of(version, settings);
                var now = await ProgramClock.Now(work.Parts.Database, work.Parts.Clock, program);
                return Outcome.Of(
                    new()
                    {
                        ["id"] = program.ProgramId,
                        ["public_id"] = program.PublicId,
                        ["type"] = program.Type,
                        ["mode"] = program.Mode,
                        ["created_at"] = UtcMicros.ToText(program.CreatedAt),
                        ["now"] = UtcMicros.ToText(now),
                        ["settings"] = JsonSerializer.SerializeToNode(view, WireJson.Relaxed.SettingsView),
                    }
                );
            }
        );

    /// <inheritdoc/>
    public void Show(JsonObject result, IAnsiConsole console)
    {
        console.WriteLine($"Program {result["id"]} ({result["public_id"]}), {result["type"]}, {result["mode"]}");
        if (result["mode"]!.ToString() != "live")
        {
            console.WriteLine($"Its clock says {result["now"]}");
        }

        ShowSettings(result["settings"]!.AsObject(), console);
    }

    /// <summary>Shows settings as a table.</summary>
    /// <param name="settings">As the wire writes them.</param>
    /// <param name="console">Where.</param>
    public static void ShowSettings(JsonObject settings, IAnsiConsole console)
    {
        var table = Terminal.Table("Setting", "Value");
        foreach (var (name, value) in settings)
        {
            table.Row(name, value);
        }

        console.Write(table);
    }
}
