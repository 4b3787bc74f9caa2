using Byway.Programs;
using Xunit;

namespace Byway.Tests.Programs;

/// <summary>Closing a program: two steps within 20 seconds, and no API key works any more.</summary>
public sealed class CloseProgramTests(TestServer server) : ServerTests(server)
{
    [Theory]
    [InlineData(ProgramType.Affiliate)]
    [InlineData(ProgramType.Newsletter)]
    public async Task A_closed_programs_keys_stop_working_and_nothing_is_lost(string type)
    {
        var api = await Server.NewProgram(type);
        var other = await api.NewKey(ApiScope.Read);
        (await other.Get("/v1/test")).Is(200);
        var before = await api.Sequence();
        var code = await CodeOf(api);
        Assert.Matches("^[A-Za-z2-9]{8}$", code);
        Assert.Equal(before, await api.Sequence());

        Server.Clock.Advance(TimeSpan.FromSeconds(19));
        var closed = (await api.Delete("/v1/program", $$"""{"confirmation_code":"{{code}}"}""")).Is(200);
        Assert.Equal("""{"message":"Program deleted successfully","status":1}""", closed.Text);
        Assert.Equal(before + 1, await api.Sequence());
        (await api.Put("/v1/program/settings", """{"name":"x"}""")).IsRefused(401, "unauthorized");
        Server.Clock.Advance(TimeSpan.FromSeconds(1));
        (await api.Get("/v1/test")).IsRefused(401, "unauthorized");
        (await other.Get("/v1/test")).IsRefused(401, "unauthorized");
        var again = await api.NewKey(ApiScope.Write);
        Assert.Equal("program.closed", (await again.Explain(closed))["data.kind"]);
    }

    [Fact]
    public async Task A_wrong_late_or_foreign_code_closes_nothing()
    {
        var api = await Server.Affiliate();
        var foreign = await CodeOf(await Server.Affiliate());
        var late = await CodeOf(api);
        Server.Clock.Advance(TimeSpan.FromSeconds(20));
        var good = await CodeOf(api);
        foreach (var code in new[] { foreign, late, "x", good.ToUpperInvariant() + "!", good + "0" })
        {
            (await api.Delete("/v1/program", $$"""{"confirmation_code":"{{code}}"}""")).IsRefused(
                422,
                "invalid_fields",
                "confirmation_code"
            );
        }

        (await api.Get("/v1/test")).Is(200);
        Assert.NotEqual(late, good);
    }

    [Fact]
    public async Task A_reading_key_closes_nothing()
    {
        var api = await Server.Affiliate();
        var reader = await api.NewKey(ApiScope.Read);
        (await reader.Delete("/v1/program")).IsRefused(403, "scope_missing");
    }

    private static async Task<string> CodeOf(ApiClient api) =>
        (await api.Delete("/v1/program", "[]")).Is(200)["data.confirmation_code"]!;
}
