using Xunit;

namespace Byway.Tests.Proof;

/// <summary>SIGTERM: requests under way are answered, and the process ends within ten seconds.</summary>
public sealed class DrainTests
{
    [Fact]
    public async Task A_server_told_to_end_answers_what_it_has_taken_and_ends_in_time()
    {
        using var place = new ProofPlace();
        var apiKey = await ServerProcess.MakeProgram(place.Options);
        using var server = new ServerProcess(place.Options);
        await server.Start();
        using var writers = new SaleWriters(apiKey, [server.Url]);
        await writers.Prepare();
        using var stop = new CancellationTokenSource();
        var writing = writers.Write(writers: 16, sharing: 1, stop.Token);
        await Task.Delay(500);

        var exit = await server.Terminate(TimeSpan.FromSeconds(10));

        Assert.Equal(0, exit);
        // A moment for the writers to note what they were answered last.
        await Task.Delay(300);
        using (var database = place.Open())
        {
            // A sale that is there without an answer had its connection cut, which draining is there to prevent.
            Assert.Empty(await writers.Faults(database));
        }

        await server.Start();
        await stop.CancelAsync();
        await writing;
    }
}
