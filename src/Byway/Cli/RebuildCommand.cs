using System.CommandLine;
using System.Text.Json.Nodes;
using Byway.Backups;
using Byway.Journal;
using Byway.Storage;
using Spectre.Console;

namespace Byway.Cli;

/// <summary>
/// <c>byway rebuild --into FILE|CONNECTION</c>: makes a database of the journals alone, and compares it with the one
/// they come from, row by row.
/// </summary>
public sealed class RebuildCommand : ICommand
{
    /// <inheritdoc/>
    public string Name => "rebuild";

    /// <summary>How it is typed.</summary>
    public static Command Declare()
    {
        var into = new Option<string>("--into")
        {
            Description = "Where to: a file for SQLite that is not there yet, or an empty PostgreSQL",
            HelpName = "FILE|CONNECTION",
            Required = true,
        };
        var command = new Command("rebuild", "Make a database of the journals alone, and compare it") { into };
        command.SetAction(
            (parsed, _) =>
            {
                var text = parsed.GetValue(into)!;
                return CommandRun.Run(
                    new RebuildCommand(),
                    // The server that may do it has another current folder.
                    new() { ["into"] = Database.IsConnection(text) ? text : Path.GetFullPath(text) },
                    Place.Of(parsed)
                );
            }
        );
        return command;
    }

    /// <inheritdoc/>
    public Task<Outcome> Run(Work work) => Task.Run(() => Do(work), work.Stopping);

    /// <inheritdoc/>
    public void Show(JsonObject result, IAnsiConsole console)
    {
        if (result["break"] is { } found)
        {
            console.WriteLine($"{VerifyCommand.SentenceOf(found.AsObject())} Nothing was kept.", new(Color.Red));
            return;
        }

        var table = Terminal.Table("Table", "Rows", "Rebuilt");
        foreach (var each in result["tables"]!.AsArray())
        {
            var how = each!["difference"] ?? each["left_out"] ?? each["erased"];
            table.Row(each["name"], each["rows"], how is null ? "the same" : how.ToString());
        }

        console.Write(table);
        var isGood = (bool)result["ok"]!;
        console.WriteLine(
            $"{result["entries"]} entries of {result["programs"]} programs make {result["into"]}: "
                + (isGood ? "everything the journal tells of is the same." : "NOT the same."),
            new(isGood ? Color.Green : Color.Red)
        );
    }

    private static Outcome Do(Work work)
    {
        var target = Target.OfFile(work.Text("into")!);
        using var snapshot = work.Parts.Database.OpenSnapshot();
        var heads = snapshot.Rows<HeadRow>(HeadRow.Select).ToList();
        var tables = snapshot.Tables();
        using var landing = Landing.Open(target, work.Parts.Clock);
        var erased = new Dictionary<string, long>(StringComparer.Ordinal);
        var steps = work.Steps;
        steps.Begin("Rebuilding", heads.Sum(head => head.Sequence));
        foreach (var head in heads)
        {
            var rebuild = new Rebuild(
                snapshot,
                landing,
                head,
                tables.ToDictionary(table => table.Name, StringComparer.Ordinal),
                steps
            );
            if (rebuild.Run() is { } found)
            {
                return Outcome.Of(
                    new() { ["ok"] = false, ["break"] = VerifyCommand.BreakOf(head, found) },
                    isGood: false
                );
            }

            foreach (var (name, count) in rebuild.Erased)
            {
                erased[name] = erased.GetValueOrDefault(name) + count;
            }
        }

        List<JsonNode> compared = [];
        landing.Land(copy =>
        {
            steps.Begin("Comparing", heads.Sum(head => head.RowCount));
            compared.AddRange(tables.Select(table => Compared(snapshot, copy, table, erased, steps)));
        });
        var isGood = compared.TrueForAll(table => table["difference"] is null);
        return Outcome.Of(
            new()
            {
                ["ok"] = isGood,
                ["into"] = target.Description,
                ["programs"] = heads.Count,
                ["entries"] = heads.Sum(head => head.Sequence),
                ["tables"] = new JsonArray([.. compared]),
            },
            isGood
        );
    }

    private static JsonObject Compared(
        Snapshot original,
        Snapshot copy,
        StoredTable table,
        Dictionary<string, long> erased,
        Steps steps
    )
    {
        var view = new JsonObject { ["name"] = table.Name };
        if (LeftOut.Tables.TryGetValue(table.Name, out var why))
        {
            view["rows"] = original.Rows<long>($"select count(*) from {table.Name}").Single();
            view["left_out"] = $"left out: {why}";
            return view;
        }

        var mayMiss = erased.GetValueOrDefault(table.Name);
        var comparison = TableComparison.Of(original, copy, table, steps, mayMiss);
        view["rows"] = comparison.Rows;
        view["sha256"] = comparison.Digest;
        if (comparison.Difference is { } difference)
        {
            view["difference"] = difference;
        }

        if (comparison.Missing > 0)
        {
            view["erased"] = $"the same but for {comparison.Missing} rows of erased people";
        }

        return view;
    }
}
