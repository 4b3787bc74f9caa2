using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Byway.Bench.Databases;
using Byway.Bench.Servers;

namespace Byway.Bench.Load;

/// <summary>How fast webhooks are sent to a receiver in this process.</summary>
/// <param name="PerSecond">Deliveries a second while a backlog is worked off.</param>
/// <param name="Deliveries">How many.</param>
/// <param name="FirstMs">From a sale's answer until its event arrives, one a sale, while sales come steadily.</param>
/// <param name="Faults">What did not arrive.</param>
internal sealed record WebhookLoad(
    double PerSecond,
    int Deliveries,
    IReadOnlyList<double> FirstMs,
    IReadOnlyList<string> Faults
)
{
    private const int Subscriptions = 10;
    private const int SalesInBatch = 100;
    private const int SteadyEveryMs = 5;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    /// <summary>Measures it.</summary>
    /// <param name="database">The server's database.</param>
    /// <param name="sales">Sales in the backlog; each is sent to ten subscriptions.</param>
    /// <param name="steady">Sales that come one after the other.</param>
    public static async Task<WebhookLoad> Measure(BenchDatabase database, int sales, int steady)
    {
        await using var sink = await Sink.Start();
        await using var server = await ServerProcess.Start(ServerKind.Ours, database);
        var keys = new List<string>();
        for (var number = 0; number < Subscriptions; number++)
        {
            var made = await Send(
                server,
                HttpMethod.Post,
                "/v1/webhooks",
                $$"""{"name":"bench","url":"{{sink.Url}}","is_active":false,"events":["transaction.created"]}"""
            );
            keys.Add(made.GetProperty("data").GetProperty("key").GetString()!);
        }

        for (var batch = 0; batch < sales / SalesInBatch; batch++)
        {
            var items = Enumerable.Range(0, SalesInBatch).Select(number => Sale($"w{batch}-{number}"));
            await Send(
                server,
                HttpMethod.Post,
                "/v1/transactions",
                $$"""{"transactions":[{{string.Join(',', items)}}]}"""
            );
        }

        var began = Stopwatch.GetTimestamp();
        foreach (var key in keys)
        {
            await Send(server, HttpMethod.Put, $"/v1/webhooks/{key}", """{"is_active":true}""");
        }

        var expected = sales * Subscriptions;
        await sink.Have(expected, Patience);
        var took = Stopwatch.GetElapsedTime(began);
        var faults = new List<string>();
        if (sink.Arrived.Count != expected)
        {
            faults.Add(
                string.Create(CultureInfo.InvariantCulture, $"{sink.Arrived.Count} of {expected} webhooks arrived")
            );
        }

        // One subscription from here on: the time of a single event, not of ten.
        foreach (var key in keys.Skip(1))
        {
            await Send(server, HttpMethod.Delete, $"/v1/webhooks/{key}", "");
        }

        return new(expected / took.TotalSeconds, expected, await Steady(server, sink, steady, faults), faults);
    }

    private static async Task<List<double>> Steady(ServerProcess server, Sink sink, int sales, List<string> faults)
    {
        var answered = new Dictionary<string, long>(StringComparer.Ordinal);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(SteadyEveryMs));
        for (var number = 0; number < sales; number++)
        {
            await timer.WaitForNextTickAsync();
            var key = string.Create(CultureInfo.InvariantCulture, $"steady-{number}");
            await Send(server, HttpMethod.Post, "/v1/transactions", Sale(key));
            answered[key] = Stopwatch.GetTimestamp();
        }

        await sink.Have(sink.Arrived.Count + 1, TimeSpan.FromSeconds(1));
        var times = new List<double>();
        var arrived = sink.Arrived.Where(one => one.Key.StartsWith("steady-", StringComparison.Ordinal)).ToList();
        foreach (var (key, at) in arrived)
        {
            times.Add(Math.Max(0, Stopwatch.GetElapsedTime(answered[key], at).TotalMilliseconds));
        }

        if (arrived.Count != sales)
        {
            faults.Add(string.Create(CultureInfo.InvariantCulture, $"{arrived.Count} of {sales} sales were told"));
        }

        return times;
    }

    private static string Sale(string key) =>
        $$$"""{"key":"{{{key}}}","amount":99.99,"customer":{"key":"{{{Seed.Shared}}}0"}}""";

    private static async Task<JsonElement> Send(ServerProcess server, HttpMethod method, string path, string body)
    {
        using var request = new HttpRequestMessage(method, path)
        {
            Content = new StringContent(body, Encoding.UTF8, "application/json"),
        };
        using var answer = await server.Client.SendAsync(request);
        answer.EnsureSuccessStatusCode();
        return JsonElement.Parse(await answer.Content.ReadAsStringAsync());
    }

    /// <summary>A receiver that answers at once.</summary>
    private sealed class Sink : IAsyncDisposable
    {
        private readonly WebApplication app;

        private Sink(WebApplication app) => this.app = app;

        public ConcurrentQueue<(string Key, long At)> Arrived { get; } = new();

        public string Url => app.Urls.First() + "/";

        public static async Task<Sink> Start()
        {
            var builder = WebApplication.CreateSlimBuilder();
            builder.Logging.ClearProviders();
            builder.WebHost.UseUrls("http://127.0.0.1:0");
            var sink = new Sink(builder.Build());
            sink.app.Run(sink.Take);
            await sink.app.StartAsync();
            return sink;
        }

        public async Task Have(int count, TimeSpan patience)
        {
            using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(2));
            var began = Stopwatch.GetTimestamp();
            while (Arrived.Count < count && Stopwatch.GetElapsedTime(began) < patience)
            {
                await timer.WaitForNextTickAsync();
            }
        }

        public ValueTask DisposeAsync() => app.DisposeAsync();

        private async Task Take(HttpContext http)
        {
            var at = Stopwatch.GetTimestamp();
            using var body = await JsonDocument.ParseAsync(http.Request.Body);
            Arrived.Enqueue((body.RootElement.GetProperty("data").GetProperty("key").GetString()!, at));
        }
    }
}
