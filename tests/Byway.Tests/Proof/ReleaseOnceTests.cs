using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using Byway.Jobs;
using Byway.Rewards;
using Byway.Storage;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Byway.Tests.Proof;

/// <summary>
/// Held rewards become payable exactly once, however many servers look for them: three processes on one PostgreSQL, or
/// eight loops in one process on SQLite, while some are refunded and some are held by signals, which nobody releases.
/// </summary>
public sealed class ReleaseOnceTests
{
    private const int Sales = 120;

    // Seconds over which they are due.
    private const int Spread = 15;

    // What an entry of the job says it released, and how often each reward left the held account for the payable one.
    private const string Released = """
        select p.reward, count(*) from postings p
        join balances b on b.program_id = p.program_id and b.number = p.balance
        join journal_entries e on e.program_id = p.program_id and e.sequence = p.sequence
        where b.account = 'payable' and p.amount > 0 and e.body like '%"kind":"rewards.released"%'
        group by p.program_id, p.reward
        """;

    [Fact]
    public async Task Several_servers_release_each_reward_once()
    {
        Assert.SkipUnless(TestDatabase.IsPostgres, "Only on PostgreSQL several servers share a database.");
        using var place = new ProofPlace();
        var apiKey = await ServerProcess.MakeProgram(place.Options, "test");
        ServerProcess[] servers = [new(place.Options), new(place.Options), new(place.Options)];
        try
        {
            await Task.WhenAll(servers.Select(server => server.Start()));
            using var shop = new HttpClient { BaseAddress = servers[0].Url };
            shop.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", apiKey);
            var now = DateTime.UtcNow;
            await Fill(shop, now);
            // From now on they are due second after second, so that every server finds some whenever it looks.
            await Send(
                shop,
                HttpMethod.Post,
                "test/clock",
                $$"""{"now":"{{Text(now.AddDays(1).AddSeconds(-Spread))}}"}"""
            );
            using var database = place.Open();
            for (var waited = 0; waited < 300 && (await Waiting(database)) > 0; waited++)
            {
                await Task.Delay(200);
            }

            await AssertOnce(database);
        }
        finally
        {
            foreach (var server in servers)
            {
                server.Dispose();
            }
        }

        var (exit, text, error) = await ServerProcess.Run(["verify", .. place.Options]);
        Assert.True(exit == 0, text + error);
    }

    [Fact]
    public async Task Several_loops_of_one_server_release_each_reward_once()
    {
        await using var server = await TestServer.Start(new());
        var api = await server.Affiliate();
        using var shop = new HttpClient { BaseAddress = new Uri(server.Url) };
        shop.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", api.Secret);
        await Fill(shop, server.Clock.Now.UtcDateTime);
        server.Clock.Advance(TimeSpan.FromDays(1));
        var job = server.Parts.GetServices<IJob>().OfType<ReleaseHeldRewards>().Single();
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(job.Run)));
        await AssertOnce(server.Database);
        await server.BooksAreWhole();
    }

    [Fact]
    public async Task A_reward_released_twice_is_counted()
    {
        await using var server = await TestServer.Start(new());
        var api = await server.Affiliate();
        using var shop = new HttpClient { BaseAddress = new Uri(server.Url) };
        shop.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", api.Secret);
        await Fill(shop, server.Clock.Now.UtcDateTime);
        server.Clock.Advance(TimeSpan.FromDays(1));
        await server.RunJob<ReleaseHeldRewards>();
        await AssertOnce(server.Database);

        // The control: a reward that is held again behind the server's back is released again, and that is seen.
        await server.Execute(
            "update rewards set status = 'review_period', account = 'held' where number = 1 and status = 'ok'"
        );
        await server.Restart();
        await server.RunJob<ReleaseHeldRewards>();
        await Assert.ThrowsAnyAsync<Xunit.Sdk.XunitException>(() => AssertOnce(server.Database));
    }

    /// <summary>Every third sale is refunded in part, and every fourth is held by a signal.</summary>
    private static async Task Fill(HttpClient shop, DateTime occurred)
    {
        await Send(
            shop,
            HttpMethod.Put,
            "program/settings",
            """{"review_period_days":1,"fraud_disposable_email":true}"""
        );
        await Send(shop, HttpMethod.Post, "partners", """{"key":"anna","email":"anna@example.com"}""");
        const string SignUp = """{"key":"KEY","email":"MAIL","partner":{"key":"anna"}}""";
        foreach (var (key, mail) in new[] { ("good", "good@example.net"), ("odd", "odd@mailinator.com") })
        {
            await Send(shop, HttpMethod.Post, "customers", SignUp.Replace("KEY", key).Replace("MAIL", mail));
        }

        for (var number = 1; number <= Sales; number++)
        {
            var at = Text(occurred.AddSeconds(-(number % Spread)));
            var customer = number % 4 == 0 ? "odd" : "good";
            await Send(
                shop,
                HttpMethod.Post,
                "transactions",
                $$$"""
                {"key":"o{{{number}}}","amount":100,"created_at":"{{{at}}}","customer":{"key":"{{{customer}}}"}}
                """
            );
            if (number % 3 == 0)
            {
                await Send(shop, HttpMethod.Post, $"transactions/o{number}/refunds", """{"amount":50}""");
            }
        }
    }

    private static string Text(DateTime time) =>
        time.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private static async Task Send(HttpClient shop, HttpMethod method, string path, string body)
    {
        using var request = new HttpRequestMessage(method, $"/v1/{path}")
        {
            Content = new StringContent(body, Encoding.UTF8, "application/json"),
        };
        using var answer = await shop.SendAsync(request);
        Assert.True(answer.IsSuccessStatusCode, $"{path}: {await answer.Content.ReadAsStringAsync()}");
    }

    private static async Task<long> Waiting(Database database) =>
        (
            await database.Query<long>(
                "select count(*) from rewards where status = 'review_period' and signals is null"
            )
        )[0];

    private static async Task AssertOnce(Database database)
    {
        Assert.Equal(0, await Waiting(database));
        var released = await database.Query<(long Reward, long Times)>(Released);
        Assert.Equal(Sales * 3 / 4, released.Count);
        Assert.All(released, reward => Assert.Equal(1, reward.Times));
        var balances = await database.Query<(string Account, long Amount)>(
            "select account, amount from balances where account in ('held', 'payable') order by account"
        );
        // 20 % or 30 %: of 120 sales a third is refunded by half, of the good and of the odd ones alike.
        var rate = (await database.Query<long>("select amount from rewards where number = 1"))[0];
        Assert.Equal([("held", rate * 30 * 5 / 6), ("payable", rate * 90 * 5 / 6)], balances);
        Assert.Empty(await Books.Faults(database));
    }
}
