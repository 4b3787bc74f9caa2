using System.CommandLine;
using System.Text.Json.Nodes;
using Byway.Integrations;
using Spectre.Console;

namespace Byway.Cli;

/// <summary><c>byway integration list</c>: the billing providers, and what became of their events.</summary>
public sealed class ListIntegrationsCommand : ICommand
{
    /// <inheritdoc/>
    public string Name => "integration-list";

    /// <summary>How it is typed.</summary>
    public static Command Declare()
    {
        var program = ProgramArgument.DeclareOption();
        var command = new Command("list", "List the billing providers and what became of their events") { program };
        command.SetAction(
            (parsed, _) =>
                CommandRun.Run(
                    new ListIntegrationsCommand(),
                    new() { ["program"] = parsed.GetValue(program) },
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
                var connected = (await work.Parts.Settings.InForce(program.ProgramId)).Integrations ?? [];
                var counts = await work.Parts.Database.Query<(string Provider, string Status, long Count)>(
                    "select provider, status, count(*) from provider_events where program_id = @ProgramId "
                        + "group by provider, status",
                    new { program.ProgramId }
                );
                var rows = new BillingProviders(work.Parts.Options).All.Select(provider => new JsonObject
                {
                    ["provider"] = provider.Name,
                    ["is_connected"] = connected.Any(each => each.Provider == provider.Name),
                    ["events"] = new JsonObject(
                        counts
                            .Where(row => row.Provider == provider.Name)
                            .Select(row => KeyValuePair.Create<string, JsonNode?>(row.Status, row.Count))
                    ),
                });
                return Outcome.Of(new() { ["integrations"] = new JsonArray([.. rows]) });
            }
        );

    /// <inheritdoc/>
    public void Show(JsonObject result, IAnsiConsole console)
    {
        var table = Terminal.Table(["Provider", "Connected", .. EventStatus.All]);
        foreach (var row in result["integrations"]!.AsArray())
        {
            table.Row([
                row!["provider"],
                (bool)row["is_connected"]! ? "yes" : "no",
                .. EventStatus.All.Select(status => row["events"]![status]),
            ]);
        }

        console.Write(table);
    }
}
