using System.Diagnostics;
using System.Globalization;
using Byway.Bench.Databases;
using Byway.Bench.Load;
using Byway.Bench.Report;
using Byway.Bench.Servers;

namespace Byway.Bench.Redirects;

/// <summary>
/// How many links a second can be followed: <c>./do bench redirect</c>. As a share of the same redirect that knows its
/// link by heart and records nothing; then what a kill in the middle of it loses.
/// </summary>
internal static class RedirectRun
{
    private const int Customers = 1000;
    private const int Connections = 64;
    private const int Rounds = 3;
    private const int LoadSeconds = 6;
    private const int PatienceSeconds = 30;

    /// <summary>Measures and writes a table; 0 when every click that was not lost by the kill is there.</summary>
    public static async Task<int> Run()
    {
        using var places = new Places();
        await Console.Out.WriteLineAsync(
            $"{Rounds} rounds of {LoadSeconds} s, interleaved; {Connections} connections; medians.\n\n"
                + "| | redirects/s | of the ceiling | p99 ms | clicks stored of those followed | lost by a kill |\n"
                + "|---|---|---|---|---|---|"
        );
        var isWhole = true;
        foreach (var isPostgres in new[] { false, true })
        {
            isWhole &= await Measure(places, isPostgres);
        }

        return isWhole ? 0 : 1;
    }

    private static async Task<bool> Measure(Places places, bool isPostgres)
    {
        var database = await places.Make(isPostgres, Customers);
        await using var ours = await ServerProcess.Start(ServerKind.Ours, database);
        await using var ceiling = await ServerProcess.Start(
            ServerKind.Ceiling,
            await places.Make(isPostgres, Customers)
        );
        var load = new RedirectLoad(places.Folder, await PublicId(ours));
        var top = new RedirectLoad(places.Folder, await PublicId(ceiling));
        await load.Run(ours, Connections, 2);
        await top.Run(ceiling, Connections, 2);
        var (rates, ratios, slow, followed) = (new List<double>(), new List<double>(), new List<double>(), 0L);
        await Settled(ours);
        var before = await Stored(ours);
        for (var round = 0; round < Rounds; round++)
        {
            var most = await top.Run(ceiling, Connections, LoadSeconds);
            var here = await load.Run(ours, Connections, LoadSeconds);
            rates.Add(here.Accepted / here.Seconds);
            ratios.Add(here.Accepted / here.Seconds / (most.Accepted / most.Seconds));
            slow.Add(here.P99Ms);
            followed += here.Accepted;
        }

        await Settled(ours);
        var stored = await Stored(ours) - before;
        var lost = await Killed(load, ours);
        await Console.Out.WriteLineAsync(
            $"| {database.Name} | {ReportRow.Number(Figures.Median(rates))} | "
                + $"{Figures.Median(ratios).ToString("0.00", CultureInfo.InvariantCulture)} | "
                + $"{ReportRow.Number(Figures.Median(slow))} | {ReportRow.Number(stored)} of "
                + $"{ReportRow.Number(followed)} | {lost} |"
        );
        return stored >= followed;
    }

    /// <summary>
    /// Kills the server under load; how many answered clicks are missing, and how much time that is.
    /// </summary>
    private static async Task<string> Killed(RedirectLoad load, ServerProcess server)
    {
        var before = await Stored(server);
        var began = Stopwatch.GetTimestamp();
        var running = load.Run(server, Connections, LoadSeconds);
        await Task.Delay(TimeSpan.FromSeconds(LoadSeconds - 2));
        server.Kill();
        var seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
        var result = await running;
        var missing = Math.Max(0, result.Answers - (await Stored(server) - before));
        var time = missing / (result.Answers / seconds);
        return $"{ReportRow.Number(missing)} clicks, {time.ToString("0.00", CultureInfo.InvariantCulture)} s";
    }

    private static async Task<string> PublicId(ServerProcess server) =>
        (await server.Query<string>("select public_id from programs where program_id = 1"))[0];

    private static async Task<long> Stored(ServerProcess server) =>
        (await server.Query<long>("select count(*) from clicks"))[0];

    private static async Task Settled(ServerProcess server)
    {
        for (var (last, tries) = (-1L, 0); tries < PatienceSeconds; tries++)
        {
            await Task.Delay(TimeSpan.FromSeconds(1));
            var now = await Stored(server);
            if (now == last)
            {
                return;
            }

            last = now;
        }
    }
}
