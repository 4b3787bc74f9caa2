using System.CommandLine;
using System.Text.Json.Nodes;
using Byway.Http;
using Byway.Storage;

namespace Byway.Cli;

/// <summary><c>byway serve</c>: the server, from its start to its end.</summary>
public static class Serve
{
    /// <summary>How it is typed.</summary>
    public static Command Declare()
    {
        var command = new Command("serve", "Run the server");
        foreach (var option in ServeOptions.All)
        {
            command.Add(option);
        }

        command.SetAction(
            async (parsed, _) =>
            {
                var place = Place.Of(parsed);
                try
                {
                    return await Run(ServeOptions.Of(parsed, place), place.IsJson);
                }
                catch (Exception failure) when (Fault.SentenceOf(failure) is { } sentence)
                {
                    return Terminal.Fail(sentence, place.IsJson);
                }
            }
        );
        return command;
    }

    private static async Task<int> Run(ServerOptions options, bool isJson)
    {
        var isFile = options.Database is null;
        // Held until the very end: whoever gets it next must find nobody writing.
        using var held = isFile ? DataLock.TryTake(options.DataFolder) : null;
        if (isFile && held is null)
        {
            return Terminal.Fail(
                $"Another Byway works on {Path.GetFullPath(options.DataFolder)}. "
                    + "Stop it, or name another folder with --data.",
                isJson
            );
        }

        if (isFile)
        {
            AdminFile.Remove(options.DataFolder);
            options = options with { AdminToken = AdminFile.NewToken() };
        }

        await using var app = Server.Build(options);
        var database = app.Services.GetRequiredService<Database>();
        FirstStart.Migrate(database, TimeProvider.System);
        await app.StartAsync();
        var urls = OpenDoor(app, options);
        var first = options.HasFirstProgram
            ? await FirstStart.MakeProgram(app.Services.GetRequiredService<ServerParts>())
            : null;
        Announce(urls, options, database, first, isJson);
        await app.WaitForShutdownAsync();
        return Outcome.Good;
    }

    /// <summary>From here on commands find this server; returns the addresses that are for everybody.</summary>
    private static List<string> OpenDoor(WebApplication app, ServerOptions options)
    {
        if (options.AdminToken is not { } token)
        {
            return [.. app.Urls];
        }

        var url = AdminAddress.Of(app.Urls)!;
        var door = app.Services.GetRequiredService<AdminDoor>();
        door.OwnPort = door.HasOwnPort ? new Uri(url).Port : null;
        new AdminFile(url, token).Write(options.DataFolder);
        app.Lifetime.ApplicationStopping.Register(() => AdminFile.Remove(options.DataFolder));
        return [.. app.Urls.Where(other => !door.HasOwnPort || other != url)];
    }

    private static void Announce(
        List<string> urls,
        ServerOptions options,
        Database database,
        FirstProgram? first,
        bool isJson
    )
    {
        if (isJson)
        {
            var json = new JsonObject { ["url"] = urls[0], ["database"] = database.Description };
            if (first is not null)
            {
                json["program"] = CreateProgramCommand.ResultOf(first.Program, first.Secret);
            }

            Terminal.Print(json);
            return;
        }

        Console.WriteLine($"Byway listens on {string.Join(", ", urls)} ({database.Description})");
        if (first is not null)
        {
            // Once, to the terminal, and never into the log: nobody can read it again.
            var url = options.PublicUrl?.TrimEnd('/') ?? AdminAddress.Of(urls) ?? urls[0];
            Console.WriteLine(first.Message(url));
        }
    }
}
