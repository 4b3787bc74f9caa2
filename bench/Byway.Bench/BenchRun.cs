using System.Globalization;
using Byway.Bench.Databases;
using Byway.Bench.Load;
using Byway.Bench.Report;
using Byway.Bench.Servers;

namespace Byway.Bench;

/// <summary>One run: makes databases, starts servers, measures in rounds, checks the databases, reports.</summary>
/// <param name="options">What to measure.</param>
internal sealed class BenchRun(BenchOptions options)
{
    private static readonly int[] Widths = [32, 64, 256];

    private const int BatchSales = 100;
    private const int MiddleWidth = 64;
    private const int WideWidth = 256;

    private readonly List<LoadCase> cases = [];

    /// <summary>Runs it; 0 when every database held what it should.</summary>
    public async Task<int> Run()
    {
        using var places = new Places();
        var wrk = new Wrk(places.Folder);
        Say("Making databases…");
        var found = await Start(places);
        if (options.Has("disk"))
        {
            var length = TimeSpan.FromSeconds(options.IsQuick ? 0.5 : 5);
            var times = Disk.DurableWritesMs(places.Folder, length);
            found.Rows.Add(
                ReportRow.Of(
                    "the disk: 4 KB written and synced",
                    $"{ReportRow.Number(times.Count / length.TotalSeconds)} writes/s",
                    times
                )
            );
        }

        if (options.Has("start"))
        {
            await MeasureStarts(places, found);
        }

        if (options.Has("webhooks"))
        {
            await MeasureWebhooks(places, found, isPostgres: false);
            await MeasureWebhooks(places, found, isPostgres: true);
        }

        if (options.Has("sqlite", "postgres", "plain", "single-sqlite", "single-postgres", "batch", "hot"))
        {
            await MeasureVariants(places, wrk, found);
        }

        if (options.Rows > 0 && options.Has("rows"))
        {
            await MeasureManyRows(places, wrk, found, isPostgres: false);
            await MeasureManyRows(places, wrk, found, isPostgres: true);
        }

        return Report(found);
    }

    private static void Say(string text) => Console.Error.WriteLine(text);

    private async Task<Findings> Start(Places places)
    {
        var seed = await places.Make(isPostgres: false, options.Customers);
        string sqlite;
        using (var database = seed.Open())
        {
            sqlite = (await database.Query<string>("select sqlite_version()"))[0];
        }

        places.Drop(seed);
        return new()
        {
            Machine = Machine.Facts(places.Folder, places.PostgresVersion, sqlite),
            Method =
            [
                $"{options.Rounds} rounds of {options.Seconds} s, interleaved; medians; ratios within a round.",
                $"One program with 50 reward rules, {Seed.Partners} partners, {options.Customers} customers; every "
                    + "commit is durable; wrk (2 threads) runs on the same cores.",
                "✓: after every run the sales stored are its 2xx answers, and at most one request a connection more, "
                    + "which was in flight when wrk let go;",
                "at the end each sale has its claim, its entry and exactly its reward, and postings, balances and "
                    + "totals agree to the micro.",
                "Repeat it with ./do bench.",
            ],
        };
    }

    private async Task MeasureStarts(Places places, Findings found)
    {
        Say("Starting a server, again and again…");
        var starts = await FirstAnswer.Measure(
            await places.Make(isPostgres: false, options.Customers),
            options.Starts
        );
        found.Rows.Add(ReportRow.Of("start to GET /health, SQLite", $"{options.Starts} starts", starts.HealthMs));
        found.Rows.Add(
            ReportRow.Of("start to the first authenticated answer", $"{options.Starts} starts", starts.FirstMs)
        );
        found.Rows.Add(
            ReportRow.Of("memory at rest, five seconds later", $"{ReportRow.Number(starts.RestBytes / 1e6)} MB")
        );
        found.Promises.Add(Promises.Of(starts));
    }

    private async Task MeasureWebhooks(Places places, Findings found, bool isPostgres)
    {
        var database = await places.Make(isPostgres, options.Customers);
        Say($"{database.Name}: sending webhooks");
        var load = await WebhookLoad.Measure(database, options.WebhookSales, options.WebhookSales / 5);
        var rate = ReportRow.Number(load.PerSecond);
        found.Rows.Add(ReportRow.Of($"webhooks from a backlog, {database.Name}", $"{rate} deliveries/s"));
        found.Rows.Add(
            ReportRow.Of(
                $"a sale's answer to its webhook's arrival, {database.Name}",
                $"{ReportRow.Number(load.FirstMs.Count)} sales",
                load.FirstMs
            )
        );
        found.Faults.AddRange(load.Faults);
        found.Promises.Add(Promises.Of(load, database.Name));
        places.Drop(database);
    }

    private async Task MeasureVariants(Places places, Wrk wrk, Findings found)
    {
        var servers = new List<ServerProcess>();
        try
        {
            async Task<ServerProcess> Started(ServerKind kind, bool isPostgres)
            {
                var server = await ServerProcess.Start(kind, await places.Make(isPostgres, options.Customers));
                servers.Add(server);
                return server;
            }

            var plan = await Plan(Started);
            await MeasureRounds(plan, wrk);
            await Check(plan);
            foreach (var load in plan.Where(load => load is { Name: "sqlite" or "postgres", Connections: WideWidth }))
            {
                var memory = ReportRow.Number(load.Server.ResidentBytes() / 1e6);
                found.Rows.Add(ReportRow.Of($"memory after all of this, {load.Label}", $"{memory} MB"));
            }
        }
        finally
        {
            foreach (var server in servers)
            {
                await server.DisposeAsync();
                places.Drop(server.Database);
            }
        }
    }

    /// <summary>A round's cases in order: the ceiling, ours and the variants at one width, then at the next.</summary>
    private async Task<List<LoadCase>> Plan(Func<ServerKind, bool, Task<ServerProcess>> start)
    {
        var shared = (Seed.Shared, options.Customers);
        var ceiling = await start(ServerKind.Ceiling, false);
        var ours = options.Has("sqlite", "plain", "hot", "batch") ? await start(ServerKind.Ours, false) : null;
        var postgres = options.Has("postgres", "batch") ? await start(ServerKind.Ours, true) : null;
        var plain = options.Has("plain") ? await start(ServerKind.Ours, false) : null;
        var plainPostgres = plain is not null && postgres is not null ? await start(ServerKind.Ours, true) : null;
        foreach (var server in new[] { plain, plainPostgres }.OfType<ServerProcess>())
        {
            await Seed.Put(server, "/v1/program/rules", FiftyRules.None);
        }

        var single = options.Has("single-sqlite") ? await start(ServerKind.Single, false) : null;
        var singlePostgres = options.Has("single-postgres") ? await start(ServerKind.Single, true) : null;
        var plan = new List<LoadCase>();
        void Add(string name, string label, ServerProcess? server, int connections)
        {
            if (server is not null)
            {
                plan.Add(new(name, label, server, connections) { Customers = shared, IsStored = name != "ceiling" });
            }
        }

        foreach (var width in Widths)
        {
            Add("ceiling", "ceiling: no storage", ceiling, width);
            Add("sqlite", "Byway, SQLite", ours, width);
            Add("postgres", "Byway, PostgreSQL", postgres, width);
            Add("single-sqlite", "a transaction a request, SQLite", single, width);
            Add("single-postgres", "a transaction a request, PostgreSQL", singlePostgres, width);
            if (width == Widths[^1])
            {
                Add("plain-postgres", "Byway without rules, PostgreSQL", plainPostgres, width);
            }

            if (width != MiddleWidth)
            {
                continue;
            }

            Add("plain", "Byway without rules, SQLite", plain, width);
            if (ours is not null && options.Has("hot"))
            {
                plan.Add(
                    new("hot", "one hot partner, SQLite", ours, width) { Customers = (Seed.Hot, options.Customers) }
                );
            }

            foreach (var server in new[] { ours, postgres }.OfType<ServerProcess>().Where(_ => options.Has("batch")))
            {
                var kind = server == ours ? "sqlite" : "postgres";
                plan.Add(
                    new($"batch-{kind}", $"batches of {BatchSales}, {server.Database.Name}", server, width)
                    {
                        Customers = shared,
                        Sales = BatchSales,
                    }
                );
            }
        }

        return plan;
    }

    private async Task MeasureManyRows(Places places, Wrk wrk, Findings found, bool isPostgres)
    {
        var rows = options.Rows / Seed.Partners * Seed.Partners;
        var full = await places.Make(isPostgres, options.Customers);
        var empty = await places.Make(isPostgres, options.Customers);
        var bare = await places.Make(isPostgres: false, options.Customers);
        BulkRows.Load(
            full,
            rows,
            done => Say($"{full.Name}: {ReportRow.Number(done)} of {ReportRow.Number(rows)} sales loaded")
        );
        await using (var ceiling = await ServerProcess.Start(ServerKind.Ceiling, bare))
        await using (var little = await ServerProcess.Start(ServerKind.Ours, empty))
        await using (var much = await ServerProcess.Start(ServerKind.Ours, full))
        {
            var name = isPostgres ? "postgres" : "sqlite";
            var width = isPostgres ? WideWidth : MiddleWidth;
            var shared = (Seed.Shared, options.Customers);
            List<LoadCase> plan =
            [
                new($"bare-{name}", "ceiling: no storage", ceiling, width) { Customers = shared, IsStored = false },
                new($"empty-{name}", $"nothing loaded, {full.Name}", little, width) { Customers = shared },
                new($"rows-{name}", $"{ReportRow.Number(rows)} sales loaded, {full.Name}", much, width)
                {
                    Customers = shared,
                },
            ];
            await MeasureRounds(plan, wrk);
            Say("Adding everything up…");
            await Check(plan);
        }

        places.Drop(full);
        places.Drop(empty);
        places.Drop(bare);
    }

    private async Task MeasureRounds(List<LoadCase> plan, Wrk wrk)
    {
        foreach (var load in plan.DistinctBy(load => load.Server))
        {
            Say($"Warming up: {load.Label}");
            await load.Measure(wrk, options.WarmUpSeconds, isKept: false);
        }

        for (var round = 1; round <= options.Rounds; round++)
        {
            foreach (var load in plan)
            {
                Say(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"Round {round} of {options.Rounds}: {load.Label}, {load.Connections} connections"
                    )
                );
                await load.Measure(wrk, options.Seconds);
            }
        }

        cases.AddRange(plan);
    }

    private async Task Check(List<LoadCase> plan)
    {
        foreach (var server in plan.Where(load => load.IsStored).Select(load => load.Server).Distinct())
        {
            var faults = await Books.FaultsOf(server);
            if (faults.Count > 0)
            {
                plan.Where(load => load.Server == server).ToList().ForEach(load => load.Faults.AddRange(faults));
            }
        }
    }

    private int Report(Findings found)
    {
        var extra = found.Rows.ToList();
        found.Rows.Clear();
        foreach (var load in cases)
        {
            var ceiling = cases.Last(other =>
                !other.IsStored && other.Connections == load.Connections && cases.IndexOf(other) <= cases.IndexOf(load)
            );
            found.Rows.Add(ReportRow.Of(load, ceiling));
        }

        found.Rows.AddRange(extra);
        found.Promises.InsertRange(0, Promises.Of(cases));
        found.Faults.AddRange(cases.SelectMany(load => load.Faults).Distinct());
        found.Print();
        if (options.Markdown is not null)
        {
            found.Write(options.Markdown);
        }

        return found.Faults.Count == 0 ? 0 : 1;
    }
}
