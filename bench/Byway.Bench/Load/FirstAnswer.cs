using System.Diagnostics;
using Byway.Bench.Databases;
using Byway.Bench.Servers;

namespace Byway.Bench.Load;

/// <summary>How long a start takes, and what a server needs when it does nothing.</summary>
/// <param name="HealthMs">From the start of the process until <c>GET /health</c> is answered; one a start.</param>
/// <param name="FirstMs">From there on until an authenticated GET is answered too; both together.</param>
/// <param name="RestBytes">Resident memory after five idle seconds.</param>
internal sealed record FirstAnswer(IReadOnlyList<double> HealthMs, IReadOnlyList<double> FirstMs, long RestBytes)
{
    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(5);

    /// <summary>Starts a server several times.</summary>
    /// <param name="database">Its database.</param>
    /// <param name="starts">How often.</param>
    public static async Task<FirstAnswer> Measure(BenchDatabase database, int starts)
    {
        var (health, first) = (new List<double>(), new List<double>());
        for (var start = 1; ; start++)
        {
            var began = Stopwatch.GetTimestamp();
            await using var server = await ServerProcess.Start(ServerKind.Ours, database);
            await Get(server, "/health");
            health.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
            await Get(server, "/v1/test");
            first.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
            if (start == starts)
            {
                await Task.Delay(Rest);
                return new(health, first, server.ResidentBytes());
            }
        }
    }

    private static async Task Get(ServerProcess server, string path)
    {
        using var answer = await server.Client.GetAsync(path);
        answer.EnsureSuccessStatusCode();
    }
}
