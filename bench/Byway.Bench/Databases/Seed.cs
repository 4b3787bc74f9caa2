using System.Globalization;
using System.Text;
using Byway.Bench.Servers;
using Byway.Programs;
using Byway.Storage;
using Byway.Turns;

namespace Byway.Bench.Databases;

/// <summary>
/// Makes the first database of a kind, through the API: a program, its partners, their customers, and one sale for
/// each partner.
/// </summary>
internal static class Seed
{
    /// <summary>Partners who share the customers <c>c0</c>, <c>c1</c> … evenly.</summary>
    public const int Partners = 100;

    /// <summary>The customers that all partners share start with this.</summary>
    public const string Shared = "c";

    /// <summary>The customers of the one hot partner start with this.</summary>
    public const string Hot = "h";

    private const int Callers = 32;

    /// <summary>Fills an empty database.</summary>
    /// <param name="empty">The database.</param>
    /// <param name="customers">How many customers all partners share, and how many the hot one has.</param>
    public static async Task<BenchDatabase> Make(BenchDatabase empty, int customers)
    {
        var database = empty with { Secret = await MakeProgram(empty) };
        await using var server = await ServerProcess.Start(ServerKind.Ours, database);
        await Post(server, "/v1/partners", Enumerable.Range(0, Partners).Select(number => Partner($"p{number}")));
        await Post(server, "/v1/partners", [Partner("hot")]);
        await Post(server, "/v1/customers", Enumerable.Range(0, customers).Select(SharedCustomer));
        await Post(server, "/v1/customers", Enumerable.Range(0, customers).Select(HotCustomer));
        await Put(server, "/v1/program/rules", FiftyRules.Json);
        // The last entry is a sale: loading many copies it.
        var sales = Enumerable.Range(0, Partners).Select(number => Sale($"seed-{number:d6}", $"{Shared}{number}"));
        await Post(server, "/v1/transactions", sales.Append(Sale("seed-hot-00", $"{Hot}0")));
        return database;
    }

    /// <summary>A sale as it is sent.</summary>
    /// <param name="key">Its key.</param>
    /// <param name="customer">Its customer's key.</param>
    private static string Sale(string key, string customer) =>
        $$$"""{"key":"{{{key}}}","amount":99.99,"customer":{"key":"{{{customer}}}"}}""";

    private static string Partner(string key) => $$"""{"key":"{{key}}","email":"{{key}}@example.com"}""";

    private static string SharedCustomer(int number) => Customer($"{Shared}{number}", $"p{number % Partners}");

    private static string HotCustomer(int number) => Customer($"{Hot}{number}", "hot");

    private static string Customer(string key, string partner) =>
        $$$"""{"key":"{{{key}}}","email":"{{{key}}}@example.net","partner":{"key":"{{{partner}}}"}}""";

    private static async Task<string> MakeProgram(BenchDatabase empty)
    {
        await using var app = Server.Build(
            new()
            {
                Urls = "http://127.0.0.1:0",
                DataFolder = empty.Folder,
                Database = empty.Connection,
                HasConsoleLog = false,
                HasJobs = false,
            }
        );
        FirstStart.Migrate(app.Services.GetRequiredService<Database>(), TimeProvider.System);
        var change = new CreateProgram(
            ProgramType.Affiliate,
            "live",
            new() { Name = "Bench", Website = "https://example.com" },
            "bench",
            TimeProvider.System
        );
        var answer = await app.Services.GetRequiredService<TurnQueue>().Take(change);
        return answer.IsSuccess ? change.Secret : throw new InvalidOperationException("No program could be made.");
    }

    /// <summary>Changes something of the program.</summary>
    /// <param name="server">Where.</param>
    /// <param name="path">What.</param>
    /// <param name="body">To what.</param>
    public static async Task Put(ServerProcess server, string path, string body)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var answer = await server.Client.PutAsync(path, content);
        await Expect(path, answer);
    }

    private static async Task Post(ServerProcess server, string path, IEnumerable<string> bodies)
    {
        var limits = new ParallelOptions { MaxDegreeOfParallelism = Callers };
        await Parallel.ForEachAsync(
            bodies,
            limits,
            async (body, _) =>
            {
                using var content = new StringContent(body, Encoding.UTF8, "application/json");
                using var answer = await server.Client.PostAsync(path, content);
                await Expect(path, answer);
            }
        );
    }

    private static async Task Expect(string path, HttpResponseMessage answer)
    {
        if (!answer.IsSuccessStatusCode)
        {
            var said = await answer.Content.ReadAsStringAsync();
            throw new InvalidOperationException(
                string.Create(CultureInfo.InvariantCulture, $"{path} answered {(int)answer.StatusCode}: {said}")
            );
        }
    }
}
