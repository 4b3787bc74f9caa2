using System.CommandLine;
using System.CommandLine.Help;

namespace Byway.Cli;

/// <summary>Reads a command line and runs what it says.</summary>
public static class CommandLine
{
    /// <summary>Runs it; returns the exit code.</summary>
    /// <param name="root">All commands.</param>
    /// <param name="arguments">What was typed.</param>
    public static async Task<int> Run(RootCommand root, string[] arguments)
    {
        foreach (var option in Place.Options)
        {
            root.Add(option);
        }

        var parsed = root.Parse(arguments.Length == 0 ? ["--help"] : arguments);
        if (parsed.Errors.Count > 0 && parsed.Action is not HelpAction)
        {
            var isJson = arguments.Contains("--json", StringComparer.Ordinal);
            var sentence = string.Join(Environment.NewLine, parsed.Errors.Select(error => error.Message).Distinct());
            Terminal.Fail(sentence, isJson, Outcome.Misused);
            Terminal.Note($"How it is typed: {NameOf(parsed.CommandResult.Command)} --help");
            return Outcome.Misused;
        }

        try
        {
            // The server ends itself on a signal, and an error is told below: the parser's own ways are off.
            return await parsed.InvokeAsync(
                new() { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null }
            );
        }
        catch (Exception failure)
        {
            Terminal.Note($"Byway made a mistake. Please report it with what follows.{Environment.NewLine}{failure}");
            return Outcome.Failed;
        }
    }

    private static string NameOf(Command command) =>
        command.Parents.OfType<Command>().FirstOrDefault() is { } parent
            ? $"{NameOf(parent)} {command.Name}"
            : command.Name;
}
