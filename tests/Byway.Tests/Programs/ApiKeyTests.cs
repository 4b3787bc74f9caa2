using Byway.Programs;
using Byway.Values;
using Xunit;

namespace Byway.Tests.Programs;

/// <summary>Who gets in.</summary>
public sealed class ApiKeyTests(TestServer server) : ServerTests(server)
{
    /// <summary>Headers that open nothing; KEY is the secret.</summary>
    public static TheoryData<string> WrongHeaders =>
        [
            "",
            "Bearer",
            "Bearer ",
            "KEY",
            "Basic KEY",
            "Bearer KEYx",
            "Bearer xKEY",
            "Bearer KEY KEY",
            "Bearer undefined",
            "Bearer ' or 1=1 --",
            "Bearer bw_live_X_00000000000000000000000000000000000000",
        ];

    [Theory]
    [MemberData(nameof(WrongHeaders))]
    public async Task Without_a_good_key_nobody_gets_in(string header)
    {
        var api = await Server.Affiliate();
        var before = await api.Sequence();
        foreach (
            var (method, path) in new[]
            {
                ("GET", "/v1/test"),
                ("POST", "/v1/partners"),
                ("POST", "/v1/customers"),
                ("GET", "/v1/journal"),
                ("PUT", "/v1/program/settings"),
            }
        )
        {
            var content = header.Replace("KEY", api.Secret, StringComparison.Ordinal);
            var reply = await api.Send(method, path, "{broken", ("Authorization", content));
            reply.IsRefused(401, "unauthorized");
        }

        Assert.Equal(before, await api.Sequence());
    }

    [Theory]
    [InlineData("bearer ")]
    [InlineData("BEARER ")]
    [InlineData("Bearer  ")]
    public async Task The_schemes_letter_case_does_not_matter(string scheme)
    {
        var api = await Server.Affiliate();
        (await api.Send("GET", "/v1/test", null, ("Authorization", scheme + api.Secret))).Is(200);
    }

    [Fact]
    public async Task A_key_with_another_last_letter_is_not_valid()
    {
        var api = await Server.Affiliate();
        var last = api.Secret[^1] == '0' ? '1' : '0';
        (await api.With(api.Secret[..^1] + last).Get("/v1/test")).IsRefused(401, "unauthorized");
        (await api.With(ApiSecret.New(api.Program)).Get("/v1/test")).IsRefused(401, "unauthorized");
    }

    [Fact]
    public async Task A_revoked_key_writes_nothing_from_then_on_and_stops_reading_within_a_second()
    {
        var api = await Server.Affiliate();
        var other = await api.NewKey(ApiScope.Write);
        (await other.Get("/v1/test")).Is(200);
        await Server.Execute(
            "update api_keys set revoked_at = @now where program_id = @ProgramId and name = 'another key'",
            new { now = UtcMicros.Now(Server.Clock), api.Program.ProgramId }
        );
        var before = await api.Sequence();
        (await other.Post("/v1/customers", """{"key":"c"}""")).IsRefused(401, "unauthorized");
        Assert.Equal(before, await api.Sequence());
        Server.Clock.Advance(TimeSpan.FromSeconds(1));
        (await other.Get("/v1/test")).IsRefused(401, "unauthorized");
        (await api.Get("/v1/test")).Is(200);
    }

    [Fact]
    public async Task A_key_stops_at_the_very_instant_it_expires()
    {
        var api = await Server.Affiliate();
        var until = UtcMicros.Now(Server.Clock) + UtcMicros.PerSecond;
        var brief = await api.NewKey(ApiScope.Write, until);
        Server.Clock.Advance(TimeSpan.FromSeconds(1) - TimeSpan.FromTicks(10));
        (await brief.Get("/v1/test")).Is(200);
        (await brief.Post("/v1/customers", """{"key":"c"}""")).Is(201);
        Server.Clock.Advance(TimeSpan.FromTicks(10));
        (await brief.Get("/v1/test")).IsRefused(401, "unauthorized");
        (await brief.Post("/v1/customers", """{"key":"d"}""")).IsRefused(401, "unauthorized");
    }

    [Fact]
    public async Task A_reading_key_reads_and_writes_nothing()
    {
        var api = await Server.Affiliate().WithCarl();
        var reader = await api.NewKey(ApiScope.Read);
        var before = await api.Sequence();
        foreach (
            var path in new[] { "test", "partners", "customers/carl", "transactions", "journal", "program/settings" }
        )
        {
            (await reader.Get($"/v1/{path}")).Is(200);
        }

        foreach (
            var (method, path) in new[]
            {
                ("POST", "partners"),
                ("PUT", "partners/anna-id"),
                ("DELETE", "partners/anna-id"),
                ("POST", "partners/anna-id/archive"),
                ("POST", "customers"),
                ("PUT", "customers/carl"),
                ("DELETE", "customers/carl"),
                ("POST", "transactions"),
                ("DELETE", "transactions/x"),
                ("POST", "transactions/x/refunds"),
                ("PUT", "program/settings"),
            }
        )
        {
            (await reader.Send(method, $"/v1/{path}", "{broken")).IsRefused(403, "scope_missing");
        }

        Assert.Equal(before, await api.Sequence());
    }

    [Fact]
    public async Task A_key_opens_its_own_program_only()
    {
        var one = await Server.Affiliate().WithCarl();
        var other = await Server.Affiliate();
        (await other.Get("/v1/customers/carl")).IsRefused(404, "not_found");
        Assert.Equal("[]", (await other.Get("/v1/customers"))["data"]);
        var entry = (await one.Get("/v1/journal"))["data.0.id"];
        (await other.Get($"/v1/journal/{entry}")).IsRefused(404, "not_found");
    }

    [Fact]
    public async Task The_journal_names_the_key_and_the_last_use_is_noted()
    {
        var api = await Server.Affiliate();
        Server.Clock.Advance(TimeSpan.FromMinutes(5));
        var reply = await api.SignUp("carl");
        var actor = (await api.Explain(reply))["data.actor"];
        Assert.StartsWith("key_", actor, StringComparison.Ordinal);
        await Server.RunJob<NoteLastUse>();
        var used = await Server.Query<long?>("select last_used_at from api_keys where id = @actor", new { actor });
        Assert.Equal(UtcMicros.Now(Server.Clock), used[0]);
    }

    [Fact]
    public async Task A_key_that_asks_too_often_is_told_to_wait()
    {
        await using var slow = await TestServer.Start(new() { RateLimitPerSecond = 1 });
        var api = await slow.Affiliate();
        var other = await slow.Affiliate();
        var replies = await Task.WhenAll(Enumerable.Range(0, 30).Select(_ => api.Get("/v1/test")));
        var refused = Assert.Single(replies.Where(reply => reply.Status != 200).DistinctBy(reply => reply.Text));
        refused.IsRefused(429, "too_many_requests");
        Assert.Equal("1", refused.Header("Retry-After"));
        Assert.Equal("\"key\";r=0;t=2", refused.Header("RateLimit"));
        Assert.Equal("\"key\";q=2;w=2", refused.Header("RateLimit-Policy"));
        var first = (await other.Get("/v1/test")).Is(200);
        Assert.Equal("\"key\";r=1;t=1", first.Header("RateLimit"));
        Assert.Null(first.Header("Retry-After"));
    }

    [Fact]
    public async Task Without_a_limit_nothing_is_said_about_one()
    {
        var api = await Server.Affiliate();
        Assert.DoesNotContain("RateLimit", (await api.Get("/v1/test")).Headers.Keys);
    }
}
