using System.Text.Json.Nodes;
using Byway.Http;
using Byway.Programs;
using Byway.Storage;
using Byway.Turns;

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
            return Terminal.Show(outcome, command, place.IsJson);
        }
        catch (Exception failure) when (Fault.SentenceOf(failure) is { } sentence)
        {
            return Terminal.Fail(sentence, place.IsJson);
        }
    }

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
        FirstStart.Migrate(database, clock);
        using var turns = new TurnQueue(database.OpenStore(), clock, logs.CreateLogger<TurnQueue>());
        var parts = new ServerParts(
            new() { DataFolder = place.DataFolder, Database = place.Database },
            database,
            turns,
            new ApiKeyDirectory(database, clock),
            new SettingsDirectory(database),
            clock
        );
        return await command.Run(new(parts, arguments, report));
    }
}
