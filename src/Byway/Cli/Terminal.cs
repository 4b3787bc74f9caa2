using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Spectre.Console;

namespace Byway.Cli;

/// <summary>What commands say to people and to programs: results on stdout, everything else on stderr.</summary>
public static class Terminal
{
    // Nobody reads a pipe through a window: lines are not broken there.
    private const int WidthOfPipe = 10_000;

    private static readonly JsonSerializerOptions Writing = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Prints how a command came out; returns its exit code.</summary>
    /// <param name="outcome">How.</param>
    /// <param name="show">Shows its result to a person.</param>
    /// <param name="isJson">True for one JSON document.</param>
    public static int Show(Outcome outcome, Action<JsonObject, IAnsiConsole> show, bool isJson)
    {
        if (outcome.Result is null)
        {
            return Fail(outcome.Refusal!, isJson, outcome.ExitCode);
        }

        if (isJson)
        {
            Print(outcome.Result);
        }
        else
        {
            show(outcome.Result, ConsoleOn(Console.Out, Console.IsOutputRedirected));
        }

        return outcome.ExitCode;
    }

    /// <summary>Says why something cannot be; returns the exit code.</summary>
    /// <param name="sentence">Why.</param>
    /// <param name="isJson">True to say it in JSON too.</param>
    /// <param name="exitCode">1, or 2 for a command line that makes no sense.</param>
    public static int Fail(string sentence, bool isJson = false, int exitCode = Outcome.Failed)
    {
        Console.Error.WriteLine(sentence);
        if (isJson)
        {
            Print(new() { ["error"] = sentence });
        }

        return exitCode;
    }

    /// <summary>Says something that is no result.</summary>
    /// <param name="sentence">What.</param>
    public static void Note(string sentence) => Console.Error.WriteLine(sentence);

    /// <summary>Prints a JSON document.</summary>
    /// <param name="json">Which.</param>
    public static void Print(JsonObject json) => Console.Out.WriteLine(Compact(json));

    /// <summary>JSON on one line.</summary>
    /// <param name="json">Which.</param>
    public static string Compact(JsonObject json) => json.ToJsonString(Writing);

    /// <summary>Runs something long under a progress bar, if there is a terminal to draw it on.</summary>
    /// <param name="work">Takes a function to say how far it is.</param>
    public static async Task<Outcome> WithProgress(Func<Action<Progress>, Task<Outcome>> work)
    {
        if (Console.IsErrorRedirected)
        {
            return await work(_ => { });
        }

        return await ConsoleOn(Console.Error, isRedirected: false)
            .Progress()
            .AutoClear(true)
            .HideCompleted(true)
            .StartAsync(bars =>
            {
                var known = new Dictionary<string, ProgressTask>(StringComparer.Ordinal);
                return work(progress =>
                {
                    if (!known.TryGetValue(progress.Text, out var bar))
                    {
                        known[progress.Text] = bar = bars.AddTask(Markup.Escape(progress.Text));
                    }

                    bar.MaxValue = Math.Max(1, progress.Total);
                    bar.Value = progress.Total == 0 ? bar.MaxValue : progress.Done;
                });
            });
    }

    /// <summary>A table as all commands draw theirs.</summary>
    /// <param name="columns">Its headings.</param>
    public static Table Table(params ReadOnlySpan<string> columns)
    {
        var table = new Table { Border = TableBorder.Simple };
        foreach (var column in columns)
        {
            table.AddColumn(new TableColumn(Markup.Escape(column)).NoWrap());
        }

        return table;
    }

    /// <summary>Adds a row of plain texts.</summary>
    /// <param name="table">The table.</param>
    /// <param name="cells">The texts; JSON values as JSON writes them, null as nothing.</param>
    public static void Row(this Table table, params ReadOnlySpan<JsonNode?> cells)
    {
        var texts = new List<Text>(cells.Length);
        foreach (var cell in cells)
        {
            texts.Add(new(cell?.ToString() ?? ""));
        }

        table.AddRow(texts);
    }

    private static IAnsiConsole ConsoleOn(TextWriter writer, bool isRedirected)
    {
        var console = AnsiConsole.Create(
            new()
            {
                Out = new AnsiConsoleOutput(writer),
                Ansi = isRedirected ? AnsiSupport.No : AnsiSupport.Detect,
                ColorSystem = isRedirected ? ColorSystemSupport.NoColors : ColorSystemSupport.Detect,
            }
        );
        if (isRedirected)
        {
            console.Profile.Width = WidthOfPipe;
        }

        return console;
    }
}
