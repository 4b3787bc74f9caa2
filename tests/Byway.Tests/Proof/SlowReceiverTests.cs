using System.Diagnostics;
using Byway.Tests.Webhooks;
using Byway.Webhooks;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Byway.Tests.Proof;

/// <summary>
/// Promise W4: of a hundred receivers one hangs; the others do not notice. The control sends to one after the other.
/// </summary>
public sealed class SlowReceiverTests
{
    private const int Receivers = 100;
    private const int Sales = 5;

    // A hanging request is given up after five seconds: who waited for one would be later than this.
    private static readonly TimeSpan Unaffected = TimeSpan.FromSeconds(4.5);

    [Fact]
    public async Task One_receiver_that_hangs_does_not_delay_the_others()
    {
        await using var server = await TestServer.Start(new() { WebhookAllow = ["127.0.0.0/8"] });
        await using var good = await Receiver.Start();
        await using var hanging = await Receiver.Start();
        using var end = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        hanging.Answer = (_, response) => Task.Delay(Timeout.Infinite, end.Token);
        var api = await server.Affiliate().WithCarl();
        for (var number = 0; number < Receivers; number++)
        {
            await api.Subscribe(number == 0 ? hanging.Url : good.At($"/{number}"), "transaction.created");
        }

        for (var sale = 0; sale < Sales; sale++)
        {
            await api.Sale($"s{sale}", "10", "carl");
        }

        var began = Stopwatch.GetTimestamp();
        var sending = server.Deliver();
        while (good.All.Count < (Receivers - 1) * Sales && !sending.IsCompleted)
        {
            await Task.Delay(5);
        }

        var took = Stopwatch.GetElapsedTime(began);
        Assert.False(sending.IsCompleted, "The hanging one must still hang.");
        Assert.Equal((Receivers - 1) * Sales, good.All.Count);
        Assert.True(took < Unaffected, $"{took}");
        await sending;

        Assert.Single(hanging.All);
        Assert.True(await OneAfterTheOther(server, api, good, hanging) > Unaffected);
        await end.CancelAsync();
    }

    /// <summary>How long the others take when the hanging one comes first in a row.</summary>
    private static async Task<TimeSpan> OneAfterTheOther(
        TestServer server,
        ApiClient api,
        Receiver good,
        Receiver hanging
    )
    {
        var outbound = server.Parts.GetRequiredService<Outbound>();
        var reader = server.Parts.GetRequiredService<EventReader>();
        var told = (await reader.Read(api.Program, 0, 250)).Events[0];
        var began = Stopwatch.GetTimestamp();
        foreach (var url in new[] { hanging.Url, good.Url })
        {
            var request = WebhookRequest.Of(told, url, "key", new("", []), 0);
            await outbound.Post(new(url), request.Body, request.Headers);
        }

        return Stopwatch.GetElapsedTime(began);
    }
}
