using System.CommandLine;
using System.Text.Json.Nodes;
using Byway.Programs;
using Byway.Values;
using Spectre.Console;

namespace Byway.Cli;

/// <summary><c>byway key create</c>: a further API key; its secret is shown once and stored nowhere.</summary>
public sealed class CreateKeyCommand : ICommand
{
    private const int LongestName = 100;

    /// <inheritdoc/>
    public string Name => "key-create";

    /// <summary>How it is typed.</summary>
    public static Command Declare()
    {
        var program = ProgramArgument.DeclareOption();
        var name = new Option<string>("--name")
        {
            Description = "What it is for",
            DefaultValueFactory = _ => "API key",
        };
        var scope = new Option<string>("--scope")
        {
            Description = "What it may do",
            DefaultValueFactory = _ => ApiScope.Write,
        };
        var expires = new Option<string?>("--expires")
        {
            Description = "When it stops working, such as 2030-01-31 (UTC; otherwise never)",
            HelpName = "DATE",
        };
        scope.AcceptOnlyFromAmong(ApiScope.Read, ApiScope.Write);
        expires.Validators.Add(typed =>
        {
            if (typed.Tokens is [{ Value: var date }] && UtcMicros.Read(date) is null)
            {
                typed.AddError($"--expires: \"{date}\" is no date such as 2030-01-31.");
            }
        });
        var command = new Command("create", "Make an API key; shows its secret, once")
        {
            program,
            name,
            scope,
            expires,
        };
        command.SetAction(
            (parsed, _) =>
                CommandRun.Run(
                    new CreateKeyCommand(),
                    new()
                    {
                        ["program"] = parsed.GetValue(program),
                        ["name"] = parsed.GetValue(name),
                        ["scope"] = parsed.GetValue(scope),
                        ["expires"] = parsed.GetValue(expires),
                    },
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
                var now = UtcMicros.Now(work.Parts.Clock);
                var expiresAt = work.Text("expires") is { } date ? UtcMicros.Read(date) : null;
                if (expiresAt <= now)
                {
                    return Outcome.Refuse("The key would have expired already.");
                }

                var name = work.Text("name")!.Trim();
                if (name.Length is 0 or > LongestName || name.Any(char.IsControl))
                {
                    return Outcome.Refuse($"The name must have 1 to {LongestName} characters.");
                }

                var secret = ApiSecret.New(program);
                var key = ApiKeys.RowOf(program, secret, name, work.Text("scope")!, now, expiresAt);
                var answer = await ApiKeys.Keep(work.Parts.Turns, key);
                if (!answer.IsSuccess)
                {
                    return Answers.Refused(answer);
                }

                var result = ListKeysCommand.ViewOf(key);
                result["program"] = program.PublicId;
                result["api_key"] = secret;
                return Outcome.Of(result);
            }
        );

    /// <inheritdoc/>
    public void Show(JsonObject result, IAnsiConsole console)
    {
        console.WriteLine($"API key {result["id"]} of program {result["program"]} was made, to {result["scope"]}.");
        console.WriteLine($"API key (shown only now): {result["api_key"]}");
    }
}
