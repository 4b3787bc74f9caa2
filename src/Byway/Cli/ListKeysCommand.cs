using System.CommandLine;
using System.Text.Json.Nodes;
using Byway.Programs;
using Byway.Values;
using Spectre.Console;

namespace Byway.Cli;

/// <summary><c>byway key list</c>: a program's API keys, without their secrets, which nobody knows.</summary>
public sealed class ListKeysCommand : ICommand
{
    /// <inheritdoc/>
    public string Name => "key-list";

    /// <summary>How it is typed.</summary>
    public static Command Declare()
    {
        var program = ProgramArgument.DeclareOption();
        var command = new Command("list", "List the API keys of a program") { program };
        command.SetAction(
            (parsed, _) =>
                CommandRun.Run(
                    new ListKeysCommand(),
                    new() { ["program"] = parsed.GetValue(program) },
                    Place.Of(parsed)
                )
        );
        return command;
    }

    /// <summary>A key as it is shown.</summary>
    /// <param name="key">The key.</param>
    public static JsonObject ViewOf(ApiKey key) =>
        new()
        {
            ["id"] = key.Id,
            ["name"] = key.Name,
            ["scope"] = key.Scope,
            ["hint"] = key.Hint,
            ["created_at"] = UtcMicros.ToText(key.CreatedAt),
            ["expires_at"] = TextOf(key.ExpiresAt),
            ["revoked_at"] = TextOf(key.RevokedAt),
            ["last_used_at"] = TextOf(key.LastUsedAt),
        };

    /// <inheritdoc/>
    public Task<Outcome> Run(Work work) =>
        ProgramArgument.With(
            work,
            async program =>
            {
                var keys = await ApiKeys.Of(work.Parts.Database, program);
                return Outcome.Of(new() { ["keys"] = new JsonArray([.. keys.Select(ViewOf)]) });
            }
        );

    /// <inheritdoc/>
    public void Show(JsonObject result, IAnsiConsole console)
    {
        var table = Terminal.Table("ID", "Name", "Scope", "Ends in", "Created", "Expires", "Revoked", "Last used");
        foreach (var key in result["keys"]!.AsArray())
        {
            table.Row(
                key!["id"],
                key["name"],
                key["scope"],
                key["hint"],
                Shortened(key["created_at"]),
                Shortened(key["expires_at"]),
                Shortened(key["revoked_at"]),
                Shortened(key["last_used_at"])
            );
        }

        console.Write(table);
    }

    private static string? TextOf(long? micros) => micros is { } time ? UtcMicros.ToText(time) : null;

    /// <summary>People read minutes: <c>2025-04-30 16:44</c>.</summary>
    private static string? Shortened(JsonNode? time) => ((string?)time)?[..16].Replace('T', ' ');
}
