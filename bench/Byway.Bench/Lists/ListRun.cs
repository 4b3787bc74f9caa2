using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using Byway.Bench.Databases;
using Byway.Bench.Report;
using Byway.Bench.Servers;
using Byway.Programs;
using Byway.Turns;

namespace Byway.Bench.Lists;

/// <summary>
/// How long a page of each list takes among a million rows, with every filter, one request at a time: <c>./do bench
/// lists</c>. Slow is what reads rows it does not show.
/// </summary>
internal static class ListRun
{
    private const int Times = 21;
    private const int Customers = 1000;

    private static readonly (string Program, string[] Paths)[] Asked =
    [
        (
            ProgramType.Affiliate,
            [
                "/v1/test",
                "/v1/partners?limit=100",
                "/v1/partners:search?email=p7",
                "/v1/partners:search?key=p77",
                "/v1/customers",
                "/v1/customers?limit=250",
                "/v1/customers?sort=asc",
                "/v1/customers?page=1000",
                "/v1/customers?after=20500000",
                "/v1/customers?refer_status=referred",
                "/v1/customers?refer_status=non_referred",
                "/v1/customers?partner_key=p7",
                "/v1/customers?partner_key=p7&sort=asc",
                "/v1/customers?partner_key=nobody",
                "/v1/customers?partner_key=p7&refer_status=non_referred",
                "/v1/customers:search?email=user777777@",
                "/v1/customers:search?email=777",
                "/v1/customers:search?email=example",
                "/v1/customers:search?email=example&sort=asc",
                "/v1/customers:search?email=example&after=20500000",
                "/v1/customers:search?email=zzzzz",
                "/v1/customers:search?email=example&key=zzz",
                "/v1/customers:search?email=example42.&key=99999",
                "/v1/customers:search?key=cust-4711",
                "/v1/customers:search?email=zz",
                "/v1/transactions",
                "/v1/transactions?limit=250",
                "/v1/transactions?sort=asc",
                "/v1/transactions?page=1000",
                "/v1/transactions?after=500000",
                "/v1/transactions?key=seed-000007",
                "/v1/transactions?key=nothing",
                "/v1/transactions?partner_key=p7",
                "/v1/transactions?partner_key=p7&sort=asc",
                "/v1/transactions?partner_key=nobody",
                "/v1/transactions?customer_key=c7",
                "/v1/transactions?customer_key=nobody",
                "/v1/transactions?partner_key=p7&customer_key=c8",
                "/v1/customers/c7/transactions",
                "/v1/leads",
                "/v1/leads?sort=asc",
                "/v1/leads?after=10500000",
                "/v1/journal",
                "/v1/journal?after=500000",
            ]
        ),
        (
            ProgramType.ReferAFriend,
            [
                "/v1/customers",
                "/v1/customers?refer_status=referred",
                "/v1/customers?refer_status=non_referred",
                "/v1/customers/Ref-1/referrals",
                "/v1/customers/Ref-2/referrals",
                "/v1/customers:search?key=ref-4711",
                "/v1/customers:search?key=ref-",
                "/v1/customers:search?key=zzzz",
                "/v1/customers:search?id=f4711",
                "/v1/customers:search?email=f4711&key=f-4711",
            ]
        ),
        (
            ProgramType.Newsletter,
            [
                "/v1/subscribers",
                "/v1/subscribers?refer_status=referred",
                "/v1/subscribers?refer_status=non_referred",
                "/v1/subscribers?page=1000",
                "/v1/subscribers/s4711@x.example",
                "/v1/subscribers:search?email=s4711",
                "/v1/subscribers:search?name=sue",
                "/v1/subscribers:search?name=zzz",
                "/v1/rewards",
            ]
        ),
    ];

    /// <summary>Measures and writes a table.</summary>
    /// <param name="rows">Rows of each kind.</param>
    public static async Task<int> Run(long rows)
    {
        using var places = new Places();
        var tables = new List<Dictionary<string, string>>();
        foreach (var isPostgres in new[] { false, true })
        {
            tables.Add(await Measure(await places.Make(isPostgres, Customers), rows));
        }

        await Console.Out.WriteLineAsync(
            $"A page among {ReportRow.Number(rows)} rows, {Times} times: median and longest, ms.\n"
        );
        await Console.Out.WriteLineAsync("| request | SQLite | PostgreSQL |\n|---|---|---|");
        foreach (var (name, time) in tables[0])
        {
            await Console.Out.WriteLineAsync($"| {name} | {time} | {tables[1][name]} |");
        }

        return 0;
    }

    private static async Task<Dictionary<string, string>> Measure(BenchDatabase database, long rows)
    {
        await Console.Error.WriteLineAsync($"Loading {database.Name}…");
        var friends = await MakeProgram(database, ProgramType.ReferAFriend);
        var newsletter = await MakeProgram(database, ProgramType.Newsletter);
        BulkRows.Load(database, rows, _ => { });
        ListRows.Load(database, (friends.Program.ProgramId, newsletter.Program.ProgramId), rows);
        await Console.Error.WriteLineAsync("Asking…");
        await using var server = await ServerProcess.Start(ServerKind.Ours, database);
        var times = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (program, paths) in Asked)
        {
            var secret =
                program == ProgramType.Affiliate ? database.Secret
                : program == ProgramType.ReferAFriend ? friends.Secret
                : newsletter.Secret;
            foreach (var path in paths)
            {
                times[$"{program} {path}"] = await TimeOf(server.Client, path, secret);
            }
        }

        return times;
    }

    private static async Task<string> TimeOf(HttpClient client, string path, string secret)
    {
        var times = new List<double>();
        for (var time = 0; time <= Times; time++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, path);
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", secret);
            var started = Stopwatch.GetTimestamp();
            using var answer = await client.SendAsync(request);
            await answer.Content.ReadAsByteArrayAsync();
            times.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
            if (!answer.IsSuccessStatusCode)
            {
                return $"answered {(int)answer.StatusCode}";
            }
        }

        times.RemoveAt(0);
        times.Sort();
        return string.Create(CultureInfo.InvariantCulture, $"{times[Times / 2]:0.0} · {times[^1]:0.0}");
    }

    private static async Task<CreateProgram> MakeProgram(BenchDatabase database, string type)
    {
        await using var app = Server.Build(
            new()
            {
                Urls = "http://127.0.0.1:0",
                DataFolder = database.Folder,
                Database = database.Connection,
                HasConsoleLog = false,
                HasJobs = false,
            }
        );
        var change = new CreateProgram(
            type,
            "live",
            new() { Name = "Bench", Website = "https://example.com" },
            "bench",
            TimeProvider.System
        );
        var answer = await app.Services.GetRequiredService<TurnQueue>().Take(change);
        return answer.IsSuccess ? change : throw new InvalidOperationException("No program could be made.");
    }
}
