using System.Diagnostics;
using System.Globalization;
using System.Text;
using Byway.Clicks;
using Xunit;

namespace Byway.Tests.Proof;

/// <summary>
/// Promise P5 by SIGKILL: of the clicks that visitors followed, none older than the stated window and a commit is
/// lost. How long a commit takes on this machine, somebody who changes a partner beside them tells. The control: the
/// same check with a window a hundred times shorter finds losses, so it can find them.
/// </summary>
public sealed class ClickKillTests
{
    private const int Kills = 4;

    // Of the promised second, half is the window, and half is for commits as long as the machine is not busy.
    private static readonly TimeSpan Allowance = TimeSpan.FromMilliseconds(500);

    [Fact]
    public async Task A_kill_loses_no_click_older_than_the_window()
    {
        using var place = new ProofPlace();
        var apiKey = await ServerProcess.MakeProgram(place.Options);
        using var server = new ServerProcess(place.Options);
        var lost = new List<TimeSpan>();
        var followed = 0;
        string? program = null;
        for (var kill = 0; kill < Kills; kill++)
        {
            await server.Start();
            program ??= await Prepared(server, apiKey);
            using var killing = new CancellationTokenSource();
            var commits = SlowestCommit(server.Url, apiKey, killing.Token);
            var clicks = await Followed(server, program, TimeSpan.FromMilliseconds(2500 + (kill * 170)));
            await killing.CancelAsync();
            var killedAt = Stopwatch.GetTimestamp();
            await server.Kill();
            followed += clicks.Count;
            var there = await Written(place);
            var ages = clicks
                .Where(click => !there.Contains(click.Id))
                .Select(click => Stopwatch.GetElapsedTime(click.At, killedAt))
                .ToList();
            var limit = ClickLog.Window + Allowance + await commits;
            Assert.DoesNotContain(ages, age => age > limit);
            lost.AddRange(ages);
        }

        Assert.True(followed > 500, $"Only {followed} clicks were followed.");
        Assert.True(ClickLog.Window + Allowance <= TimeSpan.FromSeconds(1));
        // Control: a promise a hundred times as bold is broken, and seen to be.
        Assert.Contains(lost, age => age > ClickLog.Window / 100);
    }

    [Fact]
    public async Task A_graceful_stop_loses_none()
    {
        using var place = new ProofPlace();
        var apiKey = await ServerProcess.MakeProgram(place.Options);
        using var server = new ServerProcess(place.Options);
        await server.Start();
        var program = await Prepared(server, apiKey);
        var clicks = await Followed(server, program, TimeSpan.FromMilliseconds(700));
        Assert.Equal(0, await server.Terminate(TimeSpan.FromSeconds(30)));
        var there = await Written(place);
        Assert.DoesNotContain(clicks, click => !there.Contains(click.Id));
        Assert.NotEmpty(clicks);
    }

    private static async Task<string> Prepared(ServerProcess server, string apiKey)
    {
        using var http = new HttpClient { BaseAddress = server.Url };
        http.DefaultRequestHeaders.Add("Authorization", $"Bearer {apiKey}");
        using var body = new StringContent(
            """{"id":"anna-id","key":"anna","email":"anna@example.com"}""",
            Encoding.UTF8,
            "application/json"
        );
        (await http.PostAsync(new Uri("/v1/partners", UriKind.Relative), body)).EnsureSuccessStatusCode();
        return apiKey.Split('_')[2];
    }

    /// <summary>How long the slowest change took, the one that the kill cut off included; the first ones, of a server
    /// that has only begun, do not count.</summary>
    private static async Task<TimeSpan> SlowestCommit(Uri server, string apiKey, CancellationToken killing)
    {
        const int OfTheBeginning = 3;
        using var http = new HttpClient { BaseAddress = server };
        http.DefaultRequestHeaders.Add("Authorization", $"Bearer {apiKey}");
        var slowest = TimeSpan.Zero;
        for (var number = 0; !killing.IsCancellationRequested; number++)
        {
            var began = Stopwatch.GetTimestamp();
            try
            {
                using var body = new StringContent(
                    string.Create(CultureInfo.InvariantCulture, $$"""{"name":"Anna {{number}}"}"""),
                    Encoding.UTF8,
                    "application/json"
                );
                using var answer = await http.PutAsync(new Uri("/v1/partners/anna-id", UriKind.Relative), body);
                Assert.True(answer.IsSuccessStatusCode, $"{answer.StatusCode}");
            }
            catch (HttpRequestException) when (killing.IsCancellationRequested)
            {
                // The kill.
            }

            var took = Stopwatch.GetElapsedTime(began);
            slowest = number >= OfTheBeginning && took > slowest ? took : slowest;
        }

        return slowest;
    }

    /// <summary>Follows links for a while, eight visitors at once; each click with when its answer came.</summary>
    private static async Task<List<(string Id, long At)>> Followed(ServerProcess server, string program, TimeSpan time)
    {
        using var handler = new SocketsHttpHandler { AllowAutoRedirect = false };
        using var http = new HttpClient(handler) { BaseAddress = server.Url };
        http.DefaultRequestHeaders.Add("User-Agent", "Mozilla/5.0 (X11)");
        var began = Stopwatch.GetTimestamp();
        var visits = Enumerable
            .Range(0, 8)
            .Select(async visitor =>
            {
                var clicks = new List<(string, long)>();
                while (Stopwatch.GetElapsedTime(began) < time)
                {
                    var path = string.Create(CultureInfo.InvariantCulture, $"/r/{program}/anna?v={visitor}");
                    using var answer = await http.GetAsync(new Uri(path, UriKind.Relative));
                    clicks.Add((ClickId.In(answer.Headers.Location!.ToString())!, Stopwatch.GetTimestamp()));
                }

                return clicks;
            });
        return [.. (await Task.WhenAll(visits)).SelectMany(clicks => clicks)];
    }

    private static async Task<HashSet<string>> Written(ProofPlace place)
    {
        using var database = place.Open();
        // A killed server's log is read into the file by the next one that writes.
        using var store = database.OpenStore();
        return [.. await database.Query<string>("select id from clicks")];
    }
}
