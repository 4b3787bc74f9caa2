using Byway.Bench.Load;

namespace Byway.Bench.Report;

/// <summary>The performance promises this program can judge; those not measured are left out.</summary>
internal static class Promises
{
    private const double MostStartMs = 1000;
    private const double MostRestMegabytes = 120;
    private const double LeastDeliveries = 1000;
    private const double MostArrivalMs = 500;

    /// <summary>Judges the cases under load.</summary>
    /// <param name="cases">What was measured, by name.</param>
    public static IEnumerable<Promise> Of(IReadOnlyList<LoadCase> cases)
    {
        LoadCase? Case(string name, int connections) =>
            cases.FirstOrDefault(load => load.Name == name && load.Connections == connections && load.Runs.Count > 0);
        if (Case("sqlite", 64) is { } sqlite && Case("ceiling", 64) is { } ceiling)
        {
            var (ratio, p99) = (sqlite.RatioTo(ceiling), sqlite.P99Ms());
            yield return new(
                "P1",
                "SQLite, 64 connections: at least 0.30 of the ceiling, p99 under 50 ms",
                $"{ReportRow.Ratio(ratio)}, {ReportRow.Milliseconds(p99)} ms",
                ratio >= 0.30 && p99 < 50
            );
        }

        if (Case("postgres", 256) is { } postgres && Case("ceiling", 256) is { } wide)
        {
            yield return AtLeast("P2", "PostgreSQL, 256 connections", 0.15, "of the ceiling", postgres.RatioTo(wide));
            if (Case("single-postgres", 256) is { } single)
            {
                yield return AtLeast("P2", "the same", 3, "times one transaction a request", postgres.RatioTo(single));
            }
        }

        foreach (var name in new[] { "sqlite", "postgres" })
        {
            if (Case($"batch-{name}", 64) is { } batch && Case("ceiling", 64) is { } limit)
            {
                var what = $"{batch.Label}, sales a second";
                yield return AtLeast("P3", what, 0.8, "of the ceiling's requests a second", batch.RatioTo(limit));
            }
        }

        if (Case("hot", 64) is { } hot && Case("sqlite", 64) is { } shared)
        {
            yield return AtLeast("P4", hot.Label, 0.9, "of many partners", hot.RatioTo(shared));
        }

        if (Case("plain", 64) is { } plain && Case("sqlite", 64) is { } ruled)
        {
            yield return AtLeast("P1", "50 rules, SQLite", 0.8, "of the same without rules", ruled.RatioTo(plain));
        }

        if (Case("plain-postgres", 256) is { } simple && Case("postgres", 256) is { } also)
        {
            yield return AtLeast("P2", "50 rules, PostgreSQL", 0.8, "of the same without rules", also.RatioTo(simple));
        }

        foreach (var (name, connections) in new[] { ("sqlite", 64), ("postgres", 256) })
        {
            if (Case($"rows-{name}", connections) is { } full && Case($"empty-{name}", connections) is { } empty)
            {
                yield return AtLeast("P4", full.Label, 0.8, "of an empty one", full.RatioTo(empty));
            }
        }
    }

    /// <summary>Judges starts.</summary>
    /// <param name="starts">What was measured.</param>
    public static Promise Of(FirstAnswer starts)
    {
        var (first, rest) = (Figures.Median(starts.FirstMs), starts.RestBytes / 1e6);
        return new(
            "P7",
            "start to first answer under 1 s, under 120 MB at rest",
            $"{ReportRow.Number(first)} ms, {ReportRow.Number(rest)} MB",
            first < MostStartMs && rest < MostRestMegabytes
        );
    }

    /// <summary>Judges webhooks.</summary>
    /// <param name="load">What was measured.</param>
    /// <param name="database">On which database.</param>
    public static Promise Of(WebhookLoad load, string database)
    {
        var p99 = Figures.P99(load.FirstMs);
        return new(
            "W",
            $"webhooks, {database}: 1,000 deliveries/s and more, p99 from answer to arrival under 500 ms",
            $"{ReportRow.Number(load.PerSecond)}/s, {ReportRow.Milliseconds(p99)} ms",
            load.PerSecond >= LeastDeliveries && p99 < MostArrivalMs
        );
    }

    private static Promise AtLeast(string name, string what, double least, string ofWhat, double measured) =>
        new(name, $"{what}: at least {ReportRow.Ratio(least)} {ofWhat}", ReportRow.Ratio(measured), measured >= least);
}
