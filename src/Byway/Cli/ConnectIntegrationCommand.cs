using System.CommandLine;
using System.Text.Json.Nodes;
using Byway.Integrations;
using Byway.Programs;
using Spectre.Console;

namespace Byway.Cli;

/// <summary><c>byway integration connect</c>: connects a billing provider, or changes how it is connected.</summary>
public sealed class ConnectIntegrationCommand : ICommand
{
    private const string FromStdin = "-";

    /// <inheritdoc/>
    public string Name => "integration-connect";

    /// <summary>How it is typed.</summary>
    public static Command Declare()
    {
        var provider = IntegrationArgument.Declare();
        var program = ProgramArgument.DeclareOption();
        var secrets = new Option<string[]>("--webhook-secret")
        {
            Description = "What its events are known by, newest first; - reads one from the input, unseen by others",
            HelpName = "SECRET",
        };
        var apiKey = new Option<string?>("--api-key")
        {
            Description = "The key of its API, where events are fetched again; - reads it from the input",
            HelpName = "KEY",
        };
        var site = new Option<string?>("--site") { Description = "Your site at the provider", HelpName = "NAME" };
        var command = new Command("connect", "Connect a billing provider, or change how")
        {
            provider,
            program,
            secrets,
            apiKey,
            site,
        };
        command.SetAction(
            (parsed, _) =>
                CommandRun.Run(
                    new ConnectIntegrationCommand(),
                    new()
                    {
                        ["provider"] = parsed.GetValue(provider),
                        ["program"] = parsed.GetValue(program),
                        ["webhook_secrets"] = new JsonArray([
                            .. (parsed.GetValue(secrets) ?? []).Select(text => (JsonNode?)Typed(text)),
                        ]),
                        ["api_key"] = Typed(parsed.GetValue(apiKey)),
                        ["site"] = parsed.GetValue(site),
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
                var given = work.Arguments["webhook_secrets"]!.AsArray().Select(node => (string)node!).ToList();
                if (
                    given.Count > IntegrationSecret.Most
                    || given.Append(work.Text("api_key")).Any(text => text is { Length: 0 or > 255 })
                )
                {
                    return Outcome.Refuse("At most 5 secrets, each of 1 to 255 characters.");
                }

                var change = new PutIntegration(
                    new Caller(program, "cli"),
                    provider,
                    new()
                    {
                        WebhookSecrets = given.Count == 0 ? null : given,
                        ApiKey = work.Text("api_key"),
                        Site = work.Text("site"),
                    },
                    IntegrationArgument.SecretsOf(work)
                );
                var answer = await work.Parts.Turns.Take(change);
                if (!answer.IsSuccess)
                {
                    return Answers.Refused(answer);
                }

                var secret =
                    change.HasNewPath ? $"{change.Path}/"
                    : provider.HasSecretPath ? "…/"
                    : "";
                return Outcome.Of(
                    new()
                    {
                        ["provider"] = provider.Name,
                        ["program"] = program.PublicId,
                        ["webhook_path"] = $"/integrations/{provider.Name}/{program.PublicId}/{secret}webhook",
                    }
                );
            }
        );

    /// <inheritdoc/>
    public void Show(JsonObject result, IAnsiConsole console)
    {
        console.WriteLine($"{result["provider"]} is connected to program {result["program"]}.");
        console.WriteLine($"Let it send its events to this server at {result["webhook_path"]}");
    }

    private static string? Typed(string? text) => text == FromStdin ? Console.In.ReadLine() : text;
}
