using System.CommandLine;
using System.Text.Json.Nodes;
using Byway.Integrations;
using Byway.Values;
using Spectre.Console;

namespace Byway.Cli;

/// <summary>
/// <c>byway integration backfill</c>: books past payments from a provider's export; doing it again counts nothing
/// twice.
/// </summary>
public sealed class BackfillCommand : ICommand
{
    /// <inheritdoc/>
    public string Name => "integration-backfill";

    /// <summary>How it is typed.</summary>
    public static Command Declare()
    {
        var provider = IntegrationArgument.Declare();
        var file = new Argument<FileInfo>("FILE") { Description = "What the provider exported, CSV or JSON" };
        var program = ProgramArgument.DeclareOption();
        var isDry = new Option<bool>("--dry-run") { Description = "Read it and say what is in it; change nothing" };
        var command = new Command("backfill", "Book past payments from a provider's export")
        {
            provider,
            file,
            program,
            isDry,
        };
        command.SetAction(
            (parsed, _) =>
                CommandRun.Run(
                    new BackfillCommand(),
                    new()
                    {
                        ["provider"] = parsed.GetValue(provider),
                        // The server that may do it has another current folder.
                        ["file"] = parsed.GetValue(file)!.FullName,
                        ["program"] = parsed.GetValue(program),
                        ["dry_run"] = parsed.GetValue(isDry),
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
                var file = work.Text("file")!;
                var isDry = (bool)work.Arguments["dry_run"]!;
                var settings = await work.Parts.Settings.InForce(program.ProgramId);
                if (!isDry && settings.Integrations?.Any(each => each.Provider == provider.Name) != true)
                {
                    return Outcome.Refuse($"{provider.Title} is not connected to this program. Connect it first.");
                }

                if (!File.Exists(file))
                {
                    return Outcome.Refuse($"There is no file {file} that the server can read.");
                }

                var backfill = new Backfill(work.Parts.Turns, program, provider);
                await backfill.Run(file, isDry, work.Steps);
                return Outcome.Of(
                    new()
                    {
                        ["dry_run"] = isDry,
                        ["lines"] = Counts(backfill.Statuses),
                        ["facts"] = Counts(backfill.Kinds),
                        ["charged"] = new JsonObject(
                            backfill.Amounts.Select(pair =>
                                KeyValuePair.Create<string, JsonNode?>(pair.Key, Micros.ToText(pair.Value))
                            )
                        ),
                        ["fault_count"] = backfill.FaultCount,
                        ["faults"] = new JsonArray([
                            .. backfill.Faults.Select(fault => new JsonObject
                            {
                                ["line"] = fault.Line,
                                ["sentence"] = fault.Sentence,
                            }),
                        ]),
                    }
                );
            }
        );

    /// <inheritdoc/>
    public void Show(JsonObject result, IAnsiConsole console)
    {
        console.WriteLine((bool)result["dry_run"]! ? "Nothing was changed. The file has:" : "The file was booked:");
        foreach (var part in new[] { "facts", "charged", "lines" })
        {
            foreach (var (name, value) in result[part]!.AsObject())
            {
                console.WriteLine($"  {part} {name}: {value}");
            }
        }

        console.WriteLine($"{result["fault_count"]} lines could not be read or booked.");
        foreach (var fault in result["faults"]!.AsArray())
        {
            console.WriteLine($"  line {fault!["line"]}: {fault["sentence"]}");
        }
    }

    private static JsonObject Counts(IReadOnlyDictionary<string, long> counts) =>
        new(counts.Select(pair => KeyValuePair.Create<string, JsonNode?>(pair.Key, pair.Value)));
}
