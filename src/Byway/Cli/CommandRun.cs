using System.Text.Json.Nodes;
using Byway.Backups;
using Byway.Clicks;
using Byway.Http;
using Byway.Programs;
using Byway.Storage;
using Byway.Turns;
using Spectre.Console;

namespace Byway.Cli;

/// <summary>
/// Runs a command where it may run. Anybody may work on a PostgreSQL. A SQLite file is written by one process only: by
/// this one when no server runs,
/// else by the server, which is asked over loopback.
/// </summary>
public static class CommandRun
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    /// <summary>Runs it and prints what comes out; returns the exit code.</summary>
    /// <param name="command">Which.</param>
    /// <param name="arguments">What was typed.</param>
    /// <param name="place">On which database.</param>
    public static async Task<int> Run(ICommand command, JsonObject arguments, Place place)
    {
        try
        {
            var outcome = await Terminal.WithProgress(report => Outcome(command, arguments, place, report));
            return Terminal.Show(outcome, command.Show, place.IsJson);
        }
        catch (Exception failure) when (Fault.SentenceOf(failure) is { } sentence)
        {
            return Terminal.Fail(sentence, place.IsJson);
        }
    }

    /// <summary>
    /// Runs what no server may be asked for, because none may be there, and prints what comes out; returns the exit
    /// code.
    /// </summary>
    /// <param name="work">What to do.</param>
    /// <param name="show">Shows its result to a person.</param>
    /// <param name="place">How to speak.</param>
    /// <param name="stopping">Ends it.</param>
    public static async Task<int> Alone(
        Func<Steps, Outcome> work,
        Action<JsonObject, IAnsiConsole> show,
        Place place,
        CancellationToken stopping
    )
    {
        try
        {
            var outcome = await Terminal.WithProgress(report =>
                Task.Run(
                    () => work(new((text, done, total) => report(new(text, done, total)), stopping)),
                    CancellationToken.None
                )
            );
            return Terminal.Show(outcome, show, place.IsJson);
        }
        catch (OperationCanceledException)
        {
            return Terminal.Fail("Stopped. Nothing was changed.", place.IsJson);
        }
        catch (Exception failure) when (Fault.SentenceOf(failure) is { } sentence)
        {
            return Terminal.Fail(sentence, place.IsJson);
        }
    }

    /// <summary>Keeps every other Byway off the folder of a file; nothing to hold on a PostgreSQL.</summary>
    /// <param name="target">Where the file is, or will be.</param>
    /// <exception cref="StartException">Another one holds it.</exception>
    public static DataLock? Hold(Target target) =>
        target.Folder is not { } folder
            ? null
            : DataLock.TryTake(folder) ?? throw new StartException($"Another Byway works on {folder}. Stop it first.");

    private static async Task<Outcome> Outcome(
        ICommand command,
        JsonObject arguments,
        Place place,
        Action<Progress> report
    )
    {
        if (place.Database is not null)
        {
            return await RunHere(command, arguments, place, report);
        }

        if (!command.MakesDatabase && !Database.IsFileThere(place.DataFolder))
        {
            return Cli.Outcome.Refuse(
                $"There is no database in {Path.GetFullPath(place.DataFolder)}. "
                    + "Name its folder with --data or BYWAY_DATA."
            );
        }

        var began = TimeProvider.System.GetTimestamp();
        for (var isFirst = true; ; isFirst = false)
        {
            using (var held = DataLock.TryTake(place.DataFolder))
            {
                if (held is not null)
                {
                    return await RunHere(command, arguments, place, report);
                }
            }

            if (await AdminClient.Ask(place.DataFolder, command.Name, arguments, report) is { } outcome)
            {
                return outcome;
            }

            if (TimeProvider.System.GetElapsedTime(began) > Patience)
            {
                return Cli.Outcome.Refuse(
                    $"Another Byway holds {Path.GetFullPath(place.DataFolder)} and does not answer. "
                        + "Wait until it is done, or stop it."
                );
            }

            if (isFirst)
            {
                Terminal.Note("Another Byway holds the data folder and does not answer yet; waiting for it.");
            }

            await Task.Delay(Pause);
        }
    }

    private static async Task<Outcome> RunHere(
        ICommand command,
        JsonObject arguments,
        Place place,
        Action<Progress> report
    )
    {
        var clock = TimeProvider.System;
        using var logs = LoggerFactory.Create(logging =>
            logging
                .SetMinimumLevel(LogLevel.Error)
                .AddJsonConsole()
                .Services.Configure<Microsoft.Extensions.Logging.Console.ConsoleLoggerOptions>(console =>
                    console.LogToStandardErrorThreshold = LogLevel.Trace
                )
        );
        using var database = Database.Open(place.DataFolder, place.Database);
        if (!command.LeavesSchema)
        {
            FirstStart.Migrate(database, clock);
        }

        using var turns = new TurnQueue(database.OpenStore(), clock, logs.CreateLogger<TurnQueue>());
        var settings = new SettingsDirectory(database);
        var parts = new ServerParts(
            new()
            {
                DataFolder = place.DataFolder,
                Database = place.Database,
                KeyFolder = Place.Variable("BYWAY_KEYS"),
            },
            database,
            turns,
            new ApiKeyDirectory(database, clock),
            settings,
            clock,
            new(new(database, settings, clock), turns, clock, logs.CreateLogger<ClickLog>())
        );
        return await command.Run(new(parts, arguments, report));
    }
}
