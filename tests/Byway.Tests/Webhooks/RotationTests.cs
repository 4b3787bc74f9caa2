using Xunit;

namespace Byway.Tests.Webhooks;

/// <summary>
/// Promise W6: secrets change under load without a delivery that its receiver could not verify, and what is replayed
/// has the ids it had.
/// </summary>
public sealed class RotationTests
{
    [Fact]
    public async Task Under_load_every_delivery_verifies_with_the_old_or_the_new_secret_for_a_day()
    {
        await using var server = await TestServer.Start(new() { WebhookAllow = ["127.0.0.0/8"] });
        server.Clock.Now = TimeProvider.System.GetUtcNow();
        await using var receiver = await Receiver.Start();
        var api = await server.Affiliate().WithCarl();
        var made = await api.Subscribe(receiver.Url, "transaction.created");
        var path = $"/v1/webhooks/{made["data.key"]}";
        async Task<string> Rotate() => (await api.Post($"{path}/rotate-secret")).Is(200)["data.secret"]!;
        var secrets = new List<string> { await Rotate() };

        var selling = Task.WhenAll(
            Enumerable
                .Range(0, 4)
                .Select(async writer =>
                {
                    for (var sale = 0; sale < 50; sale++)
                    {
                        await api.Sale($"s{writer}-{sale}", "10", "carl");
                    }
                })
        );
        for (var rotation = 0; rotation < 3; rotation++)
        {
            await server.Deliver();
            secrets.Add(await Rotate());
        }

        await selling;
        await server.Deliver();
        await api.Sale("last", "10", "carl");
        await server.Deliver();

        Assert.Equal(201, receiver.All.Count);
        var verdicts = NodeVerifier.Verify(receiver.All, made["data.signature"]!, secrets);
        // Whoever has one secret needs no other: the first signs all day, beside those that came after it.
        Assert.All(verdicts, verdict => Assert.True(verdict.Accepted[0] && verdict.Plain));
        Assert.True(verdicts[^1].Accepted.All(accepted => accepted));

        // A day later only the newest is left.
        receiver.Clear();
        server.Clock.Advance(TimeSpan.FromHours(25));
        await api.Sale("late", "10", "carl");
        await server.Deliver();
        var late = Assert.Single(receiver.All);
        Assert.Single(late.Headers["webhook-signature"].Split(' '));

        // The control: a sender that forgets the old secret at once loses the receivers that still have it.
        var hurried = receiver.All.Select(one => one with { }).ToList();
        server.Clock.Now = TimeProvider.System.GetUtcNow();
        var caught = NodeVerifier.Verify(hurried, made["data.signature"]!, [secrets[0]]);
        Assert.False(caught[0].Accepted[0]);
    }

    [Fact]
    public async Task What_is_replayed_under_load_has_the_ids_it_had()
    {
        await using var server = await TestServer.Start(new() { WebhookAllow = ["127.0.0.0/8"] });
        await using var receiver = await Receiver.Start();
        var api = await server.Affiliate().WithCarl();
        var path = $"/v1/webhooks/{(await api.Subscribe(receiver.Url, "transaction.created"))["data.key"]}";
        for (var sale = 0; sale < 50; sale++)
        {
            await api.Sale($"s{sale}", "10", "carl");
        }

        await server.Deliver();
        var first = receiver.All.ToDictionary(one => one.Id, one => one.Text);
        receiver.Clear();
        var selling = Task.Run(async () =>
        {
            for (var sale = 50; sale < 100; sale++)
            {
                await api.Sale($"s{sale}", "10", "carl");
            }
        });
        (await api.Post($"{path}/replay", """{"since":0}""")).Is(200);
        await server.Deliver();
        await selling;
        await server.Deliver();
        Assert.Equal(100, receiver.Ids.Distinct(StringComparer.Ordinal).Count());
        Assert.Equal(100, receiver.Ids.Count);
        Assert.All(first, one => Assert.Equal(one.Value, receiver.All.Single(other => other.Id == one.Key).Text));
        // The control: the same sale told under another id would be another event to its receiver.
        Assert.DoesNotContain(first.Keys, id => receiver.Ids.Contains(id + "0", StringComparer.Ordinal));
    }
}
