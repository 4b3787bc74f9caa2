using System.CommandLine;
using System.Text;
using System.Text.Json.Nodes;
using Byway.Http;
using Byway.Programs;
using Spectre.Console;

namespace Byway.Cli;

/// <summary><c>byway program create</c>: makes a program and shows its first API key, once.</summary>
public sealed class CreateProgramCommand : ICommand
{
    /// <inheritdoc/>
    public string Name => "program-create";

    /// <inheritdoc/>
    public bool MakesDatabase => true;

    /// <summary>How it is typed.</summary>
    public static Command Declare()
    {
        var name = new Option<string>("--name") { Description = "What it is called", Required = true };
        var type = new Option<string>("--type")
        {
            Description = "Who refers: partners, customers or subscribers",
            Required = true,
        };
        var website = new Option<string>("--website") { Description = "The site links lead to", Required = true };
        var mode = new Option<string>("--mode") { DefaultValueFactory = _ => "live", Description = "Live or test" };
        var currency = new Option<string?>("--currency") { Description = "ISO 4217 (otherwise USD)" };
        var percent = new Option<string?>("--percent") { Description = "Reward in percent of a sale (otherwise 20)" };
        var fixedReward = new Option<string?>("--fixed") { Description = "Reward in the currency, whatever the sale" };
        var parameter = new Option<string?>("--link-parameter")
        {
            Description = "What carries the referral key (otherwise aff; ref where customers refer)",
        };
        var form = new Option<string?>("--link-form") { Description = "?aff=KEY or /aff/KEY (otherwise query)" };
        type.AcceptOnlyFromAmong([.. ProgramType.All]);
        mode.AcceptOnlyFromAmong("live", "test");
        form.AcceptOnlyFromAmong("query", "path");
        var command = new Command("create", "Make a program; shows its API key, once")
        {
            name,
            type,
            website,
            mode,
            currency,
            percent,
            fixedReward,
            parameter,
            form,
        };
        command.Validators.Add(parsed =>
        {
            if (parsed.GetValue(percent) is not null && parsed.GetValue(fixedReward) is not null)
            {
                parsed.AddError("Give either --percent or --fixed.");
            }
        });
        command.SetAction(
            (parsed, _) =>
                CommandRun.Run(
                    new CreateProgramCommand(),
                    new()
                    {
                        ["type"] = parsed.GetValue(type),
                        ["mode"] = parsed.GetValue(mode),
                        ["settings"] = new JsonObject
                        {
                            ["name"] = parsed.GetValue(name),
                            ["website"] = parsed.GetValue(website),
                            ["currency"] = parsed.GetValue(currency),
                            ["reward_percent"] = parsed.GetValue(percent),
                            ["reward_fixed"] = parsed.GetValue(fixedReward),
                            ["link_parameter"] = parsed.GetValue(parameter),
                            ["link_form"] = parsed.GetValue(form),
                        },
                    },
                    Place.Of(parsed)
                )
        );
        return command;
    }

    /// <summary>What there is to know of a program that was just made.</summary>
    /// <param name="program">The program.</param>
    /// <param name="secret">Its API key.</param>
    public static JsonObject ResultOf(ReferralProgram program, string secret) =>
        new()
        {
            ["id"] = program.ProgramId,
            ["public_id"] = program.PublicId,
            ["api_key"] = secret,
        };

    /// <inheritdoc/>
    public async Task<Outcome> Run(Work work)
    {
        // Shape: the settings are checked as those of PUT /v1/program/settings are.
        var type = work.Text("type")!;
        using var typed = RequestBody.Parse(Encoding.UTF8.GetBytes(Terminal.Compact(Typed(work))));
        var check = new Check();
        var fields = new Fields(check, typed.Root);
        foreach (var needed in new[] { "name", "website" })
        {
            if (fields.Text(needed) is null && !check.HasFaults)
            {
                fields.Fault(needed, $"The {needed} is required.");
            }
        }

        var settings = SettingsFields.Over(
            fields,
            new()
            {
                Name = "",
                Website = "",
                LinkParameter = type == ProgramType.Affiliate ? "aff" : "ref",
            }
        );
        if (check.HasFaults)
        {
            return Answers.Refused(check.Refusal());
        }

        var change = new CreateProgram(type, work.Text("mode")!, settings, "cli", work.Parts.Clock);
        var answer = await work.Parts.Turns.Take(change);
        return answer.IsSuccess ? Outcome.Of(ResultOf(change.Program, change.Secret)) : Answers.Refused(answer);
    }

    /// <inheritdoc/>
    public void Show(JsonObject result, IAnsiConsole console)
    {
        console.WriteLine($"Program {result["id"]} ({result["public_id"]}) was made.");
        console.WriteLine($"API key (shown only now): {result["api_key"]}");
    }

    private static JsonObject Typed(Work work) => work.Arguments["settings"]?.AsObject() ?? [];
}
