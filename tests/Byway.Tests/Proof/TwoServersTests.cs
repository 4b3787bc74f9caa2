using Xunit;

namespace Byway.Tests.Proof;

/// <summary>
/// Two servers at once. On one PostgreSQL they share the work, and sixty-four writers with overlapping keys get every
/// sale
/// exactly once while one server or the other is killed. On one SQLite file the second server refuses to start.
/// </summary>
public sealed class TwoServersTests
{
    [Fact]
    public async Task Two_servers_share_one_database_or_the_second_says_that_it_cannot()
    {
        using var place = new ProofPlace();
        var apiKey = await ServerProcess.MakeProgram(place.Options);
        using var first = new ServerProcess(place.Options);
        await first.Start();
        if (TestDatabase.IsPostgres)
        {
            await Share(place, apiKey, first);
        }
        else
        {
            var (exit, _, error) = await ServerProcess.Run([
                "serve",
                "--urls",
                "http://127.0.0.1:0",
                .. place.Options,
            ]);
            Assert.Equal(1, exit);
            Assert.DoesNotContain("   at ", error, StringComparison.Ordinal);
            Assert.NotEmpty(error);
        }
    }

    private static async Task Share(ProofPlace place, string apiKey, ServerProcess first)
    {
        using var second = new ServerProcess(place.Options);
        await second.Start();
        using var writers = new SaleWriters(apiKey, [first.Url, second.Url]);
        await writers.Prepare();
        using var stop = new CancellationTokenSource();
        var writing = writers.Write(writers: 64, sharing: 4, stop.Token);
        var wanted = 0;
        foreach (var victim in new[] { first, second, first, second })
        {
            await writers.HaveAcknowledged(wanted += 30);
            await victim.Kill();
            await victim.Start();
        }

        await writers.HaveAcknowledged(wanted + 30);
        await stop.CancelAsync();
        await writing;

        using var database = place.Open();
        Assert.Empty(await writers.Faults(database));
        Assert.True(writers.Acknowledged > 100, $"Only {writers.Acknowledged} sales were written.");
        Assert.True(writers.Unanswered > 0, "No request was cut off: the kills proved nothing.");
        var (exit, text, error) = await ServerProcess.Run(["verify", .. place.Options]);
        Assert.True(exit == 0, text + error);
    }
}
