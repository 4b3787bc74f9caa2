using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Byway.Tests.Webhooks;
using Xunit;

namespace Byway.Tests.Proof;

/// <summary>
/// Promise W2 by SIGKILL: whatever was committed is delivered, however often the server is killed under load. The
/// control moves the cursor ahead of what was sent, as a sender would that notes before it sends.
/// </summary>
public sealed class WebhookKillTests
{
    private const int Kills = 4;

    // On PostgreSQL the lease of a killed server has to end first.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task What_was_committed_is_delivered_however_often_the_server_is_killed()
    {
        using var place = new ProofPlace();
        await using var receiver = await Receiver.Start();
        var apiKey = await ServerProcess.MakeProgram(place.Options);
        using var server = new ServerProcess(place.Options);
        await server.Start();
        using var http = new HttpClient { BaseAddress = server.Url };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", apiKey);
        await Subscribe(http, receiver);
        using var writers = new SaleWriters(apiKey, [server.Url]);
        await writers.Prepare();
        using var stop = new CancellationTokenSource();
        var writing = writers.Write(writers: 8, sharing: 1, stop.Token);
        for (var kill = 0; kill < Kills; kill++)
        {
            await writers.HaveAcknowledged((kill + 1) * 30);
            await Task.Delay(RandomNumberGenerator.GetInt32(0, 300));
            await server.Kill();
            await server.Start();
        }

        await writers.HaveAcknowledged((Kills + 1) * 30);
        await stop.CancelAsync();
        await writing;

        var committed = await Events(http);
        Assert.True(committed.Count > 300, $"Only {committed.Count} events.");
        Assert.Empty(await Missing(committed, receiver));

        // The control: a receiver that is down while the cursor moves on gets less, and the same check sees it.
        receiver.Say(503);
        await Post(http, "/v1/partners", """{"key":"late","email":"late@example.com"}""");
        await server.Kill();
        receiver.Clear();
        using (var database = place.Open())
        {
            using var store = database.OpenStore();
            store.Execute("update webhook_cursors set position = position + 40960, failures = 0");
        }

        receiver.Say(200);
        await server.Start();
        await Post(http, "/v1/partners", """{"key":"later","email":"later@example.com"}""");
        Assert.NotEmpty(await Missing((await Events(http)).Except(committed), receiver, TimeSpan.FromSeconds(2)));
    }

    private static async Task<IReadOnlyList<string>> Missing(
        IEnumerable<string> committed,
        Receiver receiver,
        TimeSpan? patience = null
    )
    {
        var ids = committed.ToList();
        var until = Environment.TickCount64 + (long)(patience ?? Patience).TotalMilliseconds;
        while (ids.Except(receiver.Ids, StringComparer.Ordinal).Any() && Environment.TickCount64 < until)
        {
            await Task.Delay(50);
        }

        return [.. ids.Except(receiver.Ids, StringComparer.Ordinal)];
    }

    private static Task Subscribe(HttpClient http, Receiver receiver) =>
        Post(
            http,
            "/v1/webhooks",
            $$"""
            {"name":"kill","url":"{{receiver.Url}}",
            "events":["partner.created","customer.created","transaction.created","reward.created"]}
            """
        );

    private static async Task Post(HttpClient http, string path, string body)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var answer = await http.PostAsync(path, content);
        answer.EnsureSuccessStatusCode();
    }

    private static async Task<IReadOnlyList<string>> Events(HttpClient http)
    {
        var wanted = new[] { "partner.created", "customer.created", "transaction.created", "reward.created" };
        var ids = new List<string>();
        var after = 0L;
        while (true)
        {
            var page = JsonElement.Parse(await http.GetStringAsync($"/v1/events?limit=250&after={after}"));
            ids.AddRange(
                page.GetProperty("data")
                    .EnumerateArray()
                    .Where(told => wanted.Contains(told.GetProperty("event").GetString(), StringComparer.Ordinal))
                    .Select(told => told.GetProperty("id").GetString()!)
            );
            after = page.GetProperty("next").GetInt64();
            if (!page.GetProperty("has_more").GetBoolean())
            {
                return ids;
            }
        }
    }
}
