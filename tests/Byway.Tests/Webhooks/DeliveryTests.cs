using System.Text.Json;
using Byway.Programs;
using Byway.Webhooks;
using Xunit;

namespace Byway.Tests.Webhooks;

/// <summary>What arrives at a receiver, what is kept of it, and how it is sent again.</summary>
public sealed class DeliveryTests(TestServer server) : ServerTests(server)
{
    /// <summary>Every program type's own first event.</summary>
    public static readonly TheoryData<string, string> Types = new()
    {
        { ProgramType.Affiliate, "partner.created" },
        { ProgramType.ReferAFriend, "customer.created" },
    };

    [Theory]
    [MemberData(nameof(Types))]
    public async Task The_body_has_what_compatible_receivers_read_and_nothing_else(string type, string name)
    {
        await using var receiver = await Receiver.Start();
        var api = await Server.NewProgram(type);
        var made = await api.Subscribe(receiver.Url);
        var anna = await api.Referrer("anna");
        await Server.Deliver();

        var one = Assert.Single(receiver.All);
        var data = anna.Json.GetProperty("data").GetRawText();
        Assert.Equal(
            $$"""{"event":"{{name}}","url":"{{receiver.Url}}","webhook_key":"{{made["data.key"]}}" """.TrimEnd()
                + $$""","created_at":"2026-01-15T12:00:00.000000Z","data":{{data}}}""",
            one.Text
        );
        Assert.Equal("application/json", one.Headers["Content-Type"]);
        Assert.Equal($"{anna.Entry}.0", one.Id);
        Assert.Equal("3", one.Headers["Byway-Sequence"]);
        Assert.Equal("1768478400", one.Headers["webhook-timestamp"]);
        Assert.False(one.Headers.ContainsKey("webhook-signature"));
        Assert.Equal(Signature.Plain(made["data.signature"]!, one.Body), one.Headers["Signature"]);
    }

    [Fact]
    public async Task What_is_sent_is_what_can_be_read_in_the_same_order()
    {
        await using var receiver = await Receiver.Start();
        var api = await Server.Affiliate();
        await api.Subscribe(receiver.Url);
        await api.Referrer("anna");
        await api.SignUp("carl", "anna");
        for (var sale = 0; sale < 40; sale++)
        {
            await api.Sale($"s{sale}", "10", "carl");
        }

        await Server.Deliver();

        var read = await api.Events();
        Assert.Equal(122, read.Count);
        Assert.Equal(read.Select(Id).Order(StringComparer.Ordinal), receiver.Ids.Order(StringComparer.Ordinal));
        var sent = receiver.All.ToDictionary(one => one.Id);
        Assert.All(
            read,
            told => Assert.Equal(told.GetProperty("data").GetRawText(), sent[Id(told)].Data.GetRawText())
        );
    }

    [Fact]
    public async Task Only_what_was_subscribed_to_is_sent_and_only_what_came_after()
    {
        await using var receiver = await Receiver.Start();
        var api = await Server.Affiliate();
        await api.Referrer("before");
        await api.Subscribe(receiver.Url, "partner.created", "reward.approved");
        await api.Referrer("anna");
        await api.SignUp("carl", "anna");
        await api.Sale("s1", "10", "carl");
        var other = await Server.Affiliate();
        await other.Referrer("bert");
        await Server.Deliver();
        Assert.Equal("partner.created,reward.approved", string.Join(",", receiver.All.Select(one => one.Event)));
    }

    [Fact]
    public async Task A_second_run_sends_nothing_again_nor_does_another_start()
    {
        await using var server = await TestServer.Start(new() { WebhookAllow = ["127.0.0.0/8"] });
        await using var receiver = await Receiver.Start();
        var api = await server.Affiliate();
        await api.Subscribe(receiver.Url);
        await api.Referrer("anna");
        await server.Deliver();
        await server.Deliver();
        await server.Restart();
        server.Clock.Advance(TimeSpan.FromMinutes(1));
        await server.Deliver();
        await api.Referrer("bert");
        await server.Deliver();
        Assert.Equal(2, receiver.All.Count);
    }

    [Fact]
    public async Task A_delivery_is_kept_and_shown_with_its_request_made_again()
    {
        await using var receiver = await Receiver.Start();
        var api = await Server.Affiliate();
        var path = $"/v1/webhooks/{(await api.Subscribe(receiver.Url))["data.key"]}/deliveries";
        Assert.Equal(0, (await api.Get(path)).Is(200).Count());
        var anna = await api.Referrer("anna");
        await Server.Deliver();
        receiver.Say(500);
        await api.Referrer("bert");
        await Server.Deliver();

        var list = (await api.Get(path)).Is(200);
        Assert.Equal("retrying,delivered", list.Column("status"));
        Assert.Equal("partner.created,partner.created", list.Column("event"));
        Assert.Equal("500", list["data.0.attempts.0.response_status"]);
        Assert.Equal("status 500", list["data.0.attempts.0.response"]);
        Assert.Equal("1", list["data.0.attempts_count"]);
        Assert.NotEqual("null", list["data.0.next_attempt_at"]);
        Assert.Equal("null", list["data.1.next_attempt_at"]);
        Assert.Equal("retrying", (await api.Get($"{path}?status=retrying")).Column("status"));
        Assert.Equal("delivered", (await api.Get($"{path}?sort=asc&limit=1")).Column("status"));
        (await api.Get($"{path}?status=odd")).IsRefused(422, "invalid_fields", "status");

        var one = (await api.Get($"{path}/{anna.Entry}.0")).Is(200);
        Assert.Equal(receiver.All[0].Text, one["data.request.body"]);
        Assert.Equal(receiver.Url, one["data.request.url"]);
        Assert.Equal(receiver.All[0].Headers["Signature"], one["data.request.headers.Signature"]);
        Assert.Equal("200", one["data.attempts.0.response_status"]);
        (await api.Get($"{path}/{anna.Entry}.1")).IsRefused(404, "not_found");
        (await api.Get($"{path}/{anna.Entry}")).IsRefused(404, "not_found");
    }

    [Fact]
    public async Task One_event_and_all_since_a_time_are_replayed_with_their_ids()
    {
        await using var receiver = await Receiver.Start();
        var api = await Server.Affiliate();
        var path = $"/v1/webhooks/{(await api.Subscribe(receiver.Url))["data.key"]}";
        foreach (var name in new[] { "a", "b", "c", "d" })
        {
            await api.Referrer(name);
            Server.Clock.Advance(TimeSpan.FromHours(1));
        }

        await Server.Deliver();
        // Two that were under way together may have come in either order.
        var ids = receiver.Ids.Order(StringComparer.Ordinal).ToList();
        Assert.Equal(4, ids.Count);

        (await api.Post($"{path}/deliveries/{ids[1]}/replay")).Is(200);
        await Server.Deliver();
        Assert.Equal(ids[1], receiver.Ids[4]);
        Assert.Equal("2", (await api.Get($"{path}/deliveries/{ids[1]}"))["data.attempts_count"]);
        Assert.Equal(receiver.All.First(one => one.Id == ids[1]).Text, receiver.All[4].Text);

        receiver.Clear();
        (await api.Post($"{path}/replay", """{"since":"2026-01-15T14:00:00Z"}""")).Is(200);
        await Server.Deliver();
        Assert.Equal([ids[2], ids[3]], receiver.Ids.Order(StringComparer.Ordinal));

        // Nothing is skipped by a time that is yet to come, and new events go on after a replay.
        (await api.Post($"{path}/replay", """{"since":"2030-01-01"}""")).Is(200);
        await api.Referrer("e");
        await Server.Deliver();
        Assert.Equal(3, receiver.Ids.Count);
        (await api.Post($"{path}/replay")).IsRefused(422, "invalid_fields", "since");
        (await api.Post($"{path}/replay", """{"since":"x"}""")).IsRefused(422, "invalid_fields", "since");
        (await api.Post($"{path}/deliveries/{ids[1]}0/replay")).IsRefused(404, "not_found");
    }

    [Fact]
    public async Task While_inactive_events_wait_and_come_in_order_afterwards()
    {
        await using var receiver = await Receiver.Start();
        var api = await Server.Affiliate();
        var path = $"/v1/webhooks/{(await api.Subscribe(receiver.Url))["data.key"]}";
        await api.Referrer("a");
        await Server.Deliver();
        (await api.Put(path, """{"is_active":false}""")).Is(200);
        await api.Referrer("b");
        await api.Referrer("c");
        await Server.Deliver();
        Assert.Single(receiver.All);
        (await api.Put(path, """{"is_active":true}""")).Is(200);
        await Server.Deliver();
        Assert.Equal((await api.Events()).Select(Id), receiver.Ids.Order(StringComparer.Ordinal));
        (await api.Delete(path)).Is(200);
        await api.Referrer("d");
        await Server.Deliver();
        Assert.Equal(3, receiver.All.Count);
    }

    [Fact]
    public async Task A_changed_address_counts_for_what_is_sent_from_then_on()
    {
        await using var receiver = await Receiver.Start();
        var api = await Server.Affiliate();
        var path = $"/v1/webhooks/{(await api.Subscribe(receiver.At("/old")))["data.key"]}";
        await api.Referrer("a");
        await Server.Deliver();
        (await api.Put(path, $$"""{"url":"{{receiver.At("/new")}}","events":["partner.updated"]}""")).Is(200);
        await api.Referrer("b");
        (await api.Put("/v1/partners/b", """{"name":"B"}""")).Is(200);
        await Server.Deliver();
        Assert.Equal("/old partner.created;/new partner.updated", string.Join(";", receiver.All.Select(Shown)));
    }

    [Fact]
    public async Task Deliveries_are_forgotten_after_thirty_days_and_ended_secrets_too()
    {
        await using var receiver = await Receiver.Start();
        var api = await Server.Affiliate();
        var path = $"/v1/webhooks/{(await api.Subscribe(receiver.Url))["data.key"]}";
        (await api.Post($"{path}/rotate-secret")).Is(200);
        (await api.Post($"{path}/rotate-secret")).Is(200);
        await api.Referrer("a");
        await Server.Deliver();
        Server.Clock.Advance(TimeSpan.FromDays(29));
        await api.Referrer("b");
        await Server.Deliver();
        await Server.RunJob<ForgetDeliveries>();
        Assert.Equal(2, (await api.Get($"{path}/deliveries")).Count());
        Assert.Equal(2, await api.CountOf("webhook_secrets"));
        Server.Clock.Advance(TimeSpan.FromDays(2));
        await Server.RunJob<ForgetDeliveries>();
        Assert.Equal(receiver.Ids[1], (await api.Get($"{path}/deliveries")).Column("id"));
    }

    private static string Id(JsonElement told) => told.GetProperty("id").GetString()!;

    private static string Shown(Received one) => $"{one.Path} {one.Event}";
}
