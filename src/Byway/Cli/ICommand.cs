using System.Text.Json.Nodes;
using Byway.Backups;
using Byway.Http;
using Spectre.Console;

namespace Byway.Cli;

/// <summary>
/// What a command does to the database, in one implementation: run by the command's own process when no server holds
/// the data folder, else by that
/// server on the command's behalf. What goes in and comes out is JSON, because it may travel between the two.
/// </summary>
public interface ICommand
{
    /// <summary>Its name on the way to a server, such as <c>program-create</c>.</summary>
    string Name { get; }

    /// <summary>True when it may start on an empty folder; the others want a database that is there.</summary>
    bool MakesDatabase => false;

    /// <summary>True when it takes a database as it is, whichever version made it.</summary>
    bool LeavesSchema => false;

    /// <summary>Does it.</summary>
    /// <param name="work">What with.</param>
    Task<Outcome> Run(Work work);

    /// <summary>Shows its result to a person.</summary>
    /// <param name="result">What <see cref="Run"/> came out with.</param>
    /// <param name="console">Where.</param>
    void Show(JsonObject result, IAnsiConsole console);
}

/// <summary>What a command works with.</summary>
/// <param name="Parts">The database, the turns.</param>
/// <param name="Arguments">What was typed.</param>
/// <param name="Report">Takes word of how far it is.</param>
/// <param name="Stopping">Ends long work.</param>
public sealed record Work(
    ServerParts Parts,
    JsonObject Arguments,
    Action<Progress> Report,
    CancellationToken Stopping = default
)
{
    /// <summary>Says how far it is, row by row.</summary>
    public Steps Steps => new((text, done, total) => Report(new(text, done, total)), Stopping);

    /// <summary>An argument's text; null when it was not given.</summary>
    /// <param name="name">Which.</param>
    public string? Text(string name) => (string?)Arguments[name];
}

/// <summary>How far a command is.</summary>
/// <param name="Text">With what.</param>
/// <param name="Done">Steps done.</param>
/// <param name="Total">Steps there are.</param>
public readonly record struct Progress(string Text, long Done, long Total);
