using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using Byway.Http;
using Byway.Integrations;
using Spectre.Console;

namespace Byway.Cli;

/// <summary><c>byway integration events</c>: what a provider sent, newest first, and what became of it.</summary>
public sealed class ListIntegrationEventsCommand : ICommand
{
    private const long MostRows = 100;

    /// <inheritdoc/>
    public string Name => "integration-events";

    /// <summary>How it is typed.</summary>
    public static Command Declare()
    {
        var provider = IntegrationArgument.Declare();
        var program = ProgramArgument.DeclareOption();
        var status = new Option<string?>("--status") { Description = "Only these" };
        status.AcceptOnlyFromAmong([.. EventStatus.All]);
        var command = new Command("events", "List the newest 100 events of a provider") { provider, program, status };
        command.SetAction(
            (parsed, _) =>
                CommandRun.Run(
                    new ListIntegrationEventsCommand(),
                    new()
                    {
                        ["provider"] = parsed.GetValue(provider),
                        ["program"] = parsed.GetValue(program),
                        ["status"] = parsed.GetValue(status),
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
                var status = work.Text("status");
                var rows = await work.Parts.Database.List(
                    ProviderEvent.Table,
                    "where program_id = @ProgramId and provider = @Name"
                        + (status is null ? "" : " and status = @status")
                        + " order by number desc limit @MostRows",
                    new
                    {
                        program.ProgramId,
                        provider.Name,
                        status,
                        MostRows,
                    }
                );
                var views = rows.Select(row =>
                    JsonSerializer.SerializeToNode(ProviderEventView.Of(row), WireJson.Relaxed.ProviderEventView)
                );
                return Outcome.Of(new() { ["events"] = new JsonArray([.. views]) });
            }
        );

    /// <inheritdoc/>
    public void Show(JsonObject result, IAnsiConsole console)
    {
        var table = Terminal.Table("ID", "Type", "Status", "Occurred", "Entry", "What became of it");
        foreach (var row in result["events"]!.AsArray())
        {
            table.Row(
                row!["id"],
                row["type"],
                row["status"],
                ((string)row["occurred_at"]!)[..16],
                row["entry_id"],
                row["sentence"]
            );
        }

        console.Write(table);
    }
}
