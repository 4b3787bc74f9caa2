using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Byway.Bench.Databases;
using Byway.Bench.Report;
using Byway.Http;
using Byway.Programs;
using Byway.Rewards;
using Byway.Simulations;
using Byway.Storage;
using Byway.Transactions;
using Dapper;
using Microsoft.Data.Sqlite;

namespace Byway.Bench.Simulations;

/// <summary>
/// How long a draft of fifty rules takes over a million sales: <c>./do bench simulate</c>. The sales are entries like
/// one that the server wrote, of a thousand customers of a hundred partners over a year, every twentieth refunded.
/// </summary>
internal static class SimulationRun
{
    private const int Customers = 1000;
    private const int Chunk = 50_000;
    private const int RefundEvery = 20;
    private const long Year = 365L * 86_400_000_000;

    /// <summary>Measures and writes a line.</summary>
    /// <param name="sales">How many sales.</param>
    public static async Task<int> Run(long sales)
    {
        var folder = Directory.CreateTempSubdirectory("byway-bench-").FullName;
        try
        {
            var database = await Seed.Make(new("SQLite", folder, null, ""), Customers);
            await Console.Error.WriteLineAsync("Loading…");
            var entries = Load(folder, sales);
            await Console.Error.WriteLineAsync("Simulating…");
            foreach (
                var (name, rules) in new[] { ("one rule", OneRule), ("50 rules, two windows, a goal", FiftyRules()) }
            )
            {
                var (seconds, processor, view) = Measure(database, rules);
                await Console.Out.WriteLineAsync(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"| {name} | {ReportRow.Number(view.Sales)} sales, {ReportRow.Number(entries)} entries | "
                            + $"{seconds:0.0} s, {processor:0.0} s of a processor | "
                            + $"{Environment.WorkingSet / 1_000_000} MB | "
                            + $"{ReportRow.Number(view.SalesThatDiffer)} differ |"
                    )
                );
            }

            return 0;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private const string OneRule = """{"rules":[{"percent":25}]}""";

    private static string FiftyRules()
    {
        var rules = new StringBuilder();
        for (var at = 0; at < 48; at++)
        {
            rules.Append(
                CultureInfo.InvariantCulture,
                $$"""{"conditions":{"product_id":"p{{at}}"},"percent":{{at + 1}} },"""
            );
        }

        return $$"""
            {"rules":[{{rules}}
              {"conditions":{"running":[{"of":"revenue","from":1000,"window_days":30},
                                        {"of":"customers","from":5,"window_days":365}]},"percent":25},
              {"percent":20,"earning_period":"months","earning_period_length":12}],
             "goals":[{"name":"Goal","of":"revenue","at":10000,"recurring":true,"bonus":{"fixed":50} }]}
            """;
    }

    private static (double Seconds, double Processor, SimulationView View) Measure(
        BenchDatabase database,
        string rules
    )
    {
        using var open = database.Open();
        using var snapshot = open.OpenSnapshot();
        var settings = ProgramSettings.FromJson(
            snapshot.Rows<string>("select settings from program_versions where program_id = 1").Last()
        );
        var (draft, _) = PutRules.Read(Encoding.UTF8.GetBytes(rules), settings, isAffiliate: true, new Check());
        var asked = new SimulationAsked(
            new()
            {
                ProgramId = BenchDatabase.Program,
                PublicId = "",
                Name = "",
                Type = ProgramType.Affiliate,
                Mode = "live",
                Website = "",
                Pepper = "",
                CreatedAt = 0,
            },
            settings with
            {
                Rules = draft,
            },
            null,
            null
        );
        var started = Stopwatch.GetTimestamp();
        var before = Environment.CpuUsage.TotalTime;
        var (_, view) = asked.Run(snapshot, long.MaxValue, () => { });
        var processor = Environment.CpuUsage.TotalTime - before;
        return (Stopwatch.GetElapsedTime(started).TotalSeconds, processor.TotalSeconds, view);
    }

    private static long Load(string folder, long sales)
    {
        using var connection = new SqliteConnection(
            $"Data Source={Path.Combine(folder, SqliteFile.Name)};Pooling=False"
        );
        connection.Open();
        connection.Execute("pragma synchronous=off");
        var (sequence, reward) = connection.QuerySingle<(long, long)>(
            "select sequence, reward_number from program_heads where program_id = 1"
        );
        var template = connection.QuerySingle<(string Body, string Rows)>(
            "select j.body, p.personal_rows from journal_entries j join entry_personal p on p.program_id = 1 "
                + "and p.sequence = j.sequence where j.program_id = 1 "
                + "and j.sequence = (select max(number) from transactions where program_id = 1)"
        );
        var buyers = connection
            .Query<(long Number, long Partner)>(
                "select number, referred_by from customers where program_id = 1 and key like 'c%'"
            )
            .ToList();
        var body = JsonNode.Parse(template.Body)!.AsObject();
        var began = (long)body["booked_at"]!;
        var entry = new Entry(body);
        for (var at = 0L; at < sales; )
        {
            using var transaction = connection.BeginTransaction();
            for (var end = Math.Min(sales, at + Chunk); at < end; at++)
            {
                var (customer, partner) = buyers[(int)(at * 7919 % buyers.Count)];
                var now = began + (Year / sales * at);
                var text = entry.Sale(++sequence, ++reward, (customer, partner), now);
                Insert(connection, transaction, sequence, text, template.Rows);
                if (at % RefundEvery == 0)
                {
                    Insert(connection, transaction, sequence + 1, entry.Refund(sequence + 1), template.Rows);
                    sequence++;
                }
            }

            connection.Execute("update program_heads set sequence = @sequence", new { sequence }, transaction);
            transaction.Commit();
        }

        return sequence;
    }

    private static void Insert(
        SqliteConnection connection,
        SqliteTransaction transaction,
        long sequence,
        string body,
        string rows
    ) =>
        connection.Execute(
            "insert into journal_entries (program_id, sequence, id, body, hash) "
                + "values (1, @sequence, @id, @body, ''); "
                + "insert into entry_personal (program_id, sequence, salt, request, answer, personal_rows) "
                + "values (1, @sequence, 'salt', @filling, @filling, @rows)",
            new
            {
                sequence,
                id = $"ent_{sequence}",
                body,
                rows,
                filling = Filling,
            },
            transaction
        );

    private static readonly string Filling = new('x', 500);

    /// <summary>An entry that the server wrote, made into others.</summary>
    private sealed class Entry(JsonObject body)
    {
        private readonly JsonArray sale = RowOf(body, "transactions");
        private readonly JsonArray reward = RowOf(body, "rewards");

        public string Sale(long sequence, long number, (long Customer, long Partner) people, long now)
        {
            body["kind"] = "transaction.created";
            body["sequence"] = sequence;
            body["subject"] = sequence;
            body["booked_at"] = now;
            body["occurred_at"] = now;
            body["decision"]!["arithmetic"]![0]!["reward"] = number;
            Set<Transaction>(sale, Transaction.Table, "number", sequence);
            Set<Transaction>(sale, Transaction.Table, "customer_number", people.Customer);
            Set<Transaction>(sale, Transaction.Table, "referred_by", people.Partner);
            Set<Transaction>(sale, Transaction.Table, "created_at", now);
            Set<Transaction>(sale, Transaction.Table, "refunded_amount", 0);
            Set<Reward>(reward, Reward.Table, "number", number);
            Set<Reward>(reward, Reward.Table, "transaction_number", sequence);
            Set<Reward>(reward, Reward.Table, "beneficiary", people.Partner);
            Set<Reward>(reward, Reward.Table, "reversed_amount", 0);
            return body.ToJsonString();
        }

        public string Refund(long sequence)
        {
            body["kind"] = "transaction.refunded";
            body["sequence"] = sequence;
            Set<Transaction>(sale, Transaction.Table, "refunded_amount", BenchDatabase.SaleMicros / 3);
            Set<Reward>(reward, Reward.Table, "reversed_amount", BenchDatabase.RewardMicros / 3);
            return body.ToJsonString();
        }

        private static JsonArray RowOf(JsonObject body, string table) =>
            body["rows"]!.AsArray().First(row => (string)row![0]! == table)![1]!.AsArray();

        private static void Set<TRow>(JsonArray row, Table<TRow> table, string column, long value)
            where TRow : class
        {
            var at = table.Fields.Where(field => !field.IsPersonal).TakeWhile(field => field.Name != column).Count();
            row[at] = value;
        }
    }
}
