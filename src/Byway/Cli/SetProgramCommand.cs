using System.CommandLine;
using System.Text;
using System.Text.Json.Nodes;
using Byway.Programs;
using Spectre.Console;

namespace Byway.Cli;

/// <summary>
/// <c>byway program set</c>: changes settings, as <c>PUT /v1/program/settings</c> does; one entry of the journal.
/// </summary>
public sealed class SetProgramCommand : ICommand
{
    /// <inheritdoc/>
    public string Name => "program-set";

    /// <summary>How it is typed.</summary>
    public static Command Declare()
    {
        var id = ProgramArgument.Declare();
        var changes = new Argument<string[]>("NAME=VALUE")
        {
            Description = "What to set: " + string.Join(", ", SettingsFields.Names),
            Arity = ArgumentArity.OneOrMore,
        };
        changes.Validators.Add(typed =>
        {
            foreach (var fault in typed.Tokens.Select(token => FaultOf(token.Value)).OfType<string>())
            {
                typed.AddError(fault);
            }
        });
        var command = new Command("set", "Change settings of a program") { id, changes };
        command.SetAction(
            (parsed, _) =>
            {
                var settings = new JsonObject();
                foreach (var change in parsed.GetValue(changes)!)
                {
                    var (name, value) = Split(change);
                    settings[name] = value;
                }

                return CommandRun.Run(
                    new SetProgramCommand(),
                    new() { ["program"] = parsed.GetValue(id), ["settings"] = settings },
                    Place.Of(parsed)
                );
            }
        );
        return command;
    }

    /// <inheritdoc/>
    public Task<Outcome> Run(Work work) =>
        ProgramArgument.With(
            work,
            async program =>
            {
                var body = Encoding.UTF8.GetBytes(Terminal.Compact(work.Arguments["settings"]!.AsObject()));
                var answer = await work.Parts.Turns.Take(new PutSettings(new(program, "cli"), body, null));
                return answer.IsSuccess ? Outcome.Of(Answers.Resource(answer)) : Answers.Refused(answer);
            }
        );

    /// <inheritdoc/>
    public void Show(JsonObject result, IAnsiConsole console) => ShowProgramCommand.ShowSettings(result, console);

    private static string? FaultOf(string change)
    {
        var (name, value) = Split(change);
        return !SettingsFields.Names.Contains(name, StringComparer.Ordinal)
                ? $"There is no setting \"{name}\". Possible: {string.Join(", ", SettingsFields.Names)}."
            : value.Length == 0 ? $"Give {name} a value: {name}=VALUE."
            : null;
    }

    private static (string Name, string Value) Split(string change) =>
        change.Split('=', 2) is [var name, var value] ? (name.Trim(), value.Trim()) : (change.Trim(), "");
}
