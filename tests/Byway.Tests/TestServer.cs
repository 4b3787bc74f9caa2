using System.Globalization;
using Byway.Http;
using Byway.Jobs;
using Byway.Journal;
using Byway.Programs;
using Byway.Storage;
using Byway.Turns;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Xunit;

namespace Byway.Tests;

/// <summary>
/// A real server in this process: Kestrel on a free port, with a fresh database of the kind <see cref="TestDatabase"/>
/// says, a clock that stands still, no log and no jobs but those a test runs. A class shares one
/// (<see cref="ServerTests"/>); each test makes programs of its own in it. It is dropped afterwards, and before that
/// its books must balance.
/// </summary>
public sealed class TestServer : IAsyncLifetime
{
    private static readonly Lazy<string> Template = new(MakeTemplate);

    private readonly ServerOptions given;
    private readonly Action<IEndpointRouteBuilder>? more;
    private WebApplication? app;
    private string? connection;
    private string? folder;
    private bool isChangedByHand;

    /// <summary>A server with the usual options.</summary>
    public TestServer()
        : this(
            new()
            {
                RateLimitPerSecond = 0,
                WebhookAllow = ["127.0.0.0/8"],
                MoreProviders = [new Integrations.TestProvider()],
            }
        ) { }

    private TestServer(ServerOptions given, Action<IEndpointRouteBuilder>? more = null)
    {
        this.given = given;
        this.more = more;
    }

    /// <summary>Its clock.</summary>
    public MovingClock Clock { get; } = new();

    /// <summary>Sends requests; one connection pool for all tests of the server.</summary>
    public HttpClient Http { get; } =
        new(new SocketsHttpHandler { AllowAutoRedirect = false }) { Timeout = TimeSpan.FromSeconds(100) };

    /// <summary>Where it listens, without a slash at the end.</summary>
    public string Url => app!.Urls.First();

    /// <summary>Its parts, for what a test does beside HTTP.</summary>
    public IServiceProvider Parts => app!.Services;

    /// <summary>Its database.</summary>
    public Database Database => Parts.GetRequiredService<Database>();

    /// <summary>How it is reached: a folder on SQLite, a connection string on PostgreSQL.</summary>
    public (string? Folder, string? Connection) Place => (folder, connection);

    /// <summary>A server of one test's own, started.</summary>
    /// <param name="options">How; its address, database, log and jobs are this harness's business.</param>
    /// <param name="more">Maps further routes: those that a control needs, made to be caught.</param>
    public static async Task<TestServer> Start(ServerOptions options, Action<IEndpointRouteBuilder>? more = null)
    {
        var server = new TestServer(options, more);
        await server.InitializeAsync();
        return server;
    }

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        folder = Directory.CreateTempSubdirectory("byway-test-").FullName;
        if (TestDatabase.IsPostgres)
        {
            connection = TestPostgres.CreateDatabase(Template.Value);
        }
        else
        {
            File.Copy(Path.Combine(Template.Value, SqliteFile.Name), Path.Combine(folder, SqliteFile.Name));
        }

        await Open();
    }

    /// <summary>Stops the server and starts another one on the same database.</summary>
    public async Task Restart()
    {
        await app!.DisposeAsync();
        await Open();
    }

    /// <summary>A new affiliate program, with its API key.</summary>
    public Task<ApiClient> Affiliate(Func<ProgramSettings, ProgramSettings>? with = null) =>
        NewProgram(ProgramType.Affiliate, with);

    /// <summary>A new refer-a-friend program, with its API key.</summary>
    public Task<ApiClient> ReferAFriend(Func<ProgramSettings, ProgramSettings>? with = null) =>
        NewProgram(ProgramType.ReferAFriend, with);

    /// <summary>A new test program, with its API key: its clock can be moved.</summary>
    public Task<ApiClient> TestProgram(
        Func<ProgramSettings, ProgramSettings>? with = null,
        string type = ProgramType.Affiliate
    ) => NewProgram(type, with, "test");

    /// <summary>A new program, with its API key.</summary>
    /// <param name="type">One of <see cref="ProgramType"/>.</param>
    /// <param name="with">Changes the settings a program begins with: 30 % of every sale, in USD.</param>
    /// <param name="mode"><c>live</c> or <c>test</c>.</param>
    public async Task<ApiClient> NewProgram(
        string type,
        Func<ProgramSettings, ProgramSettings>? with = null,
        string mode = "live"
    )
    {
        var settings = new ProgramSettings
        {
            Name = "Test",
            Website = "https://shop.example",
            LinkParameter = type == ProgramType.Affiliate ? "aff" : "ref",
            RewardPercentMicros = 30_000_000,
        };
        var change = new CreateProgram(type, mode, with?.Invoke(settings) ?? settings, "test", Clock);
        var answer = await Parts.GetRequiredService<TurnQueue>().Take(change);
        Assert.True(answer.IsSuccess);
        return new(this, change.Program, change.Secret);
    }

    /// <summary>Runs a background job once.</summary>
    public Task RunJob<TJob>()
        where TJob : IJob => Parts.GetServices<IJob>().OfType<TJob>().Single().Run();

    /// <summary>Reads from the database.</summary>
    public Task<List<TRow>> Query<TRow>(string sql, object? parameters = null) =>
        Database.Query<TRow>(sql, parameters);

    /// <summary>Writes to the database behind the server's back: what it remembers between turns stays.</summary>
    public Task Execute(string sql, object? parameters = null)
    {
        isChangedByHand = true;
        return Parts.GetRequiredService<TurnQueue>().Run(store => store.Execute(sql, parameters));
    }

    /// <summary>Asserts that the books of every program balance (<see cref="Books"/>).</summary>
    public async Task BooksBalance() => Assert.Empty(await Books.Faults(Database));

    /// <summary>Asserts that the books of every program are whole, as <c>byway verify</c> looks at them.</summary>
    public Task BooksAreWhole() =>
        Task.Run(() =>
        {
            using var snapshot = Database.OpenSnapshot();
            foreach (var head in snapshot.Rows<HeadRow>(HeadRow.Select).ToList())
            {
                Assert.Null(new Verification(snapshot, head, () => { }).Run());
            }
        });

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        if (app is null)
        {
            return;
        }

        try
        {
            await BooksBalance();
            // What a hand changed can be whole no more.
            if (!isChangedByHand && (await Query<long>("select count(*) from programs"))[0] > 0)
            {
                await BooksAreWhole();
            }
        }
        finally
        {
            await app.DisposeAsync();
            if (connection is not null)
            {
                TestPostgres.DropDatabase(connection);
            }

            Directory.Delete(folder!, recursive: true);
        }
    }

    private async Task Open()
    {
        var options = given with
        {
            Urls = "http://127.0.0.1:0",
            DataFolder = folder!,
            Database = connection,
            // A test that fails with a 500 is run again with the log on.
            HasConsoleLog = Environment.GetEnvironmentVariable("BYWAY_TEST_LOG") == "1",
            HasJobs = false,
        };
        app = Server.Build(options, Clock);
        more?.Invoke(app);
        await app.StartAsync();
    }

    private static string MakeTemplate()
    {
        var place = Directory.CreateTempSubdirectory("byway-template-").FullName;
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(place, recursive: true);
        var template = TestDatabase.IsPostgres ? TestPostgres.CreateDatabase() : null;
        using (var database = Database.Open(place, template))
        {
            FirstStart.Migrate(database, new MovingClock());
        }

        if (template is null)
        {
            return place;
        }

        // Nobody may be connected to a template.
        using var pooled = new NpgsqlConnection(template);
        NpgsqlConnection.ClearPool(pooled);
        return new NpgsqlConnectionStringBuilder(template).Database!;
    }
}
