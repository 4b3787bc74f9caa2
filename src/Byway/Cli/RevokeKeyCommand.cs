using System.CommandLine;
using System.Text.Json.Nodes;
using Byway.Programs;
using Byway.Values;
using Spectre.Console;

namespace Byway.Cli;

/// <summary><c>byway key revoke</c>: from now on the key opens nothing.</summary>
public sealed class RevokeKeyCommand : ICommand
{
    /// <inheritdoc/>
    public string Name => "key-revoke";

    /// <summary>How it is typed.</summary>
    public static Command Declare()
    {
        var program = ProgramArgument.DeclareOption();
        var id = new Argument<string>("KEYID") { Description = "The key's id, as byway key list shows it" };
        var command = new Command("revoke", "Revoke an API key, at once") { program, id };
        command.SetAction(
            (parsed, _) =>
                CommandRun.Run(
                    new RevokeKeyCommand(),
                    new() { ["program"] = parsed.GetValue(program), ["key"] = parsed.GetValue(id) },
                    Place.Of(parsed)
                )
        );
        return command;
    }

    /// <inheritdoc/>
    public Task<Outcome> Run(Work work) =>
        ProgramArgument.With(
            work,
            async program =>
            {
                var id = work.Text("key")!;
                var now = UtcMicros.Now(work.Parts.Clock);
                var answer = await ApiKeys.Revoke(work.Parts.Turns, program, id, now);
                if (!answer.IsSuccess)
                {
                    return Answers.Refused(answer);
                }

                var keys = await ApiKeys.Of(work.Parts.Database, program);
                return keys.Find(key => key.Id == id) is { } revoked
                    ? Outcome.Of(ListKeysCommand.ViewOf(revoked))
                    : Outcome.Refuse($"Program {program.PublicId} has no API key {id}. See byway key list.");
            }
        );

    /// <inheritdoc/>
    public void Show(JsonObject result, IAnsiConsole console) =>
        console.WriteLine($"API key {result["id"]} ({result["name"]}) is revoked since {result["revoked_at"]}.");
}
