using System.Globalization;
using Byway.Bench.Databases;
using Byway.Bench.Servers;

namespace Byway.Bench.Load;

/// <summary>One kind of load on one server, measured several times.</summary>
/// <param name="Name">Stable, for the promises.</param>
/// <param name="Label">For people.</param>
/// <param name="Server">Where.</param>
/// <param name="Connections">At once.</param>
internal sealed record LoadCase(string Name, string Label, ServerProcess Server, int Connections)
{
    // A server that has been let go answers or drops what it had within this time.
    private static readonly TimeSpan SettleTime = TimeSpan.FromSeconds(15);

    /// <summary>The customers' prefix and number.</summary>
    public required (string Prefix, int Count) Customers { get; init; }

    /// <summary>Sales in a request.</summary>
    public int Sales { get; init; } = 1;

    /// <summary>True when the server stores sales, so that they are counted.</summary>
    public bool IsStored { get; init; } = true;

    /// <summary>The measurements, one a round.</summary>
    public List<WrkResult> Runs { get; } = [];

    /// <summary>What did not add up.</summary>
    public List<string> Faults { get; } = [];

    /// <summary>Sales stored without an answer: those in flight when wrk stopped.</summary>
    public long Unanswered { get; private set; }

    /// <summary>Measures once more, and counts the journal's entries before and after.</summary>
    /// <param name="wrk">The load generator.</param>
    /// <param name="seconds">How long.</param>
    /// <param name="isKept">False for a warm-up: counted, not shown.</param>
    public async Task Measure(Wrk wrk, int seconds, bool isKept = true)
    {
        var before = await Server.Sequence();
        var result = await wrk.Run(Server, Customers, Connections, Sales, seconds);
        var stored = await Settled() - before;
        Count(result, stored);
        if (!isKept)
        {
            return;
        }

        Runs.Add(result);
        if (result.Accepted == 0)
        {
            Faults.Add($"{Label}: no sale was accepted");
        }
    }

    /// <summary>
    /// Every 2xx promises a stored sale; stored without an answer can be what was in flight when wrk let go, at
    /// most one request a connection.
    /// </summary>
    private void Count(WrkResult result, long stored)
    {
        var least = IsStored ? result.Accepted * Sales : 0;
        var most = IsStored ? least + ((long)Connections * Sales) : 0;
        if (stored < least || stored > most || stored % Sales != 0)
        {
            Faults.Add(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{Label}, {Connections} connections: {stored} sales stored, expected {least} to {most}"
                )
            );
        }

        Unanswered += stored - least;
    }

    private async Task<long> Settled()
    {
        const int Quiet = 4;
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        var last = await Server.Sequence();
        for (var (same, ticks) = (0, 0); same < Quiet && ticks < SettleTime / timer.Period; ticks++)
        {
            await timer.WaitForNextTickAsync();
            var now = await Server.Sequence();
            same = now == last ? same + 1 : 0;
            last = now;
        }

        return last;
    }
}
