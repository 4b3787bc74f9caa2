using System.CommandLine;
using System.Text.Json.Nodes;
using Byway.Journal;
using Byway.Storage;
using Spectre.Console;

namespace Byway.Cli;

/// <summary>
/// <c>byway verify</c>: adds up the books of every program, walks all chains and makes every decision again; names the
/// first break.
/// </summary>
public sealed class VerifyCommand : ICommand
{
    private const int RowsBetweenReports = 1000;

    /// <inheritdoc/>
    public string Name => "verify";

    /// <summary>How it is typed.</summary>
    public static Command Declare()
    {
        var command = new Command("verify", "Check the books and the hash chains of every program");
        command.SetAction((parsed, _) => CommandRun.Run(new VerifyCommand(), [], Place.Of(parsed)));
        return command;
    }

    /// <inheritdoc/>
    public Task<Outcome> Run(Work work) => Task.Run(() => Check(work), work.Stopping);

    /// <inheritdoc/>
    public void Show(JsonObject result, IAnsiConsole console)
    {
        if (result["break"] is null)
        {
            console.WriteLine($"The books are whole: {result["programs"]} programs, {result["entries"]} entries.");
            console.WriteLine($"{result["decided_again"]} decisions were made again and came out the same.");
            foreach (var (why, count) in result["not_decided_again"]!.AsObject())
            {
                console.WriteLine($"{count} were not made again, because {why}.");
            }
        }
        else
        {
            console.WriteLine(SentenceOf(result["break"]!.AsObject()), new Style(Color.Red));
        }
    }

    private static Outcome Check(Work work)
    {
        using var snapshot = work.Parts.Database.OpenSnapshot();
        var heads = snapshot.Rows<HeadRow>(HeadRow.Select).ToList();
        var counter = new Counter(work, heads.Sum(head => head.RowCount));
        long decided = 0;
        var notDecided = new SortedDictionary<string, long>(StringComparer.Ordinal);
        foreach (var head in heads)
        {
            var verification = new Verification(snapshot, head, counter.Step);
            if (verification.Run() is { } found)
            {
                return Outcome.Of(new() { ["ok"] = false, ["break"] = BreakOf(head, found) }, isGood: false);
            }

            decided += verification.Decisions!.Decided;
            foreach (var (why, count) in verification.Decisions.NotDecided)
            {
                notDecided[why] = notDecided.GetValueOrDefault(why) + count;
            }
        }

        return Outcome.Of(
            new()
            {
                ["ok"] = true,
                ["programs"] = heads.Count,
                ["entries"] = heads.Sum(head => head.Sequence),
                ["decided_again"] = decided,
                ["not_decided_again"] = new JsonObject(
                    notDecided.Select(pair => KeyValuePair.Create<string, JsonNode?>(pair.Key, pair.Value))
                ),
            }
        );
    }

    /// <summary>A break as a result shows it.</summary>
    /// <param name="head">The program.</param>
    /// <param name="found">The break.</param>
    public static JsonObject BreakOf(HeadRow head, Break found) =>
        new()
        {
            ["program"] = head.ProgramId,
            ["public_id"] = head.PublicId,
            ["place"] = found.Place,
            ["what"] = found.What,
            ["expected"] = found.Expected,
            ["found"] = found.Found,
        };

    /// <summary>The same as a sentence.</summary>
    /// <param name="found">As <see cref="BreakOf"/> gives it.</param>
    public static string SentenceOf(JsonObject found) =>
        $"Program {found["program"]} ({found["public_id"]}), {found["place"]}: the {found["what"]} should be "
        + $"{found["expected"]}, but there is {found["found"]}.";

    private sealed class Counter(Work work, long total)
    {
        private long done;

        public void Step()
        {
            if (++done % RowsBetweenReports == 0)
            {
                work.Stopping.ThrowIfCancellationRequested();
                work.Report(new("Verifying", Math.Min(done, total), total));
            }
        }
    }
}
