using System.Text;
using System.Text.Json.Nodes;
using Byway.Cli;
using Byway.Http;
using Byway.Programs;
using Byway.Storage;
using Byway.Tests.Proof;
using Byway.Turns;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Xunit;

namespace Byway.Tests.Cli;

/// <summary>
/// A fresh place to keep data, of the kind <see cref="TestDatabase"/> says, for commands and for hands.
/// </summary>
internal sealed class CliPlace : IDisposable
{
    /// <summary>An empty place, or a copy of another one that nobody uses at present.</summary>
    public CliPlace(CliPlace? original = null)
    {
        Folder = Directory.CreateTempSubdirectory("byway-cli-").FullName;
        if (TestDatabase.IsPostgres)
        {
            Connection = TestPostgres.CreateDatabase(
                original is null ? null : new NpgsqlConnectionStringBuilder(original.Connection).Database
            );
        }
        else if (original is not null)
        {
            foreach (var file in Directory.GetFiles(original.Folder))
            {
                File.Copy(file, Path.Combine(Folder, Path.GetFileName(file)));
            }
        }
    }

    /// <summary>The data folder.</summary>
    public string Folder { get; }

    /// <summary>A connection string on PostgreSQL.</summary>
    public string? Connection { get; }

    /// <summary>Options that name it.</summary>
    public string[] Options => Connection is null ? ["--data", Folder] : ["--database", Connection];

    /// <summary>Runs a command on it as a process.</summary>
    public Task<(int Exit, string Out, string Error)> Run(params string[] arguments) =>
        ServerProcess.Run([.. arguments, .. Options]);

    /// <summary>Runs a command on it that succeeds; returns the one JSON document it prints.</summary>
    public async Task<JsonNode> Json(params string[] arguments)
    {
        var (exit, text, error) = await Run([.. arguments, "--json"]);
        Assert.True(exit == 0, $"{string.Join(' ', arguments)} ended with {exit}: {text} {error}");
        return JsonNode.Parse(text)!;
    }

    /// <summary>Makes a program; returns its number and API key.</summary>
    public async Task<(string Id, string Secret)> Program(string type = "affiliate")
    {
        var made = await Json("program", "create", "--name", "Test", "--type", type, "--website", "shop.example");
        return (made["id"]!.ToString(), made["api_key"]!.ToString());
    }

    /// <summary>Runs a command on it in this process.</summary>
    public async Task<Outcome> Run(ICommand command)
    {
        using var parts = Open();
        return await command.Run(new(parts.Server, [], _ => { }));
    }

    /// <summary>Opens it in this process.</summary>
    /// <param name="clock">Its clock; null for the real one.</param>
    /// <param name="around">What its store is wrapped in; null for nothing.</param>
    public OpenPlace Open(TimeProvider? clock = null, Func<IStore, IStore>? around = null) =>
        new(Folder, Connection, clock, around);

    /// <summary>Changes it by hand.</summary>
    public void Execute(string sql, object? parameters = null)
    {
        using var database = Database.Open(Folder, Connection);
        using var store = database.OpenStore();
        store.Execute(sql, parameters);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (Connection is not null)
        {
            TestPostgres.DropDatabase(Connection);
        }

        Directory.Delete(Folder, recursive: true);
    }
}

/// <summary>A server's parts without the server, to call slices as it would.</summary>
internal sealed class OpenPlace : IDisposable
{
    /// <summary>Opens a place and brings its schema up to date.</summary>
    public OpenPlace(
        string folder,
        string? connection,
        TimeProvider? clock = null,
        Func<IStore, IStore>? around = null
    )
    {
        clock ??= TimeProvider.System;
        var database = Database.Open(folder, connection);
        FirstStart.Migrate(database, clock);
        var turns = new TurnQueue(
            around?.Invoke(database.OpenStore()) ?? database.OpenStore(),
            clock,
            NullLogger<TurnQueue>.Instance
        );
        var settings = new SettingsDirectory(database);
        Server = new(
            new() { DataFolder = folder, Database = connection },
            database,
            turns,
            new ApiKeyDirectory(database, clock),
            settings,
            clock,
            new(new(database, settings, clock), turns, clock, NullLogger<Byway.Clicks.ClickLog>.Instance)
        );
    }

    /// <summary>The parts.</summary>
    public ServerParts Server { get; }

    /// <summary>Makes a program.</summary>
    public async Task<ReferralProgram> Program(string type)
    {
        var settings = new ProgramSettings { Name = "Test", Website = "https://shop.example" };
        var change = new CreateProgram(type, "live", settings, "test", Server.Clock);
        Assert.True((await Server.Turns.Take(change)).IsSuccess);
        return change.Program;
    }

    /// <summary>Has a slice do something that succeeds.</summary>
    public async Task Do(Handler slice, ReferralProgram program, string json, params (string, string)[] path)
    {
        using var body = RequestBody.Parse(Encoding.UTF8.GetBytes(json));
        var check = new Check();
        var http = new DefaultHttpContext();
        foreach (var (name, value) in path)
        {
            http.Request.RouteValues[name] = value;
        }

        var answer = await slice(
            new()
            {
                Http = http,
                Caller = new(program, "test"),
                Body = body,
                Check = check,
                Fields = new(check, body.Root),
                Server = Server,
            }
        );
        Assert.True(answer.IsSuccess, Encoding.UTF8.GetString(answer.Body.Span));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Server.Turns.Dispose();
        Server.Database.Dispose();
    }
}
