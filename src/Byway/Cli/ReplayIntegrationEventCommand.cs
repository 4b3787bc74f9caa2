using System.CommandLine;
using System.Text.Json.Nodes;
using Byway.Integrations;
using Byway.Programs;
using Spectre.Console;

namespace Byway.Cli;

/// <summary><c>byway integration replay</c>: books an event again; a running server does it within seconds.</summary>
public sealed class ReplayIntegrationEventCommand : ICommand
{
    /// <inheritdoc/>
    public string Name => "integration-replay";

    /// <summary>How it is typed.</summary>
    public static Command Declare()
    {
        var provider = IntegrationArgument.Declare();
        var id = new Argument<string>("EVENT") { Description = "The provider's id of the event" };
        var program = ProgramArgument.DeclareOption();
        var command = new Command("replay", "Book an event again") { provider, id, program };
        command.SetAction(
            (parsed, _) =>
                CommandRun.Run(
                    new ReplayIntegrationEventCommand(),
                    new()
                    {
                        ["provider"] = parsed.GetValue(provider),
                        ["event"] = parsed.GetValue(id),
                        ["program"] = parsed.GetValue(program),
                    },
                    Place.Of(parsed)
                )
        );
        return command;
    }

    /// <inheritdoc/>
    public Task<Outcome> Run(Work work) =>
        IntegrationArgument.With(
            work,
            async (program, provider) =>
            {
                var answer = await work.Parts.Turns.Take(
                    new ReplayProviderEvent(new Caller(program, "cli"), provider.Name, work.Text("event")!)
                );
                return answer.IsSuccess
                    ? Outcome.Of(new() { ["event"] = work.Text("event") })
                    : Answers.Refused(answer);
            }
        );

    /// <inheritdoc/>
    public void Show(JsonObject result, IAnsiConsole console) =>
        console.WriteLine($"{result["event"]} will be booked again as soon as a server runs.");
}
