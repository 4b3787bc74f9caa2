using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using Byway.Http;
using Byway.Programs;
using Byway.Rewards;
using Byway.Simulations;
using Byway.Values;
using Spectre.Console;

namespace Byway.Cli;

/// <summary>
/// <c>byway simulate</c>: what other rules would have paid for what has happened; nothing is changed. Reads one
/// picture of the database, whatever is written meanwhile.
/// </summary>
public sealed class SimulateCommand : ICommand
{
    private const int EntriesBetweenReports = 1000;
    private const int RowsShown = 20;

    /// <inheritdoc/>
    public string Name => "simulate";

    /// <summary>How it is typed.</summary>
    public static Command Declare()
    {
        var program = ProgramArgument.DeclareOption();
        var rules = new Option<FileInfo>("--rules")
        {
            Description = "Rules as JSON; // comments may stand in it",
            HelpName = "FILE",
            Required = true,
        };
        var from = new Option<string?>("--from") { Description = "When the period begins, such as 2026-01-01" };
        var to = new Option<string?>("--to") { Description = "When it is over; not in it" };
        var csv = new Option<string?>("--csv")
        {
            Description = "Also write every sale to this file",
            HelpName = "FILE",
        };
        var command = new Command("simulate", "Try reward rules on what has happened; changes nothing")
        {
            program,
            rules,
            from,
            to,
            csv,
        };
        command.SetAction(
            (parsed, stopping) =>
                RulesFile.With(
                    parsed.GetValue(rules)!,
                    Place.Of(parsed),
                    read =>
                        CommandRun.Run(
                            new SimulateCommand(),
                            new()
                            {
                                ["program"] = parsed.GetValue(program),
                                ["rules"] = read,
                                ["from"] = parsed.GetValue(from),
                                ["to"] = parsed.GetValue(to),
                                // The server that may do it has another current folder.
                                ["csv"] = parsed.GetValue(csv) is { } file ? Path.GetFullPath(file) : null,
                            },
                            Place.Of(parsed)
                        ),
                    stopping
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
                // Shape
                var settings = await work.Parts.Settings.InForce(program.ProgramId);
                var check = new Check();
                var (rules, _) = PutRules.Read(
                    RulesFile.BodyOf(work),
                    settings,
                    program.Type == ProgramType.Affiliate,
                    check
                );
                var (from, to) = (TimeOf(work, "from", check), TimeOf(work, "to", check));
                if (from > to)
                {
                    check.Fault("to", "The to must not be before the from.");
                }

                var asked = new SimulationAsked(program, settings with { Rules = rules }, from, to);
                var now = await ProgramClock.Now(work.Parts.Database, work.Parts.Clock, program);
                return check.HasFaults
                    ? RulesFile.Refused(check.Refusal())
                    : await Task.Run(() => Run(work, asked, now), work.Stopping);
            }
        );

    /// <inheritdoc/>
    public void Show(JsonObject result, IAnsiConsole console)
    {
        console.WriteLine(
            $"{result["sales"]} sales, of which {result["sales_that_differ"]} would earn something else."
        );
        Show(console, result["totals"]!, "unit", "sales_amount", "actual", "draft", "difference");
        Show(console, result["rules"]!, "side", "version", "rule", "name", "unit", "rewards", "amount");
        Show(console, result["partners"]!, "id", "unit", "actual", "draft", "difference");
        foreach (var each in result["largest"]!.AsArray().Take(RowsShown))
        {
            console.WriteLine(
                $"{each!["difference"]} {each["unit"]}, {each["kind"]} of {each["occurred_at"]} ({each["entry"]})"
            );
            console.WriteLine($"  in truth: {each["actual_sentence"]}");
            console.WriteLine($"  draft:    {each["draft_sentence"]}");
        }

        foreach (var each in result["unchanged"]!.AsArray())
        {
            console.WriteLine($"{each!["sales"]} sales stay as they are, because {each["why"]}.");
        }

        console.WriteLine((string)result["note"]!);
    }

    private static void Show(IAnsiConsole console, JsonNode rows, params string[] columns)
    {
        var table = Terminal.Table(columns);
        foreach (var row in rows.AsArray().Take(RowsShown))
        {
            table.Row([.. columns.Select(column => row![column])]);
        }

        if (rows.AsArray().Count > 0)
        {
            console.Write(table);
        }
    }

    private static long? TimeOf(Work work, string name, Check check)
    {
        if (work.Text(name) is not { } text)
        {
            return null;
        }

        var time = UtcMicros.Read(text);
        if (time is null)
        {
            check.Fault(name, $"The {name} must be a time such as 2026-01-31 or 2026-01-31T12:00:00Z.");
        }

        return time;
    }

    private static Outcome Run(Work work, SimulationAsked asked, long now)
    {
        using var snapshot = work.Parts.Database.OpenSnapshot();
        var (done, total) = (0L, asked.Entries(snapshot));
        var (simulation, view) = asked.Run(
            snapshot,
            now + 1,
            () =>
            {
                if (++done % EntriesBetweenReports == 0)
                {
                    work.Stopping.ThrowIfCancellationRequested();
                    work.Report(new("Simulating", Math.Min(done, total), total));
                }
            },
            int.MaxValue
        );
        if (work.Text("csv") is { } file)
        {
            using var to = new BufferedStream(new FileStream(file, FileMode.CreateNew));
            SimulationCsv.Write(simulation, to);
        }

        return Outcome.Of(JsonSerializer.SerializeToNode(view, WireJson.Relaxed.SimulationView)!.AsObject());
    }
}
