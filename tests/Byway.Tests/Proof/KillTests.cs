using System.Security.Cryptography;
using Xunit;

namespace Byway.Tests.Proof;

/// <summary>
/// Promises R1 and R2 by SIGKILL: what was acknowledged is there, and nothing is there twice, however often the
/// server is
/// killed under load. The control damages the outcome and must be caught by the same check.
/// </summary>
public sealed class KillTests
{
    private const int Kills = 6;

    [Fact]
    public async Task Killing_the_server_under_load_neither_loses_nor_doubles_a_sale()
    {
        using var place = new ProofPlace();
        var apiKey = await ServerProcess.MakeProgram(place.Options);
        using var server = new ServerProcess(place.Options);
        await server.Start();
        using var writers = new SaleWriters(apiKey, [server.Url]);
        await writers.Prepare();
        using var stop = new CancellationTokenSource();
        var writing = writers.Write(writers: 16, sharing: 1, stop.Token);
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

        await server.Kill();
        await AssertSound(place, writers);
        Assert.True(writers.Unanswered > 0, "No request was cut off: the kills proved nothing.");
        await AssertControls(place, writers);
    }

    private static async Task AssertSound(ProofPlace place, SaleWriters writers)
    {
        using var database = place.Open();
        Assert.Empty(await writers.Faults(database));
        Assert.True(writers.Acknowledged > 100, $"Only {writers.Acknowledged} sales were written.");
        var (exit, text, error) = await ServerProcess.Run(["verify", .. place.Options]);
        Assert.True(exit == 0, text + error);
    }

    /// <summary>
    /// A lost sale and a doubled one, made by hand, must be found by the checks that found nothing above.
    /// </summary>
    private static async Task AssertControls(ProofPlace place, SaleWriters writers)
    {
        using (var database = place.Open())
        {
            using var store = database.OpenStore();
            store.Execute("update transactions set key = 's0-1' where key = 's1-1'");
            var faults = await writers.Faults(database);
            Assert.Contains("s1-1 was acknowledged and is lost", faults);
            Assert.Contains("s0-1 is there 2 times", faults);
            store.Execute("update rewards set amount = amount + 1 where number = 1");
            Assert.Contains(
                await writers.Faults(database),
                fault => fault.Contains("and reward", StringComparison.Ordinal)
            );
        }

        var (exit, text, _) = await ServerProcess.Run(["verify", .. place.Options]);
        Assert.True(exit == 1, text);
    }
}
