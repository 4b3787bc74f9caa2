using System.CommandLine;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Byway.Http;
using Byway.Programs;
using Byway.Rewards;
using Spectre.Console;

namespace Byway.Cli;

/// <summary><c>byway rules show</c>: the rules in force, as a file that <c>apply</c> takes.</summary>
public sealed class ShowRulesCommand : ICommand
{
    /// <inheritdoc/>
    public string Name => "rules-show";

    /// <summary>How it is typed.</summary>
    public static Command Declare()
    {
        var id = ProgramArgument.Declare();
        var command = new Command("show", "Show the reward rules of a program") { id };
        command.SetAction(
            (parsed, _) =>
                CommandRun.Run(new ShowRulesCommand(), new() { ["program"] = parsed.GetValue(id) }, Place.Of(parsed))
        );
        return command;
    }

    /// <inheritdoc/>
    public Task<Outcome> Run(Work work) =>
        ProgramArgument.With(
            work,
            async program =>
            {
                var (version, settings) = await work.Parts.Settings.WithVersion(program.ProgramId);
                var view = RulesView.Of(version, settings.Rules);
                return Outcome.Of(JsonSerializer.SerializeToNode(view, WireJson.Relaxed.RulesView)!.AsObject());
            }
        );

    /// <inheritdoc/>
    public void Show(JsonObject result, IAnsiConsole console) => RulesFile.Show(result, console);
}

/// <summary><c>byway rules check</c>: says what is wrong with a file of rules; changes nothing.</summary>
public sealed class CheckRulesCommand : ICommand
{
    /// <inheritdoc/>
    public string Name => "rules-check";

    /// <summary>How it is typed.</summary>
    public static Command Declare() =>
        RulesFile.Declare("check", "Say what is wrong with a file of reward rules", new CheckRulesCommand());

    /// <inheritdoc/>
    public Task<Outcome> Run(Work work) =>
        ProgramArgument.With(
            work,
            async program =>
            {
                var settings = await work.Parts.Settings.InForce(program.ProgramId);
                var check = new Check();
                var (rules, _) = PutRules.Read(
                    RulesFile.BodyOf(work),
                    settings,
                    program.Type == ProgramType.Affiliate,
                    check
                );
                return check.HasFaults
                    ? RulesFile.Refused(check.Refusal())
                    : Outcome.Of(
                        new()
                        {
                            ["rules"] = rules.Rules.Count,
                            ["levels"] = rules.Levels.Count,
                            ["rewards"] = rules.Rewards.Count,
                            ["goals"] = rules.Goals.Count,
                        }
                    );
            }
        );

    /// <inheritdoc/>
    public void Show(JsonObject result, IAnsiConsole console) =>
        console.WriteLine(
            $"Good: {result["rules"]} rules, {result["levels"]} levels, {result["rewards"]} rewards, "
                + $"{result["goals"]} goals. Nothing was changed."
        );
}

/// <summary>
/// <c>byway rules apply</c>: sets the rules, as <c>PUT /v1/program/rules</c> does; one entry of the journal.
/// </summary>
public sealed class ApplyRulesCommand : ICommand
{
    /// <inheritdoc/>
    public string Name => "rules-apply";

    /// <summary>How it is typed.</summary>
    public static Command Declare() =>
        RulesFile.Declare("apply", "Set the reward rules of a program from a file", new ApplyRulesCommand());

    /// <inheritdoc/>
    public Task<Outcome> Run(Work work) =>
        ProgramArgument.With(
            work,
            async program =>
            {
                var change = new PutRules(new(program, "cli"), RulesFile.BodyOf(work), null);
                var answer = await work.Parts.Turns.Take(change);
                return answer.IsSuccess ? Outcome.Of(Answers.Resource(answer)) : RulesFile.Refused(answer);
            }
        );

    /// <inheritdoc/>
    public void Show(JsonObject result, IAnsiConsole console) => RulesFile.Show(result, console);
}

/// <summary>A file of rules on the command line: JSON in which comments may stand.</summary>
public static class RulesFile
{
    private static readonly JsonDocumentOptions Reading = new()
    {
        CommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
        AllowDuplicateProperties = false,
    };

    private static readonly JsonSerializerOptions Indented = new()
    {
        WriteIndented = true,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        TypeInfoResolver = WireJson.Relaxed,
    };

    /// <summary>A command that takes a program and a file.</summary>
    /// <param name="verb">How it is typed.</param>
    /// <param name="says">What it does.</param>
    /// <param name="command">The command.</param>
    public static Command Declare(string verb, string says, ICommand command)
    {
        var id = ProgramArgument.Declare();
        var file = new Argument<FileInfo>("FILE") { Description = "Rules as JSON; // comments may stand in it" };
        var declared = new Command(verb, says) { id, file };
        declared.SetAction(
            (parsed, stopping) =>
                With(
                    parsed.GetValue(file)!,
                    Place.Of(parsed),
                    rules =>
                        CommandRun.Run(
                            command,
                            new() { ["program"] = parsed.GetValue(id), ["rules"] = rules },
                            Place.Of(parsed)
                        ),
                    stopping
                )
        );
        return declared;
    }

    /// <summary>Reads a file and goes on with it, or says why it cannot be read; returns the exit code.</summary>
    /// <param name="file">The file.</param>
    /// <param name="place">How to speak.</param>
    /// <param name="read">What to do with it.</param>
    /// <param name="stopping">Ends it.</param>
    public static async Task<int> With(
        FileInfo file,
        Place place,
        Func<JsonNode?, Task<int>> read,
        CancellationToken stopping
    )
    {
        try
        {
            var text = await File.ReadAllTextAsync(file.FullName, stopping);
            return await read(JsonNode.Parse(text, null, Reading));
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or JsonException)
        {
            return Terminal.Fail(
                failure is JsonException fault
                    ? $"The file is not valid JSON (line {fault.LineNumber + 1})."
                    : failure.Message,
                place.IsJson
            );
        }
    }

    /// <summary>The rules in a command's arguments, as a request would send them.</summary>
    /// <param name="work">The command.</param>
    public static byte[] BodyOf(Work work) =>
        Encoding.UTF8.GetBytes(
            work.Arguments["rules"] is JsonObject rules ? Terminal.Compact(rules) : """{"rules":"no object"}"""
        );

    /// <summary>A refusal with every fault under its path: in a file of rules the place matters.</summary>
    /// <param name="answer">Not a success.</param>
    public static Outcome Refused(Answer answer)
    {
        var body = JsonNode.Parse(answer.Body.Span)!;
        return body["errors"] is not JsonObject errors
            ? Answers.Refused(answer)
            : Outcome.Refuse(
                string.Join(
                    Environment.NewLine,
                    errors.SelectMany(field => field.Value!.AsArray().Select(fault => $"{field.Key}: {fault}"))
                )
            );
    }

    /// <summary>Shows rules as such a file.</summary>
    /// <param name="rules">As the wire writes them.</param>
    /// <param name="console">Where.</param>
    public static void Show(JsonObject rules, IAnsiConsole console) => console.WriteLine(rules.ToJsonString(Indented));
}
