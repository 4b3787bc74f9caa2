using Byway.Turns;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Byway.Tests.Http;

/// <summary>The header <c>Idempotency-Key</c>.</summary>
public sealed class IdempotencyTests(TestServer server) : ServerTests(server)
{
    [Theory]
    [MemberData(nameof(BothTypes))]
    public async Task The_same_request_is_answered_byte_for_byte(string type)
    {
        var api = await Server.NewProgram(type).WithCarl();
        var body = api.SaleBody("", "10", "carl");
        var first = (await api.Post("/v1/transactions", body, "abc")).Is(200);
        var before = await api.Sequence();
        Server.Clock.Advance(TimeSpan.FromDays(29));
        var again = (await api.Post("/v1/transactions", body, "abc")).Is(200);
        Assert.Equal(first.Text, again.Text);
        Assert.Equal(first.Entry, again.Entry);
        Assert.Equal(first.Decision, again.Decision);
        Assert.True(again.IsReplay);
        Assert.False(first.IsReplay);
        Assert.Equal(before, await api.Sequence());
        Assert.Equal("3", await api.Balance());
    }

    [Fact]
    public async Task A_created_thing_stays_created()
    {
        var api = await Server.Affiliate();
        var first = (await api.Post("/v1/partners", """{"email":"a@example.com"}""", "abc")).Is(201);
        var again = (await api.Post("/v1/partners", """{"email":"a@example.com"}""", "abc")).Is(201);
        Assert.Equal(first.Text, again.Text);
        (await api.Post("/v1/partners", """{"email":"a@example.com"}""", "other")).IsRefused(
            422,
            "invalid_fields",
            "email"
        );
    }

    [Fact]
    public async Task Another_body_is_refused_even_if_it_means_the_same()
    {
        var api = await Server.Affiliate().WithCarl();
        await api.Post("/v1/transactions", api.SaleBody("", "10", "carl"), "abc");
        var before = await api.Sequence();
        var reply = await api.Post("/v1/transactions", api.SaleBody("", "10.0", "carl"), "abc");
        reply.IsRefused(422, "idempotency_key_reused", "Idempotency-Key");
        Assert.Equal(before, await api.Sequence());
    }

    [Fact]
    public async Task Another_path_or_program_or_letter_is_another_key()
    {
        var api = await Server.Affiliate().WithCarl();
        var other = await Server.Affiliate().WithCarl();
        var body = api.SaleBody("", "10", "carl");
        Assert.False((await api.Post("/v1/transactions", body, "abc")).IsReplay);
        Assert.False((await other.Post("/v1/transactions", body, "abc")).IsReplay);
        Assert.False((await api.Post("/v1/transactions", body, "ABC")).IsReplay);
        Assert.True((await api.Post("/v1/transactions/", body, "abc")).IsReplay);
        (await api.Post("/v1/customers", """{"key":"c"}""", "abc")).Is(201);
        Assert.Equal("6", await api.Balance());
    }

    [Fact]
    public async Task A_refusal_is_not_kept()
    {
        var api = await Server.Affiliate();
        var body = """{"email":"b@example.com","referring_partner":{"key":"anna"}}""";
        (await api.Post("/v1/partners", body, "abc")).Is(422);
        await api.Referrer("anna");
        (await api.Post("/v1/partners", body, "abc")).Is(201);
    }

    [Fact]
    public async Task It_counts_on_posts_only()
    {
        var api = await Server.Affiliate();
        await api.SignUp("carl");
        foreach (var name in new[] { "A", "B" })
        {
            var reply = await api.Send(
                "PUT",
                "/v1/customers/carl",
                $$"""{"name":"{{name}}"}""",
                ("Idempotency-Key", "abc")
            );
            Assert.Equal(name, reply.Is(200)["data.name"]);
        }
    }

    [Theory]
    [MemberData(nameof(BothTypes))]
    public async Task Sixteen_at_once_are_done_once(string type)
    {
        var api = await Server.NewProgram(type).WithCarl();
        var replies = await Task.WhenAll(
            Enumerable.Range(0, 16).Select(_ => api.Post("/v1/transactions", api.SaleBody("", "10", "carl"), "abc"))
        );
        Assert.All(replies, reply => Assert.Contains(reply.Status, new[] { 200, 409 }));
        var done = replies.Where(reply => reply.Status == 200).ToList();
        Assert.Single(done.Select(reply => reply.Text).Distinct());
        Assert.Single(done, reply => !reply.IsReplay);
        Assert.Equal("3", await api.Balance());
    }

    [Fact]
    public async Task While_the_first_is_worked_on_the_second_is_told_to_come_back()
    {
        var api = await Server.Affiliate().WithCarl();
        using var gate = new ManualResetEventSlim();
        var held = Server.Parts.GetRequiredService<TurnQueue>().Run(_ => gate.Wait());
        var calls = new List<Task<Reply>>
        {
            api.Post("/v1/transactions", api.SaleBody("", "10", "carl"), "abc"),
            api.Post("/v1/transactions", api.SaleBody("", "10", "carl"), "abc"),
        };
        var early = await Task.WhenAny(calls);
        (await early).IsRefused(409, "idempotency_key_in_flight");
        Assert.Equal("1", (await early).Header("Retry-After"));
        gate.Set();
        await held;
        Assert.True(calls.Remove(early));
        var done = (await calls[0]).Is(200);
        Assert.Equal(done.Text, (await api.Post("/v1/transactions", api.SaleBody("", "10", "carl"), "abc")).Text);
        Assert.Equal("3", await api.Balance());
    }

    [Fact]
    public async Task It_is_forgotten_after_thirty_days()
    {
        var api = await Server.Affiliate().WithCarl();
        var body = api.SaleBody("", "10", "carl");
        await api.Post("/v1/transactions", body, "abc");
        Server.Clock.Advance(TimeSpan.FromDays(30));
        await Server.RunJob<ForgetIdempotencyKeys>();
        Assert.Equal(1, await api.CountOf("idempotency_keys"));
        Assert.True((await api.Post("/v1/transactions", body, "abc")).IsReplay);
        Server.Clock.Advance(TimeSpan.FromTicks(10));
        Assert.False((await api.Post("/v1/transactions", body, "abc")).IsReplay);
        Server.Clock.Advance(TimeSpan.FromDays(31));
        await Server.RunJob<ForgetIdempotencyKeys>();
        Assert.Equal(0, await api.CountOf("idempotency_keys"));
    }

    [Theory]
    [InlineData("💥 ü")]
    [InlineData("' or 1=1 --")]
    [InlineData("0")]
    public async Task A_key_may_be_anything(string key)
    {
        var api = await Server.Affiliate().WithCarl();
        var escaped = Uri.EscapeDataString(key);
        Assert.False((await api.Post("/v1/transactions", api.SaleBody("", "1", "carl"), escaped)).IsReplay);
        Assert.True((await api.Post("/v1/transactions", api.SaleBody("", "1", "carl"), escaped)).IsReplay);
        var longKey = new string('k', 5000);
        Assert.False((await api.Post("/v1/transactions", api.SaleBody("", "1", "carl"), longKey)).IsReplay);
        Assert.True((await api.Post("/v1/transactions", api.SaleBody("", "1", "carl"), longKey)).IsReplay);
    }
}
