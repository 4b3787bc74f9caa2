using System.Globalization;
using Byway.Values;
using Byway.Webhooks;
using Xunit;

namespace Byway.Tests.Webhooks;

/// <summary>Promise W3: what happens when a receiver does not take what it is sent, under a moving clock.</summary>
public sealed class RetryTests
{
    [Fact]
    public async Task A_failing_event_is_tried_exactly_when_the_schedule_says_for_five_days_and_then_waits()
    {
        await using var server = await NewServer();
        await using var receiver = await Receiver.Start();
        receiver.Say(500);
        var api = await server.Affiliate();
        var path = $"/v1/webhooks/{(await api.Subscribe(receiver.Url))["data.key"]}";
        await api.Referrer("anna");
        var began = UtcMicros.Now(server.Clock);
        var (tries, due) = (0, began);
        while (due - began < RetryRule.PatienceMicros)
        {
            if (tries > 0)
            {
                server.Clock.Now = new(UtcMicros.ToDateTime(due - 1));
                await server.Deliver();
                Assert.Equal(tries, receiver.All.Count);
            }

            if (tries == 5)
            {
                await server.Restart();
            }

            server.Clock.Now = new(UtcMicros.ToDateTime(due));
            await server.Deliver();
            Assert.Equal(++tries, receiver.All.Count);
            due += RetryRule.PauseMicros(tries, receiver.Ids[0]);
            Assert.Equal("true", (await api.Get(path))["data.is_active"]);
            Assert.Equal(UtcMicros.ToText(due), (await api.Get($"{path}/deliveries"))["data.0.next_attempt_at"]);
        }

        Assert.True(tries >= 10, $"{tries} attempts");
        server.Clock.Now = new(UtcMicros.ToDateTime(due));
        await server.Deliver();
        Assert.Equal("false", (await api.Get(path))["data.is_active"]);
        var journal = (await api.Get("/v1/journal")).Json.GetProperty("data").EnumerateArray().Last();
        Assert.Equal("webhook.disabled", journal.GetProperty("kind").GetString());
        Assert.Equal("webhook_failing", journal.GetProperty("decision").GetProperty("code").GetString());

        // Nothing is lost by the pause: made active again, it goes on where it stopped.
        server.Clock.Advance(TimeSpan.FromDays(10));
        await api.Referrer("bert");
        await server.Deliver();
        var before = receiver.All.Count;
        receiver.Say(200);
        (await api.Put(path, """{"is_active":true}""")).Is(200);
        await server.Deliver();
        Assert.Equal(
            (await api.Events()).Select(told => told.GetProperty("id").GetString()),
            receiver.Ids.Skip(before)
        );
    }

    [Fact]
    public async Task A_receiver_that_was_down_for_three_days_catches_up_in_order()
    {
        await using var server = await NewServer();
        await using var receiver = await Receiver.Start();
        receiver.Say(503);
        var api = await server.Affiliate();
        await api.Subscribe(receiver.Url);
        await api.Referrer("anna");
        await api.SignUp("carl", "anna");
        for (var hour = 0; hour < 72; hour += 3)
        {
            await api.Sale($"s{hour}", "10", "carl");
            await server.Deliver();
            server.Clock.Advance(TimeSpan.FromHours(3));
        }

        receiver.Clear();
        receiver.Say(200);
        server.Clock.Advance(TimeSpan.FromHours(5));
        await server.Deliver();

        var expected = (await api.Events()).Select(told => told.GetProperty("id").GetString()!).ToList();
        Assert.Equal(74, expected.Count);
        // Several may be under way at once, so "in order" is the order of starting: nobody is a window ahead.
        Assert.Empty(OutOfOrder(expected, receiver.Ids));
        // The controls: one that is missing, one that comes last, one that comes twice.
        Assert.NotEmpty(OutOfOrder(expected, [.. expected.Skip(1)]));
        Assert.NotEmpty(OutOfOrder(expected, [.. expected.Skip(1), expected[0]]));
        Assert.NotEmpty(OutOfOrder(expected, [.. expected, expected[0]]));
    }

    [Fact]
    public async Task Retry_After_is_honoured_in_seconds_and_as_a_date_and_bounded()
    {
        await using var server = await NewServer();
        await using var receiver = await Receiver.Start();
        var api = await server.Affiliate();
        var path = $"/v1/webhooks/{(await api.Subscribe(receiver.Url))["data.key"]}/deliveries";
        await api.Referrer("anna");
        async Task<TimeSpan> PauseFor(string retryAfter)
        {
            receiver.Say(429, retryAfter);
            await server.Deliver();
            var text = (await api.Get(path))["data.0.next_attempt_at"]!;
            var next = DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
            var pause = next - server.Clock.Now;
            server.Clock.Now = next;
            return pause;
        }

        Assert.Equal(TimeSpan.FromSeconds(600), await PauseFor("600"));
        Assert.Equal(
            TimeSpan.FromHours(2),
            await PauseFor((server.Clock.Now + TimeSpan.FromHours(2)).ToString("R", CultureInfo.InvariantCulture))
        );
        Assert.Equal(TimeSpan.FromDays(1), await PauseFor("9999999"));
        Assert.InRange(await PauseFor("1"), TimeSpan.FromMinutes(10), TimeSpan.FromMinutes(12));
        Assert.InRange(await PauseFor("soon"), TimeSpan.FromMinutes(30), TimeSpan.FromMinutes(36));
    }

    [Fact]
    public async Task A_receiver_that_is_gone_is_switched_off_by_an_entry()
    {
        await using var server = await NewServer();
        await using var receiver = await Receiver.Start();
        receiver.Say(410);
        var api = await server.Affiliate();
        var path = $"/v1/webhooks/{(await api.Subscribe(receiver.Url))["data.key"]}";
        await api.Referrer("anna");
        await api.Referrer("bert");
        await server.Deliver();
        Assert.Single(receiver.All);
        Assert.Equal("false", (await api.Get(path))["data.is_active"]);
        var last = (await api.Get("/v1/journal")).Json.GetProperty("data").EnumerateArray().Last();
        Assert.Equal("webhook_gone", last.GetProperty("decision").GetProperty("code").GetString());
        Assert.Equal("job:SendWebhooks", last.GetProperty("actor").GetString());
        receiver.Say(200);
        (await api.Put(path, """{"is_active":true}""")).Is(200);
        await server.Deliver();
        Assert.Equal(3, receiver.All.Count);
    }

    [Fact]
    public async Task An_event_that_its_receiver_refuses_goes_its_own_way_and_stops_nobody()
    {
        await using var server = await NewServer();
        await using var receiver = await Receiver.Start();
        var api = await server.Affiliate();
        var path = $"/v1/webhooks/{(await api.Subscribe(receiver.Url))["data.key"]}/deliveries";
        receiver.Answer = (one, response) =>
        {
            response.StatusCode = one.Data.GetProperty("key").GetString() == "poison" ? 500 : 200;
            return Task.CompletedTask;
        };
        await api.Referrer("poison");
        await api.Referrer("bert");
        await api.Referrer("carl");
        for (var round = 0; round < 4; round++)
        {
            await server.Deliver();
            server.Clock.Advance(TimeSpan.FromMinutes(30));
        }

        Assert.Equal("delivered,delivered,retrying", (await api.Get(path)).Column("status"));
        await api.Referrer("dora");
        await server.Deliver();
        Assert.Equal("dora", receiver.All[^1].Data.GetProperty("key").GetString());
        for (var hour = 0; hour < 200; hour += 5)
        {
            server.Clock.Advance(TimeSpan.FromHours(5));
            await server.Deliver();
        }

        var tries = receiver.All.Count(one => one.Data.GetProperty("key").GetString() == "poison");
        Assert.Equal(RetryRule.MostAttemptsAside, tries);
        var given = (await api.Get($"{path}?status=failed")).Is(200);
        Assert.Equal($"{tries}", given["data.0.attempts_count"]);
        // Given up is not lost: it can be replayed.
        receiver.Say(200);
        (await api.Post($"{path}/{given["data.0.id"]}/replay")).Is(200);
        await server.Deliver();
        Assert.Equal(0, (await api.Get($"{path}?status=failed")).Count());
    }

    [Fact]
    public async Task A_change_of_the_webhook_is_reason_to_try_again_at_once()
    {
        await using var server = await NewServer();
        await using var receiver = await Receiver.Start();
        var api = await server.Affiliate();
        // Nobody listens on the discard port.
        var path = $"/v1/webhooks/{(await api.Subscribe("http://127.0.0.1:9/"))["data.key"]}";
        await api.Referrer("anna");
        await server.Deliver();
        Assert.Equal("connection_failed", (await api.Get($"{path}/deliveries"))["data.0.attempts.0.error"]);
        (await api.Put(path, $$"""{"url":"{{receiver.Url}}"}""")).Is(200);
        await server.Deliver();
        Assert.Single(receiver.All);
        Assert.Equal("2", (await api.Get($"{path}/deliveries"))["data.0.attempts_count"]);
    }

    [Theory]
    [InlineData(1, 5, 6)]
    [InlineData(2, 30, 36)]
    [InlineData(7, 7200, 8640)]
    [InlineData(8, 14_400, 17_280)]
    [InlineData(99, 14_400, 17_280)]
    public void A_pause_is_its_step_and_up_to_a_fifth_more(int failures, long least, long most)
    {
        var pauses = Enumerable
            .Range(0, 100)
            .Select(number => RetryRule.PauseMicros(failures, $"ent_{number}.0"))
            .ToList();
        Assert.All(pauses, pause => Assert.InRange(pause, least * UtcMicros.PerSecond, most * UtcMicros.PerSecond));
        Assert.True(pauses.Distinct().Count() > 50, "Without jitter all receivers meet all senders at once.");
    }

    [Fact]
    public void Ten_attempts_and_more_take_seventy_five_hours_and_more()
    {
        var least = Enumerable
            .Range(1, RetryRule.MostAttemptsAside - 1)
            .Sum(failures => RetryRule.PauseMicros(failures, "") / 6 * 5);
        Assert.True(RetryRule.MostAttemptsAside >= 10);
        Assert.True(least >= 75 * 3600 * UtcMicros.PerSecond / 6 * 5);
        Assert.True(RetryRule.PatienceMicros > 75 * 3600 * UtcMicros.PerSecond);
    }

    private static Task<TestServer> NewServer() => TestServer.Start(new() { WebhookAllow = ["127.0.0.0/8"] });

    /// <summary>What is not where it belongs, give or take the widest window.</summary>
    private static IEnumerable<string> OutOfOrder(IReadOnlyList<string> expected, IReadOnlyList<string> came)
    {
        const int Window = 32;
        return expected
            .Where(id => came.Count(other => other == id) != 1)
            .Concat(expected.Where((id, index) => came.ToList().IndexOf(id) > index + Window));
    }
}
